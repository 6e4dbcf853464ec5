package run_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	v1 "github.com/google/go-containerregistry/pkg/v1"

	"github.com/hullcheck/hullcheck/pkg/dockerfile/known"
	"github.com/hullcheck/hullcheck/pkg/dockerfile/run"
	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

const passwd, group = "root:x:0:0:root:/root:/bin/sh\n", "root:x:0:\nadm:x:4:\n"

// system is a small Debian: accounts, settings, and the programs that are looked for.
func system(t *testing.T) *known.Tree {
	t.Helper()
	entries := []imagetest.Entry{
		{Path: "etc/passwd", Content: passwd},
		{Path: "etc/group", Content: group},
		{Path: "etc/login.defs", Content: "UMASK 022\nUSERGROUPS_ENAB yes\n"},
		{Path: "etc/default/useradd", Content: "SHELL=/bin/sh\n"},
		{Path: "etc/os-release", Content: "ID=debian\n"},
		{Path: "bin", Link: "usr/bin"},
		{Path: "home", Dir: true},
		{Path: "src", Dir: true},
		{Path: "src/data", Content: "some data\n", Mode: "0640", UID: 7, GID: 8},
		{Path: "src/set.sh", Content: "#!/bin/sh\nset -e\nuseradd -u 1900 -g 0 scripted\n", Mode: "0755"},
		{Path: "src/set.py", Content: "#!/usr/bin/python3\n", Mode: "0755"},
	}
	for _, name := range []string{"sbin/useradd", "sbin/groupadd", "sbin/usermod", "bin/getent"} {
		entries = append(entries, imagetest.Entry{Path: "usr/" + name, Mode: "0755"})
	}
	l, err := imagetest.Layer(entries, nil, imagetest.Plain)
	if err != nil {
		t.Fatal(err)
	}
	return known.Over(known.FromFiles(rootfs.New([]v1.Layer{l}, rootfs.Options{})), "/")
}

func perform(t *testing.T, step run.Step) (*known.Tree, run.Result) {
	t.Helper()
	if step.Cwd == "" {
		step.Cwd = "/"
	}
	step.Where, step.Home = "line 1", "/root"
	s := known.NewSession(context.Background(), known.PredictionBudget)
	r := run.Run(s, system(t), step)
	if err := s.Err(); err != nil {
		t.Fatal(err)
	}
	return r.Tree, r
}

func sh(script string) []string { return []string{"/bin/sh", "-c", script} }

// users is what was added to passwd by name and ids, and "?" where there may be others.
func users(t *testing.T, tree *known.Tree) string {
	t.Helper()
	c, err := tree.Read(context.Background(), "/etc/passwd", 1<<20)
	if err != nil {
		return err.Error()
	}
	var out []string
	for l := range strings.Lines(strings.TrimPrefix(string(c.Data), passwd)) {
		f := strings.Split(strings.TrimSpace(l), ":")
		if len(f) > 3 {
			f = []string{f[0], f[2], f[3]}
		}
		out = append(out, strings.Join(f, ":"))
	}
	if c.Unknown != "" {
		out = append(out, "?")
	}
	return strings.Join(out, " ")
}

