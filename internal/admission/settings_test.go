package admission_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/internal/admission"
	"github.com/hullcheck/hullcheck/pkg/config"
	"github.com/hullcheck/hullcheck/pkg/finding"
)

func settings(t *testing.T, text string) admission.Settings {
	t.Helper()
	c, err := config.Parse("hullcheck.yaml", []byte("version: 1\n"+text))
	if err != nil {
		t.Fatal(err)
	}
	s, err := admission.NewSettings(c)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestDefaultSettings(t *testing.T) {
	want := admission.Settings{
		DenyAt: finding.High, Controllers: config.WarnControllers, MaxRequests: 256,
		DeadlineMargin: 500 * time.Millisecond, Drain: 5 * time.Second,
		OnPanic: config.Deny, OnOverload: config.Unavailable,
		SelfSigned: config.SelfSigned{
			Secret: "hullcheck-webhook-certs", Service: "hullcheck-webhook", Webhook: "hullcheck-webhook",
		},
		Images: admission.ImageSettings{
			Unreadable: config.Warn, TagTTL: time.Minute, FailureTTL: 10 * time.Second, PerRegistry: 8,
			CacheBytes: 1 << 30, CachedImages: 10_000, LayerBytes: 64 << 20,
		},
	}
	if diff := cmp.Diff(want, settings(t, "")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSettingsAsWritten(t *testing.T) {
	s := settings(t, `
read-images: off
layer-read-limit: 1MiB
webhook:
  deny-at: medium
  images: {tag-ttl: 1m30s, cache-size: 2GiB, unreadable: deny, allow-private-addresses: [10.0.0.5, 10.1.2.3/16]}
  limits: {deadline-margin: 250ms}
  on-overload: allow
`)
	got := []any{
		s.Images.Off, s.Images.LayerBytes, s.DenyAt, s.Images.TagTTL, s.Images.CacheBytes, s.Images.Unreadable,
		s.DeadlineMargin, s.OnOverload, fmt.Sprint(s.Images.AllowedAddresses),
	}
	want := []any{
		true, int64(1 << 20), finding.Medium, 90 * time.Second, int64(2 << 30), config.Deny, 250 * time.Millisecond, config.Allow,
		"[10.0.0.5/32 10.1.0.0/16]",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestSettingsThatNoSchemaCatches: these fit the patterns of the schema and mean nothing.
func TestSettingsThatNoSchemaCatches(t *testing.T) {
	for _, text := range []string{
		"webhook: {images: {tag-ttl: 99999999999999h}}",
		`webhook: {images: {cache-size: "0"}}`,
		"layer-read-limit: 0MiB",
		"webhook: {images: {allow-private-addresses: [10.0.0.0/33]}}",
	} {
		c, err := config.Parse("hullcheck.yaml", []byte("version: 1\n"+text))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := admission.NewSettings(c); err == nil {
			t.Errorf("%s: no error", text)
		}
	}
}
