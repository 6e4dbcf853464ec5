package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"k8s.io/client-go/rest"
	"k8s.io/klog/v2"

	"github.com/hullcheck/hullcheck/internal/admission"
	"github.com/hullcheck/hullcheck/internal/admission/cluster"
)

// pollEvery is how often files are looked at: a mounted ConfigMap or Secret takes a minute to change anyway.
const pollEvery = 2 * time.Second

// prepare puts the parts together. The rules are compiled when it returns.
func (f *serveFlags) prepare(ctx context.Context, e *env) (*serving, error) {
	log := f.logger(e)
	api, err := cluster.Connect("hullcheck/" + toolVersion())
	if err != nil {
		return nil, withHint(err, "set KUBECONFIG, or run in a Pod")
	}
	namespaces, err := cluster.NewNamespaces(api)
	if err != nil {
		return nil, err
	}
	metrics := admission.NewMetrics(toolVersion())
	handler := &admission.Handler{Namespaces: namespaces, Log: log, Metrics: metrics}
	certs := &admission.Certificates{Log: log, Metrics: metrics}
	images := &imageSource{log: log, api: api, pullSecrets: f.pullSecrets}
	book := &bookSource{file: f.config, images: images}
	s := &serving{
		log: log, close: images.close,
		server:   &admission.Server{Handler: handler, Certificates: certs, Metrics: metrics, Log: log},
		reloader: &admission.Reloader{Handler: handler, Log: log, Metrics: metrics, Load: book.load, Files: book.files},
	}
	if err := s.reloader.Start(ctx); err != nil {
		images.close()
		return nil, err
	}
	if err := metrics.Watch(images.counter); err != nil {
		images.close()
		return nil, fmt.Errorf("prepare metrics: %w", err)
	}
	s.workers = []func(context.Context){
		namespaces.Run,
		func(ctx context.Context) { s.reloader.Follow(ctx, pollEvery) },
		func(ctx context.Context) { s.warm(ctx, handler) },
	}
	certificates, err := f.certificates(s, api)
	if err != nil {
		images.close()
		return nil, err
	}
	s.workers = append(s.workers, certificates)
	return s, nil
}

// warm compiles the levels that the first labels may ask for.
func (s *serving) warm(ctx context.Context, h *admission.Handler) {
	if err := h.Rulebook().Warm(ctx); err != nil {
		s.log.Error("compile levels", "error", err.Error())
	}
}

// certificates is what keeps the serving certificate up.
func (f *serveFlags) certificates(s *serving, api *rest.Config) (func(context.Context), error) {
	certs := s.server.Certificates
	if !f.selfSigned {
		return func(ctx context.Context) { certs.Follow(ctx, f.tlsCert, f.tlsKey, pollEvery) }, nil
	}
	names := s.server.Handler.Rulebook().SelfSigned
	if names.Namespace == "" {
		names.Namespace = cluster.Namespace()
	}
	if names.Namespace == "" {
		return nil, withHint(errors.New("--self-signed: it is not known in which namespace the webhook runs"),
			"write webhook.self-signed.namespace into the configuration, or set POD_NAMESPACE")
	}
	signed := &cluster.SelfSigned{Config: api, Names: names, Log: s.log, Set: certs.Set}
	s.server.Ready = signed.Ready
	return signed.Run, nil
}

// logger writes JSON to standard error; what client-go says goes there too.
func (f *serveFlags) logger(e *env) *slog.Logger {
	level := slog.LevelInfo
	if f.verbose {
		level = slog.LevelDebug
	}
	log := slog.New(slog.NewJSONHandler(e.stderr, &slog.HandlerOptions{Level: level}))
	klog.SetSlogLogger(log)
	return log
}
