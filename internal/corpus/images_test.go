package corpus_test

import (
	"bytes"
	"encoding/binary"

	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
)

type (
	spec  = imagetest.Spec
	entry = imagetest.Entry
)

// images are the images of the hardened workloads, by the last element of their repository; each is built for every
// platform named. They have the shapes of what people ship: a distribution's base below, the program above it.
func images() map[string]spec {
	return map[string]spec{
		"nginx": {
			User: "101", Env: []string{"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "NGINX_VERSION=1.29.3"},
			Entrypoint: []string{"/docker-entrypoint.sh"}, Cmd: []string{"nginx", "-g", "daemon off;"},
			Exposed: []string{"8080/tcp"},
			Layers: [][]entry{debian("nginx:x:101:101:nginx:/nonexistent:/bin/false", "nginx:x:101:"), {
				dynamic("usr/sbin/nginx"),
				{Path: "docker-entrypoint.sh", Mode: "0755", Content: "#!/bin/sh\nexec \"$@\"\n"},
				{Path: "var/cache/nginx", Dir: true, UID: 101, GID: 101},
				{Path: "var/log/nginx", Dir: true},
				{Path: "var/log/nginx/access.log", Link: "/dev/stdout"},
			}},
		},
		"distroless": distroless("/app/service", entry{Path: "app/service", From: "static", Mode: "0755"}),
		"dns": distroless("/coredns", entry{
			Path: "coredns", From: "static", Mode: "0755",
			// cap_net_bind_service=ep, revision 2 of struct vfs_cap_data.
			Xattr: map[string]string{"security.capability": "0100000200040000000000000000000000000000"},
		}),
		"postgres": {
			User: "999", Env: []string{"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/lib/postgresql/17/bin", "PGDATA=/var/lib/postgresql/data"},
			Entrypoint: []string{"docker-entrypoint.sh"}, Cmd: []string{"postgres"},
			Volumes: []string{"/var/lib/postgresql/data"}, Exposed: []string{"5432/tcp"},
			Layers: [][]entry{debian("postgres:x:999:999::/var/lib/postgresql:/bin/bash", "postgres:x:999:"), {
				dynamic("usr/lib/postgresql/17/bin/postgres"),
				{Path: "usr/local/bin/docker-entrypoint.sh", Mode: "0755", Content: "#!/usr/bin/env bash\nexec \"$@\"\n"},
				{Path: "var/lib/postgresql", Dir: true, UID: 999, GID: 999},
				{Path: "var/lib/postgresql/data", Dir: true, Mode: "1777", UID: 999, GID: 999},
				{Path: "run/postgresql", Dir: true, Mode: "3777", UID: 999, GID: 999},
			}},
		},
		"jvm": {
			User: "1000:1000", Env: []string{"PATH=/opt/java/openjdk/bin:/usr/local/bin:/usr/bin:/bin", "JAVA_HOME=/opt/java/openjdk"},
			Cmd: []string{"jshell"},
			Layers: [][]entry{debian("spring:x:1000:1000::/home/spring:/bin/sh", "spring:x:1000:"), {
				dynamic("opt/java/openjdk/bin/java"),
				{Path: "app", Dir: true},
				{Path: "app/app.jar", Content: "PK\x03\x04"},
				{Path: "home/spring", Dir: true, UID: 1000, GID: 1000},
			}},
		},
		"dotnet": {
			User: "1654", Env: []string{"APP_UID=1654", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"},
			Entrypoint: []string{"dotnet", "Checkout.dll"}, Workdir: "/app",
			Layers: [][]entry{debian("app:x:1654:1654::/home/app:/bin/sh", "app:x:1654:"), {
				dynamic("usr/share/dotnet/dotnet"),
				{Path: "usr/bin/dotnet", Link: "/usr/share/dotnet/dotnet"},
				{Path: "app", Dir: true},
				{Path: "app/Checkout.dll", Content: "MZ"},
				{Path: "home/app", Dir: true, UID: 1654, GID: 1654},
			}},
		},
		"python": {
			User: "10001", Env: []string{"PATH=/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin"},
			Entrypoint: []string{"python3"}, Workdir: "/srv",
			Layers: [][]entry{debian("worker:x:10001:10001::/home/worker:/bin/sh", "worker:x:10001:"), {
				dynamic("usr/local/bin/python3.13"),
				{Path: "usr/local/bin/python3", Link: "python3.13"},
				{Path: "home/worker", Dir: true, UID: 10001, GID: 10001},
				{Path: "srv", Dir: true},
			}},
		},
		"collector": {
			User: "10001", Entrypoint: []string{"/collector"},
			Layers: [][]entry{{
				{Path: "etc", Dir: true},
				{Path: "etc/passwd", Content: "collector:x:10001:10001::/:/sbin/nologin\n"},
				{Path: "etc/group", Content: "collector:x:10001:\n"},
				{Path: "collector", From: "static", Mode: "0755"},
			}},
		},
		"multiarch":  {User: "10001", Platform: "linux/amd64,linux/arm64", Entrypoint: []string{"/edge"}, Layers: [][]entry{edge()}},
		"node":       node("1000"),
		"node-named": node("node"),
		"redis": {
			User: "999", Workdir: "/data", Volumes: []string{"/data"}, Entrypoint: []string{"docker-entrypoint.sh"}, Cmd: []string{"redis-server"},
			Layers: [][]entry{alpine("redis:x:999:1000:redis:/home/redis:/bin/false", "redis:x:1000:"), {
				{Path: "usr/local/bin/redis-server", From: "musl", Mode: "0755"},
				{Path: "usr/local/bin/docker-entrypoint.sh", Mode: "0755", Content: "#!/bin/sh\nexec \"$@\"\n"},
				{Path: "data", Dir: true, UID: 999, GID: 1000},
			}},
		},
		"builder": {
			Workdir: "/workspace", Cmd: []string{"/bin/sh", "-c", "make"},
			Layers: [][]entry{alpine("", ""), {{Path: "workspace", Dir: true}}},
		},
		"windows": {User: "ContainerUser", Platform: "windows/amd64", Cmd: []string{`C:\reports\reports.exe`}},
	}
}

// debian is a base with a merged /usr, a shell, env and the dynamic loader, and one more user and group.
func debian(passwd, group string) []entry {
	base := []entry{
		{Path: "bin", Link: "usr/bin"},
		{Path: "lib64", Link: "usr/lib64"},
		{Path: "sbin", Link: "usr/sbin"},
		{Path: "usr", Dir: true},
		{Path: "usr/bin", Dir: true},
		{Path: "usr/sbin", Dir: true},
		{Path: "usr/lib64", Dir: true},
		{Path: "usr/local", Dir: true},
		{Path: "usr/local/bin", Dir: true},
		dynamic("usr/bin/dash"),
		{Path: "usr/bin/sh", Link: "dash"},
		dynamic("usr/bin/bash"), dynamic("usr/bin/env"),
		{Path: "usr/lib64/ld-linux-x86-64.so.2", From: "static", Mode: "0755"},
		{Path: "run", Dir: true},
		{Path: "tmp", Dir: true, Mode: "1777"},
		{Path: "root", Dir: true, Mode: "0700"},
		{Path: "var", Dir: true},
		{Path: "var/run", Link: "/run"},
		{Path: "var/tmp", Dir: true, Mode: "1777"},
	}
	return append(base, accounts(passwd, group)...)
}

// alpine is a base whose shell is busybox on musl.
func alpine(passwd, group string) []entry {
	base := []entry{
		{Path: "bin", Dir: true},
		{Path: "bin/busybox", From: "musl", Mode: "0755"},
		{Path: "bin/sh", Link: "/bin/busybox"},
		{Path: "lib", Dir: true},
		{Path: "lib/ld-musl-x86_64.so.1", From: "static", Mode: "0755"},
		{Path: "usr", Dir: true},
		{Path: "usr/local", Dir: true},
		{Path: "usr/local/bin", Dir: true},
		{Path: "tmp", Dir: true, Mode: "1777"},
		{Path: "root", Dir: true, Mode: "0700"},
		{Path: "var", Dir: true},
		{Path: "var/run", Link: "../run"},
		{Path: "run", Dir: true},
	}
	return append(base, accounts(passwd, group)...)
}

func accounts(passwd, group string) []entry {
	return []entry{
		{Path: "etc", Dir: true},
		{Path: "etc/passwd", Content: lines("root:x:0:0:root:/root:/bin/sh", "nobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin", passwd)},
		{Path: "etc/group", Content: lines("root:x:0:", "nogroup:x:65534:", group)},
	}
}

// distroless is a base without a shell, whose nonroot user is 65532, and one static program.
func distroless(path string, program entry) spec {
	return spec{
		User: "65532", Workdir: "/home/nonroot", Env: []string{"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt"},
		Entrypoint: []string{path},
		Layers: [][]entry{{
			{Path: "tmp", Dir: true, Mode: "1777"},
			{Path: "home", Dir: true},
			{Path: "root", Dir: true, Mode: "0700"},
			{Path: "home/nonroot", Dir: true, Mode: "0700", UID: 65532, GID: 65532},
		}, accounts("nonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin", "nonroot:x:65532:"), {{Path: "app", Dir: true}, program}},
	}
}

func node(user string) spec {
	return spec{
		User: user, Workdir: "/app", Env: []string{"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "NODE_ENV=production"},
		Entrypoint: []string{"docker-entrypoint.sh"}, Cmd: []string{"node", "server.js"},
		Layers: [][]entry{debian("node:x:1000:1000::/home/node:/bin/bash", "node:x:1000:"), {
			dynamic("usr/local/bin/node"),
			{Path: "usr/local/bin/docker-entrypoint.sh", Mode: "0755", Content: "#!/bin/sh\nset -e\nexec \"$@\"\n"},
			{Path: "home/node", Dir: true, UID: 1000, GID: 1000},
			{Path: "app", Dir: true},
			{Path: "app/.next", Dir: true},
			{Path: "app/.next/cache", Dir: true, UID: 1000, GID: 1000},
		}},
	}
}

func edge() []entry {
	return []entry{
		{Path: "etc", Dir: true},
		{Path: "etc/passwd", Content: "edge:x:10001:10001::/:/sbin/nologin\n"},
		{Path: "edge", From: "static", Mode: "0755"},
	}
}

func dynamic(path string) entry { return entry{Path: path, From: "dynamic", Mode: "0755"} }

func lines(ls ...string) string {
	var b bytes.Buffer
	for _, l := range ls {
		if l != "" {
			b.WriteString(l + "\n")
		}
	}
	return b.String()
}

// programs are ELF executables of nothing but headers, for an architecture: what execve reads before it runs one.
func programs(machine uint16) imagetest.Contents {
	return imagetest.Contents{
		"static":  elf(machine, ""),
		"dynamic": elf(machine, "/lib64/ld-linux-x86-64.so.2"),
		"musl":    elf(machine, "/lib/ld-musl-x86_64.so.1"),
	}
}

// elf writes a little-endian ELF64 executable with one PT_LOAD header and, if an interpreter is named, a PT_INTERP.
func elf(machine uint16, interpreter string) []byte {
	const header, entrySize = 64, 56
	type program struct {
		Type, Flags                                    uint32
		Offset, VAddr, PAddr, FileSize, MemSize, Align uint64
	}
	headers := []program{{Type: 1, Flags: 5, VAddr: 0x400000, FileSize: 0x200, MemSize: 0x200, Align: 0x1000}}
	if interpreter != "" {
		at := uint64(header + 2*entrySize)
		size := uint64(len(interpreter) + 1)
		headers = append(headers, program{Type: 3, Flags: 4, Offset: at, VAddr: 0x400000 + at, FileSize: size, MemSize: size, Align: 1})
	}
	var b bytes.Buffer
	b.WriteString("\x7fELF\x02\x01\x01" + string(make([]byte, 9)))
	for _, field := range []any{
		uint16(2), machine, uint32(1), uint64(0x400000), uint64(header), uint64(0), uint32(0),
		uint16(header), uint16(entrySize), uint16(len(headers)), uint16(0), uint16(0), uint16(0), headers, []byte(interpreter), byte(0),
	} {
		if err := binary.Write(&b, binary.LittleEndian, field); err != nil {
			panic(err) // a buffer takes every fixed-size value
		}
	}
	return append(b.Bytes(), make([]byte, 0x200)...)
}
