package image

import (
	"context"
	"net/http"
	"sync"

	"github.com/google/go-containerregistry/pkg/v1/remote/transport"
)

// registries is all that a run knows of the registries that it speaks to.
type registries struct {
	options   Options
	network   *Network
	transport http.RoundTripper
	repos     memo[*repository]
	contacted sync.Map
}

func newRegistries(o Options) (*registries, error) {
	r := &registries{options: o, network: o.Network}
	if r.network == nil {
		var err error
		if r.network, err = NewNetwork(NetworkOptions{CAFile: o.CAFile}); err != nil {
			return nil, err
		}
	}
	guarded := &guard{
		insecure: o.Insecure, strict: &patience{next: r.network.strict, silence: o.Timeout},
		lax: &patience{next: r.network.lax, silence: o.Timeout},
	}
	r.transport = transport.NewUserAgent(&retry{next: guarded}, o.UserAgent)
	return r, nil
}

// close lets go of connections, unless others use them too.
func (r *registries) close() {
	if r.options.Network == nil {
		r.network.Close()
	}
}

// place resolves a reference.
func (r *registries) place(ctx context.Context, ref string) (*place, error) {
	store, id, err := r.repository(ctx, ref)
	if err != nil {
		return nil, err
	}
	found, err := store.resolve(ctx, id)
	if err != nil {
		return nil, err
	}
	return &place{store: store, roots: []root{found}}, nil
}

func (r *registries) contact(host string) {
	if _, known := r.contacted.LoadOrStore(host, true); !known && r.options.Contact != nil {
		r.options.Contact(host)
	}
}
