package image

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const someDigest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

func TestParseRef(t *testing.T) {
	tests := []struct {
		in   string
		want Ref
		full string
		host string
	}{
		{"nginx", Ref{Repository: "docker.io/library/nginx"}, "docker.io/library/nginx:latest", "docker.io"},
		{"nginx:1.27", Ref{Repository: "docker.io/library/nginx", Tag: "1.27"}, "docker.io/library/nginx:1.27", "docker.io"},
		{"docker.io/nginx", Ref{Repository: "docker.io/library/nginx"}, "docker.io/library/nginx:latest", "docker.io"},
		{"index.docker.io/a/b", Ref{Repository: "docker.io/a/b"}, "docker.io/a/b:latest", "docker.io"},
		{"acme/api", Ref{Repository: "docker.io/acme/api"}, "docker.io/acme/api:latest", "docker.io"},
		{"localhost/api", Ref{Repository: "localhost/api"}, "localhost/api:latest", "localhost"},
		{"localhost:5000/api:1", Ref{Repository: "localhost:5000/api", Tag: "1"}, "localhost:5000/api:1", "localhost:5000"},
		{"[::1]:5000/api", Ref{Repository: "[::1]:5000/api"}, "[::1]:5000/api:latest", "[::1]:5000"},
		{
			"ghcr.io/a/b@" + someDigest,
			Ref{Repository: "ghcr.io/a/b", Digest: someDigest},
			"ghcr.io/a/b@" + someDigest, "ghcr.io",
		},
		{
			"ghcr.io/a/b:1@" + someDigest,
			Ref{Repository: "ghcr.io/a/b", Tag: "1", Digest: someDigest},
			"ghcr.io/a/b:1@" + someDigest, "ghcr.io",
		},
		{"a.b/c__d/e-f.g:T_1.x-2", Ref{Repository: "a.b/c__d/e-f.g", Tag: "T_1.x-2"}, "a.b/c__d/e-f.g:T_1.x-2", "a.b"},
	}
	for _, tt := range tests {
		got, err := ParseRef(tt.in)
		if diff := cmp.Diff(tt.want, got); diff != "" || err != nil {
			t.Errorf("%s: %s, error %v", tt.in, diff, err)
		}
		if full, err := Normalize(tt.in); full != tt.full || err != nil || got.Host() != tt.host {
			t.Errorf("%s: in full %q on %q, error %v", tt.in, full, got.Host(), err)
		}
	}
}

func TestBadRefs(t *testing.T) {
	for _, in := range []string{
		"", ":", "@", "/", "Nginx", "a b", " nginx", "nginx ", "nginx:", "nginx:@", "nginx:a b", "a//b", "a/", "/a", "a/-b", "a/b-",
		"nginx:" + strings.Repeat("x", 129), "nginx@sha256:short", "nginx@" + someDigest + "x", "nginx@md5:00", "http://ghcr.io/a",
		"https://ghcr.io/a", "./a/b", "../a", "-.io/a", "a_b.c/d", "ghcr.io:port/a", "ghcr.io/a:1:2", "nginx:.1", "a..b/c",
		"é/a", "ghcr.io/a\n", "${IMAGE}", "{{ .Values.image }}", strings.TrimPrefix(someDigest, "sha256:"),
	} {
		if got, err := ParseRef(in); err == nil {
			t.Errorf("%q: %+v", in, got)
		} else if !strings.Contains(err.Error(), "image reference") {
			t.Errorf("%q: %v", in, err)
		}
	}
}

// What is wrong is said in a few words, and not with the reference once more.
func TestWhatIsWrongWithARef(t *testing.T) {
	for in, want := range map[string]string{
		"": "it is empty", "${REGISTRY}/api:1": "it holds a variable that is not filled in", "$(IMAGE)": "it holds a variable that is not filled in",
		"$IMAGE": "it holds a variable that is not filled in", "<acme>/api": "it holds a variable that is not filled in",
		"https://ghcr.io/a:1": "it is an address: leave out what stands up to ://", "api:1 ": "it holds a blank",
		"api@sha256:abc": `bad digest "sha256:abc": write sha256: and 64 hexadecimal digits`,
		"Acme/api:1":     "repository names are lower case", "api:": "its tag is empty",
		strings.TrimPrefix(someDigest, "sha256:"): "it looks like an image's ID, which is no name",
	} {
		if _, err := ParseRef(in); err == nil || !strings.HasSuffix(err.Error(), ": "+want) {
			t.Errorf("%q: %v, want %s", in, err, want)
		}
	}
}

func TestCovers(t *testing.T) {
	tests := []struct {
		flag, image string
		want        bool
	}{
		{"nginx", "docker.io/library/nginx:1", true},
		{"nginx", "nginx@" + someDigest, true},
		{"nginx", "ghcr.io/library/nginx", false},
		{"nginx", "nginx/nginx", false},
		{"nginx:latest", "nginx", true},
		{"nginx:latest", "nginx@" + someDigest, false},
		{"nginx:1", "nginx:1", true},
		{"nginx:1", "nginx:1@" + someDigest, true},
		{"nginx:1", "nginx", false},
		{"nginx@" + someDigest, "nginx:1@" + someDigest, true},
		{"nginx:2@" + someDigest, "nginx@" + someDigest, true},
		{"nginx@" + someDigest, "nginx:1", false},
	}
	for _, tt := range tests {
		flag, err := ParseRef(tt.flag)
		if err != nil {
			t.Fatal(err)
		}
		image, err := ParseRef(tt.image)
		if err != nil {
			t.Fatal(err)
		}
		if got := flag.Covers(image); got != tt.want {
			t.Errorf("%s covers %s: %v", tt.flag, tt.image, got)
		}
	}
}

func TestLooksLikeRef(t *testing.T) {
	for in, want := range map[string]bool{
		"nginx": false, "nginx:1": true, "acme/api": false, "ghcr.io/acme/api": true, "localhost/api": true, "localhost:5000/api": true,
		"nginx@" + someDigest: true, "deploy.yaml": false, "k8s/deploy.yaml": false, "./deploy": false, "../a/b": false,
		"my.dir/deploy.yaml": false, "my.dir/image.tar": false, "": false, "C:/deploy": false,
	} {
		if got := LooksLikeRef(in); got != want {
			t.Errorf("%q: %v", in, got)
		}
	}
}

func FuzzParseRef(f *testing.F) {
	for _, seed := range []string{
		"nginx", "localhost:5000/a/b:1@" + someDigest, "[::1]:5000/api", "registry:5000/api", "a//b", "é", "oci:dir:tag",
		"oci:dir@" + someDigest, "daemon:nginx", "archive:a.tar",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if r, err := ParseRef(s); err == nil {
			again, err := ParseRef(r.String())
			if err != nil || again.String() != r.String() || !r.Covers(again) || again.Repository != r.Repository {
				t.Errorf("%q is %+v, and again %+v, error %v", s, r, again, err)
			}
		}
		if src, err := ParseSource(s); err == nil {
			again, err := ParseSource(src.String())
			if err != nil || again != src {
				t.Errorf("%q is %+v, and again %+v, error %v", s, src, again, err)
			}
		}
	})
}
