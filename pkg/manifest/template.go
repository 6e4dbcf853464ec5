package manifest

import (
	"regexp"
	"slices"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
)

// PodTemplate is a kind that holds a pod template at Path, a JSON pointer to what has metadata and spec.
type PodTemplate struct {
	// Group is nil where the API group does not matter.
	Group *string
	Kind  string
	Path  string
}

// usual are where most kinds hold their pod template: apiVersions that are no longer served, and many custom resources.
var usual = []string{"/spec/template", "/spec/jobTemplate/spec/template", "/template"}

// shaped are kinds whose template does not look like one, as their containers need no name or no image.
var shaped = []PodTemplate{
	// knative.dev/serving, pkg/apis/serving/v1: the only container need not have a name.
	{Group: group("serving.knative.dev"), Kind: "Service", Path: "/spec/template"},
	{Group: group("serving.knative.dev"), Kind: "Configuration", Path: "/spec/template"},
	{Group: group("serving.knative.dev"), Kind: "Revision", Path: ""},
	// openshift/api, apps/v1: image triggers fill the image in.
	{Group: group("apps.openshift.io"), Kind: "DeploymentConfig", Path: "/spec/template"},
}

func group(name string) *string { return &name }

// podless are kinds in which what looks like a pod is none.
var podless = map[string][]string{
	// A schema, whose defaults and examples may hold one.
	"apiextensions.k8s.io": {"CustomResourceDefinition"},
	// kubevirt.io: the spec is that of a machine; KubeVirt writes the pod that runs it.
	"kubevirt.io": {
		"VirtualMachine", "VirtualMachineInstance", "VirtualMachineInstanceReplicaSet", "VirtualMachinePool",
	},
}

// templatePaths finds the pod templates of an object whose kind is not in the table of kinds: the pointers of what has
// metadata and spec. trusted are those that must be readable, as their kind or place says what they are. nested are the
// pointers of objects that stand in this one.
func (o *Object) templatePaths(more []PodTemplate) (trusted, found, nested []string) {
	group := apiGroup(o.APIVersion)
	if slices.Contains(podless[group], o.Kind) {
		return nil, nil, nil
	}
	for _, t := range slices.Concat(more, shaped) {
		if t.Kind == o.Kind && (t.Group == nil || *t.Group == group) && isTemplate(jsonpointer.At(o.Value(), t.Path)) {
			trusted = appendNew(trusted, t.Path)
		}
	}
	if i := slices.IndexFunc(usual, func(p string) bool { return isTemplate(jsonpointer.At(o.Value(), p)) }); i >= 0 {
		trusted = appendNew(trusted, usual[i])
	}
	s := structure{budget: maxStructure}
	s.search(o.Value(), "")
	for _, p := range s.found {
		if !slices.Contains(trusted, p) {
			found = append(found, p)
		}
	}
	return trusted, found, s.objects
}

// apiGroup is "" for the core group.
func apiGroup(apiVersion string) string {
	group, _, ok := strings.Cut(apiVersion, "/")
	if !ok {
		return ""
	}
	return group
}

func appendNew(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// isTemplate: there is a spec with a list of containers.
func isTemplate(value any) bool {
	list, ok := jsonpointer.At(value, "/spec/containers").([]any)
	if !ok || len(list) == 0 {
		return false
	}
	_, ok = list[0].(map[string]any)
	return ok
}

// maxStructure is how many values of an object are looked at for pod templates.
const maxStructure = 100_000

// structure looks for pod templates by their shape.
type structure struct {
	budget         int
	found, objects []string
}

// search goes through a value in the order of its keys. Inside of a pod no other one is looked for, and what a controller
// wrote into the status is nobody's wish.
func (s *structure) search(value any, pointer string) {
	if s.budget--; s.budget < 0 {
		return
	}
	switch v := value.(type) {
	case map[string]any:
		if isTemplate(v) && namedImages(jsonpointer.At(v, "/spec/containers")) {
			s.found = append(s.found, pointer)
			return
		}
		if pointer != "" && word(v["apiVersion"]) != "" && word(v["kind"]) != "" {
			s.objects = append(s.objects, pointer)
		}
		for _, key := range sortedNames(v) {
			if pointer != "" || key != "status" && key != "metadata" {
				s.search(v[key], jsonpointer.Child(pointer, key))
			}
		}
	case []any:
		for i, e := range v {
			s.search(e, jsonpointer.Element(pointer, i))
		}
	}
}

// containerName is a DNS label, as a container's name must be (apimachinery, validation.IsDNS1123Label), of any length.
// Policies have patterns in its place.
var containerName = regexp.MustCompile(`^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`)

// namedImages tells whether a list of containers is one of named images.
func namedImages(value any) bool {
	list, _ := value.([]any)
	for _, e := range list {
		c, ok := e.(map[string]any)
		image := word(c["image"])
		if !ok || image == "" || strings.ContainsAny(image, "*?! ") || !containerName.MatchString(word(c["name"])) {
			return false
		}
	}
	return len(list) > 0
}

// grafted names fields that a kind adds to the pod spec of its template, by API group. They are not the pod's, and not
// unknown.
var grafted = map[string][]string{
	// knative.dev/serving, pkg/apis/serving/v1: RevisionSpec inlines PodSpec and adds these.
	"serving.knative.dev": {
		"containerConcurrency", "timeoutSeconds", "responseStartTimeoutSeconds", "idleTimeoutSeconds",
	},
}
