package identity

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/image"
)

// TestAssumes: what must be there is named, what may be missing is not.
func TestAssumes(t *testing.T) {
	r := judgeFirst(t, `{"volumes":[{"name":"e","emptyDir":{}},{"name":"c","configMap":{"name":"cfg"}},
		{"name":"o","configMap":{"name":"opt","optional":true}},{"name":"s","secret":{"secretName":"sec"}},
		{"name":"h","hostPath":{"path":"/var/log"}},{"name":"p","projected":{"sources":[]}},
		{"name":"n","nfs":{"server":"x","path":"/"}},
		{"name":"unused","persistentVolumeClaim":{"claimName":"x"}}],
		"initContainers":[{"name":"i"}],
		"containers":[{"name":"c","envFrom":[{"configMapRef":{"name":"vars"}},{"secretRef":{"name":"hidden"}}],
		"env":[{"name":"A","valueFrom":{"configMapKeyRef":{"name":"cfg","key":"k"}}},
		{"name":"B","valueFrom":{"secretKeyRef":{"name":"sec","key":"k","optional":true}}},
		{"name":"C","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}}],
		"volumeMounts":[{"name":"e","mountPath":"/e"},{"name":"c","mountPath":"/c"},{"name":"o","mountPath":"/o"},
		{"name":"s","mountPath":"/s"},{"name":"h","mountPath":"/h"},{"name":"p","mountPath":"/p"},
		{"name":"n","mountPath":"/n"},
		{"name":"template","mountPath":"/t"}]}]}`, nil, Options{})
	want := []string{
		"ConfigMap vars (its variables are taken not to set PATH or HOME)",
		"Secret hidden (its variables are taken not to set PATH or HOME)",
		"key k of ConfigMap cfg", "ConfigMap cfg", "Secret sec", "host path /var/log", "projected volume p", "nfs volume n",
		"PersistentVolumeClaim template", "success of init container i",
	}
	if diff := cmp.Diff(want, r.Start.Assumes); diff != "" {
		t.Error(diff)
	}
}

func TestOnWindows(t *testing.T) {
	windows := &image.Image{Platform: image.Platform{OS: "windows"}}
	for name, c := range map[string]struct {
		spec  string
		given Given
		want  bool
	}{
		"os name":       {`{"os":{"name":"windows"},"containers":[{"name":"c"}]}`, Given{}, true},
		"os name linux": {`{"os":{"name":"linux"},"containers":[{"name":"c"}]}`, Given{Image: windows}, false},
		"node selector": {
			`{"nodeSelector":{"kubernetes.io/os":"windows"},"containers":[{"name":"c"}]}`, Given{}, true,
		},
		"image":               {plainPod, Given{Image: windows}, true},
		"platform of a guess": {plainPod, Given{Platform: image.Platform{OS: "windows"}}, true},
		"nothing":             {plainPod, Given{}, false},
	} {
		if got := onWindows(parsePod(t, c.spec), c.given); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
