package cluster

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"

	"github.com/hullcheck/hullcheck/test/oracle/process"
	"github.com/hullcheck/hullcheck/test/webhook/pki"
)

// Cluster is a running API server. Everything that it writes is below one folder.
type Cluster struct {
	bin, dir  string
	etcdURL   string
	port      int
	authority *pki.Authority
	etcd, api *process.Process
	// Admin may do everything.
	Admin *rest.Config
}

// Start starts etcd and the API server from the binaries in bin; what it gave must be stopped.
func Start(ctx context.Context, bin, dir string) (c *Cluster, err error) {
	c = &Cluster{bin: bin, dir: dir}
	defer func() {
		if err != nil {
			err = errors.Join(err, c.Stop())
		}
	}()
	if err := c.prepare(); err != nil {
		return nil, err
	}
	if err := c.startEtcd(ctx); err != nil {
		return nil, err
	}
	return c, c.StartAPIServer(ctx)
}

// prepare makes the certificates and all files, and chooses the ports.
func (c *Cluster) prepare() (err error) {
	if c.port, err = FreePort(); err != nil {
		return err
	}
	if c.authority, err = pki.New("cluster"); err != nil {
		return err
	}
	server, err := c.authority.Issue(pki.Request{
		CommonName: "kube-apiserver", Hosts: []string{"127.0.0.1", "localhost", "kubernetes.default.svc"}, Valid: 12 * time.Hour,
	})
	if err != nil {
		return err
	}
	if _, _, err = server.Write(c.dir, "server"); err != nil {
		return fmt.Errorf("write certificate: %w", err)
	}
	accounts, err := c.authority.Issue(pki.Request{CommonName: "service-accounts"})
	if err != nil {
		return err
	}
	if err := errors.Join(
		os.WriteFile(c.at("accounts.key"), accounts.Key, 0o600),
		os.WriteFile(c.at("ca.crt"), c.authority.PEM, 0o600),
		os.WriteFile(c.at("audit.yaml"), []byte(auditPolicy), 0o600),
	); err != nil {
		return fmt.Errorf("write files of the cluster: %w", err)
	}
	c.Admin, err = c.User("admin", "system:masters")
	return err
}

// Dir is the folder below which the cluster writes: its servers' logs are in it.
func (c *Cluster) Dir() string { return c.dir }

func (c *Cluster) at(name string) string { return filepath.Join(c.dir, name) }

// Stop ends the API server and etcd, in this order: the other way round the API server would wait for etcd.
func (c *Cluster) Stop() error {
	var errs []error
	for _, p := range []*process.Process{c.api, c.etcd} {
		if p != nil {
			errs = append(errs, p.Stop())
		}
	}
	return errors.Join(errs...)
}

// ready asks the API server whether it is.
func (c *Cluster) ready(ctx context.Context) error {
	client, err := kubernetes.NewForConfig(c.Admin)
	if err != nil {
		return err
	}
	return client.RESTClient().Get().AbsPath("/readyz").Do(ctx).Error()
}

// FreePort is a port on the loopback interface on which nobody listens.
func FreePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, fmt.Errorf("find a port: %w", err)
	}
	return l.Addr().(*net.TCPAddr).Port, l.Close()
}

// answers tells whether a page is there.
func answers(ctx context.Context, url string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s answers %s", url, resp.Status)
	}
	return errors.Join(err, resp.Body.Close())
}
