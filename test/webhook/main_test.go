package webhook

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"

	"github.com/hullcheck/hullcheck/test/webhook/cluster"
)

// What all tests share: one API server, in which the example is installed.
var (
	api *cluster.Cluster
	// admin may do everything; webhookUser is the service account of the example, with the rights that it gives.
	admin       kubernetes.Interface
	webhookUser *rest.Config
	binary      string
)

func TestMain(m *testing.M) {
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func run(m *testing.M) (code int, err error) {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "hullcheck-webhook")
	if err != nil {
		return 1, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	bin, err := filepath.Abs("../../bin")
	if err != nil {
		return 1, err
	}
	binary = filepath.Join(bin, "hullcheck")
	if api, err = cluster.Start(ctx, filepath.Join(bin, "cluster"), dir); err != nil {
		return 1, err
	}
	defer func() { err = errors.Join(err, api.Stop()) }()
	if err := install(ctx); err != nil {
		return 1, err
	}
	return m.Run(), nil
}

// install applies the example's base, but for the registration, and takes the rights of its service account.
func install(ctx context.Context) (err error) {
	rest.SetDefaultWarningHandler(rest.NoWarnings{}) // tests of warnings ask kubectl
	if admin, err = kubernetes.NewForConfig(api.Admin); err != nil {
		return err
	}
	if _, stderr, err := api.Kubectl(ctx, api.Admin, "", "apply", "-k", "testdata/installed"); err != nil {
		return fmt.Errorf("apply the example: %w: %s", err, stderr)
	}
	webhookUser, err = api.ServiceAccount(ctx, "hullcheck", "hullcheck-webhook")
	return err
}
