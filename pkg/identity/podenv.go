package identity

import (
	"fmt"
	"regexp"
	"strings"

	corev1 "k8s.io/api/core/v1"
)

// podEnv is what the kubelet makes of env and envFrom (makeEnvironmentVariables of pkg/kubelet/kubelet_pods.go).
type podEnv struct {
	vars []variable
	// from names the objects whose variables are not known; a reference that vars does not answer may be among them.
	from []string
	// services: variables of the namespace's services are added.
	services bool
}

func podEnvOf(spec *corev1.PodSpec, c *corev1.Container) podEnv {
	e := podEnv{services: spec.EnableServiceLinks == nil || *spec.EnableServiceLinks}
	for _, f := range c.EnvFrom {
		if name := envSource(f); name != "" {
			e.from = append(e.from, name)
		}
	}
	for _, v := range c.Env {
		e.set(v)
	}
	return e
}

// set declares one variable. References see what is declared before; a later declaration of a name replaces the value.
func (e *podEnv) set(v corev1.EnvVar) {
	out := variable{name: v.Name, value: v.Value}
	switch {
	case v.Value != "":
		out.value, out.unknown = expand(v.Value, e.lookup)
	case v.ValueFrom != nil:
		out.unknown = fmt.Sprintf("%s comes from %s", v.Name, valueSource(v.ValueFrom))
	}
	for i := range e.vars {
		if e.vars[i].name == v.Name {
			e.vars[i] = out
			return
		}
	}
	e.vars = append(e.vars, out)
}

// lookup answers a $(NAME) reference.
func (e *podEnv) lookup(name string) (value string, ok bool, unknown string) {
	for _, v := range e.vars {
		if v.name == name {
			// An unknown value is shown as the reference to it.
			return v.value, v.unknown == "", v.unknown
		}
	}
	switch {
	case len(e.from) > 0:
		return "", false, fmt.Sprintf("%s may come from %s", name, strings.Join(e.from, ", "))
	case strings.HasPrefix(name, "KUBERNETES_") && serviceVariable.MatchString(name),
		e.services && serviceVariable.MatchString(name):
		return "", false, fmt.Sprintf("%s may come from a service of the namespace", name)
	}
	return "", false, ""
}

// serviceVariable are the names that the kubelet makes for services (pkg/kubelet/envvars): those of the service kubernetes
// are always there, those of the namespace with enableServiceLinks.
var serviceVariable = regexp.MustCompile(
	`^[A-Z0-9_]+_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT(_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)$`)

func envSource(f corev1.EnvFromSource) string {
	switch {
	case f.ConfigMapRef != nil:
		return "ConfigMap " + f.ConfigMapRef.Name
	case f.SecretRef != nil:
		return "Secret " + f.SecretRef.Name
	}
	return ""
}

// valueSource names where a variable's value comes from.
func valueSource(s *corev1.EnvVarSource) string {
	switch {
	case s.ConfigMapKeyRef != nil:
		return fmt.Sprintf("key %s of ConfigMap %s", s.ConfigMapKeyRef.Key, s.ConfigMapKeyRef.Name)
	case s.SecretKeyRef != nil:
		return fmt.Sprintf("key %s of Secret %s", s.SecretKeyRef.Key, s.SecretKeyRef.Name)
	case s.FieldRef != nil:
		return "the pod's " + s.FieldRef.FieldPath
	case s.ResourceFieldRef != nil:
		return "the pod's resources"
	case s.FileKeyRef != nil:
		return fmt.Sprintf("key %s of a file in volume %s", s.FileKeyRef.Key, s.FileKeyRef.VolumeName)
	}
	return "a source that is not known"
}
