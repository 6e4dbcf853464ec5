package cluster

import (
	"context"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/metadata/metadatainformer"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/cache"
)

// Namespaces knows the labels of all namespaces as they were a moment ago.
type Namespaces struct {
	client  metadata.Getter
	factory metadatainformer.SharedInformerFactory
	lister  cache.GenericLister
}

// NewNamespaces prepares to watch namespaces; Run does it.
func NewNamespaces(c *rest.Config) (*Namespaces, error) {
	client, err := metadata.NewForConfig(c)
	if err != nil {
		return nil, fmt.Errorf("reach the API server: %w", err)
	}
	return newNamespaces(client), nil
}

func newNamespaces(client metadata.Interface) *Namespaces {
	gvr := corev1.SchemeGroupVersion.WithResource("namespaces")
	factory := metadatainformer.NewSharedInformerFactory(client, 0)
	return &Namespaces{client: client.Resource(gvr), factory: factory, lister: factory.ForResource(gvr).Lister()}
}

// Run watches until ctx is done. While the API server cannot be reached it tries again.
func (n *Namespaces) Run(ctx context.Context) {
	n.factory.Start(ctx.Done())
	<-ctx.Done()
	n.factory.Shutdown()
}

// Labels are those of a namespace. One that was not seen yet is asked for: it may have been made with the Pod in it.
func (n *Namespaces) Labels(ctx context.Context, name string) (map[string]string, error) {
	if o, err := n.lister.Get(name); err == nil {
		seen, err := meta.Accessor(o)
		if err != nil {
			return nil, fmt.Errorf("read namespace: %w", err)
		}
		return seen.GetLabels(), nil
	}
	ns, err := n.client.Get(ctx, name, metav1.GetOptions{})
	if err != nil {
		return nil, fmt.Errorf("get namespace: %w", err)
	}
	return ns.Labels, nil
}
