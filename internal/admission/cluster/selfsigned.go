package cluster

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"github.com/go-logr/logr"
	"github.com/open-policy-agent/cert-controller/pkg/rotator"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/rest"
	toolscache "k8s.io/client-go/tools/cache"
	"sigs.k8s.io/controller-runtime/pkg/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/manager"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"

	"github.com/hullcheck/hullcheck/pkg/config"
)

// The keys of the Secret, as those of type kubernetes.io/tls.
const (
	certKey = corev1.TLSCertKey
	keyKey  = corev1.TLSPrivateKeyKey
)

// SelfSigned makes the webhook's certificates and renews them, keeps them in a Secret that all replicas share, and writes
// the CA into the ValidatingWebhookConfiguration.
type SelfSigned struct {
	Config *rest.Config
	Names  config.SelfSigned
	Log    *slog.Logger
	// Set is given each pair, as PEM.
	Set func(cert, key []byte) error

	injected atomic.Bool
	attempts int
}

// Ready says that the API server does not know the CA yet; nil once it does.
func (s *SelfSigned) Ready() error {
	if !s.injected.Load() {
		return errors.New("the CA is not written into the ValidatingWebhookConfiguration yet")
	}
	return nil
}

// Namespace is that of the process, "" where it runs in none.
func Namespace() string {
	if ns := os.Getenv("POD_NAMESPACE"); ns != "" {
		return ns
	}
	b, err := os.ReadFile("/var/run/secrets/kubernetes.io/serviceaccount/namespace")
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(b))
}

// Run works until ctx is done. What fails is tried again: the API server may come later than the webhook.
func (s *SelfSigned) Run(ctx context.Context) {
	for ctx.Err() == nil {
		if err := s.run(ctx); err != nil && ctx.Err() == nil {
			s.Log.Error("self-signed certificates", "error", err.Error())
		}
		select {
		case <-time.After(retryAfter):
		case <-ctx.Done():
		}
	}
}

const retryAfter = 5 * time.Second

func (s *SelfSigned) run(ctx context.Context) error {
	// The rotator waits until a certificate stands in a folder. What serves is taken from the Secret, so that no key is
	// written to a disk.
	dir, err := os.MkdirTemp("", "hullcheck-certificate-")
	if err != nil {
		return fmt.Errorf("make a folder (mount an emptyDir on %s): %w", os.TempDir(), err)
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a folder of a temporary file system
	mgr, err := s.manager()
	if err != nil {
		return err
	}
	if err := s.ensureSecret(ctx); err != nil {
		return err
	}
	secrets, err := mgr.GetCache().GetInformer(ctx, &corev1.Secret{})
	if err != nil {
		return fmt.Errorf("watch the Secret: %w", err)
	}
	take := func(o any) { s.take(o, dir) }
	if _, err := secrets.AddEventHandler(toolscache.ResourceEventHandlerFuncs{
		AddFunc: take, UpdateFunc: func(_, o any) { take(o) },
	}); err != nil {
		return fmt.Errorf("watch the Secret: %w", err)
	}
	ready := make(chan struct{})
	if err := s.rotate(mgr, dir, ready); err != nil {
		return fmt.Errorf("prepare to make certificates: %w", err)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		select {
		case <-ready:
			s.injected.Store(true)
		case <-ctx.Done():
		}
	}()
	return mgr.Start(ctx)
}

func (s *SelfSigned) manager() (manager.Manager, error) {
	only := cache.ByObject{
		Namespaces: map[string]cache.Config{s.Names.Namespace: {}},
		Field:      fields.OneTermEqualSelector("metadata.name", s.Names.Secret),
	}
	m, err := manager.New(s.Config, manager.Options{
		Metrics: metricsserver.Options{BindAddress: "0"}, HealthProbeBindAddress: "0",
		Logger: logr.FromSlogHandler(s.Log.Handler()),
		Cache:  cache.Options{ByObject: map[client.Object]cache.ByObject{&corev1.Secret{}: only}},
	})
	if err != nil {
		return nil, fmt.Errorf("reach the API server: %w", err)
	}
	return m, nil
}

// ensureSecret makes the Secret where it is not there. Another replica may do so at the same time.
func (s *SelfSigned) ensureSecret(ctx context.Context) error {
	secret := &corev1.Secret{ObjectMeta: metav1.ObjectMeta{Name: s.Names.Secret, Namespace: s.Names.Namespace}}
	// Read from the API server itself: the cache does not run yet.
	live, err := client.New(s.Config, client.Options{})
	if err != nil {
		return fmt.Errorf("reach the API server: %w", err)
	}
	err = live.Get(ctx, client.ObjectKeyFromObject(secret), secret)
	if apierrors.IsNotFound(err) {
		err = live.Create(ctx, secret)
	}
	if err != nil && !apierrors.IsAlreadyExists(err) {
		return fmt.Errorf("ensure Secret %s/%s: %w", s.Names.Namespace, s.Names.Secret, err)
	}
	return nil
}

// take serves what the Secret holds, and lets the rotator know that it is there.
func (s *SelfSigned) take(o any, dir string) {
	secret, ok := o.(*corev1.Secret)
	if !ok || secret.Name != s.Names.Secret || len(secret.Data[certKey]) == 0 {
		return
	}
	err := s.Set(secret.Data[certKey], secret.Data[keyKey])
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, certKey), secret.Data[certKey], 0o600)
	}
	if err != nil {
		s.Log.Error("certificate of the Secret not loaded", "error", err.Error())
	}
}

func (s *SelfSigned) rotate(mgr manager.Manager, dir string, ready chan struct{}) error {
	s.attempts++
	host := s.Names.Service + "." + s.Names.Namespace + ".svc"
	return rotator.AddRotator(mgr, &rotator.CertRotator{
		SecretKey: types.NamespacedName{Namespace: s.Names.Namespace, Name: s.Names.Secret},
		CertDir:   dir, CertName: certKey, KeyName: keyKey,
		CAName: "hullcheck-ca", CAOrganization: "hullcheck", DNSName: host,
		IsReady:  ready,
		Webhooks: []rotator.WebhookInfo{{Name: s.Names.Webhook, Type: rotator.Validating}},
		// controller-runtime wants a name that no controller of the process has had.
		ControllerName: fmt.Sprintf("cert-rotator-%d", s.attempts),
	})
}
