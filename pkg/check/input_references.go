package check

import (
	"cmp"

	corev1 "k8s.io/api/core/v1"

	"github.com/hullcheck/hullcheck/pkg/manifest"
	"github.com/hullcheck/hullcheck/pkg/policy/input"
)

const serviceAccountKind = "ServiceAccount"

// references lists the objects that an object names: those that its pods need, and what a binding joins.
func references(o *manifest.Object, rights *input.RBAC) []input.Reference {
	r := named{namespace: o.Namespace}
	if role := rights.Role; role.Kind == kindClusterRole {
		r.list = append(r.list, input.Reference{Kind: role.Kind, Name: role.Name, Path: role.Path})
	} else {
		r.add(role.Kind, role.Name, role.Path)
	}
	for _, s := range rights.Subjects {
		if s.Kind == serviceAccountKind {
			in := cmp.Or(s.Namespace, o.Namespace)
			r.list = append(r.list, input.Reference{Kind: s.Kind, Namespace: in, Name: s.Name, Path: s.Path + "/name"})
		}
	}
	for i := range o.Pods {
		r.pod(&o.Pods[i])
	}
	return r.list
}

// named collects references from one namespace.
type named struct {
	namespace string
	list      []input.Reference
}

func (r *named) add(kind, name, path string) {
	if name != "" {
		r.list = append(r.list, input.Reference{Kind: kind, Namespace: r.namespace, Name: name, Path: path})
	}
}

func (r *named) pod(p *manifest.Pod) {
	r.add(serviceAccountKind, p.Spec.ServiceAccountName, p.SpecPath+"/serviceAccountName")
	for i, s := range p.Spec.ImagePullSecrets {
		r.add("Secret", s.Name, p.SpecPath+"/imagePullSecrets/"+itoa(i)+"/name")
	}
	for i := range p.Spec.Volumes {
		r.volume(&p.Spec.Volumes[i], p.SpecPath+"/volumes/"+itoa(i))
	}
	for i := range p.Containers {
		r.env(&p.Containers[i])
	}
}

func (r *named) volume(v *corev1.Volume, at string) {
	switch {
	case v.Secret != nil:
		r.add("Secret", v.Secret.SecretName, at+"/secret/secretName")
	case v.ConfigMap != nil:
		r.add("ConfigMap", v.ConfigMap.Name, at+"/configMap/name")
	case v.PersistentVolumeClaim != nil:
		r.add("PersistentVolumeClaim", v.PersistentVolumeClaim.ClaimName, at+"/persistentVolumeClaim/claimName")
	case v.Projected != nil:
		for i, s := range v.Projected.Sources {
			at := at + "/projected/sources/" + itoa(i)
			if s.Secret != nil {
				r.add("Secret", s.Secret.Name, at+"/secret/name")
			}
			if s.ConfigMap != nil {
				r.add("ConfigMap", s.ConfigMap.Name, at+"/configMap/name")
			}
		}
	}
}

func (r *named) env(c *manifest.Container) {
	for i, e := range c.EnvFrom {
		at := c.Path + "/envFrom/" + itoa(i)
		if e.SecretRef != nil {
			r.add("Secret", e.SecretRef.Name, at+"/secretRef/name")
		}
		if e.ConfigMapRef != nil {
			r.add("ConfigMap", e.ConfigMapRef.Name, at+"/configMapRef/name")
		}
	}
	for i, e := range c.Env {
		if e.ValueFrom == nil {
			continue
		}
		at := c.Path + "/env/" + itoa(i) + "/valueFrom"
		if k := e.ValueFrom.SecretKeyRef; k != nil {
			r.add("Secret", k.Name, at+"/secretKeyRef/name")
		}
		if k := e.ValueFrom.ConfigMapKeyRef; k != nil {
			r.add("ConfigMap", k.Name, at+"/configMapKeyRef/name")
		}
	}
}
