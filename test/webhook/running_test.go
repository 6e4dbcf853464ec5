package webhook

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hullcheck/hullcheck/test/webhook/balancer"
	"github.com/hullcheck/hullcheck/test/webhook/pki"
	"github.com/hullcheck/hullcheck/test/webhook/serving"
)

// TestCertificateRotation: the files change under load, the new certificate is shown, and no request fails.
func TestCertificateRotation(t *testing.T) {
	s := serve(t, serving.Options{})
	l := startLoad(t, namespace(t, "strict", map[string]string{enforce: "restricted"}))
	for _, name := range []string{"second", "third", "fourth"} {
		l.atLeast(t, 20)
		if err := s.Certify(pki.Request{CommonName: name, Hosts: []string{"127.0.0.1"}}); err != nil {
			t.Fatal(err)
		}
		eventually(t, func() error {
			if shown := shownCertificate(t, s); shown != name {
				return errf("the certificate shown is %s", shown)
			}
			return nil
		})
	}
	l.atLeast(t, 20)
	l.end(t)
}

// shownCertificate is whom a new connection meets.
func shownCertificate(t *testing.T, s *serving.Server) string {
	t.Helper()
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(s.Authority.PEM)
	conn, err := tls.Dial("tcp", s.Address(), &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	return conn.ConnectionState().PeerCertificates[0].Subject.CommonName
}

// TestHalfWrittenCertificate: a pair that does not fit keeps the old one, in use and in the log.
func TestHalfWrittenCertificate(t *testing.T) {
	s := serve(t, serving.Options{})
	before := shownCertificate(t, s)
	if err := pki.Replace(filepath.Join(s.Dir, "tls.crt"), []byte("half of")); err != nil {
		t.Fatal(err)
	}
	eventually(t, func() error {
		if !strings.Contains(s.Log(), "certificate not loaded") {
			return errf("the log does not tell of it")
		}
		return nil
	})
	if after := shownCertificate(t, s); after != before {
		t.Errorf("the certificate shown is %s", after)
	}
}

// TestRollingRestart restarts two replicas in turn under load, as an update does: no request fails.
func TestRollingRestart(t *testing.T) {
	one := start(t, serving.Options{Drain: true})
	two := start(t, serving.Options{Drain: true, Authority: one.Authority})
	b, err := balancer.Start(backend(one), backend(two))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Stop(); err != nil {
			t.Error(err)
		}
	})
	register(t, "https://"+b.Address()+"/validate", one.Authority.PEM)
	l := startLoad(t, namespace(t, "strict", map[string]string{enforce: "restricted"}))
	for _, s := range []*serving.Server{one, two, one} {
		l.atLeast(t, 20)
		if err := s.Stop(); err != nil {
			t.Fatal(err)
		}
		if err := s.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		time.Sleep(300 * time.Millisecond) // the balancer learns of it
	}
	l.atLeast(t, 20)
	l.end(t)
}

func backend(s *serving.Server) balancer.Backend {
	return balancer.Backend{Address: s.Address(), Ready: func(ctx context.Context) bool {
		status, err := s.Health(ctx, "readyz")
		return err == nil && status == http.StatusOK
	}}
}

const ownRule = `# METADATA
# scope: package
# title: Pods name their team
# description: Somebody must be called at night.
# schemas:
#   - input: schema.object
# custom:
#   severity: high
#   remediation: write the label team
package workload.team

deny contains {"msg": "no team is named", "path": "/metadata"} if not input.labels.team
`

// TestReload: rules and configuration change without a restart; broken ones change nothing and are told of.
func TestReload(t *testing.T) {
	policies := t.TempDir()
	rules := filepath.Join(policies, "workload", "team")
	if err := os.MkdirAll(rules, 0o755); err != nil {
		t.Fatal(err)
	}
	rule := filepath.Join(rules, "team.rego")
	configured := "version: 1\nread-images: off\npolicies: [" + policies + "]\n"
	s := serve(t, serving.Options{})
	ns := namespace(t, "hardened", map[string]string{enforce: "hardened"})
	admitted(t, ns, pod("one"))

	if err := os.WriteFile(rule, []byte(ownRule), 0o600); err != nil {
		t.Fatal(err)
	}
	reload(t, s, configured, "success")
	denied(t, ns, pod("two"), "workload/team", "no team is named")
	admitted(t, ns, pod("three", labelled("team", "shop")))

	if err := os.WriteFile(rule, []byte("package workload.team\n\ndeny contains"), 0o600); err != nil {
		t.Fatal(err)
	}
	reload(t, s, configured+"# changed\n", "failure")
	denied(t, ns, pod("four"), "workload/team")
	says(t, s.Log(), "team.rego")

	reload(t, s, "version: 1\nwebhook: {deny-at: nonsense}\n", "failure")
	denied(t, ns, pod("five"), "workload/team")

	reload(t, s, "version: 1\nread-images: off\n", "success")
	admitted(t, ns, pod("six"))
}

// reload replaces the configuration and waits until the server has counted what it made of it.
func reload(t *testing.T, s *serving.Server, config, result string) {
	t.Helper()
	count := func() float64 {
		n, err := s.Metric(t.Context(), "hullcheck_reloads_total", `what="policy"`, `result="`+result+`"`)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	before := count()
	if err := s.Configure(config); err != nil {
		t.Fatal(err)
	}
	eventually(t, func() error {
		if count() <= before {
			return errf("no reload with result %s was counted", result)
		}
		return nil
	})
}

// TestFailurePolicy: with nobody to ask, namespaces that enforce take no pods, and all others do.
func TestFailurePolicy(t *testing.T) {
	s := serve(t, serving.Options{})
	strict := namespace(t, "strict", map[string]string{enforce: "restricted"})
	free := namespace(t, "free", map[string]string{warn: "restricted"})
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	_, err := create(t, strict, pod("good"))
	if err == nil {
		t.Error("a pod is admitted that nobody judged")
	} else {
		says(t, err.Error(), `failed calling webhook "enforce.hullcheck.dev"`)
	}
	admitted(t, free, pod("good"))
	if _, stderr, err := apply(t, strict, deployment(pod("good"))); err != nil {
		t.Errorf("a Deployment: %v, %s", err, stderr)
	}
	if err := s.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	eventually(t, func() error {
		_, err := create(t, strict, pod("good"))
		return err
	})
}
