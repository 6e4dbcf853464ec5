package webhook

import (
	"os"
	"strconv"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/hullcheck/hullcheck/test/webhook/serving"
)

// TestSelfSigned applies overlays/self-signed to a cluster that holds none of it and starts the server with no more rights than
// the overlay gives: it makes its certificates, tells the API server whom to trust, and is asked by the service's name.
func TestSelfSigned(t *testing.T) {
	s, err := serving.Prepare(defaults(t, serving.Options{
		SelfSigned: true,
		Config:     "version: 1\nread-images: off\nwebhook: {self-signed: {namespace: hullcheck}}\n",
	}))
	if err != nil {
		t.Fatal(err)
	}
	manifests, stderr, err := api.Kubectl(t.Context(), api.Admin, "", "kustomize", "testdata/self-signed")
	if err != nil {
		t.Fatal(err, stderr)
	}
	manifests = strings.ReplaceAll(manifests, "PORT", strconv.Itoa(s.Port))
	// The Service that other tests installed has an address, which a Service without one cannot take over.
	if _, stderr, err := api.Kubectl(t.Context(), api.Admin, "", "delete", "service", "-n", "hullcheck", "hullcheck-webhook"); err != nil {
		t.Fatal(err, stderr)
	}
	if _, stderr, err := api.Kubectl(t.Context(), api.Admin, manifests, "apply", "-f", "-"); err != nil {
		t.Fatal(err, stderr)
	}
	webhooks := admin.AdmissionregistrationV1().ValidatingWebhookConfigurations()
	t.Cleanup(func() {
		if err := webhooks.Delete(cleanup(t), "hullcheck-webhook", metav1.DeleteOptions{}); err != nil {
			t.Error(err)
		}
	})
	stopAtEnd(t, s)
	if err := s.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	awaitRegistration(t)
	ns := namespace(t, "strict", map[string]string{enforce: "restricted"})
	denied(t, ns, pod("bad", privileged), "workload/privileged")
	admitted(t, ns, pod("good"))

	registered, err := webhooks.Get(t.Context(), "hullcheck-webhook", metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range registered.Webhooks {
		if len(w.ClientConfig.CABundle) == 0 {
			t.Errorf("%s has no CA", w.Name)
		}
	}
	secret, err := admin.CoreV1().Secrets("hullcheck").Get(t.Context(), "hullcheck-webhook-certs", metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"tls.crt", "tls.key", "ca.crt", "ca.key"} {
		if len(secret.Data[name]) == 0 {
			t.Errorf("the Secret has no %s", name)
		}
	}
	if key := string(secret.Data["tls.key"]); strings.Contains(s.Log(), strings.Split(key, "\n")[1]) {
		t.Error("the log holds the key")
	}
	if _, err := os.Stat(s.Dir + "/hullcheck.log"); err != nil {
		t.Error(err)
	}
}
