package manifest

import "github.com/hullcheck/hullcheck/pkg/jsonpointer"

// argoPods are those of Argo Workflows (argo-workflows, pkg/apis/workflow/v1alpha1): each template with a container, a
// script or a set of containers is a pod.
func (o *Object) argoPods(root, kind string) []scattered {
	workflow := root + "/spec"
	switch kind {
	case "Workflow", "WorkflowTemplate", "ClusterWorkflowTemplate":
	case "CronWorkflow":
		workflow += "/workflowSpec"
	default:
		return nil
	}
	var out []scattered
	for _, t := range o.argoTemplates(o.elements(workflow + "/templates")) {
		defaults := workflow + "/templateDefaults"
		s := scattered{at: t, settings: t, unnamed: func(int) string { return "main" }}
		s.init = s.pieces(o, t+"/initContainers")
		for _, field := range []string{"container", "script"} {
			if _, ok := jsonpointer.At(o.Value(), jsonpointer.Child(t, field)).(map[string]any); ok {
				s.regular = append(s.regular, s.piece(o, jsonpointer.Child(t, field), jsonpointer.Child(defaults, field)))
			}
		}
		s.regular = append(s.regular, s.pieces(o, t+"/containerSet/containers")...)
		s.regular = append(s.regular, s.pieces(o, t+"/sidecars")...)
		if len(s.regular) > 0 {
			s.spec = s.argoSpec(o, workflow, defaults)
			out = append(out, s)
		}
	}
	return out
}

// argoTemplates are templates and those that stand in their steps and tasks.
func (o *Object) argoTemplates(templates []string) []string {
	var out []string
	for _, t := range templates {
		calls := o.elements(t + "/dag/tasks")
		groups, _ := jsonpointer.At(o.Value(), t+"/steps").([]any)
		for i := range groups {
			calls = append(calls, o.elements(jsonpointer.Element(t+"/steps", i))...)
		}
		out = append(out, t)
		for _, call := range calls {
			if _, ok := jsonpointer.At(o.Value(), call+"/inline").(map[string]any); ok {
				out = append(out, o.argoTemplates([]string{call + "/inline"})...)
			}
		}
	}
	return out
}

// argoSpec joins the pod settings of a template with those of all templates and of the workflow. Of the workflow's, a
// template has all or, where it writes the field itself, nothing; volumes are added up.
func (s *scattered) argoSpec(o *Object, workflow, defaults string) map[string]any {
	spec := map[string]any{}
	for _, field := range []string{
		"securityContext", "serviceAccountName", "automountServiceAccountToken", "hostAliases", "nodeSelector", "volumes",
	} {
		own := jsonpointer.At(o.Value(), jsonpointer.Child(s.at, field))
		if base := jsonpointer.At(o.Value(), jsonpointer.Child(defaults, field)); base != nil {
			own = s.merge(own, jsonpointer.Child(s.at, field), base, jsonpointer.Child(defaults, field))
		}
		base := jsonpointer.At(o.Value(), jsonpointer.Child(workflow, field))
		if own == nil || field == "volumes" && base != nil {
			own = s.merge(own, jsonpointer.Child(s.at, field), base, jsonpointer.Child(workflow, field))
		}
		if own != nil {
			spec[field] = own
		}
	}
	if v := jsonpointer.At(o.Value(), workflow+"/hostNetwork"); v != nil {
		spec["hostNetwork"] = s.merge(nil, s.at+"/hostNetwork", v, workflow+"/hostNetwork")
	}
	return spec
}
