package check

import (
	"slices"

	"github.com/hullcheck/hullcheck/pkg/manifest"
	"github.com/hullcheck/hullcheck/pkg/policy/input"
)

// joined is what is read of an object only to be joined with others.
type joined struct {
	// automount is what each pod of the object itself says about the token of its account.
	automount []*bool
	// account is set for a ServiceAccount.
	account *account
	// subjects are those of a binding.
	subjects []input.RBACSubject
	// policy is set for whatever restricts the network of pods.
	policy *networkPolicy
}

func joinedOf(o *manifest.Object, rights *input.RBAC) (out joined, err error) {
	out.subjects = rights.Subjects
	for i := range o.Pods {
		out.automount = append(out.automount, automountOf(&o.Pods[i]))
	}
	if out.account, err = accountOf(o); err != nil {
		return joined{}, err
	}
	out.policy, err = networkPolicyOf(o)
	return out, err
}

// join writes into the pods of all entries what other entries say about them.
func join(entries []entry) {
	accounts, bindings, policies := newAccounts(entries), newBindings(entries), newPolicies(entries)
	for i := range entries {
		o, at := &entries[i].object, entries[i].spot()
		for j := range o.Pods {
			p := &o.Pods[j]
			if p.ServiceAccount != "" {
				p.TokenMounted = accounts.mounts(at, p.ServiceAccount, entries[i].joined.automount[j])
				p.BoundBy = bindings.of(at, p.ServiceAccount)
			}
			p.NetworkPolicies = policies.selecting(at, p.Labels)
		}
	}
}

// nameIn is an object's kind and name as messages have it: RoleBinding shop/api.
func nameIn(o *input.InventoryObject) string {
	if o.Namespace == "" {
		return o.ObjectKind + " " + o.Name
	}
	return o.ObjectKind + " " + o.Namespace + "/" + o.Name
}

// spot is the namespace of an object as written, the folder of its file, and which alternative it is of.
type spot struct {
	namespace, folder string
	of                alternative
}

// mayShare tells whether two objects may be in one namespace. A manifest that names none leaves it to kubectl: it may be
// the one that another manifest of the same folder names.
func (s spot) mayShare(other spot) bool {
	if s.of.excludes(other.of) {
		return false
	}
	if s.namespace == other.namespace {
		return true
	}
	return (s.namespace == "" || other.namespace == "") && s.folder == other.folder
}

func sortedNames(names []string) []string {
	slices.Sort(names)
	return slices.Compact(list(names))
}
