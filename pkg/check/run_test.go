package check_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	v1 "github.com/google/go-containerregistry/pkg/v1"

	"github.com/hullcheck/hullcheck/pkg/check"
	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// index is a layout with one image a platform, each with the given USER and no passwd.
func index(t *testing.T, users map[string]string) string {
	t.Helper()
	var images []v1.Image
	for _, platform := range []string{"linux/amd64", "linux/arm64", "linux/s390x", "windows/amd64"} {
		if user, ok := users[platform]; ok {
			images = append(images, imagetest.Must(t, imagetest.Spec{
				Platform: platform, User: user, Cmd: []string{"/app"},
				Layers: [][]imagetest.Entry{{{Path: "app", Mode: "0755", Content: platform}}},
			}))
		}
	}
	idx, err := imagetest.Index(images...)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := imagetest.WriteLayout(dir, imagetest.Tagged{Index: idx}); err != nil {
		t.Fatal(err)
	}
	return dir
}

// pod is a Pod that demands runAsNonRoot, with more of a spec.
func pod(spec string) string {
	return "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  securityContext: {runAsNonRoot: true}\n" + spec +
		"  containers:\n    - {name: c, image: \"acme/api:1\"}\n"
}

// The platforms that are judged are those that the pod may run on; a finding names those it holds for.
func TestPlatforms(t *testing.T) {
	mixed := map[string]string{
		"linux/amd64": "1000", "linux/arm64": "", "linux/s390x": "", "windows/amd64": "ContainerAdministrator",
	}
	tests := []struct {
		name, spec string
		users      map[string]string
		read       []string
		refused    []string
	}{
		{"both common ones", "", mixed, []string{"linux/amd64", "linux/arm64"}, []string{"linux/arm64"}},
		{"narrowed", "  nodeSelector: {kubernetes.io/arch: amd64}\n", mixed, []string{"linux/amd64"}, nil},
		{"another one", "  nodeSelector: {kubernetes.io/arch: s390x}\n", mixed, []string{"linux/s390x"}, []string{"linux/s390x"}},
		{"windows by os", "  os: {name: windows}\n", mixed, []string{"windows/amd64"}, []string{"windows/amd64"}},
		{
			"windows by selector", "  nodeSelector: {kubernetes.io/os: windows}\n", mixed,
			[]string{"windows/amd64"},
			[]string{"windows/amd64"},
		},
		{
			"none of them", "",
			map[string]string{"linux/s390x": ""},
			[]string{"linux/s390x"},
			[]string{"linux/s390x"},
		},
		{
			"equal on both", "",
			map[string]string{"linux/amd64": "", "linux/arm64": ""},
			[]string{"linux/amd64", "linux/arm64"},
			[]string{"linux/amd64", "linux/arm64"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := options(t, "-")
			o.Stdin = strings.NewReader(pod(tt.spec))
			o.Mappings = mappings(t, "acme/api=oci:"+index(t, tt.users))
			r := run(t, o)
			var read, refused []string
			for _, i := range r.Images {
				read = append(read, i.Platform)
			}
			for _, f := range r.Findings {
				if f.Rule == "runtime/kubelet-refuses" {
					refused = append(refused, f.Subject.Platforms...)
				}
			}
			if diff := cmp.Diff([2][]string{tt.read, tt.refused}, [2][]string{read, refused}); diff != "" {
				t.Errorf("read and refused (-want +got):\n%s", diff)
			}
			if r.Summary.Images != 1 || len(r.Errors) > 0 {
				t.Errorf("%d images, errors %+v", r.Summary.Images, r.Errors)
			}
		})
	}
}