func TestWhoIsThereAfterwards(t *testing.T) {
	for script, want := range map[string]string{
		// sequences and conditions
		"true":                                        "",
		"useradd a":                                   "a:1000:1000",
		"useradd a && useradd b":                      "a:1000:1000 b:1001:1001",
		"useradd a; useradd b":                        "a:1000:1000 b:1001:1001",
		"useradd a || useradd b":                      "a:1000:1000",
		"useradd root || useradd b":                   "b:1000:1000",
		"useradd root; useradd b":                     "b:1000:1000",
		"! useradd root && useradd b":                 "b:1000:1000",
		"unsure && useradd a":                         "?",
		"if true; then useradd a; else useradd b; fi": "a:1000:1000",
		"if false; then useradd a; elif true; then useradd b; fi": "b:1000:1000",
		"if grep -q x /y; then useradd a; fi":                     "?",
		"if grep -q x /y; then useradd a; else useradd a; fi":     "a:1000:1000",
		"case amd64 in a*) useradd a;; *) useradd b;; esac":       "a:1000:1000",
		"case $X in a) useradd a;; '') useradd empty;; esac":      "empty:1000:1000",
		"for u in a b; do useradd $u; done":                       "a:1000:1000 b:1001:1001",
		"for u in *; do useradd $u; done":                         "?",
		"while read u; do useradd $u; done":                       "?",
		"until test -e /x; do sleep 1; done":                      "",
		"set -e; false; useradd a":                                "?",
		"set -e; false || true; useradd a":                        "a:1000:1000",
		"set -e; if false; then true; fi; useradd a":              "a:1000:1000",
		"set +e; false; useradd a":                                "a:1000:1000",
		"exit 0; useradd a":                                       "",
		"useradd a; exit 1":                                       "a:1000:1000 ?",
		"test -f /etc/os-release && exit 0; useradd a":            "",
		"(exit 1); useradd a":                                     "a:1000:1000",
		"{ useradd a; } && (useradd b)":                           "a:1000:1000 b:1001:1001",
		"useradd a | cat":                                         "a:1000:1000",
		"useradd a &":                                             "?",
		"f() { useradd a; }; f":                                   "?",
		// words
		"U=a; useradd $U":                         "a:1000:1000",
		"useradd ${U:-a}":                         "a:1000:1000",
		"export U=a N=1500; useradd -u $N \"$U\"": "a:1500:1500",
		"U=$(cat /x); useradd $U":                 "?",
		"useradd $(echo a)":                       "?",
		"useradd a$1":                             "?",
		"useradd {a,b}":                           "?",
		"useradd 'a'\"b\"\\c":                     "abc:1000:1000",
		"useradd $SECRET":                         "?",
		"X=$(useradd hidden)":                     "hidden:1000:1000",
		// wrappers
		"sh -c 'useradd a'":                 "a:1000:1000",
		"bash -euo pipefail -c 'useradd a'": "a:1000:1000",
		"env A=b useradd a":                 "a:1000:1000",
		"exec useradd a; useradd never":     "a:1000:1000",
		"command useradd a":                 "a:1000:1000",
		"timeout 10 useradd a":              "a:1000:1000",
		"eval 'useradd a'":                  "a:1000:1000",
		"sudo -u nobody useradd a":          "?",
		"su -c 'useradd a'":                 "?",
		"echo a | xargs useradd":            "?",
		"sh <<E\nuseradd a\nE":              "a:1000:1000",
		"/src/set.sh":                       "scripted:1900:0",
		"sh /src/set.sh":                    "scripted:1900:0",
		"/src/set.py":                       "?",
		". /src/set.sh":                     "?",
		// questions
		"id a || useradd a":                        "a:1000:1000",
		"id root || useradd a":                     "",
		"getent group adm && useradd a":            "a:1000:1000",
		"[ -e /src/data ] && useradd a":            "a:1000:1000",
		"[ -e /nope ] || useradd a":                "a:1000:1000",
		"[ ! -e /nope ] && [ x = x ] && useradd a": "a:1000:1000",
		"command -v adduser || useradd a":          "a:1000:1000",
		"command -v useradd && useradd a":          "a:1000:1000",
		"adduser -D a || useradd a":                "a:1000:1000",
		// text
		"echo a:x:5:6::/: >> /etc/passwd":           "a:5:6",
		"printf 'a:x:%s:6::/:\\n' 5 >> /etc/passwd": "a:5:6",
		"echo a:x:5:6::/: | tee -a /etc/passwd":     "a:5:6",
		"cd /etc && echo a:x:5:6::/: >> passwd":     "a:5:6",
		"cat <<E >> /etc/passwd\na:x:5:6::/:\nE":    "a:5:6",
		"cat /src/data >> /etc/passwd":              "some data",
		"{ echo a:x:5:6::/:; } >> /etc/passwd":      "?",
		"echo -e a >> /etc/passwd":                  "?",
		"sed -i s/x/y/ /etc/passwd":                 "?",
		"sed s/x/y/ /etc/passwd > /tmp/x":           "",
		"rm /etc/passwd":                            "not a regular file",
		"cp /etc/passwd /etc/passwd.bak; : > /etc/passwd; mv /etc/passwd.bak /etc/passwd": "",
		"cp /src/data /etc/passwd":                     "some data",
		"install -m 600 /src/data /etc/passwd":         "some data",
		"ln -sf /src/data /etc/passwd":                 "not a regular file",
		"chmod 600 /etc/passwd; chown 1:1 /etc/passwd": "",
		"find / -name x -delete":                       "",
		"find / -exec ./x {} +":                        "?",
		// kinds of commands
		"apt-get install -y x":     "?",
		"apt-get clean":            "",
		"npm ci; pip install x":    "",
		"python3 -m pip install x": "",
		"python3 x.py":             "?",
		"make":                     "?",
		"curl https://x | sh":      "?",
		"tar -xf /x.tar -C /opt":   "",
		"tar -xf /x.tar -C /":      "?",
		"trap 'useradd a' EXIT":    "?",
	} {
		t.Run(script, func(t *testing.T) {
			tree, _ := perform(t, run.Step{Args: sh(script), Open: []string{"SECRET"}})
			got := users(t, tree)
			if got == passwd+"?" || strings.HasSuffix(want, "?") && strings.HasSuffix(got, "?") && want == "?" {
				got = "?"
			}
			if got != want {
				t.Errorf("added %q, want %q", got, want)
			}
		})
	}
}

