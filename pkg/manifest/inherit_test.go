package manifest

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const inheritingPipeline = `apiVersion: tekton.dev/v1
kind: PipelineRun
metadata: {name: r}
spec:
  taskRunTemplate:
    podTemplate:
      hostNetwork: true
      volumes: [{name: shared, hostPath: {path: /shared}}]
  taskRunSpecs:
    - {pipelineTaskName: build, podTemplate: {securityContext: {runAsUser: 0}}}
  pipelineSpec:
    tasks:
      - name: build
        taskSpec:
          volumes: [{name: own, emptyDir: {}}]
          stepTemplate:
            securityContext: {privileged: true, runAsGroup: 7}
            env: [{name: A, value: base}, {name: B, value: base}]
            computeResources: {limits: {memory: 1Gi}}
          steps:
            - {name: a, image: i, env: [{name: B, value: own}, {name: C, value: own}]}
            - {image: j, securityContext: {privileged: false}}
            - {name: r, ref: {name: action}}
          sidecars: [{name: s, image: k}]
      - name: test
        taskSpec: {steps: [{name: a, image: i}]}
`

// TestInheritedParts: a step has what its stepTemplate says and it does not; a task what its run says.
func TestInheritedParts(t *testing.T) {
	o := single(t, inheritingPipeline)
	build, test := o.Pods[0], o.Pods[1]
	if len(build.Containers) != 3 || build.Containers[2].Name != "s" {
		t.Fatalf("containers %+v", build.Containers)
	}
	a, j, side := build.Containers[0], build.Containers[1], build.Containers[2]
	if !*a.SecurityContext.Privileged || *j.SecurityContext.Privileged || *j.SecurityContext.RunAsGroup != 7 || side.SecurityContext != nil {
		t.Errorf("security contexts %+v %+v %+v", a.SecurityContext, j.SecurityContext, side.SecurityContext)
	}
	var env []string
	for _, e := range a.Env {
		env = append(env, e.Name+"="+e.Value)
	}
	if diff := cmp.Diff([]string{"B=own", "C=own", "A=base"}, env); diff != "" {
		t.Errorf("variables (-want +got):\n%s", diff)
	}
	if a.Resources.Limits.Memory().String() != "1Gi" {
		t.Errorf("resources %+v", a.Resources)
	}
	if !build.Spec.HostNetwork || *build.Spec.SecurityContext.RunAsUser != 0 || len(build.Spec.Volumes) != 2 {
		t.Errorf("pod %+v", build.Spec)
	}
	if !test.Spec.HostNetwork || test.Spec.SecurityContext != nil || len(test.Spec.Volumes) != 1 {
		t.Errorf("pod of the other task %+v", test.Spec)
	}
}

// TestWrittenAt: a field is reported where somebody wrote it, or would.
func TestWrittenAt(t *testing.T) {
	o := single(t, inheritingPipeline)
	const build, test, run = "/spec/pipelineSpec/tasks/0/taskSpec", "/spec/pipelineSpec/tasks/1/taskSpec", "/spec/taskRunTemplate/podTemplate"
	for pointer, want := range map[string]string{
		build + "/steps/0/securityContext/privileged":      build + "/stepTemplate/securityContext/privileged",
		build + "/steps/0/securityContext/runAsUser":       build + "/stepTemplate/securityContext/runAsUser",
		build + "/steps/1/securityContext/privileged":      build + "/steps/1/securityContext/privileged",
		build + "/steps/1/securityContext/runAsGroup":      build + "/stepTemplate/securityContext/runAsGroup",
		build + "/steps/0/env/0/value":                     build + "/steps/0/env/0/value",
		build + "/steps/0/env/2/value":                     build + "/stepTemplate/env/0/value",
		build + "/steps/0/resources/limits/memory":         build + "/stepTemplate/computeResources/limits/memory",
		build + "/sidecars/0/securityContext/privileged":   build + "/sidecars/0/securityContext/privileged",
		build + "/hostNetwork":                             run + "/hostNetwork",
		build + "/volumes/0":                               build + "/volumes/0",
		build + "/volumes/1/hostPath":                      run + "/volumes/0/hostPath",
		build + "/securityContext/runAsUser":               "/spec/taskRunSpecs/0/podTemplate/securityContext/runAsUser",
		test + "/securityContext/supplementalGroupsPolicy": run + "/securityContext/supplementalGroupsPolicy",
		test + "/volumes/0/hostPath":                       run + "/volumes/0/hostPath",
		test + "/steps/0/securityContext/privileged":       test + "/steps/0/securityContext/privileged",
		"/spec/taskRunTemplate/podTemplate/volumes/0":      run + "/volumes/0",
		"/metadata/name":                                   "/metadata/name",
	} {
		if got := o.WrittenAt(pointer); got != want {
			t.Errorf("%s is written at %s, want %s", pointer, got, want)
		}
	}
	if p := &o.Pods[1]; !o.Inherits(p, run+"/hostNetwork") || o.Inherits(p, build+"/volumes/0") {
		t.Errorf("the pod of %s does not know what it inherits", p.SpecPath)
	}
}

