package webhook

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
	"github.com/hullcheck/hullcheck/test/oracle"
	"github.com/hullcheck/hullcheck/test/oracle/node"
	"github.com/hullcheck/hullcheck/test/webhook/cluster"
	"github.com/hullcheck/hullcheck/test/webhook/registry"
	"github.com/hullcheck/hullcheck/test/webhook/serving"
)

// atLeastAdmitted of the generated pods are to be admitted before the test ends.
const (
	kubeletSeed     = 20261123
	atLeastAdmitted = 50
	mostCases       = 1500
)

// TestAdmittedPodsStart joins a kubelet. Random images are pushed to a private registry, and random pods that run them are
// created: each that hullcheck admits must start. What a container does once it runs is its own affair.
func TestAdmittedPodsStart(t *testing.T) {
	probe := buildProbe(t)
	reg := startRegistry(t)
	s := serve(t, serving.Options{Args: []string{"--pull-secrets"}, Config: readingFrom(reg)})
	ns := namespace(t, "run", map[string]string{enforce: "baseline"})
	givePullSecret(t, ns, reg.DockerConfig(registry.User, registry.Password))
	joinNode(t, probe, reg)

	var names, refused []string
	for _, c := range oracle.Generate(kubeletSeed, mostCases) {
		if len(names) == atLeastAdmitted {
			break
		}
		if security := c.Pod.Spec.Containers[0].SecurityContext; security.Privileged != nil || len(security.Capabilities.Add) > 0 {
			continue // a matter of the level, whatever the image
		}
		if negativeGroup(c) {
			continue
		}
		if _, err := create(t, ns, privatePod(t, reg, c, probe)); err != nil {
			says(t, err.Error(), "denied the request")
			refused = append(refused, err.Error())
			continue
		}
		names = append(names, c.Name)
	}
	t.Logf("%d admitted, %d denied", len(names), len(refused))
	if len(names) < atLeastAdmitted || len(refused) < atLeastAdmitted/2 {
		t.Errorf("the generator draws too few pods of either kind")
	}
	for _, name := range names {
		started(t, ns, name)
	}
	if reads, err := s.Metric(t.Context(), "hullcheck_image_reads_total", `result="success"`); err != nil || reads < atLeastAdmitted {
		t.Errorf("%v images were read, %v", reads, err)
	}
}

// negativeGroup: a group below zero comes with the image's /etc/group. The pod runs, but the API server refuses its status, so
// that nobody learns of it.
func negativeGroup(c oracle.Case) bool {
	for _, layer := range c.Image.Layers {
		for _, e := range layer {
			if e.Path == "etc/group" && strings.Contains(e.Content, ":-") {
				return true
			}
		}
	}
	return false
}

// privatePod pushes a case's image and makes its pod one of the cluster: in its own network, from the registry.
func privatePod(t *testing.T, reg *registry.Registry, c oracle.Case, probe []byte) *corev1.Pod {
	t.Helper()
	img, err := c.Image.Image(imagetest.Contents{"probe": probe})
	if err != nil {
		t.Fatal(err)
	}
	ref, err := reg.Push(t.Context(), c.Name+":1", img)
	if err != nil {
		t.Fatal(err)
	}
	p := c.Pod
	p.Namespace, p.Spec.HostNetwork = "", false
	p.Spec.ImagePullSecrets = []corev1.LocalObjectReference{{Name: pullSecret}}
	p.Spec.Containers[0].Image, p.Spec.Containers[0].ImagePullPolicy = ref, corev1.PullIfNotPresent
	return p
}

func joinNode(t *testing.T, probe []byte, reg *registry.Registry) {
	t.Helper()
	dir := t.TempDir()
	user, err := api.User("system:node:"+node.Name, "system:nodes")
	if err != nil {
		t.Fatal(err)
	}
	kubeconfig := filepath.Join(dir, "kubeconfig")
	if err := cluster.WriteKubeconfig(kubeconfig, user); err != nil {
		t.Fatal(err)
	}
	bin, err := filepath.Abs("../../bin/node")
	if err != nil {
		t.Fatal(err)
	}
	n, err := node.Start(t.Context(), node.Options{
		Bin: bin, Dir: dir, Probe: probe, Kubeconfig: kubeconfig, Registries: map[string]string{reg.Host: reg.CAFile},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := n.Stop(); err != nil {
			t.Error(err)
		}
	})
}

// started waits until a pod's container ran, or never will.
func started(t *testing.T, ns, name string) {
	t.Helper()
	var last corev1.PodStatus
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	for ctx.Err() == nil {
		p, err := admin.CoreV1().Pods(ns).Get(t.Context(), name, metav1.GetOptions{})
		if err != nil {
			t.Fatal(err)
		}
		last = p.Status
		if ran, err := outcome(last); err != nil {
			t.Errorf("%s was admitted and does not start: %v", name, err)
			return
		} else if ran {
			return
		}
		select {
		case <-ctx.Done():
		case <-time.After(200 * time.Millisecond):
		}
	}
	t.Errorf("%s has no outcome: %+v", name, last)
}

// never are the states of a container that will not start.
var never = []string{"CreateContainerConfigError", "CreateContainerError", "RunContainerError", "InvalidImageName", "ErrImageNeverPull"}

func outcome(status corev1.PodStatus) (ran bool, err error) {
	if len(status.ContainerStatuses) == 0 {
		if status.Phase == corev1.PodFailed {
			return false, fmt.Errorf("%s: %s", status.Reason, status.Message)
		}
		return false, nil
	}
	switch state := status.ContainerStatuses[0].State; {
	case state.Running != nil:
		return true, nil
	case state.Terminated != nil:
		if reason := state.Terminated.Reason; reason == "StartError" || reason == "ContainerCannotRun" {
			return false, fmt.Errorf("%s: %s", reason, state.Terminated.Message)
		}
		return true, nil
	case state.Waiting != nil && slices.Contains(never, state.Waiting.Reason):
		return false, fmt.Errorf("%s: %s", state.Waiting.Reason, state.Waiting.Message)
	}
	return false, nil
}
