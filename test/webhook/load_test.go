package webhook

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// load asks the API server for pods, good and bad by turns, from several clients at once until it is told to stop. It counts
// the answers and keeps those that are no verdict.
type load struct {
	stop      context.CancelFunc
	wait      sync.WaitGroup
	verdicts  atomic.Int64
	mu        sync.Mutex
	otherwise []error
}

func startLoad(t *testing.T, ns string) *load {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	l := &load{stop: stop}
	t.Cleanup(stop)
	for range 4 {
		l.wait.Go(func() {
			for bad := false; ctx.Err() == nil; bad = !bad {
				l.ask(ctx, ns, bad)
			}
		})
	}
	return l
}

func (l *load) ask(ctx context.Context, ns string, bad bool) {
	p := pod("loaded")
	if bad {
		privileged(p)
	}
	_, err := admin.CoreV1().Pods(ns).Create(ctx, p, metav1.CreateOptions{DryRun: []string{metav1.DryRunAll}})
	switch {
	case ctx.Err() != nil:
		return
	case !bad && err != nil, bad && err == nil:
	case bad && !strings.Contains(err.Error(), "workload/privileged"):
	default:
		l.verdicts.Add(1)
		return
	}
	if err == nil {
		err = errors.New("a privileged pod is admitted")
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.otherwise = append(l.otherwise, err)
}

// atLeast waits for so many more verdicts.
func (l *load) atLeast(t *testing.T, more int64) {
	t.Helper()
	until := l.verdicts.Load() + more
	eventually(t, func() error {
		if got := l.verdicts.Load(); got < until {
			return errf("%d of %d verdicts", got, until)
		}
		return nil
	})
}

// end stops asking and demands that every answer was a verdict.
func (l *load) end(t *testing.T) {
	t.Helper()
	l.stop()
	l.wait.Wait()
	t.Logf("%d verdicts, %d other answers", l.verdicts.Load(), len(l.otherwise))
	if err := errors.Join(l.otherwise...); err != nil {
		t.Errorf("%d requests failed: %.2000s", len(l.otherwise), err.Error())
	}
}
