package manifest

import (
	"encoding/json"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	k8sjson "sigs.k8s.io/json"

	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
)

// scattered is a pod whose parts stand where no pod spec has them: a Tekton task's steps, an Argo template's container.
type scattered struct {
	// at is the pointer of what stands for the pod's spec, settings that of what holds the pod's own settings ("" where
	// the object cannot hold them).
	at, settings string
	// spec holds what of it is like a pod spec's, without containers.
	spec map[string]any
	// init and regular are its containers.
	init, regular []piece
	// unnamed is what a container without a name is called at its place in a list.
	unnamed func(i int) string
	inheritance
}

// piece is a container of a scattered pod: where it stands, and what it is with what it inherits.
type piece struct {
	pointer string
	value   map[string]any
}

// scatteredPods finds them in an object that stands at root, in the kinds that are known to have them.
func (o *Object) scatteredPods(root string) []scattered {
	apiVersion, kind := word(jsonpointer.At(o.Value(), root+"/apiVersion")), word(jsonpointer.At(o.Value(), root+"/kind"))
	switch apiGroup(apiVersion) {
	case "tekton.dev":
		return o.tektonPods(root, kind)
	case "argoproj.io":
		return o.argoPods(root, kind)
	}
	return nil
}

// pieces are the mappings in a list.
func (s *scattered) pieces(o *Object, list string) []piece {
	var out []piece
	for _, pointer := range o.elements(list) {
		out = append(out, s.piece(o, pointer, ""))
	}
	return out
}

// piece is the container at a pointer with what it has of a base, which stands at baseAt; "" where it has none.
func (s *scattered) piece(o *Object, pointer, baseAt string) piece {
	value := jsonpointer.At(o.Value(), pointer)
	if base := jsonpointer.At(o.Value(), baseAt); baseAt != "" && base != nil {
		value = s.merge(value, pointer, base, baseAt)
	}
	m, _ := value.(map[string]any)
	return piece{pointer, m}
}

// elements lists the pointers of the mappings in a list.
func (o *Object) elements(list string) []string {
	var out []string
	values, _ := jsonpointer.At(o.Value(), list).([]any)
	for i, v := range values {
		if _, ok := v.(map[string]any); ok {
			out = append(out, jsonpointer.Element(list, i))
		}
	}
	return out
}

// addScattered makes the pod of its parts. The containers keep the pointers at which they stand.
func (o *Object) addScattered(s scattered) []*Error {
	o.moves = append(o.moves, s.moves...)
	var spec corev1.PodSpec
	if errs := o.part(s.at, s.spec, &spec); errs != nil {
		return errs
	}
	for _, c := range []struct {
		pieces []piece
		into   *[]corev1.Container
	}{{s.init, &spec.InitContainers}, {s.regular, &spec.Containers}} {
		for i, p := range c.pieces {
			var container corev1.Container
			if errs := o.part(p.pointer, p.value, &container); errs != nil {
				return errs
			}
			if container.Name == "" && s.unnamed != nil {
				container.Name = s.unnamed(i)
			}
			*c.into = append(*c.into, container)
		}
	}
	pod := newPod(s.at+"/metadata", s.at, &metav1.ObjectMeta{}, &spec)
	pod.SettingsPath = s.settings
	for i, p := range append(s.init, s.regular...) {
		pod.Containers[i].Path = p.pointer
	}
	o.Pods = append(o.Pods, pod)
	return nil
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