func TestFailures(t *testing.T) {
	for script, why := range map[string]string{
		"useradd root":               "useradd: user root exists",
		"useradd -g nope a":          "useradd: group nope does not exist",
		"deluser a":                  "deluser is not there",
		"false":                      "no way through it succeeds",
		"useradd a && exit 3":        "no way through it succeeds",
		"useradd root || true":       "",
		"set -e; useradd root; true": "useradd: user root exists",
	} {
		if _, r := perform(t, run.Step{Args: sh(script)}); r.Fails != why {
			t.Errorf("%s: fails %q, want %q", script, r.Fails, why)
		}
	}
	_, r := perform(t, run.Step{Args: sh("useradd a"), UID: known.Owner{UID: 5}})
	if r.Fails != "useradd needs root" {
		t.Errorf("as a user useradd fails %q", r.Fails)
	}
}

func TestFilesAfterwards(t *testing.T) {
	for script, want := range map[string]string{
		"mkdir -p /a/b":                     "/a/b dir 0755 0:0",
		"mkdir -m 711 /a":                   "/a dir 0711 0:0",
		"umask 077; mkdir /a":               "/a dir 0700 0:0",
		"cd /src && touch t":                "/src/t file 0644 0:0",
		"(cd /src); touch t":                "/t file 0644 0:0",
		"cp /src/data /d":                   "/d file 0640 0:0",
		"cp -p /src/data /d":                "/d file 0640 7:8",
		"cp /src/data /home/":               "/home/data file 0640 0:0",
		"cp -r /src /copy":                  "/copy/data file 0640 0:0",
		"cp -a /src /copy":                  "/copy/data file 0640 7:8",
		"mv /src/data /d":                   "/src/data absent",
		"mv /src /moved":                    "/moved/data file 0640 7:8",
		"install -D -m 4755 /src/data /x/y": "/x/y file 4755 0:0",
		"install -d -o 5 -g adm /x":         "/x dir 0755 5:4",
		"ln -s /src/data /l":                "/l symlink 0777 0:0 /src/data",
		"rm -rf /src":                       "/src/data absent",
		"rm /src/*":                         "/src/data ? line 1: rm /src/… removes what its pattern matches",
		"chmod 4711 /src/data":              "/src/data file 4711 7:8",
		"chmod u=rw,go= /src/data":          "/src/data file 0600 7:8",
		"chmod +x /src/data":                "/src/data file 0751 7:8",
		"chmod -x /src/data":                "/src/data file 0640 7:8",
		"chmod =r /src/data":                "/src/data ? line 1: chmod gives it a mode that cannot be told",
		"chmod --reference=/etc /src/data":  "/src/data ? line 1: a command that is given its name may change it",
		"chmod -R 700 /src":                 "/src/data file 0700 7:8",
		"chown 1:2 /src/data":               "/src/data file 0640 1:2",
		"chown 1 /src/data":                 "/src/data file 0640 1:8",
		"chown root: /src/data":             "/src/data file 0640 0:0",
		"chown :adm /src/data":              "/src/data file 0640 7:4",
		"chown nope /src/data":              "/src/data ? line 1: its owner is not known: there is no user nope",
		"chown -R 1:2 /src":                 "/src/data file 0640 1:2",
		"chgrp adm /src/data":               "/src/data file 0640 7:4",
		"echo x > /src/data":                "/src/data file 0640 7:8",
		"echo x > /new":                     "/new file 0644 0:0",
		"chmod 2755 /src; mkdir /src/d":     "/src/d dir 2755 0:0",
		"useradd -m a":                      "/home/a dir 0755 1000:1000",
		"go build -o /out/app .":            "/out/app file 0755 0:0",
		"curl -fsSLo /tool https://x":       "/tool file 0644 0:0",
		"./anything":                        "/src/data file 0640 7:8",
		"./anything /src/data":              "/src/data ? line 1: a command that is given its name may change it",
		"go generate":                       "/new ? line 1: go generate may make files",
		"apt-get install x":                 "/new absent",
	} {
		t.Run(script, func(t *testing.T) {
			tree, _ := perform(t, run.Step{Args: sh(script)})
			path, answer, _ := strings.Cut(want, " ")
			if got := show(tree, path); got != answer {
				t.Errorf("%s is %s, want %s", path, got, answer)
			}
		})
	}
}

