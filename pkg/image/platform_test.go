package image

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParsePlatform(t *testing.T) {
	for in, want := range map[string]string{
		"linux/amd64": "linux/amd64", "linux/arm/v7": "linux/arm/v7", "Windows/AMD64": "windows/amd64",
		"linux/x86_64": "linux/amd64", "linux/aarch64": "linux/arm64",
	} {
		if got, err := ParsePlatform(in); got.String() != want || err != nil {
			t.Errorf("%s: %s, error %v", in, got, err)
		}
	}
	for _, in := range []string{"", "linux", "linux/", "/amd64", "linux/arm/v7/x", "all", "linux/a b", "linux amd64"} {
		if got, err := ParsePlatform(in); err == nil || !strings.Contains(err.Error(), "parse platform") {
			t.Errorf("%q: %s, error %v", in, got, err)
		}
	}
}

func platforms(t *testing.T, s ...string) []Platform {
	t.Helper()
	all := make([]Platform, len(s))
	for i, one := range s {
		p, err := ParsePlatform(one)
		if err != nil {
			t.Fatal(err)
		}
		all[i] = p
	}
	return all
}

func TestSelector(t *testing.T) {
	usual := []string{"linux/amd64", "linux/arm64/v8", "linux/arm/v6", "linux/arm/v7", "windows/amd64", "windows/amd64"}
	tests := []struct {
		name  string
		sel   func(...Platform) Selector
		want  []string
		there []string
		pick  []int
	}{
		{"all", func(...Platform) Selector { return All() }, nil, usual, []int{0, 1, 2, 3, 4, 5}},
		{"one", Exactly, []string{"linux/amd64"}, usual, []int{0}},
		{"v8 is what arm64 is anyway", Exactly, []string{"linux/arm64"}, usual, []int{1}},
		{"arm is v7", Exactly, []string{"linux/arm"}, usual, []int{3}},
		{"arm of another kind", Exactly, []string{"linux/arm/v6"}, usual, []int{2}},
		{"every windows", Exactly, []string{"windows/amd64"}, usual, []int{4, 5}},
		{"none", Exactly, []string{"linux/s390x"}, usual, nil},
		{"two, in the order of the index", Prefer, []string{"linux/arm64", "linux/amd64"}, usual, []int{0, 1}},
		{"one of two", Prefer, []string{"linux/amd64", "linux/s390x"}, usual, []int{0}},
		{"none of two, so all", Prefer, []string{"linux/s390x"}, []string{"linux/ppc64le", "linux/386"}, []int{0, 1}},
		{"variants only", Prefer, []string{"linux/amd64"}, []string{"linux/amd64/v2", "linux/amd64/v3", "linux/386"}, []int{0, 1}},
		{"a variant that is not there", Exactly, []string{"linux/amd64/v4"}, []string{"linux/amd64", "linux/amd64/v2"}, nil},
		{"exact before variants", Exactly, []string{"linux/amd64"}, []string{"linux/amd64/v2", "linux/amd64"}, []int{1}},
	}
	for _, tt := range tests {
		got := tt.sel(platforms(t, tt.want...)...).pick(platforms(t, tt.there...))
		if diff := cmp.Diff(tt.pick, got); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
}
