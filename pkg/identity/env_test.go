package identity

import (
	"testing"

	corev1 "k8s.io/api/core/v1"
)

func TestCompose(t *testing.T) {
	pod := []variable{{name: "POD", value: "1"}, {name: "BOTH", value: "pod"}}
	for name, c := range map[string]struct {
		image []string
		look  string
		want  string
		unset bool
		bad   string
	}{
		"default PATH":         {look: "PATH", want: defaultPath},
		"image PATH":           {image: []string{"PATH=/a"}, look: "PATH", want: "/a"},
		"last of twice":        {image: []string{"PATH=/a", "PATH=/b"}, look: "PATH", want: "/b"},
		"PATH taken away":      {image: []string{"PATH=/a", "PATH"}, look: "PATH", unset: true},
		"taken away and set":   {image: []string{"PATH", "PATH=/b"}, look: "PATH", want: "/b"},
		"others stay":          {image: []string{"X=1", "X"}, look: "X", want: "1"},
		"pod over image":       {image: []string{"BOTH=image"}, look: "BOTH", want: "pod"},
		"empty value":          {image: []string{"X="}, look: "X"},
		"without equals alone": {image: []string{"X"}, look: "X", unset: true},
		"empty name": {
			image: []string{"=x"}, look: "POD", want: "1",
			bad: "invalid environment variable: name cannot be empty",
		},
		"NUL": {
			image: []string{"X=\x00"}, look: "POD", want: "1",
			bad: "invalid environment variable \"X\": contains nul byte (\\x00)",
		},
		"empty entry": {image: []string{""}, look: "", unset: true},
	} {
		t.Run(name, func(t *testing.T) {
			e := compose(c.image, "", pod)
			value, set, why := e.value(c.look)
			if value != c.want || set == c.unset || why != "" || e.bad != c.bad {
				t.Errorf("%q set %v (%s), bad %q", value, set, why, e.bad)
			}
		})
	}
}

func TestComposeUnknown(t *testing.T) {
	e := compose([]string{"KNOWN=1"}, "a RUN may have set it", []variable{{name: "POD", value: "p"}})
	for name, known := range map[string]bool{"KNOWN": true, "POD": true, "OTHER": false} {
		if _, _, why := e.value(name); (why == "") != known {
			t.Errorf("%s: %q", name, why)
		}
	}
}

func TestPodEnv(t *testing.T) {
	spec := &corev1.PodSpec{}
	c := &corev1.Container{
		Env: []corev1.EnvVar{
			{Name: "EARLY", Value: "$(LATE)"},
			{Name: "LATE", Value: "l"},
			{Name: "REF", Value: "<$(LATE)>"},
			{Name: "SELF", Value: "1"},
			{Name: "SELF", Value: "$(SELF)2"},
			{Name: "EMPTY"},
			{
				Name:      "NODE",
				ValueFrom: &corev1.EnvVarSource{FieldRef: &corev1.ObjectFieldSelector{FieldPath: "spec.nodeName"}},
			},
			{Name: "DB", Value: "$(DB_SERVICE_HOST)"},
			{Name: "PATHLIKE", Value: "$(PATH):/x"},
		},
	}
	e := podEnvOf(spec, c)
	for name, want := range map[string]string{
		"EARLY": "$(LATE)", "REF": "<l>", "SELF": "12", "EMPTY": "", "PATHLIKE": "$(PATH):/x",
	} {
		if got, ok, why := e.lookup(name); got != want || !ok || why != "" {
			t.Errorf("%s: %q %v %q, want %q", name, got, ok, why, want)
		}
	}
	for name, want := range map[string]string{
		"NODE": "NODE comes from the pod's spec.nodeName", "DB": "DB_SERVICE_HOST may come from a service of the namespace",
		"KUBERNETES_SERVICE_HOST": "KUBERNETES_SERVICE_HOST may come from a service of the namespace",
	} {
		if _, ok, why := e.lookup(name); ok || why != want {
			t.Errorf("%s: %v %q, want %q", name, ok, why, want)
		}
	}
	off := false
	spec.EnableServiceLinks = &off
	e = podEnvOf(spec, c)
	if got, ok, why := e.lookup("DB"); got != "$(DB_SERVICE_HOST)" || !ok || why != "" {
		t.Errorf("without service links: %q %v %q", got, ok, why)
	}
	c.EnvFrom = []corev1.EnvFromSource{{ConfigMapRef: &corev1.ConfigMapEnvSource{
		LocalObjectReference: corev1.LocalObjectReference{Name: "cfg"},
	}}}
	e = podEnvOf(spec, c)
	if _, ok, why := e.lookup("ANY"); ok || why != "ANY may come from ConfigMap cfg" {
		t.Errorf("envFrom: %v %q", ok, why)
	}
}
