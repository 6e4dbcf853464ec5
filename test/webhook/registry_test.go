package webhook

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
	"github.com/hullcheck/hullcheck/test/webhook/registry"
	"github.com/hullcheck/hullcheck/test/webhook/serving"
)

// pullSecret is the name that the example's Role names.
const pullSecret = "registry-credentials"

func startRegistry(t *testing.T) *registry.Registry {
	t.Helper()
	r, err := registry.Start(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Stop(); err != nil {
			t.Error(err)
		}
	})
	return r
}

// readingFrom is the configuration of a server that must read every image.
func readingFrom(r *registry.Registry) string {
	return "version: 1\nca-file: " + r.CAFile + "\nwebhook:\n  images: {unreadable: deny, allow-private-addresses: [127.0.0.1], failure-ttl: 1ms}\n"
}

// buildProbe builds the static program that images of these tests run.
func buildProbe(t *testing.T) []byte {
	t.Helper()
	file := filepath.Join(t.TempDir(), "probe")
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", file, "github.com/hullcheck/hullcheck/test/oracle/probe")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("build probe: %v\n%s", err, out)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// userImage is an image that runs as what its config's USER says.
func userImage(user string) imagetest.Spec {
	return imagetest.Spec{
		User: user, Entrypoint: []string{"/app"},
		Layers: [][]imagetest.Entry{{
			{Path: "etc", Dir: true},
			{Path: "etc/passwd", Content: "root:x:0:0:root:/root:/bin/sh\napp:x:1000:1000:app:/:/bin/sh\n"},
			{Path: "app", From: "probe", Mode: "0755"},
		}},
	}
}

func push(t *testing.T, r *registry.Registry, repository string, spec imagetest.Spec, probe []byte) string {
	t.Helper()
	img, err := spec.Image(imagetest.Contents{"probe": probe})
	if err != nil {
		t.Fatal(err)
	}
	ref, err := r.Push(t.Context(), repository, img)
	if err != nil {
		t.Fatal(err)
	}
	return ref
}

// givePullSecret makes the namespace's pull secret, and lets the webhook read it as the example's overlay does.
func givePullSecret(t *testing.T, ns string, dockerConfig []byte) {
	t.Helper()
	addPullSecret(t, ns, dockerConfig)
	if _, stderr, err := api.Kubectl(t.Context(), api.Admin, "", "apply", "-n", ns, "-k", "../../examples/webhook/overlays/pull-secrets"); err != nil {
		t.Fatal(err, stderr)
	}
}

func addPullSecret(t *testing.T, ns string, dockerConfig []byte) {
	t.Helper()
	secret := &corev1.Secret{
		ObjectMeta: metav1.ObjectMeta{Name: pullSecret}, Type: corev1.SecretTypeDockerConfigJson,
		Data: map[string][]byte{corev1.DockerConfigJsonKey: dockerConfig},
	}
	if _, err := admin.CoreV1().Secrets(ns).Create(t.Context(), secret, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
}

// runs makes a pod's container run an image as the user that the image names.
func runs(ref string, secrets ...string) func(*corev1.Pod) {
	return func(p *corev1.Pod) {
		p.Spec.Containers[0].Image = ref
		p.Spec.SecurityContext.RunAsUser, p.Spec.SecurityContext.RunAsGroup = nil, nil
		for _, s := range secrets {
			p.Spec.ImagePullSecrets = append(p.Spec.ImagePullSecrets, corev1.LocalObjectReference{Name: s})
		}
	}
}

// TestPullSecrets: images of a private registry are read with what the Pod brings along, and with nothing else.
func TestPullSecrets(t *testing.T) {
	probe, reg := buildProbe(t), startRegistry(t)
	good := push(t, reg, "acme/good:1", userImage("1000"), probe)
	root := push(t, reg, "acme/root:1", userImage(""), probe)
	s := serve(t, serving.Options{Args: []string{"--pull-secrets"}, Config: readingFrom(reg)})
	strict := map[string]string{enforce: "restricted"}

	right := namespace(t, "right", strict)
	givePullSecret(t, right, reg.DockerConfig(registry.User, registry.Password))
	admitted(t, right, pod("good", runs(good, pullSecret)))
	denied(t, right, pod("root", runs(root, pullSecret)), "runtime/kubelet-refuses", "container has runAsNonRoot and image will run as root")

	wrong := namespace(t, "wrong", strict)
	givePullSecret(t, wrong, reg.DockerConfig(registry.User, "nonsense"))
	denied(t, wrong, pod("good", runs(good, pullSecret)), "runtime/image-unresolved", good, "unauthorized")

	none := namespace(t, "none", strict)
	denied(t, none, pod("good", runs(good)), "runtime/image-unresolved", good, "unauthorized")

	// A secret that the webhook may not read is as good as none, and the answer says what is missing.
	forbidden := namespace(t, "forbidden", strict)
	addPullSecret(t, forbidden, reg.DockerConfig(registry.User, registry.Password))
	denied(t, forbidden, pod("good", runs(good, pullSecret)), "runtime/image-unresolved", pullSecret, "forbidden")

	account := namespace(t, "account", strict)
	givePullSecret(t, account, reg.DockerConfig(registry.User, registry.Password))
	if _, err := admin.CoreV1().ServiceAccounts(account).Create(t.Context(), &corev1.ServiceAccount{
		ObjectMeta: metav1.ObjectMeta{Name: "default"}, ImagePullSecrets: []corev1.LocalObjectReference{{Name: pullSecret}},
	}, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	admitted(t, account, pod("good", runs(good)))

	for _, secret := range []string{registry.Password, "nonsense", "Y2k6Y29ycmVjdCBob3JzZQ=="} {
		if strings.Contains(s.Log(), secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
}

// TestWithoutPullSecrets: without the flag no Secret is read, whatever the webhook may.
func TestWithoutPullSecrets(t *testing.T) {
	probe, reg := buildProbe(t), startRegistry(t)
	good := push(t, reg, "acme/good:1", userImage("1000"), probe)
	serve(t, serving.Options{Config: readingFrom(reg)})
	ns := namespace(t, "strict", map[string]string{enforce: "restricted"})
	givePullSecret(t, ns, reg.DockerConfig(registry.User, registry.Password))
	denied(t, ns, pod("good", runs(good, pullSecret)), "runtime/image-unresolved", "unauthorized")
}
