package admission_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"go.uber.org/goleak"
	admissionv1 "k8s.io/api/admission/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/yaml"

	"github.com/hullcheck/hullcheck/internal/admission"
	"github.com/hullcheck/hullcheck/pkg/check"
	"github.com/hullcheck/hullcheck/pkg/config"
	"github.com/hullcheck/hullcheck/pkg/identity"
	"github.com/hullcheck/hullcheck/pkg/policy"
	"github.com/hullcheck/hullcheck/policies"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// builtin loads the built-in rules once.
var builtin = sync.OnceValues(func() (*policy.Set, error) {
	return policy.Load(context.Background(), policy.Source{FS: policies.FS, Builtin: true, Index: policies.Index})
})

// newBook makes a rulebook of the built-in rules and a configuration.
func newBook(tb testing.TB, text string, images admission.ImageReader) *admission.Rulebook {
	tb.Helper()
	c, err := config.Parse("hullcheck.yaml", []byte("version: 1\n"+text))
	if err != nil {
		tb.Fatal(err)
	}
	set, err := builtin()
	if err != nil {
		tb.Fatal(err)
	}
	b, err := admission.NewRulebook(tb.Context(), admission.Sources{
		Config: c, Rules: set, Runtime: identity.Containerd, Images: images,
		Selection: check.Selection{KubernetesMinor: check.NewestKnown, Globs: c.Rules, Severities: c.Severities},
	})
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

// namespaces are labels by namespace; others do not exist.
type namespaces map[string]map[string]string

func (n namespaces) Labels(_ context.Context, name string) (map[string]string, error) {
	if labels, ok := n[name]; ok {
		return labels, nil
	}
	return nil, errors.New("not found")
}

// enforcing is the namespace of the tests, which enforces a level.
func enforcing(level string) namespaces {
	return namespaces{"shop": {"hullcheck.dev/enforce": level}}
}

func newHandler(tb testing.TB, b *admission.Rulebook, ns admission.Namespaces) *admission.Handler {
	tb.Helper()
	h := &admission.Handler{Namespaces: ns, Log: slog.New(slog.DiscardHandler), Metrics: admission.NewMetrics("test")}
	if b != nil {
		h.Use(b)
	}
	return h
}

// question is a request that is asked about an object, given as YAML.
type question struct {
	object, old string
	resource    string
	subresource string
	operation   admissionv1.Operation
	user        string
	namespace   string
}

func (q question) request(tb testing.TB) *admissionv1.AdmissionRequest {
	tb.Helper()
	r := &admissionv1.AdmissionRequest{
		UID: "u-1", Operation: admissionv1.Create, Namespace: "shop", SubResource: q.subresource,
		Object: raw(tb, q.object), OldObject: raw(tb, q.old),
	}
	if q.namespace != "" {
		r.Namespace = q.namespace
	}
	r.UserInfo.Username = q.user
	if q.old != "" {
		r.Operation = admissionv1.Update
	}
	if q.operation != "" {
		r.Operation = q.operation
	}
	var meta metav1.PartialObjectMetadata
	if err := yaml.Unmarshal([]byte(q.object+q.old), &meta); err != nil && q.old == "" {
		tb.Fatal(err)
	}
	r.Resource = metav1.GroupVersionResource{Version: "v1", Resource: "pods"}
	r.Kind = metav1.GroupVersionKind{Version: "v1", Kind: "Pod"}
	if q.resource != "" {
		r.Resource = metav1.GroupVersionResource{Group: "apps", Version: "v1", Resource: q.resource}
		r.Kind = metav1.GroupVersionKind{Group: "apps", Version: "v1", Kind: meta.Kind}
	}
	if q.resource == "namespaces" {
		r.Resource.Group = ""
	}
	return r
}

func raw(tb testing.TB, text string) runtime.RawExtension {
	tb.Helper()
	if text == "" {
		return runtime.RawExtension{}
	}
	b, err := yaml.YAMLToJSON([]byte(text))
	if err != nil {
		tb.Fatal(err)
	}
	return runtime.RawExtension{Raw: b}
}

func bodyOf(tb testing.TB, r *admissionv1.AdmissionRequest) []byte {
	tb.Helper()
	b, err := json.Marshal(admissionv1.AdmissionReview{
		TypeMeta: metav1.TypeMeta{APIVersion: "admission.k8s.io/v1", Kind: "AdmissionReview"}, Request: r,
	})
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

func post(h http.Handler, query string, body []byte) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodPost, "/validate"+query, bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	h.ServeHTTP(w, r)
	return w
}

// ask gives the answer to a question.
func ask(tb testing.TB, h http.Handler, q question) *admissionv1.AdmissionResponse {
	tb.Helper()
	w := post(h, "?timeout=10s", bodyOf(tb, q.request(tb)))
	return responseOf(tb, w)
}

func responseOf(tb testing.TB, w *httptest.ResponseRecorder) *admissionv1.AdmissionResponse {
	tb.Helper()
	if w.Code != http.StatusOK {
		text, _ := io.ReadAll(w.Body)
		tb.Fatalf("HTTP %d: %s", w.Code, text)
	}
	var review admissionv1.AdmissionReview
	if err := json.Unmarshal(w.Body.Bytes(), &review); err != nil {
		tb.Fatal(err)
	}
	if review.APIVersion != "admission.k8s.io/v1" || review.Kind != "AdmissionReview" || review.Response == nil || review.Response.UID != "u-1" {
		tb.Fatalf("not the answer: %s", w.Body)
	}
	return review.Response
}

// pod is a Pod with one container of the given security context, as a flow mapping.
func pod(context string) string {
	return fmt.Sprintf(`
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
    - name: app
      image: quay.io/acme/app:1
      securityContext: %s
`, context)
}

const (
	restrictedContext = `{runAsNonRoot: true, runAsUser: 1000, allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}, seccompProfile: {type: RuntimeDefault}}`
	privilegedContext = `{privileged: true}`
)

// deployment is a Deployment of the Pod.
func deployment(context string) string {
	return fmt.Sprintf(`
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: app
          image: quay.io/acme/app:1
          securityContext: %s
`, context)
}
