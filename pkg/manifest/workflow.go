package manifest

import (
	"encoding/json"
	"fmt"
	"maps"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	k8sjson "sigs.k8s.io/json"

	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
)

// scattered is a pod whose parts stand where no pod spec has them: a Tekton task's steps, an Argo template's container.
type scattered struct {
	// at is the pointer of what stands for the pod's spec.
	at string
	// spec holds what of it is like a pod spec's, without containers.
	spec map[string]any
	// init and regular are the pointers of its containers.
	init, regular []string
	// unnamed is what a container without a name is called at its place in a list.
	unnamed func(i int) string
	// rename are fields of the containers that a pod's have under another name.
	rename map[string]string
}

// scatteredPods finds them in the kinds that are known to have them.
func (o *Object) scatteredPods() []scattered {
	switch apiGroup(o.APIVersion) {
	case "tekton.dev":
		return o.tektonPods()
	case "argoproj.io":
		return o.argoPods()
	}
	return nil
}

// tektonPods are those of Tekton's kinds (tektoncd/pipeline, pkg/apis/pipeline/v1): each task is a pod, its steps run as
// containers, and its sidecars beside them.
func (o *Object) tektonPods() []scattered {
	var out []scattered
	add := func(task, podTemplate string) {
		s := scattered{
			at: task, spec: map[string]any{}, rename: map[string]string{"computeResources": "resources"},
			unnamed: func(i int) string { return fmt.Sprintf("unnamed-%d", i) },
		}
		s.regular = append(o.elements(task+"/steps"), o.elements(task+"/sidecars")...)
		if m, ok := jsonpointer.At(o.Value, podTemplate).(map[string]any); ok && podTemplate != "" {
			s.spec = m
		}
		if v, ok := jsonpointer.At(o.Value, task+"/volumes").([]any); ok {
			s.spec = with(s.spec, "volumes", v)
		}
		if len(s.regular) > 0 {
			out = append(out, s)
		}
	}
	switch o.Kind {
	case "Task", "ClusterTask":
		add("/spec", "")
	case "StepAction":
		if word(jsonpointer.At(o.Value, "/spec/image")) != "" {
			out = append(out, scattered{at: "/spec", regular: []string{"/spec"}})
		}
	case "TaskRun":
		add("/spec/taskSpec", "/spec/podTemplate")
	case "Pipeline", "PipelineRun":
		pipeline, podTemplate := "/spec", ""
		if o.Kind == "PipelineRun" {
			pipeline, podTemplate = "/spec/pipelineSpec", "/spec/taskRunTemplate/podTemplate"
		}
		for _, task := range append(o.elements(pipeline+"/tasks"), o.elements(pipeline+"/finally")...) {
			add(task+"/taskSpec", podTemplate)
		}
	}
	return out
}

// argoPods are those of Argo Workflows (argo-workflows, pkg/apis/workflow/v1alpha1): each template with a container, a
// script or a set of containers is a pod. What a template leaves out of the pod's settings is the workflow's.
func (o *Object) argoPods() []scattered {
	workflow := "/spec"
	switch o.Kind {
	case "Workflow", "WorkflowTemplate", "ClusterWorkflowTemplate":
	case "CronWorkflow":
		workflow = "/spec/workflowSpec"
	default:
		return nil
	}
	var out []scattered
	for _, t := range o.elements(workflow + "/templates") {
		s := scattered{
			at: t, init: o.elements(t + "/initContainers"), unnamed: func(int) string { return "main" },
		}
		for _, field := range []string{"container", "script"} {
			if _, ok := jsonpointer.At(o.Value, jsonpointer.Child(t, field)).(map[string]any); ok {
				s.regular = append(s.regular, jsonpointer.Child(t, field))
			}
		}
		s.regular = append(s.regular, o.elements(t+"/containerSet/containers")...)
		s.regular = append(s.regular, o.elements(t+"/sidecars")...)
		if len(s.regular) == 0 {
			continue
		}
		s.spec = o.argoSpec(workflow, t)
		out = append(out, s)
	}
	return out
}

// argoSpec joins the pod settings of a template and its workflow.
func (o *Object) argoSpec(workflow, template string) map[string]any {
	spec := map[string]any{}
	for _, field := range []string{
		"securityContext", "serviceAccountName", "automountServiceAccountToken", "hostAliases", "nodeSelector",
	} {
		for _, holder := range []string{workflow, template} {
			if v := jsonpointer.At(o.Value, jsonpointer.Child(holder, field)); v != nil {
				spec[field] = v
			}
		}
	}
	if v := jsonpointer.At(o.Value, workflow+"/hostNetwork"); v != nil {
		spec["hostNetwork"] = v
	}
	var volumes []any
	for _, holder := range []string{workflow, template} {
		if v, ok := jsonpointer.At(o.Value, holder+"/volumes").([]any); ok {
			volumes = append(volumes, v...)
		}
	}
	return with(spec, "volumes", volumes)
}

// elements lists the pointers of the mappings in a list.
func (o *Object) elements(list string) []string {
	var out []string
	values, _ := jsonpointer.At(o.Value, list).([]any)
	for i, v := range values {
		if _, ok := v.(map[string]any); ok {
			out = append(out, jsonpointer.Element(list, i))
		}
	}
	return out
}

// with gives a copy of a mapping with one more field.
func with(m map[string]any, field string, value any) map[string]any {
	out := maps.Clone(m)
	if out == nil {
		out = map[string]any{}
	}
	out[field] = value
	return out
}

// addScattered makes the pod of its parts. The containers keep the pointers at which they stand.
func (o *Object) addScattered(s scattered) []*Error {
	var spec corev1.PodSpec
	if errs := o.part(s.at, s.spec, &spec); errs != nil {
		return errs
	}
	for _, c := range []struct {
		pointers []string
		into     *[]corev1.Container
	}{{s.init, &spec.InitContainers}, {s.regular, &spec.Containers}} {
		for i, pointer := range c.pointers {
			var container corev1.Container
			value, _ := jsonpointer.At(o.Value, pointer).(map[string]any)
			if errs := o.part(pointer, renamed(value, s.rename), &container); errs != nil {
				return errs
			}
			if container.Name == "" && s.unnamed != nil {
				container.Name = s.unnamed(i)
			}
			*c.into = append(*c.into, container)
		}
	}
	pod := newPod(s.at+"/metadata", s.at, &metav1.ObjectMeta{}, &spec)
	for i, pointer := range append(s.init, s.regular...) {
		pod.Containers[i].Path = pointer
	}
	o.Pods = append(o.Pods, pod)
	return nil
}

func renamed(value map[string]any, rename map[string]string) map[string]any {
	out := maps.Clone(value)
	for from, to := range rename {
		if v, ok := out[from]; ok {
			out[to] = v
		}
	}
	return out
}

// part decodes a part of an object. Fields that the type does not have are the kind's own.
func (o *Object) part(pointer string, value map[string]any, into any) []*Error {
	raw, err := json.Marshal(value)
	if err != nil {
		return []*Error{errorAt(o.Locate(pointer), fmt.Sprintf("encode: %v", err), "")}
	}
	decode := func(raw []byte) error { return k8sjson.UnmarshalCaseSensitivePreserveInts(raw, into) }
	if err := decode(raw); err != nil {
		return o.wrongTypes(value, pointer, decode, err)
	}
	return nil
}
