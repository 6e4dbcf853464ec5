package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"github.com/hullcheck/hullcheck/internal/admission"
	"github.com/hullcheck/hullcheck/internal/garbage"
)

// serveHeapFloor is what the heap may grow to before it is collected. About a quarter of it is in use while few images are known,
// so that a request less often waits for a collection; where 10,000 are, it is half, and nothing is gained or lost.
const serveHeapFloor = 64 << 20

// serveFlags are the flags of serve.
type serveFlags struct {
	listen, metrics string
	tlsCert, tlsKey string
	config          string
	selfSigned      bool
	pullSecrets     bool
	verbose         bool
}

func serveCommand(e *env) *cobra.Command {
	var f serveFlags
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Answer a cluster's admission reviews: the webhook",
		Long: `serve judges every Pod, and every object that makes Pods, before the API server stores it. The labels
hullcheck.dev/enforce, hullcheck.dev/warn and hullcheck.dev/audit of a namespace say by which level: off, baseline, restricted or
hardened; those with -version by the controls of which release. All else stands in the section webhook of the configuration.

Policy, configuration and certificates are read again when their files change; what is broken then changes nothing. The API
server is reached as KUBECONFIG says, or as a Pod does.

Exit codes: 0 stopped by a signal; 2 it could not start, or not go on.`,
		Example: `  hullcheck serve --tls-cert /certs/tls.crt --tls-key /certs/tls.key --config /etc/hullcheck/config.yaml
  hullcheck serve --self-signed --pull-secrets`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return f.run(cmd.Context(), e) },
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&f.listen, "listen", ":8443", "`ADDR` for the API server; the path is /validate")
	flags.StringVar(&f.tlsCert, "tls-cert", "", "`FILE` with the serving certificate, as PEM")
	flags.StringVar(&f.tlsKey, "tls-key", "", "`FILE` with its key")
	flags.BoolVar(&f.selfSigned, "self-signed", false,
		"make certificates, renew them, and write their CA into the ValidatingWebhookConfiguration")
	flags.StringVar(&f.metrics, "metrics", ":9090", "`ADDR` for /metrics, /healthz and /readyz without TLS; empty for none")
	flags.StringVar(&f.config, "config", "", "configuration `FILE` (default: .hullcheck.yaml in the working directory)")
	flags.BoolVar(&f.pullSecrets, "pull-secrets", false,
		"read images with the imagePullSecrets of Pods and of their ServiceAccounts too, which the webhook must be allowed to get")
	flags.BoolVarP(&f.verbose, "verbose", "v", false, "log every answer")
	return cmd
}

// check refuses flags that contradict each other.
func (f *serveFlags) check() error {
	files := f.tlsCert != "" || f.tlsKey != ""
	switch {
	case f.selfSigned && files:
		return errors.New("--self-signed and --tls-cert contradict each other")
	case files && f.tlsKey == "":
		return errors.New("--tls-cert is nothing without --tls-key")
	case files && f.tlsCert == "":
		return errors.New("--tls-key is nothing without --tls-cert")
	case !f.selfSigned && !files:
		return withHint(errors.New("no certificate: the API server calls webhooks over TLS only"),
			"name --tls-cert and --tls-key, or write --self-signed")
	}
	return errors.Join(checkAddress("listen", f.listen), checkAddress("metrics", f.metrics))
}

// checkAddress refuses what nobody can listen on before the API server is asked for anything.
func checkAddress(flag, addr string) error {
	if addr == "" && flag == "metrics" {
		return nil
	}
	_, port, err := net.SplitHostPort(addr)
	if err == nil {
		_, err = net.LookupPort("tcp", port)
	}
	if err != nil {
		return withHint(fmt.Errorf("--%s %q is no address: %w", flag, addr, err), "write HOST:PORT, or :PORT for all addresses of the machine")
	}
	return nil
}

func (f *serveFlags) run(ctx context.Context, e *env) error {
	if err := f.check(); err != nil {
		return err
	}
	defer garbage.Floor(serveHeapFloor)()
	s, err := f.prepare(ctx, e)
	if err != nil {
		return err
	}
	defer s.close()
	hook, err := listen(ctx, f.listen)
	if err != nil {
		return err
	}
	var side net.Listener
	if f.metrics != "" {
		if side, err = listen(ctx, f.metrics); err != nil {
			return errors.Join(err, hook.Close())
		}
	}
	s.log.Info("listening", "webhook", hook.Addr().String(), "version", toolVersion())
	return s.serve(ctx, hook, side)
}

func listen(ctx context.Context, addr string) (net.Listener, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("listen: %w", err)
	}
	return l, nil
}

// serving is a webhook that is ready to listen.
type serving struct {
	log      *slog.Logger
	server   *admission.Server
	reloader *admission.Reloader
	// workers run beside the servers, until they have stopped.
	workers []func(context.Context)
	close   func()
}

// serve answers until ctx is done. What the answers need goes on until the last one is given.
func (s *serving) serve(ctx context.Context, hook, side net.Listener) error {
	background, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	var g errgroup.Group
	for _, w := range s.workers {
		g.Go(func() error { w(background); return nil })
	}
	err := s.server.Serve(ctx, hook, side)
	stop()
	return errors.Join(err, g.Wait())
}
