package oracle

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
	"github.com/hullcheck/hullcheck/test/oracle/node"
)

// defaults of a run; ORACLE_SEED and ORACLE_CASES change them.
const (
	defaultSeed  = 20261123
	defaultCases = 200
	atOnce       = 24
)

// TestLive starts a real node, runs generated cases on it, and compares each with pkg/identity. A disagreement fails.
func TestLive(t *testing.T) {
	seed, n := setting(t, "ORACLE_SEED", defaultSeed), setting(t, "ORACLE_CASES", defaultCases)
	probe := buildProbe(t)
	machine := startNode(t, probe)
	var tally tally
	t.Cleanup(func() {
		t.Logf("oracle: %d of %d agree, %d unknown (seed %d); of those %d ran", tally.agree, n, tally.unknown, seed, tally.ran)
		if tally.unknown*20 > n {
			t.Errorf("more than 5 %% are unknown")
		}
	})
	slots := make(chan struct{}, atOnce)
	for _, c := range Generate(uint64(seed), n) {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			slots <- struct{}{}
			defer func() { <-slots }()
			tally.count(runCase(t, machine, probe, c))
		})
	}
}

// outcome is how one case compares.
type outcome struct{ agrees, unknown, ran bool }

type tally struct {
	sync.Mutex
	agree, unknown, ran int
}

func (s *tally) count(o outcome) {
	s.Lock()
	defer s.Unlock()
	if o.unknown {
		s.unknown++
	} else if o.agrees {
		s.agree++
	}
	if o.ran {
		s.ran++
	}
}

// runCase asks the node and the engine, and compares.
func runCase(t *testing.T, machine *node.Node, probe []byte, c Case) outcome {
	t.Helper()
	img, err := c.Image.Image(imagetest.Contents{"probe": probe})
	if err != nil {
		t.Fatal(err)
	}
	if err := machine.Import(t.Context(), c.Pod.Spec.Containers[0].Image, img); err != nil {
		t.Fatal(err)
	}
	observed, err := machine.Run(t.Context(), c.Pod, 3*time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	judged := judge(t, c, probe)
	unknown := compare(t, judged, observed)
	if t.Failed() {
		t.Logf("image %+v\npod %+v\nobserved %+v\njudged %+v", c.Image, c.Pod.Spec, observed, judged)
	}
	return outcome{agrees: !t.Failed(), unknown: unknown, ran: observed.Ran}
}

func startNode(t *testing.T, probe []byte) *node.Node {
	t.Helper()
	bin, err := filepath.Abs("../../bin/node")
	if err != nil {
		t.Fatal(err)
	}
	machine, err := node.Start(t.Context(), node.Options{Bin: bin, Dir: t.TempDir(), Probe: probe})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := machine.Stop(); err != nil {
			t.Error(err)
		}
	})
	return machine
}

func buildProbe(t *testing.T) []byte {
	t.Helper()
	file := filepath.Join(t.TempDir(), "probe")
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", file, "./probe")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("build probe: %v\n%s", err, out)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func setting(t *testing.T, name string, otherwise int) int {
	t.Helper()
	v := os.Getenv(name)
	if v == "" {
		return otherwise
	}
	n, err := strconv.Atoi(v)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}
