package admission

import (
	"context"
	"fmt"
	"time"

	"github.com/hullcheck/hullcheck/pkg/check"
	"github.com/hullcheck/hullcheck/pkg/config"
	"github.com/hullcheck/hullcheck/pkg/identity"
	"github.com/hullcheck/hullcheck/pkg/manifest"
	"github.com/hullcheck/hullcheck/pkg/policy"
)

// Sources are what a Rulebook is made of.
type Sources struct {
	Config *config.Config
	Rules  *policy.Set
	// Selection is what the configuration chooses; its profile does not matter.
	Selection check.Selection
	Runtime   identity.Runtime
	// Images reads the images of Pods; nil where they are not read.
	Images ImageReader
}

// Rulebook is everything that requests are judged by, complete and compiled. It does not change: a new configuration is a
// new one.
type Rulebook struct {
	Settings
	config *config.Config
	modes  Modes
	// minor is the Kubernetes release of the cluster: what the runtime rules assume, and what "latest" means.
	minor   int
	engines engines
	images  ImageReader
	reader  manifest.Reader
}

// NewRulebook validates the configuration and compiles the rules that will be needed first. Whatever is wrong is an error
// now, and not when the first Pod comes.
func NewRulebook(ctx context.Context, s Sources) (*Rulebook, error) {
	settings, err := NewSettings(s.Config)
	if err != nil {
		return nil, err
	}
	modes, err := defaultModes(settings.Defaults)
	if err != nil {
		return nil, err
	}
	b := &Rulebook{
		Settings: settings, config: s.Config, modes: modes, minor: s.Selection.KubernetesMinor, images: s.Images,
		engines: engines{rules: s.Rules, selection: s.Selection, runtime: s.Runtime},
		reader:  manifest.Reader{PodTemplates: templates(s.Config)},
	}
	// Hardened holds every rule, so that a set which does not compile is known by it.
	levels := []LevelVersion{{Level: Hardened}, modes.Enforce, modes.Warn, modes.Audit}
	for _, lv := range levels {
		if err := b.compile(ctx, lv); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// Warm compiles the levels that no default names, for the first namespace that does.
func (b *Rulebook) Warm(ctx context.Context) error {
	for _, l := range []Level{Baseline, Restricted} {
		if err := b.compile(ctx, LevelVersion{Level: l}); err != nil {
			return err
		}
	}
	return nil
}

func (b *Rulebook) compile(ctx context.Context, lv LevelVersion) error {
	if lv.Level == Off {
		return nil
	}
	_, err := b.engines.of(ctx, check.Profile(lv.Level), b.minorOf(lv))
	return err
}

func (b *Rulebook) minorOf(lv LevelVersion) int {
	if lv.pinned {
		return lv.minor
	}
	return b.minor
}

func templates(c *config.Config) []manifest.PodTemplate {
	out := make([]manifest.PodTemplate, 0, len(c.PodTemplates))
	for _, t := range c.PodTemplates {
		out = append(out, manifest.PodTemplate(t))
	}
	return out
}

// agreed are the exceptions that hold now. They are counted anew for each request: a process that runs for months must not
// remember every object that carried one.
func (b *Rulebook) agreed() check.Agreed {
	if len(b.config.Exceptions) == 0 && !b.HonourAnnotations {
		return check.Agreed{}
	}
	return check.Agreed{Ledger: config.NewLedger(b.config, time.Now()), Annotations: b.HonourAnnotations}
}

// imagesFor gives the images of an object's Pods.
func (b *Rulebook) imagesFor(o *manifest.Object, late string) *held {
	if b.images == nil || b.Images.Off {
		return hold(check.NoImages{}, late)
	}
	return hold(b.images.For(puller(o)), late)
}

// puller is on whose behalf the images of an object are read. Pods of one object that differ in it are read with what they
// have together: they are of one namespace, and of one author.
func puller(o *manifest.Object) Puller {
	who := Puller{Namespace: o.Namespace, ServiceAccount: "default"}
	met := map[string]bool{}
	for i := range o.Pods {
		spec := o.Pods[i].Spec
		if i == 0 && spec.ServiceAccountName != "" {
			who.ServiceAccount = spec.ServiceAccountName
		}
		for _, s := range spec.ImagePullSecrets {
			if s.Name != "" && !met[s.Name] {
				met[s.Name] = true
				who.PullSecrets = append(who.PullSecrets, s.Name)
			}
		}
	}
	return who
}

// lateWords is why an image was not read in time.
func lateWords(timeout, margin time.Duration) string {
	return fmt.Sprintf("not read in the %s that the API server waits, less %s to answer", timeout, margin)
}
