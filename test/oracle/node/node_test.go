package node_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
	"github.com/hullcheck/hullcheck/test/oracle/node"
)

// TestNodeRunsAPod starts a node and runs the probe on it as an ordinary user.
func TestNodeRunsAPod(t *testing.T) {
	probe := filepath.Join(t.TempDir(), "probe")
	build := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", probe, "../probe")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build probe: %v\n%s", err, out)
	}
	b, err := os.ReadFile(probe)
	if err != nil {
		t.Fatal(err)
	}
	bin, err := filepath.Abs("../../../bin/node")
	if err != nil {
		t.Fatal(err)
	}
	n, err := node.Start(t.Context(), node.Options{Bin: bin, Dir: t.TempDir(), Probe: b})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := n.Stop(); err != nil {
			t.Error(err)
		}
	})
	img, err := imagetest.Spec{Entrypoint: []string{"/p"}, Layers: [][]imagetest.Entry{{{Path: "p", From: "probe", Mode: "0755"}}}}.
		Image(imagetest.Contents{"probe": b})
	if err != nil {
		t.Fatal(err)
	}
	if err := n.Import(t.Context(), "oracle.test/one:1", img); err != nil {
		t.Fatal(err)
	}
	uid, off := int64(4711), false
	obs, err := n.Run(t.Context(), &corev1.Pod{
		TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "Pod"}, ObjectMeta: metav1.ObjectMeta{Name: "one", Namespace: "default"},
		Spec: corev1.PodSpec{
			NodeName: "localhost", HostNetwork: true, RestartPolicy: corev1.RestartPolicyNever, EnableServiceLinks: &off,
			Containers: []corev1.Container{{
				Name: "c", Image: "oracle.test/one:1", ImagePullPolicy: corev1.PullNever,
				SecurityContext: &corev1.SecurityContext{RunAsUser: &uid},
			}},
		},
	}, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	if !obs.Ran || obs.Process.UID != uid {
		t.Errorf("want the probe to run as %d, got %+v", uid, obs)
	}
}