// An image SOURCE is judged for every platform, and equal findings are one.
func TestImageSourcePlatforms(t *testing.T) {
	layout := index(t, map[string]string{"linux/amd64": "", "linux/arm64": "", "linux/s390x": "1000"})
	r := run(t, options(t, "oci:"+layout))
	if len(r.Inputs) != 3 || r.Inputs[0].User == nil || *r.Inputs[2].User != "1000" {
		t.Errorf("inputs %+v", r.Inputs)
	}
	var got []string
	for _, f := range r.Findings {
		got = append(got, fmt.Sprint(f.Rule, " ", f.Subject.Platforms, " ", f.Location.Source == "oci:"+layout))
	}
	want := []string{"image/user-no-passwd-entry [linux/s390x] true", "image/user-root [linux/amd64 linux/arm64] true"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

// opener counts what is opened and spoils files.
type opener struct {
	*image.Opener
	mu     sync.Mutex
	opened []string
	spoil  func(*image.Image)
}

func (o *opener) Open(ctx context.Context, req image.Request) ([]*image.Image, error) {
	o.mu.Lock()
	o.opened = append(o.opened, req.Ref)
	o.mu.Unlock()
	images, err := o.Opener.Open(ctx, req)
	for i := range images {
		c := *images[i]
		if o.spoil != nil {
			o.spoil(&c)
		}
		images[i] = &c
	}
	return images, err
}

type brokenFiles struct{ rootfs.Files }

var errBroken = errors.New("unreachable: the layer is gone")

func (brokenFiles) Lookup(context.Context, string) (rootfs.Answer, error) {
	return rootfs.Answer{}, errBroken
}

func wrapped(t *testing.T, o *check.Options, spoil func(*image.Image)) *opener {
	t.Helper()
	inner, ok := o.Opener.(*image.Opener)
	if !ok {
		t.Fatalf("opener %T", o.Opener)
	}
	w := &opener{Opener: inner, spoil: spoil}
	o.Opener = w
	return w
}

// An image that opens and whose layers then turn out to be unreadable is unread for all who name it.
func TestLayerFails(t *testing.T) {
	layout := index(t, map[string]string{"linux/amd64": "api", "linux/arm64": "api"})
	for name, spoiled := range map[string][]string{
		"both": {"linux/amd64", "linux/arm64"}, "one": {"linux/arm64"},
	} {
		t.Run(name, func(t *testing.T) {
			o := options(t, "-")
			o.Stdin = strings.NewReader(pod("") + "---\n" + strings.Replace(pod(""), "name: p", "name: q", 1))
			o.Mappings = mappings(t, "acme/api=oci:"+layout)
			wrapped(t, &o, func(img *image.Image) {
				for _, p := range spoiled {
					if img.Platform.String() == p {
						img.Files = brokenFiles{}
					}
				}
			})
			r := run(t, o)
			unread, unresolved := 0, 0
			for _, i := range r.Images {
				if strings.Contains(i.Unread, "the layer is gone") {
					unread++
				}
			}
			for _, f := range r.Findings {
				if f.Rule == "runtime/image-unresolved" {
					unresolved++
				}
			}
			if unread != 1 || unresolved != 1 || len(r.Images) != 3-len(spoiled) {
				t.Errorf("%d unread, %d unresolved: %+v", unread, unresolved, r.Images)
			}
			if len(r.Errors) != 1 || !strings.Contains(r.Errors[0].Message, "read image acme/api:1: ") {
				t.Errorf("errors %+v", r.Errors)
			}
		})
	}
}

// However many containers name an image, it is opened once.
func TestImageIsOpenedOnce(t *testing.T) {
	var text strings.Builder
	for i := range 40 {
		text.WriteString(strings.Replace(pod(""), "name: p", fmt.Sprintf("name: p%d", i), 1) + "---\n")
	}
	o := options(t, "-")
	o.Stdin = strings.NewReader(text.String())
	o.Mappings = mappings(t, "acme/api=oci:"+index(t, map[string]string{"linux/amd64": "1000"}))
	w := wrapped(t, &o, nil)
	r := run(t, o)
	if len(w.opened) != 1 || r.Summary.Objects != 40 {
		t.Errorf("opened %v, %d objects", w.opened, r.Summary.Objects)
	}
}

// The report does not depend on which goroutine was first.
func TestRunIsDeterministic(t *testing.T) {
	dir := t.TempDir()
	for i := range 30 {
		text := strings.Replace(pod(""), "name: p", fmt.Sprintf("name: p%d", i%7), 1)
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d.yaml", i)), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	layout := index(t, map[string]string{"linux/amd64": "", "linux/arm64": "app"})
	var first string
	for _, jobs := range []int{1, 4, 16} {
		o := options(t, dir, "oci:"+layout, dir, "missing", "oci:nowhere")
		o.Jobs = jobs
		o.Mappings = mappings(t, "acme/api=oci:"+layout)
		got := encoded(t, run(t, o))
		if first == "" {
			first = got
		}
		if diff := cmp.Diff(first, got); diff != "" {
			t.Errorf("%d jobs (-one +these):\n%s", jobs, diff)
		}
	}
}

func encoded(t *testing.T, r *finding.Report) string {
	t.Helper()
	b, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestCancelledRun(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	o := options(t, "-")
	o.Stdin = strings.NewReader(pod(""))
	if _, err := check.Run(ctx, o); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// The inheritance of a value is spelt out with the lines of both.
func TestInheritanceIsSpeltOut(t *testing.T) {
	o := options(t, "-")
	o.Images = check.ImagesOff
	o.Stdin = strings.NewReader(`apiVersion: v1
kind: Pod
metadata: {name: p}
spec:
  securityContext:
    runAsNonRoot: true
    runAsUser: 1000
  containers:
    - name: c
      image: acme/api:1
      securityContext:
        runAsUser: 0
`)
	for _, f := range run(t, o).Findings {
		if f.Rule != "workload/run-as-user-root" {
			continue
		}
		var messages []string
		for _, rel := range f.Related {
			messages = append(messages, rel.Message)
		}
		want := []string{
			"runtime/kubelet-refuses: container's runAsUser breaks non-root policy",
			"runAsNonRoot is demanded here",
			"runAsUser: 1000 at line 7 (pod), overridden by 0 at line 12 (container)",
		}
		if f.Location.Line != 12 {
			t.Errorf("line %d", f.Location.Line)
		}
		if diff := cmp.Diff(want, messages); diff != "" {
			t.Errorf("related (-want +got):\n%s", diff)
		}
		return
	}
	t.Error("workload/run-as-user-root did not fire")
}

// What lets root pass is shown with the demand of the pod that it undoes.
func TestOverriddenDemandIsSpeltOut(t *testing.T) {
	o := options(t, "-")
	o.Mappings = mappings(t, "acme/api=oci:"+imagetest.Layout(t, imagetest.Spec{Cmd: []string{"/app"}}))
	o.Stdin = strings.NewReader(strings.Replace(pod(""), "api:1\"", "api:1\", securityContext: {runAsNonRoot: false}", 1))
	var messages []string
	for _, f := range run(t, o).Findings {
		for _, rel := range f.Related {
			if f.Rule == "runtime/runs-as-root" {
				messages = append(messages, rel.Message)
			}
		}
	}
	want := []string{
		"runAsNonRoot is false here, so the kubelet lets it pass",
		"runAsNonRoot: true at line 5 (pod), overridden by false at line 7 (container)",
	}
	if diff := cmp.Diff(want, messages); diff != "" {
		t.Errorf("related (-want +got):\n%s", diff)
	}
}