// TestInheritedByWorkflows: a template has the workflow's settings where it has none, and its defaults one by one.
func TestInheritedByWorkflows(t *testing.T) {
	o := single(t, `apiVersion: argoproj.io/v1alpha1
kind: CronWorkflow
metadata: {name: w}
spec:
  workflowSpec:
    securityContext: {runAsNonRoot: true, runAsUser: 7}
    volumes: [{name: a, hostPath: {path: /a}}]
    templateDefaults:
      container: {securityContext: {privileged: true}}
      securityContext: {runAsGroup: 8}
    templates:
      - container: {image: i}
        volumes: [{name: b}]
      - script: {image: i}
        securityContext: {runAsUser: 9}
      - steps: [[{name: s, inline: {container: {image: k}}}]]
      - dag: {tasks: [{name: t, inline: {script: {image: l}}}]}
`)
	const workflow = "/spec/workflowSpec"
	var got []string
	for _, p := range o.Pods {
		sc := p.Spec.SecurityContext
		got = append(got, fmt.Sprintf("%s %s %v %v %v", p.SpecPath, p.Containers[0].Image,
			sc.RunAsUser != nil && *sc.RunAsUser == 7, *sc.RunAsGroup, p.Containers[0].SecurityContext != nil))
	}
	want := []string{
		workflow + "/templates/0 i false 8 true", workflow + "/templates/1 i false 8 false",
		workflow + "/templates/2/steps/0/0/inline k false 8 true", workflow + "/templates/3/dag/tasks/0/inline l false 8 false",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for pointer, want := range map[string]string{
		"/templates/0/container/securityContext/privileged": "/templateDefaults/container/securityContext/privileged",
		"/templates/0/volumes/0":                            "/templates/0/volumes/0",
		"/templates/0/volumes/1/hostPath":                   "/volumes/0/hostPath",
		"/templates/1/volumes/0/hostPath":                   "/volumes/0/hostPath",
		"/templates/1/securityContext/runAsUser":            "/templates/1/securityContext/runAsUser",
		"/templates/1/securityContext/runAsGroup":           "/templateDefaults/securityContext/runAsGroup",
	} {
		if got := o.WrittenAt(workflow + pointer); got != workflow+want {
			t.Errorf("%s is written at %s, want %s", pointer, got, want)
		}
	}
}

// TestNestedObjects: a run in a trigger's template, or a workflow in a sensor, is one before anybody fills it in.
func TestNestedObjects(t *testing.T) {
	for text, want := range map[string][]string{
		`apiVersion: triggers.tekton.dev/v1beta1
kind: TriggerTemplate
metadata: {name: t}
spec:
  resourcetemplates:
    - {apiVersion: tekton.dev/v1, kind: TaskRun, spec: {taskSpec: {steps: [{name: a, image: i}]}}}
`: {"/spec/resourcetemplates/0/spec/taskSpec regular:a=i@/steps/0"},
		`apiVersion: argoproj.io/v1alpha1
kind: Sensor
metadata: {name: t}
spec:
  triggers:
    - template: {argoWorkflow: {source: {resource: {apiVersion: argoproj.io/v1alpha1, kind: Workflow,
        spec: {templates: [{container: {image: i}}]}}}}}
`: {"/spec/triggers/0/template/argoWorkflow/source/resource/spec/templates/0 regular:main=i@/container"},
		`apiVersion: triggers.tekton.dev/v1beta1
kind: TriggerTemplate
metadata: {name: t}
spec:
  resourcetemplates:
    - {apiVersion: tekton.dev/v1, kind: TaskRun, spec: {taskSpec: {steps: [{image: i, securityContext: {runAsUser: $(tt.params.uid)}}]}}}
`: nil,
	} {
		if diff := cmp.Diff(want, podsOf(single(t, text))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
}
