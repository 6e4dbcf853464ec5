package check_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/hullcheck/hullcheck/pkg/check"
	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

func setuidImage() imagetest.Spec {
	return imagetest.Spec{
		User: "api", Cmd: []string{"/bin/su"},
		Layers: [][]imagetest.Entry{
			{{Path: "etc/passwd", Content: "api:x:1000:1000::/:/bin/sh\n"}, {Path: "bin/su", Mode: "4755", Content: "#!/bin/sh\n"}},
			{{Path: "bin/sh", Mode: "0755", Content: "sh"}},
		},
	}
}

// The tree of a remote image is read only with Deep, that of a local one whenever a chosen rule asks; a rule that lacks it
// says so.
func TestTreeEvidence(t *testing.T) {
	img := imagetest.Must(t, setuidImage())
	remote := "registry:" + imagetest.Serve(t, img).Host + "/acme/api:1"
	local := "oci:" + imagetest.Layout(t, setuidImage())
	for _, tt := range []struct {
		name, source string
		deep, fires  bool
		reason       string
	}{
		{"remote", remote, false, false, "needs --deep"},
		{"remote and deep", remote, true, true, ""},
		{"local", local, false, true, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := options(t, tt.source)
			o.Selection = check.Selection{Profile: check.Hardened, Globs: []string{"+image/setuid-files"}}
			o.Deep = tt.deep
			r := run(t, o)
			if got := slices.Contains(rulesOf(r), "image/setuid-files"); got != tt.fires {
				t.Errorf("fired: %v, findings %v, errors %+v", got, rulesOf(r), r.Errors)
			}
			if got := reasonOf(r, "image/setuid-files"); got != tt.reason {
				t.Errorf("not judged because %q, want %q", got, tt.reason)
			}
		})
	}
}

func reasonOf(r *finding.Report, rule string) string {
	for _, n := range r.NotJudged {
		if n.Rule == rule {
			return n.Reason
		}
	}
	return ""
}

// A layer past the limit leaves what it could hold unknown: neither a finding nor silence.
func TestLayerReadLimit(t *testing.T) {
	opener, err := image.NewOpener(image.Options{Layers: rootfs.Options{Limits: rootfs.Limits{Compressed: 64}}})
	if err != nil {
		t.Fatal(err)
	}
	defer opener.Close()
	layout := imagetest.Layout(t, setuidImage())
	o := options(t, "oci:"+layout, "-")
	o.Opener = opener
	o.Stdin = strings.NewReader(pod(""))
	o.Mappings = mappings(t, "acme/api=oci:"+layout)
	r := run(t, o)
	if len(r.Errors) > 0 {
		t.Errorf("errors %+v", r.Errors)
	}
	for _, rule := range []string{"image/user-root", "image/user-invalid", "runtime/runs-as-root", "runtime/entrypoint-not-found"} {
		if slices.Contains(rulesOf(r), rule) {
			t.Errorf("%s fired without evidence", rule)
		}
		if reasonOf(r, rule) == "" {
			t.Errorf("%s is silent and not said to be unjudged", rule)
		}
	}
	if !slices.Contains(rulesOf(r), "runtime/kubelet-refuses") {
		t.Error("runtime/kubelet-refuses needs the config only, and is silent")
	}
}

// Without images the rules that need them say that they were not judged, and nothing is unresolved.
func TestImagesOff(t *testing.T) {
	o := options(t, "-")
	o.Images = check.ImagesOff
	o.Stdin = strings.NewReader(pod(""))
	r := run(t, o)
	if got := reasonOf(r, "runtime/kubelet-refuses"); got != check.Unasked {
		t.Errorf("not judged because %q", got)
	}
	if slices.Contains(rulesOf(r), "runtime/image-unresolved") || len(r.Images) > 0 {
		t.Errorf("findings %v, images %+v", rulesOf(r), r.Images)
	}
	if got := reasonOf(r, "workload/run-as-user-unset"); got != "" {
		t.Errorf("what the manifest alone decides is not judged because %q", got)
	}
}

// A reference that is none has no tag and no digest to judge. Where images are read, one finding says so.
func TestReferencesThatAreNone(t *testing.T) {
	for images, said := range map[check.ImagesMode]bool{check.ImagesOff: true, check.ImagesAuto: false} {
		o := options(t, "-")
		o.Images = images
		o.Stdin = strings.NewReader(strings.Replace(pod(""), "acme/api:1", "${REGISTRY}/api:1", 1))
		r := run(t, o)
		for _, rule := range []string{"workload/image-tag-mutable", "workload/image-not-by-digest"} {
			if got := reasonOf(r, rule); strings.Contains(got, "a variable that is not filled in") != said || slices.Contains(rulesOf(r), rule) {
				t.Errorf("%v: %s is not judged because %q", images, rule, got)
			}
		}
		if slices.Contains(rulesOf(r), "runtime/image-unresolved") == said {
			t.Errorf("%v: findings %v", images, rulesOf(r))
		}
		if got := reasonOf(r, "runtime/registry-not-allowed"); got != "" {
			t.Errorf("%v: a rule without registries is not judged because %q", images, got)
		}
	}
}

// Of a USER that no runtime can resolve all is known: one finding says it, and no rule lacks evidence.
func TestUnresolvableUserLeavesNothingUnjudged(t *testing.T) {
	layout := imagetest.Layout(t, imagetest.Spec{User: "api", Cmd: []string{"/api"}})
	o := options(t, "oci:"+layout, "-")
	o.Stdin = strings.NewReader(strings.Replace(pod(""), "runAsNonRoot: true", "", 1))
	o.Mappings = mappings(t, "acme/api=oci:"+layout)
	r := run(t, o)
	for _, rule := range []string{"image/user-invalid", "runtime/user-unresolvable"} {
		if !slices.Contains(rulesOf(r), rule) {
			t.Errorf("%s is silent", rule)
		}
	}
	if len(r.NotJudged) > 0 {
		t.Errorf("not judged: %+v", r.NotJudged)
	}
}
