package check

import (
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"

	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// networkPolicy selects pods of its namespace.
type networkPolicy struct {
	// selector is nil where it is written in another language than Kubernetes' own: then the policy may select any pod.
	selector labels.Selector
}

// isNetworkPolicy tells the policies of Kubernetes from those of network plugins, which are called alike.
func isNetworkPolicy(o *manifest.Object) bool {
	group, _, _ := strings.Cut(o.APIVersion, "/")
	return o.Kind == "NetworkPolicy" && (group == "networking.k8s.io" || group == "extensions")
}

// isForeignPolicy tells policies of others. Cilium, Calico, Antrea and the policies of cluster administrators have kinds
// whose names end alike (CiliumNetworkPolicy, CiliumClusterwideNetworkPolicy, GlobalNetworkPolicy, AdminNetworkPolicy). What
// Calico calls staged is only reported and restricts nothing; a MultiNetworkPolicy is about a pod's further networks.
func isForeignPolicy(kind string) bool {
	return strings.HasSuffix(kind, "NetworkPolicy") && !strings.HasPrefix(kind, "Staged") && kind != "MultiNetworkPolicy"
}

// networkPolicyOf reads whom a policy selects.
func networkPolicyOf(o *manifest.Object) (*networkPolicy, error) {
	if !isNetworkPolicy(o) {
		if isForeignPolicy(o.Kind) {
			return &networkPolicy{}, nil
		}
		return nil, nil
	}
	var in struct {
		Spec struct {
			PodSelector metav1.LabelSelector `json:"podSelector"`
		} `json:"spec"`
	}
	if err := manifest.Decode(o, &in); err != nil {
		return nil, err
	}
	s, err := selectorOf(o, "/spec/podSelector", ofTemplate(&in.Spec.PodSelector))
	if err != nil {
		return nil, err
	}
	return &networkPolicy{selector: s}, nil
}

// added are labels that controllers add to the pods they make of a template (k8s.io/api, apps/v1 and batch/v1).
var added = map[string]bool{
	"pod-template-hash": true, "controller-revision-hash": true, "pod-template-generation": true,
	"statefulset.kubernetes.io/pod-name": true, "apps.kubernetes.io/pod-index": true,
	"batch.kubernetes.io/job-name": true, "batch.kubernetes.io/controller-uid": true,
	"batch.kubernetes.io/job-completion-index": true, "job-name": true, "controller-uid": true,
}

// ofTemplate leaves out what a selector asks of labels that no template has: a pod that is made of one may have them.
func ofTemplate(s *metav1.LabelSelector) *metav1.LabelSelector {
	out := &metav1.LabelSelector{MatchLabels: map[string]string{}}
	for key, value := range s.MatchLabels {
		if !added[key] {
			out.MatchLabels[key] = value
		}
	}
	for _, e := range s.MatchExpressions {
		if !added[e.Key] {
			out.MatchExpressions = append(out.MatchExpressions, e)
		}
	}
	return out
}

// policyIndex has the network policies by their namespaces, as written, and apart those that hold everywhere.
type policyIndex struct {
	namespaces map[string][]placedPolicy
	everywhere []placedPolicy
}

type placedPolicy struct {
	*networkPolicy
	spot
	name string
}

func newPolicies(entries []entry) policyIndex {
	out := policyIndex{namespaces: map[string][]placedPolicy{}}
	for i := range entries {
		e := &entries[i]
		switch p := e.joined.policy; {
		case p == nil:
		case p.selector == nil && e.object.Namespace == "":
			out.everywhere = append(out.everywhere, placedPolicy{p, e.spot(), nameIn(&e.object)})
		default:
			ns := e.object.Namespace
			out.namespaces[ns] = append(out.namespaces[ns], placedPolicy{p, e.spot(), nameIn(&e.object)})
		}
	}
	return out
}

// selecting names the policies that select a pod, or may.
func (p *policyIndex) selecting(at spot, podLabels map[string]string) []string {
	var out []string
	for _, policy := range p.everywhere {
		if !policy.of.excludes(at.of) {
			out = append(out, policy.name)
		}
	}
	for namespace, list := range p.namespaces {
		if namespace != at.namespace && namespace != "" && at.namespace != "" {
			continue
		}
		for _, policy := range list {
			if policy.mayShare(at) && (policy.selector == nil || policy.selector.Matches(labels.Set(podLabels))) {
				out = append(out, policy.name)
			}
		}
	}
	return sortedNames(out)
}
