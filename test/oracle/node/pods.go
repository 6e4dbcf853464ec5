package node

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	corev1 "k8s.io/api/core/v1"
)

// Run gives the kubelet a pod and waits until every container has ended, was refused, or the time is up. The pod is then
// taken away again. The pod must name its node, have restartPolicy Never and imagePullPolicy Never.
func (n *Node) Run(ctx context.Context, pod *corev1.Pod, limit time.Duration) (obs Observation, err error) {
	b, err := json.Marshal(pod)
	if err != nil {
		return Observation{}, fmt.Errorf("write pod: %w", err)
	}
	file := filepath.Join(n.pods(), pod.Name+".json")
	part := filepath.Join(n.pods(), "."+pod.Name) // the kubelet leaves out names that begin with a dot
	if err := errors.Join(os.WriteFile(part, b, 0o600), os.Rename(part, file)); err != nil {
		return Observation{}, fmt.Errorf("write pod: %w", err)
	}
	defer func() { err = errors.Join(err, os.Remove(file)) }()
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	// A static pod's name is its own with the node's behind it.
	return n.observe(ctx, pod.Name+"-localhost")
}

// observe polls the kubelet until the pod's state is final.
func (n *Node) observe(ctx context.Context, name string) (Observation, error) {
	var last *corev1.Pod
	for {
		pods, err := n.podList(ctx)
		if err == nil {
			for i := range pods.Items {
				if pods.Items[i].Name == name {
					last = &pods.Items[i]
				}
			}
			if last != nil && final(last) {
				return n.read(last)
			}
		}
		select {
		case <-ctx.Done():
			return Observation{}, fmt.Errorf("pod %s: no final state: %w (%s)", name, errors.Join(ctx.Err(), err), describe(last))
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// final tells whether nothing more will happen to the first container: it ended, or the kubelet or the runtime refuses it.
func final(pod *corev1.Pod) bool {
	if len(pod.Status.ContainerStatuses) == 0 {
		return false
	}
	state := pod.Status.ContainerStatuses[0].State
	if state.Terminated != nil {
		return true
	}
	if state.Waiting == nil {
		return false
	}
	switch state.Waiting.Reason {
	case "CreateContainerConfigError", "CreateContainerError", "RunContainerError":
		return true
	}
	return false
}

func describe(pod *corev1.Pod) string {
	if pod == nil {
		return "the kubelet does not know it"
	}
	b, err := json.Marshal(pod.Status)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// podList asks the kubelet for its pods.
func (n *Node) podList(ctx context.Context) (list corev1.PodList, err error) {
	resp, err := n.get(ctx, "pods")
	if err != nil {
		return list, fmt.Errorf("ask kubelet: %w", err)
	}
	defer func() { err = errors.Join(err, resp.Body.Close()) }()
	if resp.StatusCode != 200 {
		return list, fmt.Errorf("ask kubelet: %s", resp.Status)
	}
	if err := json.NewDecoder(resp.Body).Decode(&list); err != nil {
		return list, fmt.Errorf("read kubelet's answer: %w", err)
	}
	return list, nil
}
