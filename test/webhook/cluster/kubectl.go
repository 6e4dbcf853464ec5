package cluster

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"

	"k8s.io/client-go/rest"
)

// Kubectl runs kubectl as a client, with stdin as its standard input. Warnings and errors of the API server are on stderr.
func (c *Cluster) Kubectl(ctx context.Context, as *rest.Config, stdin string, args ...string) (stdout, stderr string, err error) {
	file := c.at(fmt.Sprintf("kubeconfig-%p", as))
	if err := WriteKubeconfig(file, as); err != nil {
		return "", "", err
	}
	var out, errs bytes.Buffer
	cmd := exec.CommandContext(ctx, filepath.Join(c.bin, "kubectl"), append([]string{"--kubeconfig", file}, args...)...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(stdin), &out, &errs
	err = cmd.Run()
	return out.String(), errs.String(), err
}
