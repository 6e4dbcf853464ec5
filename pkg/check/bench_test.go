package check

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/hullcheck/hullcheck/pkg/manifest"
	"github.com/hullcheck/hullcheck/pkg/policy"
	"github.com/hullcheck/hullcheck/policies"
)

// workloads are n Deployments; with distinct facts no two of their containers are equal to the rules.
func workloads(b *testing.B, n int, distinct bool) []*manifest.Object {
	b.Helper()
	var text strings.Builder
	for i := range n {
		uid := 1000
		if distinct {
			uid += i
		}
		fmt.Fprintf(&text, `---
apiVersion: apps/v1
kind: Deployment
metadata: {name: d%d}
spec:
  selector: {matchLabels: {app: d}}
  template:
    metadata: {labels: {app: d}}
    spec:
      securityContext: {runAsNonRoot: true, runAsUser: %d}
      containers:
        - name: api
          image: ghcr.io/acme/api:1
          ports: [{containerPort: 8080}]
          securityContext: {readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}
          resources: {requests: {cpu: 10m, memory: 32Mi}, limits: {memory: 64Mi}}
`, i, uid)
	}
	var out []*manifest.Object
	var r manifest.Reader
	for e := range r.Stream(context.Background(), "-", "-", strings.NewReader(text.String())) {
		if e.Object == nil {
			b.Fatalf("%+v", e)
		}
		out = append(out, e.Object)
	}
	return out
}

// BenchmarkObject judges one workload by all built-in rules, without reading its manifest or images: with facts that
// were never seen, and with facts that were.
func BenchmarkObject(b *testing.B) {
	ctx := context.Background()
	set, err := policy.Load(ctx, policy.Source{FS: policies.FS, Builtin: true, Index: policies.Index})
	if err != nil {
		b.Fatal(err)
	}
	for name, distinct := range map[string]bool{"unseen": true, "seen": false} {
		b.Run(name, func(b *testing.B) {
			engine, err := NewEngine(ctx, set, Selection{Profile: Hardened, KubernetesMinor: NewestKnown}, "containerd", false)
			if err != nil {
				b.Fatal(err)
			}
			objects := workloads(b, min(b.N, 5000), distinct)
			b.ResetTimer()
			for i := range b.N {
				if _, err := engine.Object(ctx, objects[i%len(objects)], NoImages{}, Agreed{}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(engine.memo.met)/float64(max(1, engine.memo.asked)), "hits/lookup")
		})
	}
}
