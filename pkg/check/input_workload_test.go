package check

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/policy/input"
)

const workloadPod = `apiVersion: v1
kind: Pod
metadata: {name: p}
spec:
  securityContext: {runAsUser: 1000}
  resources: {limits: {memory: 1Gi}, requests: {cpu: "1"}}
  volumes:
    - {name: node, hostPath: {path: /var}}
    - {name: data, persistentVolumeClaim: {claimName: data}}
  initContainers:
    - name: chown
      image: a/b:1
      securityContext: {runAsUser: 0}
      volumeMounts: [{name: data, mountPath: /data}, {name: node, mountPath: /n, readOnly: true, subPath: run//}]
    - {name: other, image: a/b:1, volumeMounts: [{name: elsewhere, mountPath: /e}]}
  containers:
    - name: c
      image: a/b:1
      env: [{name: A, value: one}, {name: B, value: ""}, {name: C, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]
      resources: {limits: {memory: 0, cpu: 500m}}
      volumeMounts: [{name: node, mountPath: /n}]
`

func TestEnvInput(t *testing.T) {
	p := &objectOf(t, workloadPod).Pods[0]
	want := []input.EnvVar{{Name: "A", Value: "one", Path: "/spec/containers/0/env/0/value"}}
	if diff := cmp.Diff(want, envInput(&p.Containers[2])); diff != "" {
		t.Errorf("variables (-want +got):\n%s", diff)
	}
	if got := envInput(&p.Containers[0]); got == nil || len(got) != 0 {
		t.Errorf("variables of none: %v", got)
	}
}

// A container's own value counts; then the pod's, from the version on that knows it, also where the container's is 0; a limit
// is a request too.
func TestResourcesInput(t *testing.T) {
	p := &objectOf(t, workloadPod).Pods[0]
	own, pod := "/spec/containers/0/resources/", "/spec/resources/"
	at := func(value, from, level string) input.Setting[string] {
		return input.Setting[string]{Set: true, Value: &value, From: from, Level: level}
	}
	want := input.Resources{
		CPURequest: at("500m", own+"requests/cpu", "container"), MemoryRequest: at("1Gi", pod+"requests/memory", "pod"),
		CPULimit: at("500m", own+"limits/cpu", "container"), MemoryLimit: at("1Gi", pod+"limits/memory", "pod"),
	}
	if diff := cmp.Diff(want, resourcesInput(p, &p.Containers[2], World{KubernetesMinor: 34})); diff != "" {
		t.Errorf("own (-want +got):\n%s", diff)
	}
	want.MemoryRequest, want.MemoryLimit = at("0", own+"requests/memory", "container"), at("0", own+"limits/memory", "container")
	if diff := cmp.Diff(want, resourcesInput(p, &p.Containers[2], World{KubernetesMinor: 33})); diff != "" {
		t.Errorf("own, where the pod's do not count (-want +got):\n%s", diff)
	}
	own = "/spec/initContainers/0/resources/"
	want = input.Resources{
		CPURequest: at("1", pod+"requests/cpu", "pod"), MemoryRequest: at("1Gi", pod+"requests/memory", "pod"),
		CPULimit: input.Setting[string]{From: own + "limits/cpu"}, MemoryLimit: at("1Gi", pod+"limits/memory", "pod"),
	}
	if diff := cmp.Diff(want, resourcesInput(p, &p.Containers[0], World{KubernetesMinor: 34})); diff != "" {
		t.Errorf("of the pod (-want +got):\n%s", diff)
	}
	none := resourcesInput(p, &p.Containers[0], World{KubernetesMinor: 33})
	if none.MemoryLimit.Set || none.CPURequest.Set || none.MemoryRequest.Set {
		t.Errorf("before the field counts: %+v", none)
	}
	if len(p.Spec.Resources.Requests) != 1 {
		t.Errorf("the pod's own requests were changed: %v", p.Spec.Resources.Requests)
	}
}

func TestPreparedVolumes(t *testing.T) {
	p := &objectOf(t, workloadPod).Pods[0]
	for i, want := range [][]string{{}, {"data"}, {"data"}} {
		if diff := cmp.Diff(want, preparedVolumes(p, &p.Containers[i])); diff != "" {
			t.Errorf("for %s (-want +got):\n%s", p.Containers[i].Name, diff)
		}
	}
}

