package admission

import (
	"testing"

	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// TestRenameVolumes: only what the API server makes up loses its name, with the mounts of it.
func TestRenameVolumes(t *testing.T) {
	const text = `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{
		"volumes":[{"name":"data","emptyDir":{}},{"name":"kube-api-access-x7k2p","projected":{"sources":[]}},
			{"name":"kube-api-access-aaaaa","emptyDir":{}},{"name":"kube-api-access-long","projected":{"sources":[]}}],
		"initContainers":[{"name":"i","volumeMounts":[{"name":"kube-api-access-x7k2p","mountPath":"/a"}]}],
		"containers":[{"name":"c","volumeMounts":[{"name":"data","mountPath":"/d"},{"name":"kube-api-access-x7k2p","mountPath":"/a"}]}]}}`
	o, errs := new(manifest.Reader).JSON("f", []byte(text))
	if errs != nil {
		t.Fatal(errs)
	}
	renameVolumes(o)
	spec := o.Pods[0].Spec
	var got []string
	for _, v := range spec.Volumes {
		got = append(got, v.Name)
	}
	for _, c := range o.Pods[0].Containers {
		for _, m := range c.VolumeMounts {
			got = append(got, m.Name)
		}
	}
	want := []string{
		"data", commonVolume, "kube-api-access-aaaaa", "kube-api-access-long", commonVolume, "data", commonVolume,
	}
	if len(got) != len(want) {
		t.Fatalf("%q", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%d: %s, want %s", i, got[i], want[i])
		}
	}
}
