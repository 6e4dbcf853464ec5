package cluster_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/hullcheck/hullcheck/test/webhook/cluster"
)

// TestClusterStartsAndRestarts: what was written before the API server went away is there when it is back, kubectl reads it, and
// a user without a role is told so.
func TestClusterStartsAndRestarts(t *testing.T) {
	bin, err := filepath.Abs("../../../bin/cluster")
	if err != nil {
		t.Fatal(err)
	}
	c, err := cluster.Start(t.Context(), bin, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Stop(); err != nil {
			t.Error(err)
		}
	})
	if _, stderr, err := c.Kubectl(t.Context(), c.Admin, "", "create", "namespace", "kept"); err != nil {
		t.Fatal(err, stderr)
	}
	if err := c.StopAPIServer(); err != nil {
		t.Fatal(err)
	}
	if _, _, err := c.Kubectl(t.Context(), c.Admin, "", "get", "namespaces"); err == nil {
		t.Fatal("the API server that was stopped answers")
	}
	if err := c.StartAPIServer(t.Context()); err != nil {
		t.Fatal(err)
	}
	if out, stderr, err := c.Kubectl(t.Context(), c.Admin, "", "get", "namespaces", "-o", "name"); err != nil || !strings.Contains(out, "namespace/kept") {
		t.Errorf("want the namespace that was made, got %q, %v, %s", out, err, stderr)
	}
	nobody, err := c.User("nobody")
	if err != nil {
		t.Fatal(err)
	}
	if _, stderr, err := c.Kubectl(t.Context(), nobody, "", "get", "pods"); err == nil || !strings.Contains(stderr, `User "nobody" cannot list`) {
		t.Errorf("want a refusal, got %v, %s", err, stderr)
	}
}
