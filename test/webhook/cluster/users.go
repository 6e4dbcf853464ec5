package cluster

import (
	"context"
	"fmt"

	authenticationv1 "k8s.io/api/authentication/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"

	"github.com/hullcheck/hullcheck/test/webhook/pki"
)

// User is the configuration of a client with a certificate of its own. It is not slowed down.
func (c *Cluster) User(name string, groups ...string) (*rest.Config, error) {
	pair, err := c.authority.Issue(pki.Request{CommonName: name, Organizations: groups})
	if err != nil {
		return nil, err
	}
	config := c.config()
	config.CertData, config.KeyData = pair.Cert, pair.Key
	return config, nil
}

// ServiceAccount is the configuration of a client that has a service account's token, as a pod of it would.
func (c *Cluster) ServiceAccount(ctx context.Context, namespace, name string) (*rest.Config, error) {
	client, err := kubernetes.NewForConfig(c.Admin)
	if err != nil {
		return nil, err
	}
	token, err := client.CoreV1().ServiceAccounts(namespace).CreateToken(ctx, name, &authenticationv1.TokenRequest{}, metav1.CreateOptions{})
	if err != nil {
		return nil, fmt.Errorf("ask for a token of %s/%s: %w", namespace, name, err)
	}
	config := c.config()
	config.BearerToken = token.Status.Token
	return config, nil
}

func (c *Cluster) config() *rest.Config {
	return &rest.Config{
		Host: fmt.Sprintf("https://127.0.0.1:%d", c.port), QPS: -1,
		TLSClientConfig: rest.TLSClientConfig{CAData: c.authority.PEM},
	}
}

// WriteKubeconfig writes a client's configuration to a file.
func WriteKubeconfig(file string, config *rest.Config) error {
	k := clientcmdapi.NewConfig()
	k.Clusters["c"] = &clientcmdapi.Cluster{Server: config.Host, CertificateAuthorityData: config.CAData}
	k.AuthInfos["u"] = &clientcmdapi.AuthInfo{
		ClientCertificateData: config.CertData, ClientKeyData: config.KeyData, Token: config.BearerToken,
	}
	k.Contexts["x"] = &clientcmdapi.Context{Cluster: "c", AuthInfo: "u"}
	k.CurrentContext = "x"
	return clientcmd.WriteToFile(*k, file)
}
