package admission_test

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hullcheck/hullcheck/internal/admission"
	"github.com/hullcheck/hullcheck/pkg/check"
	"github.com/hullcheck/hullcheck/pkg/config"
	"github.com/hullcheck/hullcheck/pkg/identity"
	"github.com/hullcheck/hullcheck/pkg/policy"
	"github.com/hullcheck/hullcheck/policies"
)

// loader makes rulebooks of dir/hullcheck.yaml and the rules in dir/policies.
func loader(dir string) func(context.Context) (*admission.Rulebook, error) {
	return func(ctx context.Context) (*admission.Rulebook, error) {
		c, err := config.Read(filepath.Join(dir, "hullcheck.yaml"))
		if err != nil {
			return nil, err
		}
		set, err := policy.Load(ctx, policy.Source{FS: policies.FS, Builtin: true, Index: policies.Index},
			policy.Source{Name: "policies", FS: os.DirFS(filepath.Join(dir, "policies"))})
		if err != nil {
			return nil, err
		}
		return admission.NewRulebook(ctx, admission.Sources{
			Config: c, Rules: set, Runtime: identity.Containerd, Selection: check.Selection{KubernetesMinor: check.NewestKnown},
		})
	}
}

const ownRule = `# METADATA
# scope: package
# title: Containers of another name
# description: Every container is called app.
# schemas:
#   - input: schema.container
# custom:
#   severity: high
#   remediation: call it app
package acme.named

deny contains {"msg": msg, "path": input.path} if {
	input.name != "WANTED"
	msg := sprintf("the container is called %s", [input.name])
}
`

// TestReload: a new configuration or rule counts without a restart; a broken one changes nothing, and says so.
func TestReload(t *testing.T) {
	dir := t.TempDir()
	rule := filepath.Join("policies", "acme", "named", "named.rego")
	if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, rule)), 0o700); err != nil {
		t.Fatal(err)
	}
	// Each change is one file, so that no state between two is met.
	configure := func(text string) {
		write(t, dir, map[string][]byte{"hullcheck.yaml": []byte("version: 1\nread-images: off\n" + text)})
	}
	want := func(name string) {
		write(t, dir, map[string][]byte{rule: []byte(strings.Replace(ownRule, "WANTED", name, 1))})
	}
	configure("")
	want("app")
	h := newHandler(t, nil, enforcing("hardened"))
	log := &lockedBuffer{}
	r := &admission.Reloader{
		Handler: h, Log: slog.New(slog.NewJSONHandler(log, nil)), Metrics: h.Metrics, Load: loader(dir),
		Files: func() []string { return []string{filepath.Join(dir, "hullcheck.yaml"), filepath.Join(dir, "policies")} },
	}
	if err := r.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	var follow sync.WaitGroup
	follow.Go(func() { r.Follow(ctx, 5*time.Millisecond) })
	defer follow.Wait()
	defer stop()

	allowed := func() bool { return ask(t, h, question{object: pod(restrictedContext)}).Allowed }
	if !allowed() {
		t.Fatal("denied by the first policy")
	}
	want("web")
	eventually(t, "the new rule", func() bool { return !allowed() })

	for what, broken := range map[string]func(){
		"an unknown key": func() { configure("webhook: {deny-att: high}") },
		"rules that err": func() { want(`app" +`) },
	} {
		failures := strings.Count(log.String(), "the one before stays in use")
		broken()
		eventually(t, what, func() bool { return strings.Count(log.String(), "the one before stays in use") > failures })
		if allowed() {
			t.Errorf("%s: the policy before is not in use", what)
		}
	}
	if text := scrape(t, h.Metrics); !strings.Contains(text, `hullcheck_reload_successful{what="policy"} 0`) ||
		!strings.Contains(text, `hullcheck_reloads_total{result="failure",what="policy"}`) {
		t.Error("the metrics do not tell")
	}
	configure("webhook: {deny-at: critical}")
	want("web")
	eventually(t, "the new configuration", allowed)
	eventually(t, "the metrics tell that all is well again", func() bool {
		return strings.Contains(scrape(t, h.Metrics), `hullcheck_reload_successful{what="policy"} 1`)
	})
}

// TestStartWithoutPolicy: there is nothing to fall back to.
func TestStartWithoutPolicy(t *testing.T) {
	h := newHandler(t, nil, nil)
	r := &admission.Reloader{
		Handler: h, Log: h.Log, Metrics: h.Metrics, Load: loader(t.TempDir()), Files: func() []string { return nil },
	}
	if err := r.Start(t.Context()); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}
