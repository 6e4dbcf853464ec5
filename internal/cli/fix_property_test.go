package cli

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hullcheck/hullcheck/internal/ruleexamples"
	"github.com/hullcheck/hullcheck/pkg/check"
	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

const (
	generatedFiles     = 125
	documentsInEach    = 8
	generatorSeed      = 20260101
	smallestResolution = 3000
)

// TestFixGeneratedWorkloads fixes 1,000 workloads in many styles at once, and holds the result to what a person who edits by
// hand would promise.
func TestFixGeneratedWorkloads(t *testing.T) {
	dir := t.TempDir()
	before := map[string]string{}
	for i := range generatedFiles {
		g := &generator{Rand: rand.New(rand.NewPCG(generatorSeed, uint64(i)))}
		name := filepath.Join(dir, fmt.Sprintf("f%03d.yaml", i))
		before[name] = g.file(documentsInEach)
	}
	r := fixGenerated(t, dir, before)
	if n := len(r.made); n < smallestResolution {
		t.Errorf("only %d findings were resolved", n)
	}
}

// FuzzFix does the same with one file, from any seed.
func FuzzFix(f *testing.F) {
	f.Add(uint64(1))
	f.Fuzz(func(t *testing.T, seed uint64) {
		dir := t.TempDir()
		g := &generator{Rand: rand.New(rand.NewPCG(seed, 0))}
		fixGenerated(t, dir, map[string]string{filepath.Join(dir, "f.yaml"): g.file(2)})
	})
}

