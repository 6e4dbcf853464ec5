package webhook

import (
	"os"
	"strings"
	"testing"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"

	"github.com/hullcheck/hullcheck/test/webhook/serving"
)

// testLabel keeps the registrations of tests apart: each is asked about its own test's namespaces.
const testLabel = "test.hullcheck.dev/of"

// serve starts a server and registers it for the namespaces of this test.
func serve(t *testing.T, o serving.Options) *serving.Server {
	t.Helper()
	s := start(t, o)
	register(t, s.URL(), s.Authority.PEM)
	return s
}

// start starts a server that nobody asks yet.
func start(t *testing.T, o serving.Options) *serving.Server {
	t.Helper()
	s, err := serving.Start(t.Context(), defaults(t, o))
	if s != nil {
		stopAtEnd(t, s)
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// defaults fills in what tests need not say: images are off unless a configuration is given.
func defaults(t *testing.T, o serving.Options) serving.Options {
	t.Helper()
	o.Binary = binary
	if o.Dir == "" {
		o.Dir = t.TempDir()
	}
	if o.API == nil {
		o.API = webhookUser
	}
	if o.Config == "" {
		o.Config = "version: 1\nread-images: off\n"
	}
	if !o.Drain {
		o.Config = undrained(t, o.Config)
	}
	return o
}

// undrained is a configuration with which a server that nobody asks any more ends at once.
func undrained(t *testing.T, config string) string {
	t.Helper()
	var c map[string]any
	if err := yaml.Unmarshal([]byte(config), &c); err != nil {
		t.Fatal(err)
	}
	hook, _ := c["webhook"].(map[string]any)
	if hook == nil {
		hook = map[string]any{}
	}
	hook["limits"] = map[string]any{"drain": "10ms"}
	c["webhook"] = hook
	b, err := yaml.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// stopAtEnd also demands that the server ended well and had no panic.
func stopAtEnd(t *testing.T, s *serving.Server) {
	t.Helper()
	t.Cleanup(func() {
		if err := s.Stop(); err != nil {
			t.Error(err)
		}
		log := s.Log()
		if strings.Contains(log, "panic") {
			t.Errorf("the server panicked")
		}
		if t.Failed() {
			t.Logf("the server's log:\n%s", log[max(0, len(log)-6000):])
		}
	})
}

// register registers a webhook for the namespaces of this test, as the example does, and waits until it is asked.
func register(t *testing.T, url string, ca []byte, change ...func(*admissionv1.ValidatingWebhook)) {
	t.Helper()
	registerOnly(t, url, ca, change...)
	awaitRegistration(t)
}

func registerOnly(t *testing.T, url string, ca []byte, change ...func(*admissionv1.ValidatingWebhook)) {
	t.Helper()
	b, err := os.ReadFile("../../examples/webhook/base/webhook.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var c admissionv1.ValidatingWebhookConfiguration
	if err := yaml.UnmarshalStrict(b, &c); err != nil {
		t.Fatal(err)
	}
	c.Name = "test-" + of(t)
	for i := range c.Webhooks {
		w := &c.Webhooks[i]
		w.ClientConfig = admissionv1.WebhookClientConfig{URL: &url, CABundle: ca}
		w.NamespaceSelector.MatchExpressions = append(w.NamespaceSelector.MatchExpressions,
			metav1.LabelSelectorRequirement{Key: testLabel, Operator: metav1.LabelSelectorOpIn, Values: []string{of(t)}})
		for _, f := range change {
			f(w)
		}
	}
	webhooks := admin.AdmissionregistrationV1().ValidatingWebhookConfigurations()
	if _, err := webhooks.Create(t.Context(), &c, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := webhooks.Delete(cleanup(t), c.Name, metav1.DeleteOptions{}); err != nil {
			t.Error(err)
		}
	})
}

// awaitRegistration waits until the API server asks: it learns of a registration a moment after it was made.
func awaitRegistration(t *testing.T) {
	t.Helper()
	ns := namespace(t, "registered", map[string]string{enforce: "restricted"})
	eventually(t, func() error {
		_, err := create(t, ns, pod("bad", privileged))
		if err == nil {
			return errf("the webhook is not asked")
		}
		if !strings.Contains(err.Error(), "denied the request") {
			return err
		}
		return nil
	})
}

// namespace makes a namespace of this test and waits until the server can know it.
func namespace(t *testing.T, name string, labels map[string]string) string {
	t.Helper()
	ns := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: of(t) + "-" + name, Labels: map[string]string{testLabel: of(t)}}}
	for k, v := range labels {
		ns.Labels[k] = v
	}
	if _, err := admin.CoreV1().Namespaces().Create(t.Context(), ns, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	return ns.Name
}
