package manifest

import (
	corev1 "k8s.io/api/core/v1"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// Object is one Kubernetes object of a source.
type Object struct {
	// Source is the SOURCE as the user wrote it, File the path as it is reported ("-" for standard input), Document the
	// index of the YAML document in File (from 0), Item the index in a List, or -1.
	Source   string
	File     string
	Document int
	Item     int

	// Name of an object whose name the API server makes of a prefix is the prefix and a star.
	APIVersion, Kind, Namespace, Name string
	Labels, Annotations               map[string]string

	// Deleting: the object has a deletionTimestamp, so it is on its way out of the cluster.
	Deleting bool
	// Pods are the pod templates that the object carries: one for a Pod or a Deployment, none for a Service, several for
	// some custom resources.
	Pods []Pod
	// Unknown lists the fields that the API server would drop, in document order; only for kinds whose schema is known.
	Unknown []UnknownField

	// Template is the path that a comment "# Source: chart/templates/api.yaml" before the document names, as helm
	// template writes it; else "". What comes on standard input is located there.
	Template string

	// body gives Value, once it is asked for.
	body   func() map[string]any
	places locator
	// moves are of pods whose parts stand apart.
	moves []move
}

// Value is the object as sigs.k8s.io/yaml reads it, and so as the API server would: JSON types, integers as int64. For an item
// of a List it is the item. Of kinds whose content no rule reads it has the metadata only. It is nil for the zero Object.
func (o *Object) Value() map[string]any {
	if o.body == nil {
		return nil
	}
	return o.body()
}

// locator says where the fields of one object stand.
type locator interface {
	locate(path string) finding.Location
}

// Pod is the pod view of one pod template (or Pod) inside an object.
type Pod struct {
	// MetaPath and SpecPath are the JSON pointers of the pod's metadata and spec in Object.Value: "/spec/template/metadata"
	// and "/spec/template/spec" for a Deployment, "/metadata" and "/spec" for a Pod.
	MetaPath, SpecPath string
	// SettingsPath is the pointer below which settings of the pod itself may be written, such as securityContext: SpecPath,
	// but for pods whose parts stand apart; "" where the object cannot hold them, as a Tekton Task, whose runs do.
	SettingsPath        string
	Labels, Annotations map[string]string
	// Spec is the strictly decoded and defaulted pod spec (the core/v1 defaults that matter for judging).
	Spec *corev1.PodSpec
	// Containers are all containers: init (and sidecars) first, then regular, then ephemeral, in their order.
	Containers []Container
}

// ContainerType tells the four kinds of container apart.
type ContainerType string

// The kinds: a sidecar is an init container with restartPolicy Always.
const (
	Init      ContainerType = "init"
	Sidecar   ContainerType = "sidecar"
	Regular   ContainerType = "regular"
	Ephemeral ContainerType = "ephemeral"
)

// Container is one container of a pod. An ephemeral container is given as the corev1.Container that it has in common.
type Container struct {
	Type ContainerType
	// Path is the JSON pointer in the object: "/spec/template/spec/initContainers/0".
	Path string
	*corev1.Container
}

// UnknownField is a field that the API server would drop (or, with strict validation, refuse).
type UnknownField struct {
	// Path is the JSON pointer of the field, its last element the unknown name.
	Path string
	// Nearest is the JSON pointer of where the field would have an effect: a like-spelt sibling, or the same name at the
	// container or pod level; "" where nothing is near.
	Nearest string
	// Security: Nearest lies in a securityContext (of the pod or of a container).
	Security bool
}

// Locate gives the place of a JSON pointer in the object's file: the field's value where the field is there
// (a mapping or sequence: its key), else the key of the nearest parent that is. Every object has at least the line of its document.
func (o *Object) Locate(path string) finding.Location { return o.places.locate(path) }
