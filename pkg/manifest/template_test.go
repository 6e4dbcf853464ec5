package manifest

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// podsOf lists the containers of every pod of an object: the pod's pointer, then name, image and pointer of each.
func podsOf(o *Object) []string {
	var out []string
	for _, p := range o.Pods {
		line := p.SpecPath
		for _, c := range p.Containers {
			line += fmt.Sprintf(" %s:%s=%s@%s", c.Type, c.Name, c.Image, strings.TrimPrefix(c.Path, p.SpecPath))
		}
		out = append(out, line)
	}
	return out
}

func TestTemplatesOfCustomResources(t *testing.T) {
	const pod = "{containers: [{name: a, image: i}]}"
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"deep", "spec: {cluster: {podSpec: {spec: " + pod + "}}}", []string{"/spec/cluster/podSpec/spec regular:a=i@/containers/0"}},
		{"itself", "spec: " + pod, []string{"/spec regular:a=i@/containers/0"}},
		{
			"several", "spec: {workers: [{template: {spec: " + pod + "}}, {template: {spec: " + pod + "}}], template: {spec: " + pod + "}}",
			[]string{
				"/spec/template/spec regular:a=i@/containers/0", "/spec/workers/0/template/spec regular:a=i@/containers/0",
				"/spec/workers/1/template/spec regular:a=i@/containers/0",
			},
		},
		{"key with a slash", "spec: {a/b: {spec: " + pod + "}}", []string{"/spec/a~1b/spec regular:a=i@/containers/0"}},
		{"not a spec", "spec: {podTemplate: " + pod + "}", nil},
		{"no image", "spec: {x: {spec: {containers: [{name: a}]}}}", nil},
		{"no name", "spec: {x: {spec: {containers: [{image: a}]}}}", nil},
		{"pattern", `spec: {rules: [{validate: {pattern: {spec: {containers: [{name: "*", image: "!*:latest"}]}}}}]}`, nil},
		{"conditional pattern", `spec: {rules: [{mutate: {spec: {containers: [{name: a, image: "*"}]}}}]}`, nil},
		{"status", "status: {template: {x: {spec: " + pod + "}}}", nil},
		{"another thing", "spec: {x: {spec: {containers: [{name: a, image: i, ports: none}]}}}", nil},
		{"no unknown fields", "spec: {x: {spec: {containers: [{name: a, image: i, own: 1}]}}}", []string{"/spec/x/spec regular:a=i@/containers/0"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := single(t, "apiVersion: acme.example/v1\nkind: Thing\nmetadata: {name: t}\n"+c.text)
			if diff := cmp.Diff(c.want, podsOf(o)); diff != "" || len(o.Unknown) > 0 {
				t.Errorf("unknown %v (-want +got):\n%s", o.Unknown, diff)
			}
		})
	}
}

func TestKnownShapes(t *testing.T) {
	for _, c := range []struct {
		apiVersion, kind, text string
		want                   []string
	}{
		{
			"serving.knative.dev/v1", "Service", "spec: {template: {spec: {containerConcurrency: 1, containers: [{image: i}]}}}",
			[]string{"/spec/template/spec regular:=i@/containers/0"},
		},
		{"serving.knative.dev/v1", "Revision", "spec: {containers: [{image: i}]}", []string{"/spec regular:=i@/containers/0"}},
		{
			"apps.openshift.io/v1", "DeploymentConfig", "spec: {template: {spec: {containers: [{name: a, image: ' '}]}}}",
			[]string{"/spec/template/spec regular:a= @/containers/0"},
		},
		{
			"tekton.dev/v1", "Task", "spec: {steps: [{name: a, image: i, script: x}], sidecars: [{name: s, image: j}]}",
			[]string{"/spec regular:a=i@/steps/0 regular:s=j@/sidecars/0"},
		},
		{"tekton.dev/v1beta1", "StepAction", "spec: {image: i, script: x}", []string{"/spec regular:=i@"}},
		{
			"tekton.dev/v1", "TaskRun", "spec: {podTemplate: {securityContext: {runAsUser: 5}}, taskSpec: {steps: [{image: i}]}}",
			[]string{"/spec/taskSpec regular:unnamed-0=i@/steps/0"},
		},
		{
			"tekton.dev/v1", "Pipeline", "spec: {tasks: [{taskRef: {name: x}}, {taskSpec: {steps: [{name: a, image: i}]}}], finally: [{taskSpec: {steps: [{name: b, image: j}]}}]}",
			[]string{"/spec/tasks/1/taskSpec regular:a=i@/steps/0", "/spec/finally/0/taskSpec regular:b=j@/steps/0"},
		},
		{
			"tekton.dev/v1", "PipelineRun", "spec: {pipelineSpec: {tasks: [{taskSpec: {steps: [{name: a, image: i}]}}]}}",
			[]string{"/spec/pipelineSpec/tasks/0/taskSpec regular:a=i@/steps/0"},
		},
		{
			"argoproj.io/v1alpha1", "Workflow",
			"spec: {templates: [{name: x, steps: []}, {name: y, container: {image: i}, initContainers: [{name: q, image: k}], sidecars: [{name: s, image: j}]}, {name: z, script: {image: l, source: x}}]}",
			[]string{"/spec/templates/1 init:q=k@/initContainers/0 regular:main=i@/container regular:s=j@/sidecars/0", "/spec/templates/2 regular:main=l@/script"},
		},
		{
			"argoproj.io/v1alpha1", "CronWorkflow", "spec: {workflowSpec: {templates: [{containerSet: {containers: [{name: a, image: i}]}}]}}",
			[]string{"/spec/workflowSpec/templates/0 regular:a=i@/containerSet/containers/0"},
		},
		{"argoproj.io/v1alpha1", "Application", "spec: {source: {}}", nil},
		{"kubevirt.io/v1", "VirtualMachine", "spec: {template: {spec: {containers: [{name: a, image: i}]}}}", nil},
		{"apiextensions.k8s.io/v1", "CustomResourceDefinition", "spec: {x: {spec: {containers: [{name: a, image: i}]}}}", nil},
	} {
		t.Run(c.apiVersion+" "+c.kind, func(t *testing.T) {
			o := single(t, fmt.Sprintf("apiVersion: %s\nkind: %s\nmetadata: {name: t}\n%s", c.apiVersion, c.kind, c.text))
			if diff := cmp.Diff(c.want, podsOf(o)); diff != "" || len(o.Unknown) > 0 {
				t.Errorf("unknown %v (-want +got):\n%s", o.Unknown, diff)
			}
		})
	}
}

