package webhook

import (
	"encoding/json"
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	nodev1 "k8s.io/api/node/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/hullcheck/hullcheck/test/webhook/serving"
)

// apply gives kubectl an object, as its user would, and returns what it showed.
func apply(t *testing.T, ns string, object any, args ...string) (stdout, stderr string, err error) {
	t.Helper()
	b, err := json.Marshal(object)
	if err != nil {
		t.Fatal(err)
	}
	return api.Kubectl(t.Context(), api.Admin, string(b), append([]string{"apply", "-n", ns, "-f", "-"}, args...)...)
}

// TestKubectlShows: what a person at a terminal sees of denials, warnings and dry runs.
func TestKubectlShows(t *testing.T) {
	serve(t, serving.Options{})
	strict := namespace(t, "strict", map[string]string{enforce: "restricted"})
	warned := namespace(t, "warned", map[string]string{warn: "restricted"})

	_, stderr, err := apply(t, strict, pod("bad", privileged))
	if err == nil {
		t.Error("a privileged pod is admitted")
	}
	says(t, stderr, `admission webhook "enforce.hullcheck.dev" denied the request`, "workload/privileged", `container c`, "write")
	if _, err := admin.CoreV1().Pods(strict).Get(t.Context(), "bad", metav1.GetOptions{}); err == nil {
		t.Error("the denied pod is there")
	}
	stdout, stderr, err := apply(t, strict, pod("good"))
	if err != nil || strings.Contains(stderr, "Warning") {
		t.Errorf("the good pod: %v, %s", err, stderr)
	}
	says(t, stdout, "pod/good created")

	stdout, stderr, err = apply(t, warned, pod("bad", privileged))
	if err != nil {
		t.Errorf("a namespace that is only warned: %v, %s", err, stderr)
	}
	says(t, stderr, "Warning:", "workload/privileged")
	says(t, stdout, "pod/bad created")

	if _, stderr, err = apply(t, strict, pod("dry", privileged), "--dry-run=server"); err == nil {
		t.Error("the dry run of a privileged pod succeeds")
	}
	says(t, stderr, "denied the request", "workload/privileged")
	stdout, _, err = apply(t, strict, pod("dry"), "--dry-run=server")
	if err != nil {
		t.Error(err)
	}
	says(t, stdout, "pod/dry created (server dry run)")
	if _, err := admin.CoreV1().Pods(strict).Get(t.Context(), "dry", metav1.GetOptions{}); err == nil {
		t.Error("the pod of a dry run is there")
	}
}

func template(p *corev1.Pod) corev1.PodTemplateSpec {
	return corev1.PodTemplateSpec{ObjectMeta: metav1.ObjectMeta{Labels: map[string]string{"app": "a"}}, Spec: p.Spec}
}

func deployment(p *corev1.Pod) *appsv1.Deployment {
	return &appsv1.Deployment{
		TypeMeta: metav1.TypeMeta{APIVersion: "apps/v1", Kind: "Deployment"}, ObjectMeta: metav1.ObjectMeta{Name: p.Name},
		Spec: appsv1.DeploymentSpec{Selector: &metav1.LabelSelector{MatchLabels: map[string]string{"app": "a"}}, Template: template(p)},
	}
}

func cronJob(p *corev1.Pod) *batchv1.CronJob {
	p.Spec.RestartPolicy = corev1.RestartPolicyNever
	return &batchv1.CronJob{
		TypeMeta: metav1.TypeMeta{APIVersion: "batch/v1", Kind: "CronJob"}, ObjectMeta: metav1.ObjectMeta{Name: p.Name},
		Spec: batchv1.CronJobSpec{Schedule: "@daily", JobTemplate: batchv1.JobTemplateSpec{Spec: batchv1.JobSpec{Template: template(p)}}},
	}
}

// TestControllersAreWarned: they are made, whatever is wrong with their pods, and say what will become of these.
func TestControllersAreWarned(t *testing.T) {
	serve(t, serving.Options{})
	ns := namespace(t, "strict", map[string]string{enforce: "restricted"})
	for _, object := range []any{deployment(pod("bad", privileged)), cronJob(pod("bad", privileged))} {
		stdout, stderr, err := apply(t, ns, object)
		if err != nil {
			t.Errorf("%v, %s", err, stderr)
		}
		says(t, stderr, "Warning:", "workload/privileged")
		says(t, stdout, "created")
	}
	if _, stderr, err := apply(t, ns, deployment(pod("good"))); err != nil || strings.Contains(stderr, "Warning:") {
		t.Errorf("a good Deployment: %v, %s", err, stderr)
	}
}

