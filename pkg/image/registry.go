package image

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/remote/transport"
	"github.com/google/go-containerregistry/pkg/v1/types"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// manifestTypes is what a registry is told that we can read. Schema 1 is left out: a registry would convert to it.
var manifestTypes = strings.Join([]string{
	string(types.OCIImageIndex), string(types.DockerManifestList),
	string(types.OCIManifestSchema1), string(types.DockerManifestSchema2),
}, ", ")

// repository is one repository of a registry, logged in.
type repository struct {
	name      name.Repository
	client    *http.Client
	anonymous bool // no credentials were found
	opts      rootfs.Options
}

// login asks the registry how it wants to be spoken to, and gets a token where it wants one. The libraries' retries are
// left out: requests are retried in one place only, below.
func (r *registries) login(ctx context.Context, repo name.Repository) (*repository, error) {
	auth, err := authn.Resolve(ctx, r.options.Keychain, repo)
	if err != nil {
		return nil, &Error{
			Class: Unauthorized, Detail: "credentials for " + hostName(repo.Registry), Err: err,
			Hint: "look at the docker config file and at the credential helper that it names",
		}
	}
	out := &repository{name: repo, anonymous: auth == authn.Anonymous, opts: r.options.Layers}
	rt, err := transport.NewWithContext(ctx, repo.Registry, auth, r.transport, []string{repo.Scope(transport.PullScope)})
	if err != nil {
		return nil, out.classify(err)
	}
	out.client = &http.Client{Transport: rt, CheckRedirect: checkRedirect}
	return out, nil
}

// checkRedirect follows a registry to where it keeps its blobs, but never from TLS to plain text.
func checkRedirect(req *http.Request, via []*http.Request) error {
	if len(via) >= 10 {
		return errors.New("stopped after 10 redirects")
	}
	if via[0].URL.Scheme == "https" && req.URL.Scheme != "https" {
		return fmt.Errorf("%s redirects to %s without TLS", via[0].URL.Host, req.URL.Host)
	}
	return nil
}

// resolve fetches the manifest or index that a tag or a digest stands for.
func (r *repository) resolve(ctx context.Context, identifier string) (root, error) {
	resp, err := r.get(ctx, "manifests", identifier)
	if err != nil {
		return root{}, err
	}
	raw, err := readAtMost(resp.Body, maxManifest)
	if err := errors.Join(err, resp.Body.Close()); err != nil {
		return root{}, r.classify(err)
	}
	d := v1.Descriptor{MediaType: mediaType(resp), Size: int64(len(raw))}
	if asked, err := v1.NewHash(identifier); err == nil {
		d.Digest = asked
		return root{descs: []v1.Descriptor{d}, raw: raw}, verify(d, raw)
	}
	d.Digest, _, err = v1.SHA256(bytes.NewReader(raw))
	return root{descs: []v1.Descriptor{d}, raw: raw}, err
}

// mediaType is what the registry calls a manifest, if it is one of those that exist: some say text/plain to all.
func mediaType(resp *http.Response) types.MediaType {
	t := types.MediaType(resp.Header.Get("Content-Type"))
	if t.IsImage() || t.IsIndex() {
		return t
	}
	return ""
}

func (r *repository) key() string { return r.name.Name() }

// has believes the index: a registry refuses one whose images are not there.
func (r *repository) has(v1.Descriptor) bool { return true }

func (r *repository) manifest(ctx context.Context, d v1.Descriptor) (io.ReadCloser, error) {
	return r.body(ctx, "manifests", d)
}

func (r *repository) blob(ctx context.Context, d v1.Descriptor) (io.ReadCloser, error) {
	return r.body(ctx, "blobs", d)
}

func (r *repository) files(_ context.Context, layers []layer) (rootfs.Files, error) {
	return rootfs.Open(onDemand(r.blob, layers), r.opts), nil
}

func (r *repository) body(ctx context.Context, kind string, d v1.Descriptor) (io.ReadCloser, error) {
	resp, err := r.get(ctx, kind, d.Digest.String()) //nolint:bodyclose // the caller closes what is returned
	if err != nil {
		return nil, err
	}
	return &classified{ReadCloser: resp.Body, repo: r}, nil
}

// get asks for a manifest or a blob; an answer other than 200 is an error.
func (r *repository) get(ctx context.Context, kind, id string) (*http.Response, error) {
	resp, err := r.ask(ctx, http.MethodGet, kind, id)
	if err != nil {
		return nil, err
	}
	if err := transport.CheckError(resp, http.StatusOK); err != nil {
		return nil, r.classify(errors.Join(err, resp.Body.Close()))
	}
	return resp, nil
}

func (r *repository) ask(ctx context.Context, method, kind, id string) (*http.Response, error) {
	u := url.URL{
		Scheme: r.name.Scheme(), Host: r.name.RegistryStr(),
		Path: "/v2/" + r.name.RepositoryStr() + "/" + kind + "/" + id,
	}
	req, err := http.NewRequestWithContext(ctx, method, u.String(), nil)
	if err != nil {
		return nil, fmt.Errorf("ask %s: %w", u.Host, err)
	}
	if kind == "manifests" {
		req.Header.Set("Accept", manifestTypes)
	}
	resp, err := r.client.Do(req)
	if err != nil {
		return nil, r.classify(err)
	}
	return resp, nil
}

// classified gives the errors of reading on their class.
type classified struct {
	io.ReadCloser
	repo *repository
}

func (c *classified) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = c.repo.classify(err)
	}
	return n, err
}
