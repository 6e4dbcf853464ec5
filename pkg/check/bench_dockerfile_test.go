package check

import (
	"context"
	"syscall"
	"testing"
	"time"

	"github.com/hullcheck/hullcheck/pkg/dockerfile"
	"github.com/hullcheck/hullcheck/pkg/policy"
	"github.com/hullcheck/hullcheck/policies"
)

// BenchmarkDockerfile predicts one Dockerfile and judges it by all built-in rules: the example's, with a base image that
// could not be read.
func BenchmarkDockerfile(b *testing.B) {
	ctx := context.Background()
	set, err := policy.Load(ctx, policy.Source{FS: policies.FS, Builtin: true, Index: policies.Index})
	if err != nil {
		b.Fatal(err)
	}
	engine, err := NewEngine(ctx, set, Selection{Profile: Hardened, KubernetesMinor: NewestKnown}, "containerd", false)
	if err != nil {
		b.Fatal(err)
	}
	for _, name := range []string{"before", "after"} {
		b.Run(name, func(b *testing.B) {
			o := dockerfile.Options{File: "../../examples/api-server/" + name + "/Dockerfile", ContextDir: "../../examples/api-server"}
			start := processorTime(b)
			for b.Loop() {
				p, err := dockerfile.Predict(ctx, o)
				if err != nil {
					b.Fatal(err)
				}
				if _, err := engine.Dockerfile(ctx, p, Agreed{}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64((processorTime(b)-start).Microseconds())/1000/float64(b.N), "cpu-ms/op")
		})
	}
}

// processorTime is what the process has used so far. Other than the time of day it does not depend on what else the machine
// does.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
