package check_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/check"
	"github.com/hullcheck/hullcheck/pkg/config"
	"github.com/hullcheck/hullcheck/pkg/identity"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// twoTemplates is a custom resource with two pod templates, of which the second one carries an exception.
const twoTemplates = `apiVersion: acme.example/v1
kind: Cluster
metadata: {name: c}
spec:
  head:
    template:
      spec: {containers: [{name: head, image: i, securityContext: {privileged: true}}]}
  worker:
    template:
      metadata:
        annotations: {hullcheck.dev/except.workload.privileged: "until=2099-01-01; it formats disks"}
      spec: {containers: [{name: worker, image: i, securityContext: {privileged: true}}]}
`

func TestAnAnnotationOfATemplateIsAboutItsPod(t *testing.T) {
	o := options(t, "-")
	o.Stdin = strings.NewReader(twoTemplates)
	o.Images = check.ImagesOff
	o.Selection = check.Selection{Profile: check.Hardened, Globs: []string{"-*", "+workload/privileged"}}
	o.Agreed = agreedByComments()
	report := run(t, o)
	if len(report.Findings) != 1 || report.Findings[0].Subject.Container != "head" {
		t.Errorf("findings %+v", report.Findings)
	}
	if len(report.Exceptions) != 1 || report.Exceptions[0].Finding.Subject.Container != "worker" {
		t.Errorf("exceptions %+v", report.Exceptions)
	}
}

const annotatedPod = `apiVersion: v1
kind: Pod
metadata:
  name: p
  annotations:
    hullcheck.dev/except.workload.privileged: "until=%s; it formats disks"
spec: {containers: [{name: c, image: i, securityContext: {privileged: true}}]}
`

// The webhook judges one object at a time, by the same exceptions, and honours those of the object only where it is told.
func TestExceptionsOfOneObject(t *testing.T) {
	tests := map[string]struct {
		until       string
		annotations bool
		config      string
		excepted    string
		warnings    []string
	}{
		"annotations count":     {until: "2099-01-01", annotations: true, excepted: "annotation"},
		"annotations are off":   {until: "2099-01-01"},
		"expired":               {until: "2020-01-01", annotations: true, warnings: []string{"-:6:47: exception of workload/privileged expired on 2020-01-01 and no longer counts"}},
		"of the configuration":  {until: "2099-01-01", config: "{rule: workload/privileged, reason: r, expires: 2099-01-01}", excepted: "config"},
		"not about this object": {until: "2099-01-01", config: "{rule: workload/privileged, object: {name: other}, reason: r, expires: 2099-01-01}"},
		"expired configuration": {
			until: "2099-01-01", config: "{rule: workload/privileged, reason: r, expires: 2020-01-01}",
			warnings: []string{"c.yaml:2:14: exception of workload/privileged expired on 2020-01-01 and no longer counts"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c, err := config.Parse("c.yaml", []byte("version: 1\nexceptions: ["+test.config+"]\n"))
			if err != nil {
				t.Fatal(err)
			}
			v := judgeOne(t, strings.Replace(annotatedPod, "%s", test.until, 1), check.Agreed{
				Ledger: config.NewLedger(c, time.Now()), Annotations: test.annotations,
			})
			if test.excepted == "" && len(v.Findings) != 1 || test.excepted != "" && len(v.Findings) != 0 {
				t.Errorf("findings %+v", v.Findings)
			}
			if test.excepted != "" && (len(v.Excepted) != 1 || v.Excepted[0].Source != test.excepted) {
				t.Errorf("excepted %+v", v.Excepted)
			}
			var warnings []string
			for _, w := range v.Warnings {
				warnings = append(warnings, w.Error())
			}
			if diff := cmp.Diff(test.warnings, warnings); diff != "" {
				t.Errorf("warnings (-want +got):\n%s", diff)
			}
		})
	}
}

func judgeOne(t *testing.T, text string, agreed check.Agreed) check.Verdict {
	t.Helper()
	set, err := builtin()
	if err != nil {
		t.Fatal(err)
	}
	sel := check.Selection{Profile: check.Hardened, KubernetesMinor: check.NewestKnown, Globs: []string{"-*", "+workload/privileged"}}
	e, err := check.NewEngine(t.Context(), set, sel, identity.Containerd, false)
	if err != nil {
		t.Fatal(err)
	}
	var r manifest.Reader
	var o *manifest.Object
	for entry := range r.Stream(t.Context(), "-", "-", strings.NewReader(text)) {
		o = entry.Object
	}
	v, err := e.Object(t.Context(), o, check.NoImages{}, agreed)
	if err != nil {
		t.Fatal(err)
	}
	return v
}
