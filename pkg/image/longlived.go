package image

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/remote/transport"
)

// Anew is an Opener that is logged in as o is and has resolved nothing yet: for a program that lives longer than tags stand
// still. Only o need be closed.
func (o *Opener) Anew() *Opener { return &Opener{options: o.options, registry: o.registry} }

// Digest is what a reference to a registry stands for now: the digest of an image manifest, or of an index. It is that of the
// image that o has opened under the same reference; else the registry is asked for the digest alone, which public ones do
// not count as a pull. It is "" where the registry does not tell, though the credentials of o let it be read.
func (o *Opener) Digest(ctx context.Context, ref string) (string, error) {
	whole, err := Source{Kind: Registry, Ref: ref}.whole()
	if err != nil {
		return "", err
	}
	if p := o.places.known(whole.String()); p != nil {
		return p.roots[0].descs[0].Digest.String(), nil
	}
	repo, id, err := o.registry.repository(ctx, whole.Ref)
	if err != nil {
		return "", err
	}
	return repo.head(ctx, id)
}

// Layer opens a layer's bytes as the repository of ref has them, compressed or not, and not verified.
func (o *Opener) Layer(ctx context.Context, ref string, digest v1.Hash) (io.ReadCloser, error) {
	repo, _, err := o.registry.repository(ctx, ref)
	if err != nil {
		return nil, err
	}
	return repo.blob(ctx, v1.Descriptor{Digest: digest})
}

// repository logs in to the repository of a reference, and gives the tag or digest that it names.
func (r *registries) repository(ctx context.Context, ref string) (repo *repository, id string, err error) {
	parsed, err := name.ParseReference(ref)
	if err != nil {
		return nil, "", fmt.Errorf("parse image reference: %w", err)
	}
	at := parsed.Context()
	if isInsecure(r.options.Insecure, at.RegistryStr()) {
		if at.Registry, err = name.NewRegistry(at.RegistryStr(), name.Insecure); err != nil {
			return nil, "", fmt.Errorf("parse registry: %w", err)
		}
	}
	r.contact(hostName(at.Registry))
	repo, err = r.repos.do(ctx, at.Name(), func() (*repository, error) { return r.login(ctx, at) })
	return repo, parsed.Identifier(), err
}

// head asks for the digest of a manifest and not for its content.
func (r *repository) head(ctx context.Context, id string) (string, error) {
	resp, err := r.ask(ctx, http.MethodHead, "manifests", id)
	if err != nil {
		return "", err
	}
	if err := errors.Join(transport.CheckError(resp, http.StatusOK), resp.Body.Close()); err != nil {
		return "", r.classify(err)
	}
	digest, err := v1.NewHash(resp.Header.Get("Docker-Content-Digest"))
	if err != nil {
		return "", nil //nolint:nilerr // some registries do not say it
	}
	return digest.String(), nil
}

// known is what was fetched under key, the zero value where nothing was or that is under way.
func (m *memo[V]) known(key string) (v V) {
	m.mu.Lock()
	c, ok := m.calls[key]
	m.mu.Unlock()
	if !ok {
		return v
	}
	select {
	case <-c.done:
		return c.value
	default:
		return v
	}
}
