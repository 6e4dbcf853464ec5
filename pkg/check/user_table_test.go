package check_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/check"
	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
)

// The files of the table: two names of uid 0, a name, and a name that looks like a number and has another uid.
const (
	tablePasswd = "root:x:0:0:root:/root:/bin/sh\ntoor:x:0:0::/root:/bin/sh\napp:x:1000:2000::/home/app:/bin/sh\n" +
		"1234:x:77:77::/:/bin/sh\n"
	tableGroup = "root:x:0:\ngrp:x:555:\n"
)

// userRow is one USER: what the kubelet says under runAsNonRoot, as whom it runs under Kubernetes, and the image rules that
// fire, each with passwd and group in the image and without.
type userRow struct {
	user       string
	with, bare userCase
}

type userCase struct {
	refuses string // "" where the kubelet admits
	who     string // uid:gid, or ? where no runtime resolves USER
	rules   string // names without image/, in order
}

const (
	asRoot     = "container has runAsNonRoot and image will run as root"
	nonNumeric = "container has runAsNonRoot and image has non-numeric user (%s), cannot verify user is non-root"
	outOfRange = "container has runAsNonRoot and image has an invalid user id (%s). (Must be 1-(2147483647)): must be between 0 and 2147483647, inclusive"
)

// userTable is what the kubelet 1.37 and containerd 2.4 do with each spelling of USER.
func userTable() []userRow {
	same := func(user string, c userCase) userRow { return userRow{user, c, c} }
	name := func(user string) string { return fmt.Sprintf(nonNumeric, user) }
	var rows []userRow
	for _, u := range []string{"", "0", "00", "-0", "+0", "0:0", ":1000"} {
		rows = append(rows, same(u, userCase{asRoot, "0:0", "user-root"}))
	}
	for _, u := range []string{"root", "root:root", "toor"} {
		n, _, _ := strings.Cut(u, ":")
		rows = append(rows, userRow{u, userCase{name(n), "0:0", "user-root"}, userCase{name(n), "?", "user-invalid"}})
	}
	rows = append(rows,
		userRow{"app", userCase{name("app"), "1000:2000", "user-non-numeric"}, userCase{name("app"), "?", "user-invalid"}},
		userRow{
			"app:grp",
			userCase{name("app"), "1000:2000", "group-ignored user-non-numeric"},
			userCase{name("app"), "?", "user-invalid"},
		},
	)
	for _, u := range []string{"1000", "1000:", "1000:2000"} {
		rows = append(rows, userRow{u, userCase{"", "1000:2000", ""}, userCase{"", "1000:0", "user-no-passwd-entry"}})
	}
	for _, u := range []string{"1000:1000", "1000:nogrp"} {
		rows = append(rows, userRow{
			u,
			userCase{"", "1000:2000", "group-ignored"},
			userCase{"", "1000:0", "group-ignored user-no-passwd-entry"},
		})
	}
	for _, u := range []string{"+1000", "01000"} {
		rows = append(rows, userRow{
			u,
			userCase{"", "1000:2000", "user-non-canonical"},
			userCase{"", "1000:0", "user-no-passwd-entry user-non-canonical"},
		})
	}
	for _, u := range []string{"1234", "65534"} {
		rows = append(rows, same(u, userCase{"", u + ":0", "user-no-passwd-entry"}))
	}
	for _, u := range []string{" 1000", "1_000", "0x3e8", "${UID}", "99999999999999999999"} {
		rows = append(rows, same(u, userCase{name(u), "?", "user-invalid"}))
	}
	for _, u := range []string{"-1", "2147483648", "4294967295"} {
		rows = append(rows, same(u, userCase{fmt.Sprintf(outOfRange, u), "?", "user-invalid"}))
	}
	return append(rows, same("1:2:3", userCase{"", "1:0", "user-invalid"}))
}

const runAsNonRootPod = `apiVersion: v1
kind: Pod
metadata: {name: p}
spec:
  containers:
    - name: c
      image: acme/api:1
      securityContext:
        runAsNonRoot: true
`

func TestUserTable(t *testing.T) {
	passwd := []imagetest.Entry{
		{Path: "etc", Dir: true}, {Path: "etc/passwd", Content: tablePasswd}, {Path: "etc/group", Content: tableGroup},
	}
	for _, row := range userTable() {
		for name, c := range map[string]struct {
			layer []imagetest.Entry
			want  userCase
		}{"with": {passwd, row.with}, "without": {[]imagetest.Entry{{Path: "app"}}, row.bare}} {
			t.Run(fmt.Sprintf("%q %s passwd", row.user, name), func(t *testing.T) {
				layout := imagetest.Layout(t, imagetest.Spec{
					User: row.user, Cmd: []string{"/app"}, Layers: [][]imagetest.Entry{c.layer},
				})
				got := userCase{refuses: refusal(t, layout), who: whoIs(t, layout), rules: imageRules(t, layout)}
				if diff := cmp.Diff(c.want, got, cmp.AllowUnexported(userCase{})); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
			})
		}
	}
}

// refusal is the message of runtime/kubelet-refuses for a pod that demands runAsNonRoot.
func refusal(t *testing.T, layout string) string {
	t.Helper()
	o := options(t, "-")
	o.Stdin = strings.NewReader(runAsNonRootPod)
	o.Mappings = mappings(t, "acme/api=oci:"+layout)
	r := run(t, o)
	for _, f := range r.Findings {
		if f.Rule != "runtime/kubelet-refuses" {
			continue
		}
		demanded := func(r finding.Related) bool { return r.Location.Line == 9 }
		if f.Location.Line != 7 || !slices.ContainsFunc(f.Related, demanded) {
			t.Errorf("refused at %+v, related %+v", f.Location, f.Related)
		}
		return f.Message
	}
	return ""
}

// whoIs is the uid:gid that the same pod runs as.
func whoIs(t *testing.T, layout string) string {
	t.Helper()
	o := options(t, "-")
	o.Stdin = strings.NewReader(runAsNonRootPod)
	o.Mappings = mappings(t, "acme/api=oci:"+layout)
	who, err := check.WhoAmI(context.Background(), o)
	if err != nil || len(who.Errors) > 0 || len(who.Answers) != 1 {
		t.Fatalf("%+v, %v", who, err)
	}
	id := who.Answers[0].Result.Identity
	if !id.UID.Known() || !id.GID.Known() {
		return "?"
	}
	return fmt.Sprintf("%d:%d", id.UID.Value, id.GID.Value)
}

func imageRules(t *testing.T, layout string) string {
	t.Helper()
	var names []string
	for _, f := range run(t, options(t, "oci:"+layout)).Findings {
		name, ok := strings.CutPrefix(f.Rule, "image/")
		if !ok {
			t.Errorf("an image source gives %s", f.Rule)
		}
		names = append(names, name)
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}
