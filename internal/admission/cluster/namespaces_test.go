package cluster

import (
	"context"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/metadata/fake"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func namespace(name, level string) *metav1.PartialObjectMetadata {
	return &metav1.PartialObjectMetadata{
		TypeMeta:   metav1.TypeMeta{APIVersion: "v1", Kind: "Namespace"},
		ObjectMeta: metav1.ObjectMeta{Name: name, Labels: map[string]string{"hullcheck.dev/enforce": level}},
	}
}

// TestNamespaces: labels are known at once, before the watch has begun, and follow what is changed.
func TestNamespaces(t *testing.T) {
	scheme := fake.NewTestScheme()
	if err := metav1.AddMetaToScheme(scheme); err != nil {
		t.Fatal(err)
	}
	client := fake.NewSimpleMetadataClient(scheme, namespace("shop", "baseline"))
	n := newNamespaces(client)
	level := func() string {
		labels, err := n.Labels(t.Context(), "shop")
		if err != nil {
			t.Fatal(err)
		}
		return labels["hullcheck.dev/enforce"]
	}
	if got := level(); got != "baseline" {
		t.Errorf("before the watch: %s", got)
	}
	ctx, stop := context.WithCancel(t.Context())
	var run sync.WaitGroup
	run.Go(func() { n.Run(ctx) })
	defer run.Wait()
	defer stop()
	seen := func() bool { _, err := n.lister.Get("shop"); return err == nil }
	for end := time.Now().Add(20 * time.Second); !seen() && time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
	}
	if !seen() || level() != "baseline" {
		t.Error("the watch does not tell")
	}
	if _, err := n.Labels(t.Context(), "gone"); !apierrors.IsNotFound(err) {
		t.Errorf("a namespace that is not there: %v", err)
	}
	gvr := schema.GroupVersionResource{Version: "v1", Resource: "namespaces"}
	if err := client.Tracker().Update(gvr, namespace("shop", "restricted"), ""); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(20 * time.Second); level() != "restricted" && time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
	}
	if got := level(); got != "restricted" {
		t.Errorf("after the change: %s", got)
	}
}
