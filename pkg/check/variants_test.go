package check

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/identity"
	"github.com/hullcheck/hullcheck/pkg/image"
)

func share(t *testing.T, platform string) given {
	t.Helper()
	if platform == "" {
		return given{asked: true, Given: identity.Given{Unread: "because"}}
	}
	p, err := image.ParsePlatform(platform)
	if err != nil {
		t.Fatal(err)
	}
	return given{asked: true, Given: identity.Given{Image: &image.Image{Platform: p}, Platform: p}}
}

// Every platform of every container is judged exactly once, beside the platforms of the others that fit.
func TestVariants(t *testing.T) {
	const amd, arm, s390 = "linux/amd64", "linux/arm64", "linux/s390x"
	tests := []struct {
		name   string
		shares [][]string
		want   []string // "platform*" is judged, "platform" stands in
	}{
		{"one image", [][]string{{amd}}, []string{"linux/amd64*"}},
		{"two platforms", [][]string{{amd, arm}}, []string{"linux/amd64*", "linux/arm64*"}},
		{"the second has one", [][]string{{amd, arm}, {arm}}, []string{
			"linux/amd64* linux/arm64", arm + "* " + arm + "*",
		}},
		{"nothing in common", [][]string{{amd}, {s390}}, []string{
			"linux/amd64* linux/s390x", "linux/amd64 linux/s390x*",
		}},
		{"unread", [][]string{{""}}, []string{"unread*"}},
		{"one unread", [][]string{{""}, {amd, arm}}, []string{
			"unread* linux/amd64", "unread linux/amd64*", "unread linux/arm64*",
		}},
		{"a platform unread", [][]string{{amd, ""}}, []string{"unread*", "linux/amd64*"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var shares [][]given
			for _, platforms := range tt.shares {
				var s []given
				for _, p := range platforms {
					s = append(s, share(t, p))
				}
				shares = append(shares, s)
			}
			var got []string
			for _, v := range variants(shares) {
				got = append(got, describe(v))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("variants (-want +got):\n%s", diff)
			}
		})
	}
}

func describe(v variant) string {
	var words []string
	for i, g := range v.given {
		word := g.platformRead()
		if word == "" {
			word = "unread"
		}
		if v.judged[i] {
			word += "*"
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}