// TestControllersAreEnforced where the configuration says so.
func TestControllersAreEnforced(t *testing.T) {
	serve(t, serving.Options{Config: "version: 1\nread-images: off\nwebhook: {controllers: enforce}\n"})
	ns := namespace(t, "strict", map[string]string{enforce: "restricted"})
	_, stderr, err := apply(t, ns, deployment(pod("bad", privileged)))
	if err == nil {
		t.Error("the Deployment is made")
	}
	says(t, stderr, "denied the request", "workload/privileged")
}

// TestLabelsSwitchModes: a namespace is what its labels say, from the moment that they say it.
func TestLabelsSwitchModes(t *testing.T) {
	serve(t, serving.Options{})
	ns := namespace(t, "switched", map[string]string{enforce: "baseline"})
	admitted(t, ns, pod("one", rootful))
	relabel := func(value string) {
		patch := []byte(`{"metadata":{"labels":{"` + enforce + `":"` + value + `"}}}`)
		if _, err := admin.CoreV1().Namespaces().Patch(t.Context(), ns, types.MergePatchType, patch, metav1.PatchOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	dry := func(p *corev1.Pod) error {
		_, err := admin.CoreV1().Pods(ns).Create(t.Context(), p, metav1.CreateOptions{DryRun: []string{"All"}})
		return err
	}
	relabel("restricted")
	eventually(t, func() error {
		if dry(pod("two", rootful)) == nil {
			return errf("restricted is not enforced")
		}
		return nil
	})
	denied(t, ns, pod("two", rootful), "workload/run-as-non-root")
	relabel("off")
	eventually(t, func() error { return dry(pod("three", privileged)) })
	admitted(t, ns, pod("three", privileged))
}

// TestWrongLabels: a level that does not exist is refused when it is written; one that is there already counts as restricted.
func TestWrongLabels(t *testing.T) {
	early := namespace(t, "early", map[string]string{enforce: "strict"})
	serve(t, serving.Options{})
	ns := namespace(t, "late", nil)
	patch := []byte(`{"metadata":{"labels":{"` + enforce + `":"strict"}}}`)
	_, err := admin.CoreV1().Namespaces().Patch(t.Context(), ns, types.MergePatchType, patch, metav1.PatchOptions{})
	if err == nil {
		t.Error("the label is written")
	} else {
		says(t, err.Error(), "denied the request", enforce, "off, baseline, restricted, hardened")
	}
	denied(t, early, pod("bad", rootful))
	_, stderr, err := apply(t, early, pod("good"))
	if err != nil {
		t.Error(err, stderr)
	}
	says(t, stderr, "Warning:", enforce)
}

// TestExemptions: namespaces, users and runtime classes of the configuration are let through.
func TestExemptions(t *testing.T) {
	exempt := namespace(t, "exempt", map[string]string{enforce: "restricted"})
	serve(t, serving.Options{Config: "version: 1\nread-images: off\nwebhook:\n  exemptions:\n    namespaces: [" + exempt + "]\n" +
		"    users: [the-operator]\n    runtime-classes: [sandboxed]\n"})
	strict := namespace(t, "strict", map[string]string{enforce: "restricted"})
	class := &nodev1.RuntimeClass{ObjectMeta: metav1.ObjectMeta{Name: "sandboxed"}, Handler: "sandboxed"}
	if _, err := admin.NodeV1().RuntimeClasses().Create(t.Context(), class, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	admitted(t, exempt, pod("bad", privileged))
	denied(t, strict, pod("bad", privileged))
	admitted(t, strict, pod("sandboxed", privileged, func(p *corev1.Pod) { p.Spec.RuntimeClassName = &class.Name }))

	operator, err := api.User("the-operator", "system:masters")
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(pod("operated", privileged))
	if err != nil {
		t.Fatal(err)
	}
	if _, stderr, err := api.Kubectl(t.Context(), operator, string(b), "apply", "-n", strict, "-f", "-"); err != nil {
		t.Errorf("an exempt user: %v, %s", err, stderr)
	}
}
