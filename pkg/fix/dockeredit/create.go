package dockeredit

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/image/passwd"
)

// create are the lines that give an account its passwd entry, like the instruction on line like; why says why there are
// none. Only a COPY needs no root.
func (s *state) create(ctx context.Context, a account, like int) (lines []string, needsRoot bool, why string, err error) {
	f, err := s.flavour(ctx)
	if err != nil {
		return nil, false, "", err
	}
	switch f {
	case copied:
		lines, why, err = s.copyPasswd(ctx, a, like)
		return lines, false, why, err
	case noWay:
		return nil, false, "how its base image adds users is not known: nothing shows whether it has useradd, adduser or a shell", nil
	case shadow, busybox, shell:
	}
	command := map[flavour]func(account) string{shadow: withShadow, busybox: withBusybox, shell: withShell}[f](a)
	return []string{s.keyword("RUN", like) + " " + command}, true, "", nil
}

func withShadow(a account) string {
	user := fmt.Sprintf("useradd --uid %d --gid %d --create-home %s", a.uid, a.gid, a.name)
	if a.group != "" {
		return user
	}
	return fmt.Sprintf("groupadd --gid %d %s && %s", a.gid, a.name, user)
}

func withBusybox(a account) string {
	if a.group != "" {
		return fmt.Sprintf("adduser -D -u %d -G %s %s", a.uid, a.group, a.name)
	}
	return fmt.Sprintf("addgroup -g %d %s && adduser -D -u %d -G %s %s", a.gid, a.name, a.uid, a.name, a.name)
}

func withShell(a account) string {
	home := "/home/" + a.name
	commands := []string{fmt.Sprintf("echo '%s:x:%d:%d::%s:/sbin/nologin' >> /etc/passwd", a.name, a.uid, a.gid, home)}
	if a.group == "" {
		commands = append(commands, fmt.Sprintf("echo '%s:x:%d:' >> /etc/group", a.name, a.gid))
	}
	return strings.Join(append(commands, "mkdir -p "+home, fmt.Sprintf("chown %d:%d %s", a.uid, a.gid, home)), " && ")
}

// maxPasswd is how much of a passwd file is written once more.
const maxPasswd = 16 << 10

// copyPasswd writes the whole file, with the entries that it has: nothing in the image could add a line to it.
func (s *state) copyPasswd(ctx context.Context, a account, like int) (lines []string, why string, err error) {
	if s.frontendBefore(4) {
		return nil, "its # syntax line names a frontend without here-documents: write docker/dockerfile:1", nil
	}
	entries := []string{"root:x:0:0:root:/root:/sbin/nologin"}
	switch s.accounts.users.State {
	case passwd.Absent:
	case passwd.Good:
		c, err := s.p.Image.Files.Read(ctx, s.accounts.users.Path, maxPasswd)
		if err != nil {
			return nil, "", fmt.Errorf("read the passwd file: %w", err)
		}
		entries = strings.Split(strings.TrimRight(string(c.Data), "\n"), "\n")
	case passwd.Broken, passwd.Unknown:
		return nil, "its passwd file is not known, and nothing in the image could add a line to it: " + s.accounts.users.Why, nil
	}
	entries = append(entries, fmt.Sprintf("%s:x:%d:%d::/tmp:/sbin/nologin", a.name, a.uid, a.gid))
	word := "EOF"
	if text := strings.Join(entries, ""); strings.ContainsAny(text, "$\\`\"'\r") {
		word = "'EOF'"
	}
	out := []string{s.keyword("COPY", like) + " <<" + word + " /etc/passwd"}
	return append(append(out, entries...), "EOF"), "", nil
}

var syntaxLine = regexp.MustCompile(`(?m)\A(?:\x{feff})?(?:#[^\n]*\n)*?#\s*syntax\s*=\s*(?:docker\.io/)?docker/dockerfile:1\.(\d+)`)

// frontendBefore tells whether the # syntax line names docker/dockerfile:1.N with a lower N.
func (s *script) frontendBefore(minor int) bool {
	m := syntaxLine.FindSubmatch(s.raw)
	if m == nil {
		return false
	}
	n, err := strconv.Atoi(string(m[1]))
	return err == nil && n < minor
}
