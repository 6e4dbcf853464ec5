package webhook

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	admissionv1 "k8s.io/api/admissionregistration/v1"

	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
	"github.com/hullcheck/hullcheck/test/webhook/faulty"
	"github.com/hullcheck/hullcheck/test/webhook/pki"
	"github.com/hullcheck/hullcheck/test/webhook/serving"
)

func startFaulty(t *testing.T) *faulty.Registry {
	t.Helper()
	r := faulty.Start()
	t.Cleanup(r.Stop)
	return r
}

func pushFaulty(t *testing.T, r *faulty.Registry, repository string, spec imagetest.Spec, probe []byte) string {
	t.Helper()
	img, err := spec.Image(imagetest.Contents{"probe": probe})
	if err != nil {
		t.Fatal(err)
	}
	ref, err := r.Push(repository, img)
	if err != nil {
		t.Fatal(err)
	}
	return ref
}

const strictAboutImages = "version: 1\nwebhook:\n  images: {unreadable: deny, allow-private-addresses: true, failure-ttl: 1s%s}\n"

// TestRegistryFaults: each is answered in time, in words, and neither hurts the pods of other registries nor stays.
func TestRegistryFaults(t *testing.T) {
	probe, reg := buildProbe(t), startFaulty(t)
	good := pushFaulty(t, reg, "well/good:1", userImage("1000"), probe)
	slow := pushFaulty(t, reg, "slow/good:1", userImage("1000"), probe)
	s := start(t, serving.Options{Config: fmt.Sprintf(strictAboutImages, "")})
	timeout := int32(4)
	register(t, s.URL(), s.Authority.PEM, func(w *admissionv1.ValidatingWebhook) { w.TimeoutSeconds = &timeout })
	ns := namespace(t, "strict", map[string]string{enforce: "restricted"})

	for _, c := range []struct {
		repository string
		words      []string
	}{
		{"hangs/a:1", []string{"not read in the 4s that the API server waits, less 500ms to answer"}},
		{"resets/a:1", []string{"connection reset"}},
		{"busy/a:1", []string{"429"}},
		{"broken/a:1", []string{"500"}},
		{"refuses/a:1", []string{"forbidden", "403"}},
		{"well/missing:1", []string{"not found"}},
	} {
		t.Run(strings.ReplaceAll(c.repository, "/", "-"), func(t *testing.T) {
			ref, began := reg.Host+"/"+c.repository, time.Now()
			denied(t, ns, pod("p", runs(ref)), append(c.words, "runtime/image-unresolved", ref)...)
			if took := time.Since(began); took > time.Duration(timeout)*time.Second {
				t.Errorf("answered after %s", took)
			}
			admitted(t, ns, pod("good-"+strings.NewReplacer("/", "-", ":", "-").Replace(c.repository), runs(good)))
		})
	}
	admitted(t, ns, pod("slow", runs(slow)))
}

// TestUnreadableImages: what is not known warns, denies or is let through, as configured.
func TestUnreadableImages(t *testing.T) {
	reg := startFaulty(t)
	s := serve(t, serving.Options{Config: "version: 1\nwebhook: {images: {allow-private-addresses: true}}\n"})
	ns := namespace(t, "strict", map[string]string{enforce: "restricted"})
	_, stderr, err := apply(t, ns, pod("warned", runs(reg.Host+"/broken/a:1")))
	if err != nil {
		t.Error(err, stderr)
	}
	says(t, stderr, "Warning:", "could not be read", "500")
	if err := s.Configure("version: 1\nwebhook: {images: {unreadable: allow, allow-private-addresses: true}}\n"); err != nil {
		t.Fatal(err)
	}
	eventually(t, func() error {
		_, stderr, err := apply(t, ns, pod("let"), "--dry-run=server")
		if err != nil || strings.Contains(stderr, "Warning:") {
			return errf("%v, %s", err, stderr)
		}
		return nil
	})
}

// TestPrivateAddresses: a pod cannot make the webhook ask inside the network, unless the configuration lets it.
func TestPrivateAddresses(t *testing.T) {
	reg := startFaulty(t)
	serve(t, serving.Options{Config: "version: 1\nwebhook: {images: {unreadable: deny}}\n"})
	ns := namespace(t, "strict", map[string]string{enforce: "restricted"})
	for _, host := range []string{reg.Host, strings.Replace(reg.Host, "127.0.0.1", "localhost", 1), "169.254.169.254", "10.0.0.1:5000"} {
		denied(t, ns, pod("p", runs(host+"/broken/a:1")), "runtime/image-unresolved", "refused: ", "not one of those that may be asked")
	}
	if n := reg.Requests.Load(); n != 0 {
		t.Errorf("the registry was asked %d times", n)
	}
}

