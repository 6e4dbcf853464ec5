package webhook

import (
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	psa "k8s.io/pod-security-admission/api"
	psatest "k8s.io/pod-security-admission/test"

	"github.com/hullcheck/hullcheck/test/webhook/serving"
)

// TestPodSecurityAdmission runs the suite of Pod Security Admission itself with hullcheck as the enforcer: the API server's own
// plugin is off, and the suite's namespaces carry our labels. Its images are those of nobody, so none is read.
func TestPodSecurityAdmission(t *testing.T) {
	serve(t, serving.Options{})
	labels := map[string]string{
		psa.EnforceLevelLabel: enforce, psa.EnforceVersionLabel: enforce + "-version",
		psa.WarnLevelLabel: warn, psa.WarnVersionLabel: warn + "-version",
	}
	psatest.Run(t, psatest.Options{
		ClientConfig: api.Admin,
		CreateNamespace: func(client kubernetes.Interface, name string, given map[string]string) (*corev1.Namespace, error) {
			ns := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: name, Labels: map[string]string{testLabel: of(t)}}}
			for key, value := range given {
				ns.Labels[labels[key]] = value
			}
			return client.CoreV1().Namespaces().Create(t.Context(), ns, metav1.CreateOptions{})
		},
	})
}
