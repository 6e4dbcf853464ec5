package egress

import (
	"errors"
	"fmt"
	"net/netip"
)

// ParsePrefixes reads addresses and ranges of them, for Guard.Allow: 10.1.2.3, 10.0.0.0/8, fd00::/8. A host name is none: what
// it stands for may change.
func ParsePrefixes(texts []string) ([]netip.Prefix, error) {
	var out []netip.Prefix
	var errs []error
	for _, s := range texts {
		p, err := netip.ParsePrefix(s)
		if a, bad := netip.ParseAddr(s); bad == nil && a.Zone() == "" {
			p, err = netip.PrefixFrom(a, a.BitLen()), nil
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("address %q: write one such as 10.1.2.3 or a range such as 10.0.0.0/8", s))
			continue
		}
		out = append(out, plain(p).Masked())
	}
	return out, errors.Join(errs...)
}

// mapped is how many bits come before the address of IPv4 in ::ffff:10.1.2.3.
const mapped = 96

// plain is a range of IPv4 in its own form, as addresses are judged in theirs.
func plain(p netip.Prefix) netip.Prefix {
	if p.Addr().Is4In6() && p.Bits() >= mapped {
		return netip.PrefixFrom(p.Addr().Unmap(), p.Bits()-mapped)
	}
	return p
}
