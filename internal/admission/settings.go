package admission

import (
	"cmp"
	"errors"
	"fmt"
	"net/netip"
	"time"

	"github.com/docker/go-units"

	"github.com/hullcheck/hullcheck/internal/admission/egress"
	"github.com/hullcheck/hullcheck/pkg/config"
	"github.com/hullcheck/hullcheck/pkg/finding"
)

// Settings are the webhook section of a configuration with every default filled in.
type Settings struct {
	Defaults          config.Levels
	Exemptions        config.Exemptions
	DenyAt            finding.Severity
	Controllers       config.Controllers
	HonourAnnotations bool
	Images            ImageSettings
	// MaxRequests bounds the requests that are judged at a time.
	MaxRequests           int
	DeadlineMargin, Drain time.Duration
	OnPanic, OnOverload   config.Answer
	SelfSigned            config.SelfSigned
}

// ImageSettings say how images are read.
type ImageSettings struct {
	// Off: images are not read at all.
	Off               bool
	Unreadable        config.Answer
	AllowedRegistries []string
	// AllowedAddresses are not public, and registries may have them.
	AllowedAddresses   []netip.Prefix
	TagTTL, FailureTTL time.Duration
	PerRegistry        int
	CacheDir           string
	CacheBytes         int64
	CachedImages       int
	// LayerBytes are the compressed bytes that are read of one layer.
	LayerBytes         int64
	CAFile             string
	InsecureRegistries []string
}

// NewSettings reads the settings of a configuration.
func NewSettings(c *config.Config) (Settings, error) {
	w := c.Webhook
	s := Settings{
		Defaults: w.Defaults, Exemptions: w.Exemptions, DenyAt: cmp.Or(w.DenyAt, finding.High),
		Controllers: cmp.Or(w.Controllers, config.WarnControllers), HonourAnnotations: w.HonourAnnotations,
		MaxRequests: int(cmp.Or(w.Limits.MaxRequests, 256)),
		OnPanic:     cmp.Or(w.OnPanic, config.Deny), OnOverload: cmp.Or(w.OnOverload, config.Unavailable),
		SelfSigned: config.SelfSigned{
			Secret: cmp.Or(w.SelfSigned.Secret, "hullcheck-webhook-certs"), Namespace: w.SelfSigned.Namespace,
			Service: cmp.Or(w.SelfSigned.Service, "hullcheck-webhook"),
			Webhook: cmp.Or(w.SelfSigned.Webhook, "hullcheck-webhook"),
		},
		Images: ImageSettings{
			Off: c.ReadImages == "off", Unreadable: cmp.Or(w.Images.Unreadable, config.Warn),
			AllowedRegistries: w.Images.AllowedRegistries, PerRegistry: int(cmp.Or(w.Images.PerRegistry, 8)),
			CacheDir:     w.Images.CacheDir,
			CachedImages: int(cmp.Or(w.Images.CachedImages, 10_000)),
			CAFile:       c.CAFile, InsecureRegistries: c.InsecureRegistries,
		},
	}
	return s, errors.Join(
		duration(&s.DeadlineMargin, w.Limits.DeadlineMargin, 500*time.Millisecond, "limits.deadline-margin"),
		duration(&s.Drain, w.Limits.Drain, 5*time.Second, "limits.drain"),
		duration(&s.Images.TagTTL, w.Images.TagTTL, time.Minute, "images.tag-ttl"),
		duration(&s.Images.FailureTTL, w.Images.FailureTTL, 10*time.Second, "images.failure-ttl"),
		size(&s.Images.CacheBytes, w.Images.CacheSize, 1<<30, "webhook.images.cache-size"),
		size(&s.Images.LayerBytes, c.LayerReadLimit, 64<<20, "layer-read-limit"),
		addresses(&s.Images.AllowedAddresses, w.Images.AllowPrivateAddresses, "images.allow-private-addresses"),
	)
}

func duration(into *time.Duration, written config.Duration, fallback time.Duration, key string) (err error) {
	if *into, err = written.Or(fallback); err != nil {
		return fmt.Errorf("webhook.%s: %w", key, err)
	}
	return nil
}

func addresses(into *[]netip.Prefix, written config.Addresses, key string) (err error) {
	if *into, err = egress.ParsePrefixes(written); err != nil {
		return fmt.Errorf("webhook.%s: %w", key, err)
	}
	return nil
}

func size(into *int64, written string, fallback int64, key string) (err error) {
	if *into = fallback; written == "" {
		return nil
	}
	if *into, err = units.RAMInBytes(written); err != nil || *into <= 0 {
		return fmt.Errorf("%s %q: write a size such as 64MiB", key, written)
	}
	return nil
}
