package check

import (
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/hullcheck/hullcheck/pkg/manifest"
	"github.com/hullcheck/hullcheck/pkg/policy/input"
)

// inventoryObject is what the inventory has of one object; its pointers are those in the object itself. What depends on
// other objects is joined when all are known.
func inventoryObject(o *manifest.Object, rights *input.RBAC) (input.InventoryObject, error) {
	out := input.InventoryObject{
		APIVersion: o.APIVersion, ObjectKind: o.Kind, Namespace: o.Namespace, Name: o.Name, Labels: o.Labels,
		References: references(o, rights),
	}
	for i := range o.Pods {
		out.Pods = append(out.Pods, inventoryPod(o, &o.Pods[i]))
	}
	var err error
	out.Selectors, err = selectorsOf(o)
	return out, err
}

func inventoryPod(o *manifest.Object, p *manifest.Pod) input.InventoryPod {
	out := input.InventoryPod{
		Path: p.SpecPath, Labels: p.Labels, HostNetwork: p.Spec.HostNetwork, AsWritten: asWritten(o, p),
		ServiceAccount: p.Spec.ServiceAccountName, TokenPath: p.SpecPath + "/automountServiceAccountToken",
	}
	if out.ServiceAccount == "" && out.AsWritten {
		out.ServiceAccount = "default"
	}
	return out
}

// asWritten tells whether pods are made of a template without additions: for a Pod, and for whatever has a whole pod
// template, which Kubernetes' own controllers and those that copy their form take as it is.
func asWritten(o *manifest.Object, p *manifest.Pod) bool {
	return o.APIVersion == "v1" && o.Kind == "Pod" || strings.HasSuffix(p.SpecPath, "/template/spec")
}

// selectorsOf reads whom an object selects.
func selectorsOf(o *manifest.Object) ([]input.Selector, error) {
	switch group, _, _ := strings.Cut(o.APIVersion, "/"); {
	case o.APIVersion == "v1" && o.Kind == "Service":
		var in struct {
			Spec corev1.ServiceSpec `json:"spec"`
		}
		err := manifest.Decode(o, &in)
		if len(in.Spec.Selector) == 0 {
			return nil, err
		}
		return []input.Selector{{Path: "/spec/selector", MatchLabels: in.Spec.Selector}}, err
	case isNetworkPolicy(o):
		var in struct {
			Spec struct {
				PodSelector metav1.LabelSelector `json:"podSelector"`
			} `json:"spec"`
		}
		err := manifest.Decode(o, &in)
		return []input.Selector{selector("/spec/podSelector", &in.Spec.PodSelector)}, err
	case group == "policy" && o.Kind == "PodDisruptionBudget":
		var in struct {
			Spec struct {
				Selector *metav1.LabelSelector `json:"selector"`
			} `json:"spec"`
		}
		err := manifest.Decode(o, &in)
		if in.Spec.Selector == nil {
			return nil, err
		}
		return []input.Selector{selector("/spec/selector", in.Spec.Selector)}, err
	}
	return nil, nil
}

func selector(path string, s *metav1.LabelSelector) input.Selector {
	out := input.Selector{Path: path, MatchLabels: s.MatchLabels}
	for _, e := range s.MatchExpressions {
		out.MatchExpressions = append(out.MatchExpressions, input.Requirement{
			Key: e.Key, Operator: string(e.Operator), Values: e.Values,
		})
	}
	return out
}
