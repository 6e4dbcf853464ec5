package manifest

import (
	"fmt"
	"maps"

	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
)

// tektonPods are those of Tekton's kinds (tektoncd/pipeline, pkg/apis/pipeline/v1): each task is a pod, its steps run as
// containers, and its sidecars beside them. A task says nothing about the pod itself: its runs do.
func (o *Object) tektonPods(root, kind string) []scattered {
	spec := root + "/spec"
	switch kind {
	case "Task", "ClusterTask":
		return o.tektonTask(spec, "", "")
	case "StepAction":
		if word(jsonpointer.At(o.Value(), spec+"/image")) != "" {
			s := scattered{at: spec, spec: map[string]any{}}
			s.regular = []piece{s.piece(o, spec, "")}
			return []scattered{s}
		}
	case "TaskRun":
		return o.tektonTask(spec+"/taskSpec", spec+"/podTemplate", "")
	case "Pipeline":
		return o.tektonPipeline(spec, "", "")
	case "PipelineRun":
		settings := spec + "/taskRunTemplate/podTemplate"
		if word(jsonpointer.At(o.Value(), root+"/apiVersion")) == "tekton.dev/v1beta1" {
			settings = spec + "/podTemplate"
		}
		return o.tektonPipeline(spec+"/pipelineSpec", settings, spec+"/taskRunSpecs")
	}
	return nil
}

// tektonPipeline are the pods of a pipeline whose run has settings, and others for single tasks in a list of runs.
func (o *Object) tektonPipeline(pipeline, settings, runs string) []scattered {
	var out []scattered
	for _, task := range append(o.elements(pipeline+"/tasks"), o.elements(pipeline+"/finally")...) {
		own := ""
		for _, run := range o.elements(runs) {
			if name := word(jsonpointer.At(o.Value(), run+"/pipelineTaskName")); name != "" && name == nameIn(jsonpointer.At(o.Value(), task)) {
				own = run
			}
		}
		out = append(out, o.tektonTask(task+"/taskSpec", settings, own)...)
	}
	return out
}

// tektonTask is the pod of a task whose run has settings; run is what the run says about this task alone.
func (o *Object) tektonTask(task, settings, run string) []scattered {
	s := scattered{
		at: task, settings: settings, spec: map[string]any{},
		unnamed: func(i int) string { return fmt.Sprintf("unnamed-%d", i) },
	}
	for _, step := range o.elements(task + "/steps") {
		if _, action := jsonpointer.At(o.Value(), step+"/ref").(map[string]any); !action { // what a StepAction runs stands there
			s.regular = append(s.regular, s.piece(o, step, task+"/stepTemplate"))
		}
	}
	s.regular = append(s.regular, s.pieces(o, task+"/sidecars")...)
	if len(s.regular) == 0 {
		return nil
	}
	for i := range s.regular {
		s.rename(&s.regular[i], "computeResources", "resources")
	}
	if v, ok := jsonpointer.At(o.Value(), task+"/volumes").([]any); ok {
		s.spec["volumes"] = v
	}
	var holders []string
	if run != "" {
		holders = append(holders, run+"/podTemplate", run+"/taskPodTemplate")
	}
	if settings != "" {
		holders = append(holders, settings)
	}
	for _, holder := range holders {
		if base, ok := jsonpointer.At(o.Value(), holder).(map[string]any); ok {
			s.spec, _ = s.merge(s.spec, task, base, holder).(map[string]any)
		}
	}
	return []scattered{s}
}

// rename gives a field of a container the name that it has in a pod.
func (s *scattered) rename(p *piece, from, to string) {
	v, ok := p.value[from]
	if !ok {
		return
	}
	p.value = maps.Clone(p.value)
	p.value[to] = v
	s.moves = append(s.moves, move{jsonpointer.Child(p.pointer, to), jsonpointer.Child(p.pointer, from)})
}
