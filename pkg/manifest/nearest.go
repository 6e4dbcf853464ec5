package manifest

import (
	"reflect"

	corev1 "k8s.io/api/core/v1"

	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
)

// scope is a mapping in which a misplaced or misspelt field may belong.
type scope struct {
	pointer string
	*schema
}

var (
	podFields               = fields(reflect.TypeFor[corev1.PodSpec]())
	containerFields         = fields(reflect.TypeFor[corev1.Container]())
	podSecurityFields       = fields(reflect.TypeFor[corev1.PodSecurityContext]())
	containerSecurityFields = fields(reflect.TypeFor[corev1.SecurityContext]())
)

// nearest gives the pointer at which an unknown field would have an effect: the same name in a security context or pod
// spec nearby, or a name that is spelt alike; "" where nothing is near. The more alike wins, then the nearer place.
func (o *Object) nearest(parent, name string, t reflect.Type) string {
	scopes := []scope{{parent, fields(t)}}
	if pod := o.podOf(parent); pod != nil {
		scopes = append(scopes, pod.scopes(parent)...)
	}
	best, pointer := 0, ""
	for i, s := range scopes {
		for _, known := range s.names {
			d, alike := unlikeness(name, known)
			// Elsewhere only what is nearly the same name is meant; two like names at home go first.
			if !alike || i > 0 && s.pointer == parent {
				continue
			}
			if rank := 2*d + min(i, 1); pointer == "" || rank < best {
				best, pointer = rank, jsonpointer.Child(s.pointer, known)
			}
		}
	}
	return pointer
}

// podOf is the pod that a mapping belongs to: the one it lies in, or the object's first where it lies around it.
func (o *Object) podOf(parent string) *Pod {
	for i := range o.Pods {
		if jsonpointer.Within(parent, o.Pods[i].SpecPath) {
			return &o.Pods[i]
		}
	}
	if len(o.Pods) > 0 && jsonpointer.Within(o.Pods[0].SpecPath, parent) {
		return &o.Pods[0]
	}
	return nil
}

// scopes lists where a field found at parent may belong in the pod, the nearest first. A container's field belongs to
// that container; a pod's, if only containers have it, to the first one.
func (p *Pod) scopes(parent string) []scope {
	security := scope{p.SpecPath + "/securityContext", podSecurityFields}
	spec := scope{p.SpecPath, podFields}
	var first *Container
	for i := range p.Containers {
		c := &p.Containers[i]
		own := scope{c.Path + "/securityContext", containerSecurityFields}
		if jsonpointer.Within(parent, c.Path) {
			return []scope{own, security, {c.Path, containerFields}, spec}
		}
		if first == nil || first.Type != Regular && c.Type == Regular {
			first = c
		}
	}
	if first == nil {
		return []scope{security, spec}
	}
	return []scope{
		security,
		{first.Path + "/securityContext", containerSecurityFields},
		spec,
		{first.Path, containerFields},
	}
}
