package pullsecrets

import (
	"context"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
)

// Source is where secrets come from: the API server, or what stands in for it.
type Source interface {
	Secret(ctx context.Context, namespace, name string) (*corev1.Secret, error)
	ServiceAccount(ctx context.Context, namespace, name string) (*corev1.ServiceAccount, error)
}

// FromClient asks the API server. It needs get on secrets and serviceaccounts, and no more: nothing is listed or watched.
func FromClient(c kubernetes.Interface) Source { return client{c} }

type client struct{ api kubernetes.Interface }

func (c client) Secret(ctx context.Context, namespace, name string) (*corev1.Secret, error) {
	return c.api.CoreV1().Secrets(namespace).Get(ctx, name, metav1.GetOptions{})
}

func (c client) ServiceAccount(ctx context.Context, namespace, name string) (*corev1.ServiceAccount, error) {
	return c.api.CoreV1().ServiceAccounts(namespace).Get(ctx, name, metav1.GetOptions{})
}
