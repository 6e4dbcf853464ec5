package webhook

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/hullcheck/hullcheck/test/webhook/serving"
)

// TestEphemeralContainers: what is added to a running pod is judged as the pod was.
func TestEphemeralContainers(t *testing.T) {
	serve(t, serving.Options{})
	ns := namespace(t, "strict", map[string]string{enforce: "restricted"})
	p, err := create(t, ns, pod("running"))
	if err != nil {
		t.Fatal(err)
	}
	add := func(name string, context *corev1.SecurityContext) error {
		changed := p.DeepCopy()
		changed.Spec.EphemeralContainers = append(changed.Spec.EphemeralContainers, corev1.EphemeralContainer{
			EphemeralContainerCommon: corev1.EphemeralContainerCommon{
				Name: name, Image: "registry.example.com/acme/tools:1", SecurityContext: context,
				TerminationMessagePolicy: corev1.TerminationMessageReadFile, ImagePullPolicy: corev1.PullIfNotPresent,
			},
		})
		got, err := admin.CoreV1().Pods(ns).UpdateEphemeralContainers(t.Context(), p.Name, changed, metav1.UpdateOptions{})
		if err == nil {
			p = got
		}
		return err
	}
	yes := true
	if err := add("bad", &corev1.SecurityContext{Privileged: &yes}); err == nil {
		t.Error("a privileged ephemeral container is admitted")
	} else {
		says(t, err.Error(), "denied the request", "workload/privileged", "container bad")
	}
	if err := add("good", p.Spec.Containers[0].SecurityContext); err != nil {
		t.Error(err)
	}
}

// TestOldPodsGoOn: a pod that was there before its namespace was restricted can be labelled, finalized and deleted.
func TestOldPodsGoOn(t *testing.T) {
	serve(t, serving.Options{})
	ns := namespace(t, "strict", nil)
	admitted(t, ns, pod("old", privileged, func(p *corev1.Pod) { p.Finalizers = []string{"example.com/wait"} }))
	label := []byte(`{"metadata":{"labels":{"` + enforce + `":"restricted"}}}`)
	if _, err := admin.CoreV1().Namespaces().Patch(t.Context(), ns, types.MergePatchType, label, metav1.PatchOptions{}); err != nil {
		t.Fatal(err)
	}
	eventually(t, func() error {
		_, err := admin.CoreV1().Pods(ns).Create(t.Context(), pod("new", privileged), metav1.CreateOptions{DryRun: []string{"All"}})
		if err == nil {
			return errf("restricted is not enforced")
		}
		return nil
	})
	pods := admin.CoreV1().Pods(ns)
	patch := func(body string) {
		t.Helper()
		if _, err := pods.Patch(t.Context(), "old", types.MergePatchType, []byte(body), metav1.PatchOptions{}); err != nil {
			t.Errorf("%s: %v", body, err)
		}
	}
	patch(`{"metadata":{"labels":{"a":"b"}}}`)
	var now int64
	if err := pods.Delete(t.Context(), "old", metav1.DeleteOptions{GracePeriodSeconds: &now}); err != nil {
		t.Fatal(err)
	}
	patch(`{"metadata":{"finalizers":null}}`)
	if _, err := pods.Get(t.Context(), "old", metav1.GetOptions{}); err == nil {
		t.Error("the pod is still there")
	}
}

// TestAuditAnnotations: what is only audited stands in the API server's audit log, by rule.
func TestAuditAnnotations(t *testing.T) {
	serve(t, serving.Options{})
	ns := namespace(t, "audited", map[string]string{audit: "restricted"})
	if _, stderr, err := apply(t, ns, pod("bad", privileged)); err != nil || strings.Contains(stderr, "Warning") {
		t.Errorf("audit alone neither denies nor warns: %v, %s", err, stderr)
	}
	found := auditAnnotations(t, ns, "bad")
	for key, value := range found {
		if strings.HasPrefix(key, "pods.hullcheck.dev/") && strings.Contains(value, "workload/privileged") {
			return
		}
	}
	t.Errorf("no annotation names the rule: %v", found)
}

// auditAnnotations are those of the request that made a pod.
func auditAnnotations(t *testing.T, ns, name string) map[string]string {
	t.Helper()
	f, err := os.Open(filepath.Join(api.Dir(), "audit.log"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var event struct {
			Verb        string
			ObjectRef   struct{ Namespace, Name, Resource string }
			Annotations map[string]string
		}
		if err := json.Unmarshal(lines.Bytes(), &event); err != nil {
			t.Fatal(err)
		}
		if event.Verb == "create" && event.ObjectRef.Namespace == ns && event.ObjectRef.Name == name {
			return event.Annotations
		}
	}
	t.Fatalf("the audit log knows no pod %s/%s", ns, name)
	return nil
}