// An init container prepares nothing for those before it; a sidecar does for those behind it.
func TestPreparedInOrder(t *testing.T) {
	const mount = "volumeMounts: [{name: data, mountPath: /d}]"
	p := &objectOf(t, `apiVersion: v1
kind: Pod
metadata: {name: p}
spec:
  securityContext: {runAsUser: 1000}
  volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
  initContainers:
    - {name: first, image: a, `+mount+`}
    - {name: side, image: a, restartPolicy: Always, securityContext: {runAsUser: 0}, `+mount+`}
    - {name: last, image: a, `+mount+`}
  containers: [{name: c, image: a, `+mount+`}]
`).Pods[0]
	for i, want := range [][]string{{}, {}, {"data"}, {"data"}} {
		if diff := cmp.Diff(want, preparedVolumes(p, &p.Containers[i])); diff != "" {
			t.Errorf("for %s (-want +got):\n%s", p.Containers[i].Name, diff)
		}
	}
}

func TestRefOf(t *testing.T) {
	const digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
	for ref, want := range map[string][3]string{
		"nginx": {"docker.io/library/nginx"}, "nginx:1.29": {"docker.io/library/nginx", "1.29"},
		"localhost:5000/a": {"localhost:5000/a"}, "a/b@" + digest: {"docker.io/a/b", "", digest},
		"quay.io/a:1@" + digest: {"quay.io/a", "1", digest},
	} {
		repository, tag, digest := refOf(ref)
		for i, f := range []input.Fact[string]{repository, tag, digest} {
			if f.Value == nil || *f.Value != want[i] {
				t.Errorf("%s: %d is %+v, want %s", ref, i, f, want[i])
			}
		}
	}
	for _, ref := range []string{"", "$(IMAGE)", "UPPER/case", "{{ .Values.image }}"} {
		repository, tag, digest := refOf(ref)
		for i, f := range []input.Fact[string]{repository, tag, digest} {
			if f.Value != nil || f.Unknown == "" {
				t.Errorf("%s: %d is %+v, want it unknown", ref, i, f)
			}
		}
	}
}

func TestHostMounts(t *testing.T) {
	p := &objectOf(t, workloadPod).Pods[0]
	want := []input.HostMount{
		{
			Volume: "node", Path: "/spec/volumes/0/hostPath", Written: "/var", HostPath: "/run", Container: "chown", ReadOnly: true,
		},
		{Volume: "node", Path: "/spec/volumes/0/hostPath", Written: "/var", HostPath: "/var", Container: "c", NonRoot: true},
	}
	if diff := cmp.Diff(want, hostMounts(p)); diff != "" {
		t.Errorf("mounts (-want +got):\n%s", diff)
	}
}

func TestHostPath(t *testing.T) {
	for _, c := range []struct{ volume, subPath, os, want string }{
		{"/etc/", "", "linux", "/etc"},
		{"//etc", "", "linux", "/etc"},
		{"/etc/../", "", "linux", "/"},
		{"/var/run/docker.sock", "", "linux", "/run/docker.sock"},
		{"/var/running", "", "linux", "/var/running"},
		{"/", "var/run", "linux", "/run"},
		{`C:\`, "", "windows", "/"},
		{`c:\ProgramData\x\`, `y`, "windows", "/programdata/x/y"},
		{`\\.\pipe\docker_engine`, "", "windows", "/pipe/docker_engine"},
		{`C:\x`, "", "linux", `C:\x`},
		{"", "", "linux", ""},
	} {
		if got := hostPath(c.volume, c.subPath, c.os); got != c.want {
			t.Errorf("%q and %q on %s: %q, want %q", c.volume, c.subPath, c.os, got, c.want)
		}
	}
}

func TestNonRoot(t *testing.T) {
	const head = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers: [{name: c, image: i, securityContext: {"
	for text, want := range map[string]bool{
		"": false, "runAsUser: 0": false, "runAsUser: 1": true, "runAsNonRoot: true": true, "runAsNonRoot: false": false,
	} {
		p := &objectOf(t, head+text+"}}]\n").Pods[0]
		if got := nonRoot(p, &p.Containers[0]); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
