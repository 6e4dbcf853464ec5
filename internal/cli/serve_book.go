package cli

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"sync"

	"github.com/hullcheck/hullcheck/internal/admission"
	"github.com/hullcheck/hullcheck/pkg/check"
	"github.com/hullcheck/hullcheck/pkg/identity"
)

// bookSource makes rulebooks of the configuration and the policies that it names, as they stand.
type bookSource struct {
	file   string
	images *imageSource

	mu       sync.Mutex
	policies []string
}

// files are what a rulebook is made of.
func (b *bookSource) files() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	out := []string{orDefault(b.file)}
	for _, p := range b.policies {
		if !strings.Contains(p, "://") {
			out = append(out, p)
		}
	}
	return out
}

func (b *bookSource) load(ctx context.Context) (*admission.Rulebook, error) {
	c, err := readConfig(b.file)
	if err != nil {
		return nil, err
	}
	b.mu.Lock()
	b.policies = c.Policies
	b.mu.Unlock()
	rules := ruleFlags{
		profile: string(check.Hardened), globs: c.Rules, dirs: c.Policies,
		kubernetes: cmp.Or(c.KubernetesVersion, fmt.Sprintf("1.%d", check.NewestKnown)),
		runtime:    cmp.Or(c.Runtime, string(identity.Containerd)),
		registry:   policyRegistry{caFile: c.CAFile, insecure: c.InsecureRegistries},
	}
	s := admission.Sources{Config: c}
	if s.Selection, err = rules.selection(); err != nil {
		return nil, err
	}
	s.Selection.Severities, s.Selection.Parameters = c.Severities, c.Parameters
	if s.Runtime, err = rules.runtimeName(); err != nil {
		return nil, err
	}
	if s.Rules, err = rules.load(ctx); err != nil {
		return nil, err
	}
	if err := c.Unknown(ruleIDs(s.Rules)); err != nil {
		return nil, err
	}
	settings, err := admission.NewSettings(c)
	if err != nil {
		return nil, err
	}
	reader, use, err := b.images.of(settings.Images)
	if err != nil {
		return nil, err
	}
	if reader != nil {
		s.Images = reader
	}
	book, err := admission.NewRulebook(ctx, s)
	use(err == nil)
	return book, ruleHint(err, check.AllRules(s.Rules))
}
