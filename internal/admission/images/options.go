package images

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"time"

	"github.com/google/go-containerregistry/pkg/authn"

	"github.com/hullcheck/hullcheck/internal/admission/pullsecrets"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// Options of a Reader. The zero value reads public images with the accounts of the docker config.
type Options struct {
	// CAFile holds PEM certificates that are trusted beside the system's; Insecure are hosts that need no TLS.
	CAFile    string
	Insecure  []string
	UserAgent string
	// Keychain has the accounts of the program itself; nil is docker's config file with its credential helpers.
	Keychain authn.Keychain
	// PullSecrets finds what Pods bring along; nil: that is not looked at.
	PullSecrets *pullsecrets.Finder

	// AllowRegistries are the registries that may be asked, as host or host/path, each part a glob; none allows all.
	AllowRegistries []string
	// AllowAddresses are addresses that are not public and may be asked all the same.
	AllowAddresses []netip.Prefix
	// Resolver and Proxy replace those of the system.
	Resolver *net.Resolver
	Proxy    func(*http.Request) (*url.URL, error)

	// TagTTL is how long it is believed what a tag stands for, and that an account may read it; 0 is a minute. Access to a
	// digest is believed ten times as long. FailureTTL is how long a failure is; 0 is ten seconds.
	TagTTL, FailureTTL time.Duration
	// PerRegistry is how many things are read from one registry at a time, and Total from all; 0 is 8, and 32.
	PerRegistry, Total int
	// Pending is how many reads may wait or be under way; 0 is 1000.
	Pending int
	// Timeout is how long a registry may stay silent, ReadLimit how long one read may take, whether somebody still waits for
	// it or not; 0 is ten seconds, and two minutes.
	Timeout, ReadLimit time.Duration

	// Images and Bytes bound what is kept in memory; 0 is 10,000, and 64 MiB.
	Images, Bytes int64
	// Limits are those of one layer. What is 0 is less than elsewhere: 64 MiB as stored, 2 GiB unpacked, 200,000 entries.
	Limits rootfs.Limits
	// Cache keeps what was learned of layers; nil keeps it in memory, for as long as it is used.
	Cache *rootfs.Cache
	// Warn hears of what is wrong and stops nothing, once: that the cache cannot be written. Nil: nobody does.
	Warn func(error)
}

func (o Options) withDefaults() Options {
	o.TagTTL, o.FailureTTL = orDefault(o.TagTTL, time.Minute), orDefault(o.FailureTTL, 10*time.Second)
	o.PerRegistry, o.Total, o.Pending = orDefault(o.PerRegistry, 8), orDefault(o.Total, 32), orDefault(o.Pending, 1000)
	o.Timeout, o.ReadLimit = orDefault(o.Timeout, 10*time.Second), orDefault(o.ReadLimit, 2*time.Minute)
	o.Images, o.Bytes = orDefault(o.Images, 10_000), orDefault(o.Bytes, 64<<20)
	o.Limits.Compressed = orDefault(o.Limits.Compressed, 64<<20)
	o.Limits.Decompressed = orDefault(o.Limits.Decompressed, 2<<30)
	o.Limits.Entries = orDefault(o.Limits.Entries, 200_000)
	o.Limits.Names = orDefault(o.Limits.Names, 32<<20)
	o.Limits.Body, o.Limits.Bodies = orDefault(o.Limits.Body, 2<<20), orDefault(o.Limits.Bodies, 8<<20)
	if o.Keychain == nil {
		o.Keychain = authn.DefaultKeychain
	}
	if o.Cache == nil {
		o.Cache = rootfs.NewMemoryCache()
	}
	if o.Warn == nil {
		o.Warn = func(error) {}
	}
	return o
}

func orDefault[T int | int64 | time.Duration](v, otherwise T) T {
	if v <= 0 {
		return otherwise
	}
	return v
}
