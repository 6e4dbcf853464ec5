package check

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/manifest"
	"github.com/hullcheck/hullcheck/pkg/policy/input"
)

func objectOf(t *testing.T, text string) *manifest.Object {
	t.Helper()
	var r manifest.Reader
	for e := range r.Stream(t.Context(), "-", "-", strings.NewReader(text)) {
		if e.Object == nil {
			t.Fatalf("read %+v", e)
		}
		return e.Object
	}
	t.Fatal("no object")
	return nil
}

func podInputOf(t *testing.T, text string) input.Pod {
	t.Helper()
	return podInput(&objectOf(t, text).Pods[0])
}

const fullPod = `apiVersion: apps/v1
kind: Deployment
metadata: {name: api}
spec:
  selector: {matchLabels: {app: api}}
  template:
    metadata:
      labels: {app: api}
      annotations: {example.com/b~c: two, a: one}
    spec:
      os: {name: windows}
      hostPID: true
      hostIPC: false
      securityContext:
        seccompProfile: {}
        seLinuxOptions: {level: s0, role: r}
        windowsOptions: {hostProcess: false}
        sysctls: [{name: kernel.msgmax, value: "1"}]
      volumes:
        - name: none
        - {name: node, hostPath: {path: /srv}, emptyDir: {}}
      initContainers:
        - {name: prepare, image: i, securityContext: {appArmorProfile: {type: Unconfined}}}
      containers:
        - {name: api, image: i}
`

func TestPodInput(t *testing.T) {
	in := podInputOf(t, fullPod)
	spec := "/spec/template/spec"
	if in.DeclaredOS != "windows" || in.HostNetwork.Set || in.HostIPC.Set || !in.HostPID.Set || in.HostPID.From != spec+"/hostPID" {
		t.Errorf("got %+v", in)
	}
	wantAnnotations := []input.Annotation{
		{Key: "a", Value: "one", Path: "/spec/template/metadata/annotations/a"},
		{Key: "example.com/b~c", Value: "two", Path: "/spec/template/metadata/annotations/example.com~1b~0c"},
	}
	if diff := cmp.Diff(wantAnnotations, in.Annotations); diff != "" {
		t.Errorf("annotations (-want +got):\n%s", diff)
	}
	wantSysctls := []input.Sysctl{{Name: "kernel.msgmax", Value: "1", Path: spec + "/securityContext/sysctls/0/name"}}
	if diff := cmp.Diff(wantSysctls, in.Sysctls); diff != "" {
		t.Errorf("sysctls (-want +got):\n%s", diff)
	}
	wantVolumes := []input.Volume{
		{Name: "none", Path: spec + "/volumes/0", Sources: []string{"emptyDir"}},
		{Name: "node", Path: spec + "/volumes/1", Sources: []string{"hostPath", "emptyDir"}, HostPath: "/srv"},
	}
	if diff := cmp.Diff(wantVolumes, in.Volumes); diff != "" {
		t.Errorf("volumes (-want +got):\n%s", diff)
	}
}

// What is written empty is told from what is not written, where Kubernetes tells it.
func TestContextsInput(t *testing.T) {
	contexts := podInputOf(t, fullPod).Contexts
	var owners []string
	for _, c := range contexts {
		owners = append(owners, c.Owner)
	}
	if diff := cmp.Diff([]string{"the pod", "container prepare", "container api"}, owners); diff != "" {
		t.Fatalf("owners (-want +got):\n%s", diff)
	}
	at, empty, role, off, unconfined := "/spec/template/spec/securityContext", "", "r", false, "Unconfined"
	pod := contexts[0]
	for name, ok := range map[string]bool{
		"seccomp": cmp.Equal(pod.SeccompProfile,
			input.Setting[string]{Set: true, Value: &empty, From: at + "/seccompProfile/type", Level: "pod"}),
		"AppArmor": cmp.Equal(pod.AppArmorProfile, input.Setting[string]{From: at + "/appArmorProfile/type"}),
		"type":     cmp.Equal(pod.SELinuxType, input.Setting[string]{From: at + "/seLinuxOptions/type"}),
		"role": cmp.Equal(pod.SELinuxRole,
			input.Setting[string]{Set: true, Value: &role, From: at + "/seLinuxOptions/role", Level: "pod"}),
		"host process": cmp.Equal(pod.WindowsHostProcess,
			input.Setting[bool]{Set: true, Value: &off, From: at + "/windowsOptions/hostProcess", Level: "pod"}),
		"a container's own": cmp.Equal(contexts[1].AppArmorProfile, input.Setting[string]{
			Set: true, Value: &unconfined, Level: "container",
			From: "/spec/template/spec/initContainers/0/securityContext/appArmorProfile/type",
		}),
	} {
		if !ok {
			t.Errorf("%s: got %+v", name, contexts)
		}
	}
}

func TestProbeHosts(t *testing.T) {
	o := objectOf(t, `apiVersion: v1
kind: Pod
metadata: {name: p}
spec:
  containers:
    - name: c
      image: i
      livenessProbe: {httpGet: {port: 80, host: a}}
      readinessProbe: {tcpSocket: {port: 80, host: ""}}
      startupProbe: {tcpSocket: {port: 80, host: b}}
      lifecycle:
        postStart: {exec: {command: [x]}}
        preStop: {httpGet: {port: 80, host: c}}
`)
	at := "/spec/containers/0"
	want := []input.ProbeHost{
		{Field: "livenessProbe.httpGet.host", Host: "a", Path: at + "/livenessProbe/httpGet/host"},
		{Field: "startupProbe.tcpSocket.host", Host: "b", Path: at + "/startupProbe/tcpSocket/host"},
		{Field: "lifecycle.preStop.httpGet.host", Host: "c", Path: at + "/lifecycle/preStop/httpGet/host"},
	}
	if diff := cmp.Diff(want, probeHosts(&o.Pods[0].Containers[0])); diff != "" {
		t.Errorf("hosts (-want +got):\n%s", diff)
	}
	if got := probeHosts(&objectOf(t, fullPod).Pods[0].Containers[0]); len(got) != 0 || got == nil {
		t.Errorf("got %v, want an empty list", got)
	}
}

// In a pod with hostNetwork Kubernetes gives every port its host port, and the finding points to hostNetwork.
func TestHostPortPath(t *testing.T) {
	o := objectOf(t, `apiVersion: v1
kind: Pod
metadata: {name: p}
spec:
  hostNetwork: true
  containers: [{name: c, image: i, ports: [{containerPort: 80}]}]
`)
	want := []input.Port{{
		ContainerPort: 80, HostPort: 80, Protocol: "TCP",
		Path: "/spec/containers/0/ports/0/containerPort", HostPortPath: "/spec/containers/0/ports/0/hostPort",
	}}
	if diff := cmp.Diff(want, portsInput(declaredPorts(&o.Pods[0].Containers[0]))); diff != "" {
		t.Errorf("ports (-want +got):\n%s", diff)
	}
}
