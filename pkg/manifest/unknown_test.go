package manifest

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	k8sjson "sigs.k8s.io/json"

	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
)

const podHead = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\n"

// Each case is one object with one or more fields that the API server drops; wanted is "path -> nearest", with a ! where
// the nearest lies in a security context.
var unknownCases = []struct {
	name, text string
	want       []string
}{
	{"case", podHead + "spec: {containers: [{name: a, securityContext: {runAsNonroot: true}}]}", []string{
		"/spec/containers/0/securityContext/runAsNonroot -> /spec/containers/0/securityContext/runAsNonRoot !",
	}},
	{"case of the API", podHead + "spec: {Containers: []}", []string{"/spec/Containers -> /spec/containers"}},
	{"a pod has no capabilities", podHead + "spec: {securityContext: {capabilities: {drop: [ALL]}}, containers: [{name: a}]}", []string{
		"/spec/securityContext/capabilities -> /spec/containers/0/securityContext/capabilities !",
	}},
	{"init containers come second", podHead + "spec: {securityContext: {privileged: false}, initContainers: [{name: i}], containers: [{name: a}]}", []string{
		"/spec/securityContext/privileged -> /spec/containers/0/securityContext/privileged !",
	}},
	{"in the pod spec", podHead + "spec: {runAsUser: 5, runAsNoRoot: true, readOnlyRootFilesystem: true, containers: [{name: a}]}", []string{
		"/spec/runAsUser -> /spec/securityContext/runAsUser !",
		"/spec/runAsNoRoot -> /spec/securityContext/runAsNonRoot !",
		"/spec/readOnlyRootFilesystem -> /spec/containers/0/securityContext/readOnlyRootFilesystem !",
	}},
	{"in the container", podHead + "spec: {containers: [{name: a}, {name: b, runAsUser: 5, fsGroup: 7, hostNetwork: true, Capabilities: {}}]}", []string{
		"/spec/containers/1/runAsUser -> /spec/containers/1/securityContext/runAsUser !",
		"/spec/containers/1/fsGroup -> /spec/securityContext/fsGroup !",
		"/spec/containers/1/hostNetwork -> /spec/hostNetwork",
		"/spec/containers/1/Capabilities -> /spec/containers/1/securityContext/capabilities !",
	}},
	{"in a container's context", podHead + "spec: {containers: [{name: a, securityContext: {fsGroup: 1, hostPID: true, capabilities: {dorp: [ALL]}, readOnlyRootFileSystem: true}}]}", []string{
		"/spec/containers/0/securityContext/fsGroup -> /spec/securityContext/fsGroup !",
		"/spec/containers/0/securityContext/hostPID -> /spec/hostPID",
		"/spec/containers/0/securityContext/capabilities/dorp -> /spec/containers/0/securityContext/capabilities/drop !",
		"/spec/containers/0/securityContext/readOnlyRootFileSystem -> /spec/containers/0/securityContext/readOnlyRootFilesystem !",
	}},
	{"the context itself", podHead + "spec: {securitycontext: {runAsUser: 1}, containers: [{name: a, secuirtyContext: {}}]}", []string{
		"/spec/securitycontext -> /spec/securityContext !",
		"/spec/containers/0/secuirtyContext -> /spec/containers/0/securityContext !",
	}},
	{"an ephemeral container", podHead + "spec: {containers: [{name: a}], ephemeralContainers: [{name: e, privileged: true}]}", []string{
		"/spec/ephemeralContainers/0/privileged -> /spec/ephemeralContainers/0/securityContext/privileged !",
	}},
	{"nothing near", podHead + "spec: {banana: 1, containers: [{name: a, securityContext: {zzz: 1}}]}", []string{
		"/spec/banana -> ", "/spec/containers/0/securityContext/zzz -> ",
	}},
	{"an ordinary field", podHead + "spec: {containers: [{name: a, imagePullpolicy: Always, volumeMount: []}]}", []string{
		"/spec/containers/0/imagePullpolicy -> /spec/containers/0/imagePullPolicy",
		"/spec/containers/0/volumeMount -> /spec/containers/0/volumeMounts",
	}},
	{"no containers", podHead + "spec: {runAsUser: 5, privileged: true}", []string{
		"/spec/runAsUser -> /spec/securityContext/runAsUser !", "/spec/privileged -> ",
	}},
	{"around the pod", `apiVersion: apps/v1
kind: Deployment
metadata: {name: d, label: {a: b}}
securityContext: {}
spec:
  serviceAccountName: s
  securityContext: {}
  template:
    securityContext: {}
    spec: {containers: [{name: a}]}
`, []string{
		"/metadata/label -> /metadata/labels",
		"/securityContext -> /spec/template/spec/securityContext !",
		"/spec/serviceAccountName -> /spec/template/spec/serviceAccountName",
		"/spec/securityContext -> /spec/template/spec/securityContext !",
		"/spec/template/securityContext -> /spec/template/spec/securityContext !",
	}},
	{"keys that need escapes", podHead + "spec: {a/b~c: 1, x.y: 2, containers: []}", []string{
		"/spec/a~1b~0c -> ", "/spec/x.y -> ",
	}},
	{"a custom resource knows its own fields", `apiVersion: argoproj.io/v1alpha1
kind: Rollout
spec:
  strategy: {canary: {runAsUser: 1}}
  template:
    spec: {runAsUser: 1, containers: [{name: a}]}
`, []string{"/spec/template/spec/runAsUser -> /spec/template/spec/securityContext/runAsUser !"}},
	{"Knative adds fields to the pod's", `apiVersion: serving.knative.dev/v1
kind: Service
spec:
  template:
    spec: {containerConcurrency: 1, timeoutSeconds: 5, timeoutsecond: 5, containers: [{image: a}]}
`, []string{"/spec/template/spec/timeoutsecond -> "}},
	{"none", podHead + "spec: {containers: [{name: a, resources: {limits: {cpu: 1}}, ports: [{containerPort: 1}], livenessProbe: {tcpSocket: {port: http}}}]}", nil},
	{"maps take any name", "apiVersion: apps/v1\nkind: Deployment\nmetadata: {annotations: {x: z}}\nspec: {template: {metadata: {labels: {runAsUser: a}}}}", nil},
}

