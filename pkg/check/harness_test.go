package check_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/hullcheck/hullcheck/pkg/check"
	"github.com/hullcheck/hullcheck/pkg/config"
	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/policy"
	"github.com/hullcheck/hullcheck/policies"
)

// builtin loads the built-in rules once.
var builtin = sync.OnceValues(func() (*policy.Set, error) {
	return policy.Load(context.Background(), policy.Source{FS: policies.FS, Builtin: true})
})

// options are those of a run with the built-in rules over the sources, as the command line would make them.
func options(t *testing.T, sources ...string) check.Options {
	t.Helper()
	set, err := builtin()
	if err != nil {
		t.Fatal(err)
	}
	opener, err := image.NewOpener(image.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(opener.Close)
	return check.Options{Sources: sources, Rules: set, Opener: opener, Tool: finding.Tool{Name: "hullcheck", Version: "test"}}
}

func run(t *testing.T, o check.Options) *finding.Report {
	t.Helper()
	r, err := check.Run(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	return r.Report
}

func mappings(t *testing.T, texts ...string) []*check.Mapping {
	t.Helper()
	var out []*check.Mapping
	for _, text := range texts {
		m, err := check.ParseMapping(text, true)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, m)
	}
	return out
}

// agreedByComments honours what stands in sources, and nothing else.
func agreedByComments() check.Agreed {
	return check.Agreed{Ledger: config.NewLedger(nil, time.Now()), Annotations: true}
}
