package pullsecrets

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The cases are those of the kubelet's own documentation and tests: docs/concepts/containers/images, config.json.
func TestCovers(t *testing.T) {
	for _, tt := range []struct {
		glob, repository string
		want             bool
	}{
		{"registry.example", "registry.example/acme/api", true},
		{"registry.example", "other.example/acme/api", false},
		{"registry.example", "sub.registry.example/acme/api", false},
		{"*.example", "registry.example/acme/api", true},
		{"*.example", "a.registry.example/acme/api", false},
		{"*.registry.example", "a.registry.example/acme/api", true},
		{"reg*.example", "registry.example/acme/api", true},
		{"*.*.example", "a.registry.example/acme/api", true},
		{"registry.example:5000", "registry.example/acme/api", false},
		{"registry.example", "registry.example:5000/acme/api", false},
		{"registry.example:5000", "registry.example:5000/acme/api", true},
		{"*.example:5000", "registry.example:5000/acme/api", true},
		{"registry.example/acme", "registry.example/acme/api", true},
		{"registry.example/acme", "registry.example/other/api", false},
		{"registry.example/acme", "registry.example/acmecorp/api", true}, // as the kubelet has it
		{"registry.example/acme/api", "registry.example/acme", false},
		{"registry.example/*", "registry.example/acme", false},
		{"[", "registry.example/acme", false},
		{"a[.example", "registry.example/acme", false},
	} {
		if got := covers(tt.glob, tt.repository); got != tt.want {
			t.Errorf("%s covers %s: %t", tt.glob, tt.repository, got)
		}
	}
}

func TestMostSpecificFirst(t *testing.T) {
	entries := []entry{
		{key: "registry.example", user: "host"},
		{key: "registry.example/acme", user: "path"},
		{key: "*.example", user: "glob"},
		{key: "registry.example", user: "host again"},
		{key: "registry.example/acme/api", user: "image"},
		{key: "other.example", user: "other"},
	}
	if diff := cmp.Diff([]string{"image", "path", "host", "host again", "glob"}, users(match(entries, "registry.example/acme/api"))); diff != "" {
		t.Error(diff)
	}
}

func TestDockerHub(t *testing.T) {
	login := entry{user: "hub"}
	login.key, _ = keyOf("https://index.docker.io/v1/")
	for repository, want := range map[string][]string{
		"docker.io/library/nginx": {"hub"}, "quay.io/library/nginx": nil,
	} {
		if diff := cmp.Diff(want, users(match([]entry{login}, repository))); diff != "" {
			t.Errorf("%s: %s", repository, diff)
		}
	}
	named := entry{key: "docker.io", user: "named"}
	if diff := cmp.Diff([]string{"named"}, users(match([]entry{login, named}, "docker.io/library/nginx"))); diff != "" {
		t.Error(diff)
	}
}

func users(entries []entry) []string {
	var out []string
	for _, e := range entries {
		out = append(out, e.user)
	}
	return out
}

func TestKeyOf(t *testing.T) {
	for location, want := range map[string]string{
		"registry.example": "registry.example", "https://registry.example/": "registry.example",
		"http://registry.example/v2/": "registry.example", "https://registry.example/v1/acme": "registry.example/acme",
		"registry.example/v1": "registry.example/v1", "registry.example:5000/acme": "registry.example:5000/acme",
	} {
		if got, ok := keyOf(location); !ok || got != want {
			t.Errorf("%s: %q", location, got)
		}
	}
	if got, ok := keyOf("https://bad\x00host"); ok {
		t.Errorf("what is no URL: %q", got)
	}
}
