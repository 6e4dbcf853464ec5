// Package cluster is what the webhook asks of the API server itself: the labels of namespaces, and the certificates that
// --self-signed makes.
//
// What a reader would get wrong: the API server calls the webhook, so the webhook must answer while the API server is slow
// to answer it. Nothing here is waited for at the start.
package cluster

import (
	"fmt"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

// Connect reads how the API server is reached: as KUBECONFIG says, else as a Pod does.
func Connect(userAgent string) (*rest.Config, error) {
	rules := clientcmd.NewDefaultClientConfigLoadingRules()
	c, err := clientcmd.NewNonInteractiveDeferredLoadingClientConfig(rules, nil).ClientConfig()
	if err != nil {
		return nil, fmt.Errorf("reach the API server: %w", err)
	}
	c.UserAgent = userAgent
	// Not limited on this side. The API server waits for what is asked here, a namespace, a service account, a pull secret:
	// with client-go's 5 a second it would wait for itself in every storm of Pods, past its own timeout and with no metric
	// that tells. What bounds the load is max-requests, one GET a minute and secret, and the API server's priority and
	// fairness, which sees all replicas.
	c.QPS = -1
	return c, nil
}
