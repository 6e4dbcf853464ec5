package check

import (
	"cmp"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/hullcheck/hullcheck/pkg/manifest"
	"github.com/hullcheck/hullcheck/pkg/policy/input"
)

// account is what a ServiceAccount says.
type account struct {
	automount *bool
}

func accountOf(o *manifest.Object) (*account, error) {
	if o.APIVersion != "v1" || o.Kind != serviceAccountKind {
		return nil, nil
	}
	var in struct {
		Automount *bool `json:"automountServiceAccountToken"`
	}
	if err := manifest.Decode(o, &in); err != nil {
		return nil, err
	}
	return &account{automount: in.Automount}, nil
}

// accountMount is where the API server mounts the token into each container that mounts nothing there itself (kubernetes,
// plugin/pkg/admission/serviceaccount: mountServiceAccountToken).
const accountMount = "/var/run/secrets/kubernetes.io/serviceaccount"

// automountOf is what a pod says about the token of its account. One whose containers all mount something else there gets
// none. The API server adds no mounts to ephemeral containers.
func automountOf(p *manifest.Pod) *bool {
	for i := range p.Containers {
		c := &p.Containers[i]
		if c.Type != manifest.Ephemeral && !slices.ContainsFunc(c.VolumeMounts, atAccountMount) {
			return p.Spec.AutomountServiceAccountToken
		}
	}
	return new(bool)
}

func atAccountMount(m corev1.VolumeMount) bool { return m.MountPath == accountMount }

// accounts are where the service accounts are that mount no token unless a pod asks for it, by name.
type accounts map[string][]spot

func newAccounts(entries []entry) accounts {
	out := accounts{}
	for i := range entries {
		o := &entries[i].object
		if a := entries[i].joined.account; a != nil && a.automount != nil && !*a.automount {
			out[o.Name] = append(out[o.Name], entries[i].spot())
		}
	}
	return out
}

// mounts tells whether a pod gets the token of its account: it says so itself, else the account does, else it gets it
// (kubernetes, plugin/pkg/admission/serviceaccount: shouldAutomount).
func (a accounts) mounts(at spot, name string, pod *bool) bool {
	if pod != nil {
		return *pod
	}
	return !slices.ContainsFunc(a[name], at.mayShare)
}

// bindings are the names of bindings by whom they bind.
type bindings struct {
	// accounts are by the name of the account.
	accounts map[string][]boundIn
	// groups are the accounts of one namespace each, and everyone those of all.
	groups   []boundIn
	everyone []boundIn
}

// boundIn is a binding and where the accounts are that it binds.
type boundIn struct {
	spot
	binding string
}

// The groups and names that the API server gives service accounts (kubernetes, apiserver/pkg/authentication/serviceaccount).
const (
	accountGroup   = "system:serviceaccounts"
	accountUser    = "system:serviceaccount:"
	everyoneSigned = "system:authenticated"
)

func newBindings(entries []entry) bindings {
	out := bindings{accounts: map[string][]boundIn{}}
	for i := range entries {
		e := &entries[i]
		for _, s := range e.joined.subjects {
			out.add(&s, e.spot(), nameIn(&e.object))
		}
	}
	return out
}

// add notes a subject of a binding that stands at a spot. An account without a namespace is one of the binding's own
// (kubernetes, pkg/registry/rbac/validation: appliesToUser).
func (b *bindings) add(s *input.RBACSubject, at spot, binding string) {
	account := func(namespace, name string) {
		b.accounts[name] = append(b.accounts[name], boundIn{spot{namespace, at.folder, at.of}, binding})
	}
	switch s.Kind {
	case serviceAccountKind:
		account(cmp.Or(s.Namespace, at.namespace), s.Name)
	case kindUser:
		if user, ok := strings.CutPrefix(s.Name, accountUser); ok {
			if namespace, name, ok := strings.Cut(user, ":"); ok {
				account(namespace, name)
			}
		}
	case kindGroup:
		if namespace, ok := strings.CutPrefix(s.Name, accountGroup+":"); ok {
			b.groups = append(b.groups, boundIn{spot{namespace, at.folder, at.of}, binding})
		} else if s.Name == accountGroup || s.Name == everyoneSigned {
			b.everyone = append(b.everyone, boundIn{at, binding})
		}
	}
}

// of names the bindings that bind an account, or may.
func (b *bindings) of(at spot, account string) []string {
	var out []string
	for _, e := range b.everyone {
		if !e.of.excludes(at.of) {
			out = append(out, e.binding)
		}
	}
	for _, list := range [][]boundIn{b.accounts[account], b.groups} {
		for _, a := range list {
			if a.mayShare(at) {
				out = append(out, a.binding)
			}
		}
	}
	return sortedNames(out)
}
