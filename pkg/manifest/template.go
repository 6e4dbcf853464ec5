package manifest

// templatePath finds the pod template of an object whose kind is not in the table: apiVersions that are no longer
// served, and custom resources. It is "" where there is none.
func templatePath(value map[string]any) string {
	for _, path := range []string{"/spec/template", "/spec/jobTemplate/spec/template", "/template"} {
		list, ok := at(value, path+"/spec/containers").([]any)
		if !ok || len(list) == 0 {
			continue
		}
		if _, ok := list[0].(map[string]any); ok {
			return path
		}
	}
	return ""
}

// grafted names fields that a kind adds to the pod spec of its template, by API group. They are not the pod's, and not
// unknown.
var grafted = map[string][]string{
	// knative.dev/serving, pkg/apis/serving/v1: RevisionSpec inlines PodSpec and adds these.
	"serving.knative.dev": {
		"containerConcurrency", "timeoutSeconds", "responseStartTimeoutSeconds", "idleTimeoutSeconds",
	},
}
