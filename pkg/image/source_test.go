package image

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseSource(t *testing.T) {
	tests := map[string]Source{
		"registry:nginx":                       {Kind: Registry, Ref: "nginx"},
		"registry:localhost:5000/a:1":          {Kind: Registry, Ref: "localhost:5000/a:1"},
		"daemon:acme/api":                      {Kind: Daemon, Ref: "acme/api"},
		"daemon:0123456789ab":                  {Kind: Daemon, Ref: "0123456789ab"},
		"archive:a.tar":                        {Kind: Archive, Path: "a.tar"},
		"archive:a:b.tar":                      {Kind: Archive, Path: "a:b.tar"},
		"oci:dir":                              {Kind: Layout, Path: "dir"},
		"oci:.":                                {Kind: Layout, Path: "."},
		"oci:/a/b:1.2":                         {Kind: Layout, Path: "/a/b", Tag: "1.2"},
		"oci:a:b/c":                            {Kind: Layout, Path: "a:b/c"},
		"oci:a:b/":                             {Kind: Layout, Path: "a:b/"},
		"oci:a:b:c":                            {Kind: Layout, Path: "a:b", Tag: "c"},
		"oci:a@b":                              {Kind: Layout, Path: "a@b"},
		"oci:a@b:c":                            {Kind: Layout, Path: "a@b", Tag: "c"},
		"oci:a@" + someDigest:                  {Kind: Layout, Path: "a", Digest: someDigest},
		"oci:a:b@" + someDigest:                {Kind: Layout, Path: "a:b", Digest: someDigest},
		"oci:sha256:00@" + someDigest + "/dir": {Kind: Layout, Path: "sha256:00@" + someDigest + "/dir"},
	}
	for in, want := range tests {
		got, err := ParseSource(in)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %s, error %v", in, diff, err)
		}
		if got.String() != in {
			t.Errorf("%s is written %s", in, got)
		}
	}
}

func TestBadSources(t *testing.T) {
	for in, text := range map[string]string{
		"registry:":              `nothing follows "registry:"`,
		"archive:":               `nothing follows "archive:"`,
		"daemon:":                `nothing follows "daemon:"`,
		"oci:":                   "no folder is named",
		"oci::tag":               "no folder is named",
		"oci:dir:":               "no tag follows the last colon",
		"oci:dir@sha256:00":      "bad digest",
		"registry:Nginx":         "parse image reference",
		"registry:5000/acme/api": "for a host called \"registry\" write registry:registry:5000/acme/api",
		"daemon:a b":             "parse image reference",
	} {
		if got, err := ParseSource(in); err == nil || !strings.Contains(err.Error(), text) || errors.Is(err, ErrScheme) {
			t.Errorf("%s: %+v, error %v", in, got, err)
		}
	}
	for _, in := range []string{"", "nginx", "nginx:1", "dockerfile:Dockerfile", "helm:chart", "OCI:dir", "C:\\x"} {
		if _, err := ParseSource(in); !errors.Is(err, ErrScheme) {
			t.Errorf("%s: %v", in, err)
		}
	}
}

func TestOnePlaceHasOneName(t *testing.T) {
	a, errA := Source{Kind: Registry, Ref: "nginx"}.whole()
	b, errB := Source{Kind: Registry, Ref: "docker.io/library/nginx:latest"}.whole()
	if a != b || errors.Join(errA, errB) != nil {
		t.Errorf("%v and %v", a, b)
	}
	a, errA = Source{Kind: Layout, Path: "x/../dir", Tag: "1"}.whole()
	b, errB = Source{Kind: Layout, Path: "dir/", Digest: someDigest}.whole()
	if a != b || errors.Join(errA, errB) != nil {
		t.Errorf("%v and %v", a, b)
	}
}
