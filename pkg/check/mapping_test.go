package check

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func mapping(t *testing.T, text string, required bool) *Mapping {
	t.Helper()
	m, err := ParseMapping(text, required)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestMappingsFind(t *testing.T) {
	digest := "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
	all := []*Mapping{
		mapping(t, "nginx=oci:configured", false),
		mapping(t, "nginx:1.27=oci:configured-tag", false),
		mapping(t, "acme/api=oci:repository", true),
		mapping(t, "docker.io/acme/api:2=oci:tag", true),
		mapping(t, "acme/api@"+digest+"=oci:digest", true),
		mapping(t, "acme/web=oci:first", true),
		mapping(t, "acme/web=oci:second", true),
		mapping(t, "acme/web=oci:from-file", false),
		mapping(t, "quay.io/acme/api=oci:elsewhere", true),
	}
	ms := newMappings(all)
	for ref, want := range map[string]string{
		"nginx":                              "oci:configured",
		"docker.io/library/nginx:1.27":       "oci:configured-tag",
		"index.docker.io/library/nginx:1.26": "oci:configured",
		"acme/api:1":                         "oci:repository",
		"acme/api:2":                         "oci:tag",
		"acme/api:3@" + digest:               "oci:digest",
		"docker.io/acme/web:x":               "oci:second",
		"acme/other":                         "",
		"ghcr.io/acme/api":                   "",
		"NOT A REF":                          "",
	} {
		got := ""
		if m := ms.find(ref); m != nil {
			got = m.Source.Text
		}
		if got != want {
			t.Errorf("%s: %q, want %q", ref, got, want)
		}
	}
	var left []string
	for _, m := range unnamed(all) {
		left = append(left, m.Text)
	}
	if diff := cmp.Diff([]string{"quay.io/acme/api=oci:elsewhere"}, left); diff != "" {
		t.Errorf("unnamed (-want +got):\n%s", diff)
	}
}

func TestParseMappingErrors(t *testing.T) {
	t.Chdir(t.TempDir())
	for text, want := range map[string]string{
		"nginx":           `image "nginx": write REF=SOURCE, for example ghcr.io/acme/api:1.2=oci:build/api`,
		"=oci:x":          `image "=oci:x": write REF=SOURCE, for example ghcr.io/acme/api:1.2=oci:build/api`,
		"nginx=":          `image "nginx=": write REF=SOURCE, for example ghcr.io/acme/api:1.2=oci:build/api`,
		"nginx=build/api": `image "nginx=build/api": no such file`,
		"nginx=.":         `image "nginx=.": . is no image source: write registry:, oci:, archive: or daemon: before it`,
		"nginx=-":         `image "nginx=-": - is no image source: write registry:, oci:, archive: or daemon: before it`,
	} {
		if _, err := ParseMapping(text, true); err == nil || err.Error() != want {
			t.Errorf("%q: got %v, want %s", text, err, want)
		}
	}
	if _, err := ParseMapping("Not/A Ref=oci:x", true); err == nil {
		t.Error("a reference that no node takes is taken")
	}
}
