package admission_test

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-containerregistry/pkg/authn"
	v1 "github.com/google/go-containerregistry/pkg/v1"

	"github.com/hullcheck/hullcheck/internal/admission"
	"github.com/hullcheck/hullcheck/internal/admission/images"
	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
)

// anonymous has no accounts.
type anonymous struct{}

func (anonymous) Resolve(authn.Resource) (authn.Authenticator, error) { return authn.Anonymous, nil }

// imageReader reads from registries of this machine.
func imageReader(tb testing.TB) *images.Reader {
	tb.Helper()
	r, err := images.New(images.Options{
		AllowAddresses: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}, Keychain: anonymous{},
		Proxy: func(*http.Request) (*url.URL, error) { return nil, nil },
	})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(r.Close)
	return r
}

// program is the smallest static program for linux/amd64.
func program(tb testing.TB) string {
	tb.Helper()
	var b bytes.Buffer
	header := elf.Header64{
		Ident: [elf.EI_NIDENT]byte{0x7f, 'E', 'L', 'F', byte(elf.ELFCLASS64), byte(elf.ELFDATA2LSB), byte(elf.EV_CURRENT)},
		Type:  uint16(elf.ET_EXEC), Machine: uint16(elf.EM_X86_64), Version: uint32(elf.EV_CURRENT),
		Entry: 0x400000, Phoff: 64, Ehsize: 64, Phentsize: 56, Phnum: 1,
	}
	load := elf.Prog64{Type: uint32(elf.PT_LOAD), Flags: uint32(elf.PF_R | elf.PF_X), Vaddr: 0x400000, Filesz: 120, Memsz: 120, Align: 4096}
	for _, part := range []any{header, load} {
		if err := binary.Write(&b, binary.LittleEndian, part); err != nil {
			tb.Fatal(err)
		}
	}
	return b.String()
}

// userImage is an image with a passwd, whose USER is user.
func userImage(tb testing.TB, user string) v1.Image {
	tb.Helper()
	return imagetest.Must(tb, imagetest.Spec{User: user, Entrypoint: []string{"/app"}, Layers: [][]imagetest.Entry{{
		{Path: "etc/passwd", Content: "root:x:0:0::/root:/\napp:x:1000:1000::/:/\n"},
		{Path: "app", Mode: "0755", Content: program(tb)},
	}}})
}

// running is a Pod of the image that demands a user other than root.
func running(ref string) string {
	return strings.Replace(pod(strings.Replace(restrictedContext, "runAsUser: 1000, ", "", 1)), "quay.io/acme/app:1", ref, 1)
}

// TestImagesAreRead: what the kubelet would refuse is refused before it gets there, at every level.
func TestImagesAreRead(t *testing.T) {
	registry := imagetest.NewRegistry(t)
	root := registry.Push(t, "root:1", userImage(t, ""))
	named := registry.Push(t, "named:1", userImage(t, "app"))
	app := registry.Push(t, "app:1", userImage(t, "1000"))
	for _, level := range []string{"baseline", "restricted"} {
		h := newHandler(t, newBook(t, "", imageReader(t)), enforcing(level))
		if got := ask(t, h, question{object: running(app)}); !got.Allowed {
			t.Errorf("%s: a good image: %+v", level, got.Result)
		}
		for ref, want := range map[string]string{
			root:  "container has runAsNonRoot and image will run as root",
			named: "container has runAsNonRoot and image has non-numeric user (app), cannot verify user is non-root",
		} {
			got := ask(t, h, question{object: running(ref)})
			if got.Allowed || !strings.Contains(got.Result.Message, "runtime/kubelet-refuses, container app:\n    "+want) {
				t.Errorf("%s, %s: %+v", level, ref, got.Result)
			}
		}
	}
}

// TestUnreadableImages are answered as the configuration says, always in words.
func TestUnreadableImages(t *testing.T) {
	ref := imagetest.NewRegistry(t).Host + "/gone:1"
	for answer, allowed := range map[string]bool{"deny": false, "warn": true, "allow": true} {
		h := newHandler(t, newBook(t, "webhook: {images: {unreadable: "+answer+"}}", imageReader(t)), enforcing("baseline"))
		got := ask(t, h, question{object: running(ref)})
		if got.Allowed != allowed || !strings.Contains(got.AuditAnnotations["images-unread"], "could not be read") {
			t.Errorf("%s: %+v", answer, got)
		}
		warned := strings.Contains(strings.Join(got.Warnings, "\n"), "runtime/image-unresolved, container app: image "+ref)
		if warned != (answer == "warn") {
			t.Errorf("%s: warnings %q", answer, got.Warnings)
		}
		if !allowed && !strings.Contains(got.Result.Message, "runtime/image-unresolved") {
			t.Errorf("%s: %s", answer, got.Result.Message)
		}
	}
}

