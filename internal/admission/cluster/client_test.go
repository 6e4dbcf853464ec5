package cluster

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// TestAStormIsNotHeldUp: what many requests ask of the API server at a time is asked at a time, not some every second.
func TestAStormIsNotHeldUp(t *testing.T) {
	const lookups = 600
	var came atomic.Int64
	all := make(chan struct{})
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if came.Add(1) == lookups {
			close(all)
		}
		select {
		case <-all:
		case <-r.Context().Done():
		}
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"kind":"PartialObjectMetadata","apiVersion":"meta.k8s.io/v1","metadata":{"name":%q,"labels":{"a":"b"}}}`,
			path.Base(r.URL.Path))
	}))
	defer api.Close()
	t.Setenv("KUBECONFIG", kubeconfig(t, api.URL))
	c, err := Connect("test")
	if err != nil {
		t.Fatal(err)
	}
	n, err := NewNamespaces(c)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 8*time.Second)
	defer cancel()
	var wait sync.WaitGroup
	for i := range lookups {
		wait.Go(func() {
			if labels, err := n.Labels(ctx, fmt.Sprintf("team-%d", i)); err != nil || labels["a"] != "b" {
				t.Errorf("labels %v, error %v", labels, err)
			}
		})
	}
	wait.Wait()
}

func kubeconfig(t *testing.T, url string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "kubeconfig")
	text := "apiVersion: v1\nkind: Config\ncurrent-context: a\nclusters: [{name: a, cluster: {server: '" + url +
		"'}}]\ncontexts: [{name: a, context: {cluster: a, user: a}}]\nusers: [{name: a, user: {token: t}}]\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}
