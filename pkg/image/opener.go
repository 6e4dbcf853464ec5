package image

import (
	"time"

	"github.com/google/go-containerregistry/pkg/authn"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// Options are how images are reached and read. The zero value is usable.
type Options struct {
	// CAFile holds PEM certificates that are trusted beside the system's; not looked at where Network is given.
	CAFile string
	// Network are connections that outlive the Opener; nil: it has its own.
	Network *Network
	// Insecure lists registries (host or host:port) that may be spoken to without TLS or with a certificate that cannot be
	// verified.
	Insecure []string
	// UserAgent is what registries see first of ours: "hullcheck/0.1.0".
	UserAgent string
	// Timeout is how long a registry or a daemon may stay silent, while connecting, answering or sending. 0 is 30 seconds.
	Timeout time.Duration
	// Contact is called with a registry's host before anything is sent to it, once a run. It may be called concurrently.
	Contact func(host string)
	// Keychain finds the credentials for a registry; nil is docker's config file with its credential helpers, or podman's.
	Keychain authn.Keychain
	// DaemonHost is the daemon's address as in DOCKER_HOST; "" is that variable, or docker's usual socket.
	DaemonHost string
	// Layers is how layers are read and where their tables of contents are kept.
	Layers rootfs.Options
	// Memory remembers images of registries from one Opener to the next; nil: each reads for itself.
	Memory Memory
}

// Opener opens images and remembers them: one is made for a run, so that each tag is resolved and each manifest fetched
// once in it. It is safe for concurrent use.
type Opener struct {
	options  Options
	registry *registries
	places   memo[*place]
	images   memo[*Image]
}

// NewOpener checks the options and makes an Opener. It contacts nobody.
func NewOpener(options Options) (*Opener, error) {
	if options.Timeout <= 0 {
		options.Timeout = 30 * time.Second
	}
	if options.Keychain == nil {
		options.Keychain = authn.DefaultKeychain
	}
	reg, err := newRegistries(options)
	if err != nil {
		return nil, err
	}
	return &Opener{options: options, registry: reg}, nil
}

// Close lets go of idle connections.
func (o *Opener) Close() { o.registry.close() }