// TestImageMetrics: every result has its series from the start, and what happens is counted where it belongs.
func TestImageMetrics(t *testing.T) {
	registry := imagetest.NewRegistry(t)
	app, gone := registry.Push(t, "app:1", userImage(t, "1000")), registry.Host+"/gone:1"
	reader := imageReader(t)
	h := newHandler(t, newBook(t, "", reader), enforcing("baseline"))
	var counter admission.ImageCounter
	if err := h.Metrics.Watch(func() admission.ImageCounter { return counter }); err != nil {
		t.Fatal(err)
	}
	if got := imageSamples(t, h.Metrics); len(got) != 0 {
		t.Errorf("images are not read, and yet: %v", got)
	}
	counter = reader
	want := map[string]string{
		"memory_hits_total": "0", "disk_hits_total": "0", "refused_total": "0", "bytes_total": "0",
		"reads_in_flight": "0", "cache_images": "0", "cache_bytes": "0",
	}
	for _, result := range []string{
		"success", "unauthorized", "forbidden", "not_found", "rate_limited", "unreachable", "digest_mismatch", "malformed",
		"no_platform", "not_image", "refused", "timeout", "busy", "other",
	} {
		want["reads_total{result=\""+result+"\"}"], want["layer_reads_total{result=\""+result+"\"}"] = "0", "0"
	}
	if diff := cmp.Diff(want, imageSamples(t, h.Metrics)); diff != "" {
		t.Error(diff)
	}
	ask(t, h, question{object: running(app)})
	ask(t, h, question{object: running(gone)})
	registry.Fail(func(w http.ResponseWriter, _ *http.Request) bool {
		w.WriteHeader(http.StatusForbidden)
		return true
	})
	ask(t, h, question{object: running(registry.Host + "/private:1")})
	ask(t, h, question{object: running("10.96.0.1:443/app:1")})
	got := imageSamples(t, h.Metrics)
	for name, n := range map[string]string{
		`reads_total{result="success"}`: "1", `reads_total{result="not_found"}`: "1", `reads_total{result="forbidden"}`: "1",
		`reads_total{result="refused"}`: "1", "refused_total": "1", "reads_in_flight": "0", "cache_images": "1",
		`layer_reads_total{result="not_found"}`: "0",
	} {
		if got[name] != n {
			t.Errorf("%s is %s, want %s", name, got[name], n)
		}
	}
	for _, name := range []string{`layer_reads_total{result="success"}`, "bytes_total", "cache_bytes"} {
		if got[name] == "0" {
			t.Errorf("%s is 0", name)
		}
	}
}

// imageSamples are the samples of the metrics about images, without their common prefix.
func imageSamples(tb testing.TB, m *admission.Metrics) map[string]string {
	tb.Helper()
	out := map[string]string{}
	for line := range strings.Lines(scrape(tb, m)) {
		if rest, ok := strings.CutPrefix(line, "hullcheck_image_"); ok {
			name, value, _ := strings.Cut(strings.TrimSpace(rest), " ")
			out[name] = value
		}
	}
	return out
}

// TestDeadline: a registry that answers too late, with the image or with its layers, leaves the answer to what is known.
func TestDeadline(t *testing.T) {
	registry := imagetest.NewRegistry(t)
	ref := registry.Push(t, "root:1", userImage(t, "app"))
	free := make(chan struct{})
	t.Cleanup(func() { close(free) })
	for name, hangs := range map[string]string{"from the start": "/v2/", "layers": "/blobs/"} {
		t.Run(name, func(t *testing.T) {
			registry.Fail(func(_ http.ResponseWriter, r *http.Request) bool {
				if strings.Contains(r.URL.Path, hangs) {
					select {
					case <-r.Context().Done():
					case <-free:
					}
					return true
				}
				return false
			})
			h := newHandler(t, newBook(t, "webhook: {limits: {deadline-margin: 400ms}}", imageReader(t)), enforcing("baseline"))
			body := bodyOf(t, question{object: running(ref)}.request(t))
			start := time.Now()
			got := responseOf(t, post(h, "?timeout=1s", body))
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("answered after %s", took)
			}
			want := "not read in the 1s that the API server waits, less 400ms to answer"
			if !got.Allowed || !strings.Contains(strings.Join(got.Warnings, "\n"), want) {
				t.Errorf("%+v", got)
			}
		})
	}
}

// TestPuller: images are read on behalf of the Pod.
func TestPuller(t *testing.T) {
	r := &askedFor{}
	h := newHandler(t, newBook(t, "", r), enforcing("baseline"))
	ask(t, h, question{object: running("quay.io/acme/app:1") + "  serviceAccountName: web\n  imagePullSecrets: [{name: a}, {name: b}, {name: a}]\n"})
	ask(t, h, question{object: running("quay.io/acme/app:1")})
	want := []admission.Puller{
		{Namespace: "shop", ServiceAccount: "web", PullSecrets: []string{"a", "b"}}, {Namespace: "shop", ServiceAccount: "default"},
	}
	if len(r.who) != 2 || !equal(r.who[0], want[0]) || !equal(r.who[1], want[1]) {
		t.Errorf("%+v", r.who)
	}
}
