package image

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"
)

// imageID is how docker lets an image be called instead of by a reference.
var imageID = regexp.MustCompile(`^(?:sha256:)?[0-9a-f]{12,64}$`)

// daemonPlace reads an image out of a docker daemon: what "docker save" would write, scanned as it comes. The daemon's word
// is all there is for its content.
func daemonPlace(ctx context.Context, ref string, opts Options) (p *place, err error) {
	host, err := findDaemon(opts.DaemonHost)
	if err != nil {
		return nil, err
	}
	client, base, err := host.client(opts.Timeout)
	if err != nil {
		return nil, err
	}
	defer client.CloseIdleConnections()
	called, err := daemonName(ref)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/images/"+called+"/get", nil)
	if err != nil {
		return nil, fmt.Errorf("ask daemon: %w", err)
	}
	resp, err := client.Do(req)
	if err != nil {
		return nil, host.unreachable(err)
	}
	defer func() { err = errors.Join(err, resp.Body.Close()) }()
	if resp.StatusCode != http.StatusOK {
		return nil, host.refused(resp)
	}
	scan, err := scanStream(ctx, resp.Body, opts.Layers)
	if err != nil {
		return nil, err
	}
	if p, err = bundlePlace(string(Daemon)+":"+called, scan, scan, opts.Layers); p != nil {
		p.unverified = true
	}
	return p, err
}

// daemonName completes the tag: without one, a daemon sends all images of the repository.
func daemonName(ref string) (string, error) {
	if imageID.MatchString(ref) {
		return ref, nil
	}
	r, err := ParseRef(ref)
	if err != nil {
		return "", err
	}
	if r.Digest != "" {
		r.Tag = ""
	}
	return r.String(), nil
}