func fixGenerated(t *testing.T, dir string, before map[string]string) *rounds {
	t.Helper()
	for name, text := range before {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	set, err := (&ruleFlags{}).load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	o := check.Options{Rules: set, Sources: []string{dir}, Images: check.ImagesAuto, Mappings: generatedImages(t)}
	if o.Opener, err = image.NewOpener(image.Options{}); err != nil {
		t.Fatal(err)
	}
	first, err := check.Run(t.Context(), o)
	if err != nil || slices.ContainsFunc(first.Errors, func(e finding.Error) bool { return e.Location != nil }) {
		t.Fatal(err, first.Errors)
	}
	r, err := newRounds(&env{}, o)
	if err == nil {
		err = r.all(t.Context())
	}
	if err != nil || len(r.errors) > 0 {
		t.Fatal(err, r.errors)
	}
	if len(r.result.Errors) != len(first.Errors) || r.result.Summary.Objects != first.Summary.Objects {
		t.Fatalf("errors %+v, %d objects of %d", r.result.Errors, r.result.Summary.Objects, first.Summary.Objects)
	}
	holdsWhatWasPromised(t, first, r)
	for name, text := range before {
		after := text
		if edited, ok := r.after[name]; ok {
			after = string(edited)
		}
		holdsText(t, name, text, after)
	}
	return r
}

// generatedImages are an image for each kind of USER, and one that cannot be read.
func generatedImages(t *testing.T) []*check.Mapping {
	t.Helper()
	var out []*check.Mapping
	passwd := "root:x:0:0::/root:/bin/sh\napp:x:1000:1000::/home/app:/bin/sh\n"
	for name, user := range map[string]string{"number": "1000:1000", "name": "app", "root": "", "unread": "-"} {
		dir := t.TempDir()
		if user != "-" {
			spec := ruleexamples.Image{Passwd: passwd, Files: []imagetest.Entry{
				{Path: "bin/app", Mode: "0755", From: "program"}, {Path: "tmp", Dir: true, Mode: "1777"}, {Path: "var/cache/app", Dir: true, UID: 1000, GID: 1000},
			}}
			spec.User, spec.Cmd = user, []string{"/bin/app"}
			img, err := spec.Build().Image(ruleexamples.Contents())
			if err == nil {
				err = imagetest.WriteLayout(dir, imagetest.Tagged{Image: img})
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		m, err := check.ParseMapping("registry.example.com/acme/"+name+"=oci:"+dir, false)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, m)
	}
	return out
}

// resolvable are rules whose findings always have an edit that is no guess.
var resolvable = []string{
	"workload/allow-privilege-escalation", "workload/drop-all-capabilities", "workload/read-only-root-filesystem",
	"workload/seccomp-profile", "workload/seccomp-unconfined", "workload/privileged", "workload/service-account-token",
}

// holdsWhatWasPromised: what is resolvable is resolved unless the text shares it with a container that must not have it, and
// whoever started before still does.
func holdsWhatWasPromised(t *testing.T, before *check.Result, r *rounds) {
	t.Helper()
	why := map[string]string{}
	for _, s := range r.left {
		why[s.Finding.Rule+s.Finding.Subject.Name+s.Finding.Subject.Container+s.Finding.Path] = s.Left
	}
	for _, f := range r.result.Findings {
		reason := why[f.Rule+f.Subject.Name+f.Subject.Container+f.Path]
		if reason == "" {
			t.Errorf("%s:%d: %s is left without a word", f.Location.File, f.Location.Line, f.Rule)
		}
		if slices.Contains(resolvable, f.Rule) && !strings.Contains(reason, "anchor") && !strings.Contains(reason, "would not start") {
			t.Errorf("%s:%d: %s is left: %s", f.Location.File, f.Location.Line, f.Rule, reason)
		}
		if f.Severity >= finding.High && strings.HasPrefix(f.Rule, "runtime/") && !slices.ContainsFunc(before.Findings, func(b finding.Finding) bool {
			return strings.HasPrefix(b.Rule, "runtime/") && b.Severity >= finding.High && b.Subject.Name == f.Subject.Name && b.Subject.Container == f.Subject.Container ||
				b.Rule == "workload/run-as-user-root" && b.Subject.Name == f.Subject.Name
		}) {
			t.Errorf("%s:%d: new finding %s: %s", f.Location.File, f.Location.Line, f.Rule, f.Message)
		}
	}
}

var (
	marks = regexp.MustCompile(`# c[0-9]+`)
	// touchable are lines that an edit may replace: those of the fields themselves, and flow collections.
	touchable = regexp.MustCompile(`runAs|[pP]rivilege|readOnly|securityContext|seccomp|type|drop|add|capabilities|all|NET_|CHOWN|^\s*# c|[{}\[\],]|^\s*$`)
)

// holdsText: comments are there; the byte order mark, the line ends and the number of documents are what
// they were; and no line is gone but those of the fields.
func holdsText(t *testing.T, name, before, after string) {
	t.Helper()
	holdsComments(t, name, before, after)
	if strings.HasPrefix(before, "\ufeff") != strings.HasPrefix(after, "\ufeff") {
		t.Errorf("%s: the byte order mark is lost", name)
	}
	if crlf := strings.Contains(before, "\r\n"); crlf && strings.Count(after, "\n") != strings.Count(after, "\r\n") {
		t.Errorf("%s: mixed line ends:\n%q", name, after)
	}
	left := map[string]int{}
	for line := range strings.SplitSeq(after, "\n") {
		left[strings.TrimRight(line, "\r,")]++
	}
	for line := range strings.SplitSeq(before, "\n") {
		line = strings.TrimRight(line, "\r,")
		if left[line]--; left[line] < 0 && !touchable.MatchString(line) {
			t.Errorf("%s: the line %q is gone:\n%s\n=>\n%s", name, line, before, after)
		}
	}
	countDocuments(t, name, before, after)
}

// holdsComments: comments stay in their order; one that stood at a capability which was taken away may be gone with it.
func holdsComments(t *testing.T, name, before, after string) {
	t.Helper()
	kept := marks.FindAllString(after, -1)
	all := strings.Split(before, "\n")
	for i, line := range all {
		c := marks.FindString(line)
		switch {
		case c == "":
		case len(kept) > 0 && kept[0] == c:
			kept = kept[1:]
		case !strings.Contains(strings.Join(all[max(0, i-2):min(len(all), i+3)], "\n"), "add"):
			t.Errorf("%s: comment %s is lost:\n%s\n=>\n%s", name, c, before, after)
		}
	}
	if len(kept) > 0 {
		t.Errorf("%s: comments moved", name)
	}
}

func countDocuments(t *testing.T, name, before, after string) {
	t.Helper()
	a, faultA := manifest.ReadFields(name, []byte(before), manifest.Limits{})
	b, faultB := manifest.ReadFields(name, []byte(after), manifest.Limits{})
	if faultA != nil || faultB != nil || len(a) != len(b) {
		t.Errorf("%s: %d documents, %d after; %v %v\n%s", name, len(a), len(b), faultA, faultB, after)
	}
}
