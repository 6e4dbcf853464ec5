package webhook

import (
	"testing"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/hullcheck/hullcheck/test/webhook/serving"
)

// review is a request for a pod, as JSON.
func review(t *testing.T, ns string, p *corev1.Pod) []byte {
	t.Helper()
	b, err := serving.Review("uid-of-"+p.Name, ns, p)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// asked posts a request to a server, past the API server.
func asked(t *testing.T, s *serving.Server, ns string, p *corev1.Pod) serving.Answer {
	t.Helper()
	a, err := s.Ask(t.Context(), s.Client(), review(t, ns, p))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// ensureNamespace makes a namespace that no registration of a test is asked about.
func ensureNamespace(t *testing.T, name string, labels map[string]string) string {
	t.Helper()
	ns := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: name, Labels: labels}}
	if _, err := admin.CoreV1().Namespaces().Create(t.Context(), ns, metav1.CreateOptions{}); err != nil && !apierrors.IsAlreadyExists(err) {
		t.Fatal(err)
	}
	return name
}