func show(tree *known.Tree, path string) string {
	a, err := tree.Lookup(context.Background(), path)
	switch {
	case err != nil:
		return err.Error()
	case a.Unknown != "":
		return "? " + a.Unknown
	case a.Entry == nil:
		return "absent"
	}
	return strings.TrimSpace(fmt.Sprintf("%s %04o %d:%d %s", a.Entry.Type, a.Entry.Mode, a.Entry.UID, a.Entry.GID, a.Entry.Link))
}

func TestEvents(t *testing.T) {
	_, r := perform(t, run.Step{Args: sh("chmod u+s /src/data; chmod 6755 /src/data; chmod 755 /src/data; chmod o+s /x; chmod g=s /x; setcap cap_chown+ep /src/data")})
	want := []run.Event{
		{Command: "chmod u+s /src/data", Path: "/src/data", Kind: run.Setuid},
		{Command: "chmod 6755 /src/data", Path: "/src/data", Kind: run.Setuid},
		{Command: "chmod g=s /x", Path: "/x", Kind: run.Setuid},
		{Command: "setcap cap_chown+ep /src/data", Path: "/src/data", Kind: run.Capability},
	}
	if d := cmp.Diff(want, r.Events); d != "" {
		t.Error(d)
	}
}

func TestMountsAreNotPartOfTheImage(t *testing.T) {
	mounted := known.Empty()
	s := known.NewSession(context.Background(), known.PredictionBudget)
	mounted.Put(s, rootfs.Entry{Path: "/sub/extra", Type: rootfs.Regular, Mode: 0o600, UID: 3}, &known.Content{Data: []byte("a:x:5:6::/:\n")})
	step := run.Step{
		Args:   sh("cat /mnt/extra >> /etc/passwd; cp /mnt/extra /copied; touch /mnt/new; echo x > /cache/y; mkdir /cache/z"),
		Mounts: []run.Mount{{Path: "/mnt", Src: mounted, From: "/sub"}, {Path: "/cache"}},
	}
	tree, _ := perform(t, step)
	if got := users(t, tree); got != "a:5:6" {
		t.Errorf("added %q", got)
	}
	for path, want := range map[string]string{"/copied": "file 0600 0:0", "/mnt/new": "absent", "/cache/y": "absent", "/cache/z": "absent"} {
		if got := show(tree, path); got != want {
			t.Errorf("%s is %s, want %s", path, got, want)
		}
	}
}

func TestAUserWithoutPower(t *testing.T) {
	as := run.Step{Args: sh("./anything; npm ci; mkdir /tmp/x"), UID: known.Owner{UID: 1000}, GID: known.Owner{GID: 1000}}
	tree, _ := perform(t, as)
	if got := users(t, tree); got != "" {
		t.Errorf("a user who is not root changed accounts: %q", got)
	}
	as.Args = sh("echo a:x:1:1::/: >> /etc/passwd || true; ./anything")
	if tree, _ = perform(t, as); users(t, tree) == "" {
		t.Error("a write that may have been refused is certain not to have happened")
	}
}
