package identity

import (
	"encoding/json"
	"reflect"
	"testing"

	corev1 "k8s.io/api/core/v1"
)

// TestVolumeKind: a source is called as the manifest calls it, and of two the one whose name comes first.
func TestVolumeKind(t *testing.T) {
	if got := volumeKind(&corev1.Volume{}); got != "emptyDir" {
		t.Errorf("without a source: %s", got)
	}
	sources := reflect.TypeFor[corev1.VolumeSource]()
	for i := range sources.NumField() {
		for j := range sources.NumField() {
			var v corev1.Volume
			written := reflect.ValueOf(&v.VolumeSource).Elem()
			for _, n := range []int{i, j} {
				written.Field(n).Set(reflect.New(sources.Field(n).Type.Elem()))
			}
			if got, want := volumeKind(&v), first(t, v.VolumeSource); got != want {
				t.Errorf("%s and %s: %s, want %s", sources.Field(i).Name, sources.Field(j).Name, got, want)
			}
		}
	}
}

// first is the name that comes first in the JSON of a source.
func first(t *testing.T, source corev1.VolumeSource) string {
	t.Helper()
	raw, err := json.Marshal(source)
	if err != nil {
		t.Fatal(err)
	}
	var names map[string]any
	if err := json.Unmarshal(raw, &names); err != nil {
		t.Fatal(err)
	}
	least := ""
	for name := range names {
		if least == "" || name < least {
			least = name
		}
	}
	return least
}
