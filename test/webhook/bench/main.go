// Command bench measures hullcheck serve beside the webhook server of Pod Security Admission, in one run on one machine: both
// answer for the same Pod of three containers, over TLS on the loopback interface. hullcheck reads the Pod's images as well.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"text/tabwriter"
	"time"

	"github.com/hullcheck/hullcheck/test/webhook/cluster"
)

func main() {
	bin := flag.String("bin", "../../bin", "folder of hullcheck, cluster/ and psa-webhook")
	length := flag.Duration("for", 10*time.Second, "how long each load lasts")
	images := flag.Int("images", 10_000, "how many images are read for the figure of memory")
	flag.Parse()
	if err := run(context.Background(), *bin, *length, *images); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// rate is the load of the figure of latency, in requests a second; clients are those who ask without pause for that of throughput.
const (
	rate    = 500
	clients = 64
)

func run(ctx context.Context, bin string, length time.Duration, images int) (err error) {
	if bin, err = filepath.Abs(bin); err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "hullcheck-bench")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	api, err := cluster.Start(ctx, filepath.Join(bin, "cluster"), dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, api.Stop()) }()
	b := &bench{bin: bin, dir: dir, api: api, length: length}
	if err := b.prepare(ctx); err != nil {
		return err
	}
	defer b.registry.Stop()
	out := tabwriter.NewWriter(os.Stdout, 0, 8, 2, ' ', 0)
	defer func() { err = errors.Join(err, out.Flush()) }()
	fmt.Fprintf(out, "webhook, one Pod of three containers\tfirst answer\tp50 at %d/s\tp99 at %[1]d/s\tat saturation\tp99 then\tCPU a request\tresident\n", rate)
	for _, measure := range []func(context.Context) (figures, error){b.psa, b.hullcheck, b.hullcheckOff} {
		f, err := measure(ctx)
		if err != nil {
			return err
		}
		fmt.Fprintln(out, f)
	}
	resident, err := b.memory(ctx, images)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "hullcheck, resident with %d images cached\t\t\t\t\t\t\t%d MiB\n", images, resident>>20)
	return nil
}

// figures are one server's.
type figures struct {
	name                    string
	first, p50, p99, satP99 time.Duration
	// cpu is the time of a core that a request takes, which other work on the machine changes least.
	cpu        time.Duration
	throughput float64
	resident   int64
}

func (f figures) String() string {
	return fmt.Sprintf("%s\t%s\t%s\t%s\t%.0f/s\t%s\t%s\t%d MiB",
		f.name, round(f.first), round(f.p50), round(f.p99), f.throughput, round(f.satP99), round(f.cpu), f.resident>>20)
}

func round(d time.Duration) time.Duration { return d.Round(10 * time.Microsecond) }
