package webhook

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// The labels of namespaces.
const (
	enforce = "hullcheck.dev/enforce"
	warn    = "hullcheck.dev/warn"
	audit   = "hullcheck.dev/audit"
)

var errf = fmt.Errorf

// of is the name of the running test, as names in a cluster are written.
func of(t *testing.T) string {
	t.Helper()
	name, _, _ := strings.Cut(t.Name(), "/")
	return strings.ToLower(strings.TrimPrefix(name, "Test"))
}

// cleanup is a context for what is done after the test's own has ended.
func cleanup(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// eventually tries until there is no error.
func eventually(t *testing.T, try func() error) {
	t.Helper()
	deadline := time.Now().Add(time.Minute)
	for {
		err := try()
		if err == nil {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("after a minute still: %v", err)
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// pod is a pod that restricted admits, and baseline; hardened has nothing against it of weight. change spoils it.
func pod(name string, change ...func(*corev1.Pod)) *corev1.Pod {
	yes, no, user := true, false, int64(1000)
	p := &corev1.Pod{
		TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "Pod"}, ObjectMeta: metav1.ObjectMeta{Name: name},
		Spec: corev1.PodSpec{
			SecurityContext: &corev1.PodSecurityContext{
				RunAsNonRoot: &yes, RunAsUser: &user, RunAsGroup: &user,
				SeccompProfile: &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault},
			},
			AutomountServiceAccountToken: &no,
			Containers: []corev1.Container{{
				Name: "c", Image: "registry.example.com/acme/api:1.4.0",
				SecurityContext: &corev1.SecurityContext{
					AllowPrivilegeEscalation: &no, ReadOnlyRootFilesystem: &yes,
					Capabilities: &corev1.Capabilities{Drop: []corev1.Capability{"ALL"}},
				},
			}},
		},
	}
	for _, f := range change {
		f(p)
	}
	return p
}

func privileged(p *corev1.Pod) {
	yes := true
	p.Spec.Containers[0].SecurityContext = &corev1.SecurityContext{Privileged: &yes}
}

// rootful is what baseline admits and restricted does not.
func rootful(p *corev1.Pod) {
	c := p.Spec.SecurityContext
	c.RunAsNonRoot, c.RunAsUser, c.RunAsGroup = nil, nil, nil
}

func labelled(key, value string) func(*corev1.Pod) {
	return func(p *corev1.Pod) { metav1.SetMetaDataLabel(&p.ObjectMeta, key, value) }
}

// create makes a pod as admin.
func create(t *testing.T, ns string, p *corev1.Pod) (*corev1.Pod, error) {
	t.Helper()
	return admin.CoreV1().Pods(ns).Create(t.Context(), p, metav1.CreateOptions{})
}

// admitted and denied demand an outcome; denied gives the words.
func admitted(t *testing.T, ns string, p *corev1.Pod) {
	t.Helper()
	if _, err := create(t, ns, p); err != nil {
		t.Errorf("pod %s in %s: %v", p.Name, ns, err)
	}
}

func denied(t *testing.T, ns string, p *corev1.Pod, words ...string) {
	t.Helper()
	_, err := create(t, ns, p)
	if err == nil {
		t.Errorf("pod %s in %s is admitted", p.Name, ns)
		return
	}
	says(t, err.Error(), append([]string{"denied the request"}, words...)...)
}

// says demands that all words are there.
func says(t *testing.T, text string, words ...string) {
	t.Helper()
	var errs []error
	for _, w := range words {
		if !strings.Contains(text, w) {
			errs = append(errs, fmt.Errorf("%q is missing", w))
		}
	}
	if err := errors.Join(errs...); err != nil {
		t.Errorf("%v in:\n%s", err, text)
	}
}
