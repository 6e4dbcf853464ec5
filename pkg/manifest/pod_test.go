package manifest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"

	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
)

const template = `{metadata: {labels: {a: b}, annotations: {c: d}},
  spec: {containers: [{name: main}], initContainers: [{name: i}, {name: s, restartPolicy: Always}],
    ephemeralContainers: [{name: e, targetContainerName: main}]}}`

// The pod is found in every kind that carries one, served or not.
func TestPods(t *testing.T) {
	for _, c := range []struct{ apiVersion, kind, text, meta, spec string }{
		{"v1", "Pod", template[1 : len(template)-1], "/metadata", "/spec"},
		{"v1", "PodTemplate", "template: %s", "/template/metadata", "/template/spec"},
		{"v1", "ReplicationController", "spec: {template: %s}", "/spec/template/metadata", "/spec/template/spec"},
		{"apps/v1", "Deployment", "spec: {template: %s}", "/spec/template/metadata", "/spec/template/spec"},
		{"apps/v1", "ReplicaSet", "spec: {template: %s}", "/spec/template/metadata", "/spec/template/spec"},
		{"apps/v1", "StatefulSet", "spec: {template: %s}", "/spec/template/metadata", "/spec/template/spec"},
		{"apps/v1", "DaemonSet", "spec: {template: %s}", "/spec/template/metadata", "/spec/template/spec"},
		{"batch/v1", "Job", "spec: {template: %s}", "/spec/template/metadata", "/spec/template/spec"},
		{
			"batch/v1", "CronJob", "spec: {jobTemplate: {spec: {template: %s}}}",
			"/spec/jobTemplate/spec/template/metadata", "/spec/jobTemplate/spec/template/spec",
		},
		{"extensions/v1beta1", "Deployment", "spec: {template: %s}", "/spec/template/metadata", "/spec/template/spec"},
		{"apps/v1beta2", "StatefulSet", "spec: {template: %s}", "/spec/template/metadata", "/spec/template/spec"},
		{
			"batch/v1beta1", "CronJob", "spec: {jobTemplate: {spec: {template: %s}}}",
			"/spec/jobTemplate/spec/template/metadata", "/spec/jobTemplate/spec/template/spec",
		},
		{"argoproj.io/v1alpha1", "Rollout", "spec: {template: %s}", "/spec/template/metadata", "/spec/template/spec"},
	} {
		t.Run(c.apiVersion+" "+c.kind, func(t *testing.T) {
			text := fmt.Sprintf("apiVersion: %s\nkind: %s\n", c.apiVersion, c.kind)
			if strings.Contains(c.text, "%s") {
				text += fmt.Sprintf(c.text, template)
			} else {
				text += "metadata: {labels: {a: b}, annotations: {c: d}}\n" + template[strings.Index(template, "spec:"):len(template)-1]
			}
			o := single(t, text)
			if len(o.Pods) != 1 || len(o.Unknown) != 0 {
				t.Fatalf("%d pods, unknown %v", len(o.Pods), o.Unknown)
			}
			p := o.Pods[0]
			if p.MetaPath != c.meta || p.SpecPath != c.spec || p.Labels["a"] != "b" || p.Annotations["c"] != "d" {
				t.Errorf("%+v", p)
			}
			var got []string
			for _, k := range p.Containers {
				name := jsonpointer.At(o.Value(), k.Path+"/name")
				got = append(got, fmt.Sprintf("%s %s %v", k.Type, k.Name, name == k.Name))
			}
			want := []string{"init i true", "sidecar s true", "regular main true", "ephemeral e true"}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Objects that only look as if they held a pod hold none, and are read.
func TestNoPods(t *testing.T) {
	for _, text := range []string{
		"apiVersion: v1\nkind: Service\nspec: {}",
		"apiVersion: v1\nkind: ReplicationController\nspec: {}",
		"apiVersion: x.io/v1\nkind: Map\nspec: {template: {spec: {containers: {a: {image: x}}}}}",
		"apiVersion: x.io/v1\nkind: Names\nspec: {template: {spec: {containers: [a, b]}}}",
		"apiVersion: x.io/v1\nkind: Empty\nspec: {template: {spec: {containers: []}}}",
		"apiVersion: x.io/v1\nkind: Nothing\nmetadata:\nspec:\n",
	} {
		if o := single(t, text); len(o.Pods) != 0 {
			t.Errorf("%s: %d pods", o.Kind, len(o.Pods))
		}
	}
}

func TestObjectFields(t *testing.T) {
	o := single(t, `apiVersion: apps/v1
kind: Deployment
metadata: {name: nm, namespace: ns, labels: {l: "1"}, annotations: {a: "yes"}}
spec: {replicas: 3, paused: yes, template: {spec: {terminationGracePeriodSeconds: 0x10}}}
`)
	if o.Name != "nm" || o.Namespace != "ns" || o.Labels["l"] != "1" || o.Annotations["a"] != "yes" {
		t.Errorf("%+v", o)
	}
	if o.Source != "-" || o.File != "f.yaml" || o.Document != 0 || o.Item != -1 {
		t.Errorf("%+v", o)
	}
	for pointer, want := range map[string]any{
		"/spec/replicas": int64(3), "/spec/paused": true, "/spec/template/spec/terminationGracePeriodSeconds": int64(16),
	} {
		if got := jsonpointer.At(o.Value(), pointer); got != want {
			t.Errorf("%s = %#v", pointer, got)
		}
	}
	custom := single(t, "apiVersion: x/v1\nkind: Yak\nmetadata: {name: nm, namespace: ns, labels: {l: m}}\n")
	if custom.Name != "nm" || custom.Namespace != "ns" || custom.Labels["l"] != "m" {
		t.Errorf("%+v", custom)
	}
}

func TestDefaults(t *testing.T) {
	spec := single(t, podHead+`spec:
  serviceAccount: old
  hostNetwork: true
  volumes: [{name: a}, {name: b, secret: {secretName: s}}]
  initContainers: [{name: i, ports: [{containerPort: 1}]}]
  containers:
  - name: c
    ports: [{containerPort: 2, protocol: UDP}, {containerPort: 3, hostPort: 4}]
    resources: {limits: {cpu: 1, memory: 1Gi}, requests: {cpu: 500m}}
  ephemeralContainers: [{name: e, ports: [{containerPort: 5}]}]
`).Pods[0].Spec
	if spec.Volumes[0].EmptyDir == nil || spec.Volumes[1].EmptyDir != nil {
		t.Errorf("volumes %+v", spec.Volumes)
	}
	if spec.ServiceAccountName != "old" || spec.RestartPolicy != corev1.RestartPolicyAlways {
		t.Errorf("service account %q, restart policy %q", spec.ServiceAccountName, spec.RestartPolicy)
	}
	ports := append(spec.InitContainers[0].Ports, spec.Containers[0].Ports...)
	ports = append(ports, spec.EphemeralContainers[0].Ports...)
	want := []corev1.ContainerPort{
		{ContainerPort: 1, HostPort: 1, Protocol: "TCP"},
		{ContainerPort: 2, HostPort: 2, Protocol: "UDP"},
		{ContainerPort: 3, HostPort: 4, Protocol: "TCP"},
		{ContainerPort: 5, Protocol: "TCP"},
	}
	if diff := cmp.Diff(want, ports); diff != "" {
		t.Error(diff)
	}
	requests := spec.Containers[0].Resources.Requests
	if requests.Cpu().String() != "500m" || requests.Memory().String() != "1Gi" {
		t.Errorf("requests %v", requests)
	}
	if spec.SecurityContext != nil {
		t.Error("an empty security context was written by nobody")
	}
	if none := single(t, podHead+"spec: {containers: [{name: c, resources: {limits: {cpu: 1}}, ports: [{containerPort: 1}]}]}").
		Pods[0].Spec.Containers[0]; none.Ports[0].HostPort != 0 || none.Resources.Requests.Cpu().String() != "1" {
		t.Errorf("%+v", none)
	}
}

// The API server makes the name of a prefix.
func TestGeneratedName(t *testing.T) {
	for meta, want := range map[string]string{
		"{generateName: a-}": "a-*", "{name: b, generateName: a-}": "b", "{labels: {}}": "",
	} {
		for _, kind := range []string{"Pod", "Unknown"} {
			o := single(t, "apiVersion: v1\nkind: "+kind+"\nmetadata: "+meta+"\nspec: {containers: [{name: c, image: i}]}\n")
			if o.Name != want {
				t.Errorf("%s with %s is called %q, want %q", kind, meta, o.Name, want)
			}
		}
	}
}