func TestUnknown(t *testing.T) {
	for _, c := range unknownCases {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, u := range single(t, c.text).Unknown {
				line := fmt.Sprintf("%s -> %s", u.Path, u.Nearest)
				if u.Security {
					line += " !"
				}
				got = append(got, line)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error("-want +got:\n" + diff)
			}
		})
	}
}

// The fields found are those that the API server's own strict decoder finds.
func TestUnknownAgrees(t *testing.T) {
	for _, c := range unknownCases {
		o := single(t, c.text)
		k, ok := kinds[[2]string{o.APIVersion, o.Kind}]
		if !ok {
			continue
		}
		raw, fault := (&document{text: &text{data: []byte(c.text)}, end: len(c.text)}).yamlJSON(Limits{}.withDefaults())
		if fault != nil {
			t.Fatal(fault)
		}
		d, err := k.decode(raw)
		if err != nil {
			t.Fatal(err)
		}
		var want, got []string
		for _, e := range d.strict {
			var field k8sjson.FieldError
			if !errors.As(e, &field) {
				t.Fatal(e)
			}
			want = append(want, field.FieldPath())
		}
		for _, u := range o.Unknown {
			parts := jsonpointer.Steps(u.Path)
			for i, p := range parts {
				if strings.Trim(p, "0123456789") == "" {
					parts[i] = "[" + p + "]"
				}
			}
			got = append(got, strings.ReplaceAll(strings.Join(parts, "."), ".[", "["))
		}
		slices.Sort(want)
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: -strict decoder +ours:\n%s", c.name, diff)
		}
	}
}

func manyUnknown(n int) string {
	return podHead + "spec:\n" + lines(1, n, "  field%d: %d\n") + "  runAsNonroot: true\n"
}

// More unknown fields than the strict decoder reports do not hide one behind them; far more than that are refused.
func TestManyUnknown(t *testing.T) {
	o := single(t, manyUnknown(999))
	if len(o.Unknown) != 1000 || !o.Unknown[999].Security {
		t.Errorf("%d fields, last %+v", len(o.Unknown), o.Unknown[len(o.Unknown)-1])
	}
	out := collect(t, new(Reader), manyUnknown(100_000))
	if len(out.objects) != 0 || len(out.errs) != 1 || out.errs[0].Line != 2 {
		t.Errorf("%d objects, errors %v", len(out.objects), out.errs)
	}
}

func TestUnlikeness(t *testing.T) {
	for _, c := range []struct {
		written, known string
		slips          int
		alike          bool
	}{
		{"runAsUser", "runAsUser", 0, true},
		{"runasuser", "runAsUser", 1, true},
		{"runAsUsre", "runAsUser", 2, true},
		{"runAsUsr", "runAsUser", 2, true},
		{"runAsGroup", "runAsUser", 0, false},
		{"tty", "tti", 0, false},
		{"TTY", "tty", 1, true},
		{"", "env", 0, false},
		{strings.Repeat("x", 1<<20), "env", 0, false},
	} {
		slips, alike := unlikeness(c.written, c.known)
		if alike != c.alike || alike && slips != c.slips {
			t.Errorf("%.20s, %s: %d %v", c.written, c.known, slips, alike)
		}
	}
}

// The struct fields are read as encoding/json reads them.
func TestFields(t *testing.T) {
	type inner struct {
		A int `json:"a,omitempty"`
	}
	type outer struct {
		inner
		Named  inner `json:"named"`
		Plain  int
		Off    int `json:"-"`
		hidden int
	}
	_ = outer{}.hidden
	got := fields(reflect.TypeFor[outer]()).names
	if diff := cmp.Diff([]string{"Plain", "a", "named"}, got); diff != "" {
		t.Error(diff)
	}
}