// TestScatteredSettings: what the pod of a workflow or task is given counts, wherever it stands.
func TestScatteredSettings(t *testing.T) {
	w := single(t, `apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {name: w}
spec:
  securityContext: {runAsNonRoot: true}
  hostNetwork: true
  volumes: [{name: a}]
  templates:
    - container: {image: i}
      volumes: [{name: b}]
    - container: {image: i, securityContext: {runAsUser: 0}}
      securityContext: {runAsNonRoot: false}
`)
	if s := w.Pods[0].Spec; !*s.SecurityContext.RunAsNonRoot || !s.HostNetwork || len(s.Volumes) != 2 {
		t.Errorf("%+v", s)
	}
	if s := w.Pods[1].Spec; *s.SecurityContext.RunAsNonRoot || *s.Containers[0].SecurityContext.RunAsUser != 0 {
		t.Errorf("%+v", s)
	}
	task := single(t, `apiVersion: tekton.dev/v1
kind: TaskRun
metadata: {name: w}
spec:
  podTemplate: {securityContext: {runAsUser: 7}}
  taskSpec: {steps: [{image: i, computeResources: {limits: {memory: 1Gi}}}]}
`)
	if s := task.Pods[0].Spec; *s.SecurityContext.RunAsUser != 7 || s.Containers[0].Resources.Limits.Memory().String() != "1Gi" {
		t.Errorf("%+v", s)
	}
}

// TestScatteredFaults: a known kind that cannot be read is an error at its field.
func TestScatteredFaults(t *testing.T) {
	const text = "apiVersion: tekton.dev/v1\nkind: Task\nmetadata: {name: t}\nspec:\n  steps:\n    - image: i\n      securityContext:\n        privileged: sure\n"
	var errs []string
	for e := range new(Reader).Stream(context.Background(), "-", "f.yaml", strings.NewReader(text)) {
		errs = append(errs, e.Err.Error())
	}
	want := []string{`f.yaml:8:21: spec.steps[0].securityContext.privileged: the API server wants true or false, not the string "sure"`}
	if diff := cmp.Diff(want, errs); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestPodTemplatesOfTheUser: a kind that nobody else knows is read where the user says.
func TestPodTemplatesOfTheUser(t *testing.T) {
	acme, other := "acme.example", "other.example"
	for _, c := range []struct {
		template PodTemplate
		pods     int
	}{
		{PodTemplate{Kind: "Worker", Path: "/spec/run"}, 1},
		{PodTemplate{Group: &acme, Kind: "Worker", Path: "/spec/run"}, 1},
		{PodTemplate{Group: &other, Kind: "Worker", Path: "/spec/run"}, 0},
		{PodTemplate{Kind: "Other", Path: "/spec/run"}, 0},
		{PodTemplate{Kind: "Worker", Path: "/spec/nothing"}, 0},
	} {
		r := &Reader{PodTemplates: []PodTemplate{c.template}}
		text := "apiVersion: acme.example/v1\nkind: Worker\nmetadata: {name: w}\nspec: {run: {spec: {containers: [{image: i}]}}}\n"
		for e := range r.Stream(context.Background(), "-", "f.yaml", strings.NewReader(text)) {
			if e.Err != nil || len(e.Object.Pods) != c.pods {
				t.Errorf("%+v: %+v", c.template, e)
			}
		}
	}
}
