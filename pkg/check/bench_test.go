//go:build unix

package check

import (
	"context"
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/hullcheck/hullcheck/internal/garbage"
	"github.com/hullcheck/hullcheck/pkg/manifest"
	"github.com/hullcheck/hullcheck/pkg/policy"
	"github.com/hullcheck/hullcheck/policies"
)

// workload is the i-th of many Deployments; with distinct facts it shares none of those that say who and what runs.
func workload(i int, distinct bool) string {
	k := 0
	if distinct {
		k = i
	}
	return fmt.Sprintf(`---
apiVersion: apps/v1
kind: Deployment
metadata: {name: d%[1]d}
spec:
  selector: {matchLabels: {app: d%[1]d}}
  template:
    metadata: {labels: {app: d%[1]d}}
    spec:
      securityContext: {runAsNonRoot: true, runAsUser: %[2]d}
      containers:
        - name: api-%[3]d
          image: ghcr.io/acme/api-%[3]d:1.4.%[3]d
          env: [{name: LEVEL, value: info-%[3]d}]
          ports: [{containerPort: %[2]d}]
          securityContext: {readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}
          resources: {requests: {cpu: %[2]dm, memory: %[2]dMi}, limits: {memory: %[2]dMi}}
`, i, 8000+k, k)
}

// workloads reads n of them, from the first-th on.
func workloads(b *testing.B, first, n int, distinct bool) []*manifest.Object {
	b.Helper()
	var text strings.Builder
	for i := range n {
		text.WriteString(workload(first+i, distinct))
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

// batch is how many workloads are read before they are judged: a run keeps none of them, and so must this.
const batch = 100

// BenchmarkObject judges one workload by all built-in rules, without reading its manifest or images: with facts that
// were never seen, and with facts that were.
func BenchmarkObject(b *testing.B) {
	ctx := context.Background()
	b.Cleanup(garbage.Floor(48 << 20)) // as the program has it
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
			// What a rule needs to be evaluated is made for its first question, whatever that is about.
			if _, err := engine.Object(ctx, workloads(b, 0, 1, distinct)[0], NoImages{}, Agreed{}); err != nil {
				b.Fatal(err)
			}
			var used time.Duration
			b.ResetTimer()
			for i := 0; i < b.N; i += batch {
				b.StopTimer()
				objects := workloads(b, 1+i, min(batch, b.N-i), distinct)
				b.StartTimer()
				start := cpuTime()
				for _, o := range objects {
					if _, err := engine.Object(ctx, o, NoImages{}, Agreed{}); err != nil {
						b.Fatal(err)
					}
				}
				used += cpuTime() - start
			}
			b.ReportMetric(float64(used.Microseconds())/float64(b.N), "cpu-µs/op")
			b.ReportMetric(float64(engine.memo.met)/float64(max(1, engine.memo.asked)), "hits/lookup")
		})
	}
}

// cpuTime is that of the process: on a machine that is shared, the time on the wall says little.
func cpuTime() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
