package egress_test

import (
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/hullcheck/hullcheck/internal/admission/egress"
)

func TestParsePrefixes(t *testing.T) {
	got, err := egress.ParsePrefixes([]string{
		"10.1.2.3", "10.9.9.9/8", "fd00::1", "fd00::/8", "::ffff:10.1.2.3", "::ffff:10.0.0.0/104", "::/0",
	})
	var want []netip.Prefix
	for _, text := range []string{
		"10.1.2.3/32", "10.0.0.0/8", "fd00::1/128", "fd00::/8", "10.1.2.3/32", "10.0.0.0/8", "::/0",
	} {
		want = append(want, netip.MustParsePrefix(text))
	}
	if !slices.Equal(got, want) || err != nil {
		t.Errorf("got %v, error %v", got, err)
	}
	bad := []string{"10.1.2", "host", "10.0.0.0/40", "fe80::1%eth0/64", "fe80::1%eth0", ""}
	if _, err := egress.ParsePrefixes(bad); err == nil || strings.Count(err.Error(), "\n") != len(bad)-1 {
		t.Errorf("bad addresses: %v", err)
	}
}