// TestCacheFolder: a folder that is full, or may not be written, costs the cache and nothing else.
func TestCacheFolder(t *testing.T) {
	probe, reg := buildProbe(t), startFaulty(t)
	good := pushFaulty(t, reg, "well/good:1", userImage("1000"), probe)
	root := pushFaulty(t, reg, "well/root:1", userImage(""), probe)
	for _, c := range []struct {
		name, options string
		flags         uintptr
	}{
		{"full", "size=4k", 0},
		{"readonly", "size=1m", syscall.MS_RDONLY},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			if err := syscall.Mount("tmpfs", dir, "tmpfs", c.flags, c.options); err != nil {
				t.Fatalf("mount (needs root): %v", err)
			}
			t.Cleanup(func() {
				if err := syscall.Unmount(dir, 0); err != nil {
					t.Error(err)
				}
			})
			if c.flags == 0 {
				_ = os.WriteFile(filepath.Join(dir, "full"), make([]byte, 1<<16), 0o600) // until there is no room
			}
			s := start(t, serving.Options{Config: fmt.Sprintf(strictAboutImages, ", cache-dir: "+dir)})
			ask := func(ref string) serving.Answer { return asked(t, s, strictNamespace(t), pod("p", runs(ref))) }
			if a := ask(good); a.Response == nil || !a.Response.Allowed {
				t.Errorf("the good pod: %+v", a)
			}
			if a := ask(root); a.Response == nil || a.Response.Allowed || !strings.Contains(a.Body, "runtime/kubelet-refuses") {
				t.Errorf("the bad pod: %+v", a)
			}
			says(t, s.Log(), dir)
			if err := s.Stop(); err != nil {
				t.Error(err)
			}
		})
	}
}

// strictNamespace is a namespace that enforces restricted and is not registered.
func strictNamespace(t *testing.T) string {
	t.Helper()
	name := strings.ReplaceAll(strings.ToLower(strings.TrimPrefix(t.Name(), "Test")), "/", "-")
	return ensureNamespace(t, name, map[string]string{enforce: "restricted"})
}

// TestExpiredCertificate: the API server does not accept it, and the server says why nobody will come.
func TestExpiredCertificate(t *testing.T) {
	s, err := serving.Prepare(defaults(t, serving.Options{}))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Certify(pki.Request{CommonName: "webhook", Hosts: []string{"127.0.0.1"}, Valid: -time.Hour}); err != nil {
		t.Fatal(err)
	}
	stopAtEnd(t, s)
	if err := s.Launch(); err != nil {
		t.Fatal(err)
	}
	eventually(t, func() error {
		status, body, err := s.Get(t.Context(), "readyz")
		if err == nil && (status != 503 || !strings.Contains(body, "not ready: the certificate expired on ")) {
			err = errf("readyz answers %d %s", status, body)
		}
		return err
	})
	registerOnly(t, s.URL(), s.Authority.PEM)
	ns := namespace(t, "strict", map[string]string{enforce: "restricted"})
	eventually(t, func() error {
		_, err := create(t, ns, pod("good"))
		if err == nil || !strings.Contains(err.Error(), "x509: certificate has expired") {
			return errf("the API server says: %v", err)
		}
		return nil
	})
	if err := s.Certify(pki.Request{CommonName: "renewed", Hosts: []string{"127.0.0.1"}}); err != nil {
		t.Fatal(err)
	}
	if err := s.Ready(t.Context()); err != nil {
		t.Error(err)
	}
	eventually(t, func() error {
		_, err := create(t, ns, pod("good"))
		return err
	})
}

// TestAPIServerAway: the server starts without the API server, answers as Pod Security Admission does of namespaces that it does
// not know, and knows them when the API server is back.
func TestAPIServerAway(t *testing.T) {
	ns := strictNamespace(t)
	if err := api.StopAPIServer(); err != nil {
		t.Fatal(err)
	}
	s, err := serving.Prepare(defaults(t, serving.Options{}))
	if err != nil {
		t.Fatal(err)
	}
	stopAtEnd(t, s)
	launched := s.Launch()
	a := serving.Answer{}
	if launched == nil {
		eventually(t, func() error {
			a, err = s.Ask(t.Context(), s.Client(), review(t, ns, pod("p", privileged)))
			return err
		})
	}
	if err := api.StartAPIServer(t.Context()); err != nil {
		t.Fatal(err)
	}
	if launched != nil {
		t.Fatal(launched)
	}
	if a.Response == nil || a.Response.Allowed || !strings.Contains(a.Body, "look up namespace "+ns) {
		t.Errorf("a pod of a namespace that nobody knows: %s", a.Body)
	}
	if err := s.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	eventually(t, func() error {
		a, err := s.Ask(t.Context(), s.Client(), review(t, ns, pod("p", privileged)))
		if err != nil {
			return err
		}
		if a.Response == nil || a.Response.Allowed || !strings.Contains(a.Body, "workload/privileged") {
			return errf("%d %s", a.Status, a.Body)
		}
		return nil
	})
}
