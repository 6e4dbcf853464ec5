package images

import (
	"context"
	"errors"

	"github.com/google/go-containerregistry/pkg/authn"

	"github.com/hullcheck/hullcheck/internal/admission/pullsecrets"
)

// account is one way to prove who asks.
type account struct {
	// id tells accounts apart without showing them.
	id string
	// from is what it is called in a message.
	from     string
	keychain authn.Keychain
}

// The accounts of the program itself. Where a Pod brings its own, only an account that the program does have is tried beside
// them: a kubelet does not fall back to asking as nobody.
const (
	ownID      = "own"
	ownOnlyID  = "own only"
	ownAccount = "this program's own account"
)

func ownAccounts(k authn.Keychain, alone bool) account {
	if alone {
		return account{id: ownID, from: ownAccount, keychain: k}
	}
	return account{id: ownOnlyID, from: ownAccount, keychain: accountOnly{k}}
}

// secretAccount is an account out of a pull secret.
func secretAccount(c pullsecrets.Credential) account {
	return account{id: c.ID, from: "pull secret " + c.From, keychain: fixed{authn.FromConfig(c.Auth)}}
}

type fixed struct{ auth authn.Authenticator }

func (f fixed) Resolve(authn.Resource) (authn.Authenticator, error) { return f.auth, nil }

var errNoAccount = errors.New("there is no account for it")

// accountOnly fails where its keychain has no account.
type accountOnly struct{ next authn.Keychain }

func (a accountOnly) Resolve(res authn.Resource) (authn.Authenticator, error) {
	return a.ResolveContext(context.Background(), res)
}

// ResolveContext implements authn.ContextKeychain.
func (a accountOnly) ResolveContext(ctx context.Context, res authn.Resource) (authn.Authenticator, error) {
	auth, err := authn.Resolve(ctx, a.next, res)
	if err == nil && auth == authn.Anonymous {
		return nil, errNoAccount
	}
	return auth, err
}

// accounts are those to try for a repository, in order, and what is to be said of secrets that could not be used.
func (p *pod) accounts(ctx context.Context, repository string) (all []account, notes []string, err error) {
	var found []pullsecrets.Credential
	if p.reader.o.PullSecrets != nil {
		if found, notes, err = p.reader.o.PullSecrets.Find(ctx, p.who, repository); err != nil {
			return nil, nil, err
		}
	}
	if len(found) == 0 && len(p.who.PullSecrets) > 0 {
		notes = append(notes, "none of the Pod's pull secrets is for "+repository)
	}
	seen := map[string]bool{}
	for _, c := range found {
		if !seen[c.ID] {
			seen[c.ID] = true
			all = append(all, secretAccount(c))
		}
	}
	return append(all, ownAccounts(p.reader.o.Keychain, len(all) == 0)), notes, nil
}
