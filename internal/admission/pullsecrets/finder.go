package pullsecrets

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/google/go-containerregistry/pkg/authn"
	apierrors "k8s.io/apimachinery/pkg/api/errors"

	"github.com/hullcheck/hullcheck/internal/admission/flight"
)

// Puller is on whose behalf an image is read.
type Puller struct {
	Namespace, ServiceAccount string
	// PullSecrets are the Pod's own. Only where there are none are the ServiceAccount's looked at, as the API server does
	// when it admits the Pod.
	PullSecrets []string
}

// Credential is one account that may be tried.
type Credential struct {
	// ID tells accounts apart without showing them: equal accounts have equal IDs in one process, whatever secret holds them.
	ID string
	// From is the secret, NAMESPACE/NAME.
	From string
	Auth authn.AuthConfig
}

// Options of a Finder.
type Options struct {
	// TTL is how long a secret is kept, so that a burst of Pods costs one GET; FailureTTL how long the failure to get it.
	// 0 is a minute, and ten seconds.
	TTL, FailureTTL time.Duration
	// Max is how many secrets are kept; 0 is 1000.
	Max int64
}

// getLimit ends a call to the API server.
const getLimit = 10 * time.Second

// Finder finds the credentials of Pods. It is safe for concurrent use; Close ends it.
type Finder struct {
	source   Source
	secret   [sha256.Size]byte
	entries  *flight.Group[[]entry]
	accounts *flight.Group[[]string]
}

// New makes a Finder.
func New(source Source, o Options) *Finder {
	f := &Finder{source: source}
	_, _ = rand.Read(f.secret[:]) // never fails
	f.entries, f.accounts = group[[]entry](o), group[[]string](o)
	return f
}

func group[V any](o Options) *flight.Group[V] {
	ttl, failed := orDefault(o.TTL, time.Minute), orDefault(o.FailureTTL, 10*time.Second)
	return flight.New(flight.Options[V]{
		Limit: getLimit, Max: orDefault(o.Max, 1000),
		Keep: func(_ V, err error) time.Duration {
			if err != nil {
				return failed
			}
			return ttl
		},
	})
}

func orDefault[T time.Duration | int64](v, otherwise T) T {
	if v <= 0 {
		return otherwise
	}
	return v
}

// Close forgets everything.
func (f *Finder) Close() {
	f.entries.Close()
	f.accounts.Close()
}

// Find gives the credentials for a repository (docker.io/library/nginx), in the order in which a kubelet tries them. Notes
// name the secrets that cannot be used and that a kubelet passes over; an error is what makes it fail.
func (f *Finder) Find(ctx context.Context, who Puller, repository string) (creds []Credential, notes []string, err error) {
	names, note, err := f.names(ctx, who)
	if err != nil {
		return nil, nil, err
	}
	if note != "" {
		notes = append(notes, note)
	}
	var all []entry
	for _, name := range names {
		entries, err := f.read(ctx, who.Namespace, name)
		switch {
		case err == nil:
			all = append(all, entries...)
		case isPassedOver(err):
			notes = append(notes, fmt.Sprintf("pull secret %s/%s: %s", who.Namespace, name, plain(err)))
		default:
			return nil, nil, fmt.Errorf("pull secret %s/%s: %w", who.Namespace, name, err)
		}
	}
	for _, e := range match(all, repository) {
		creds = append(creds, f.credential(e))
	}
	return creds, notes, nil
}

// names are the Pod's own secrets, or those of its ServiceAccount.
func (f *Finder) names(ctx context.Context, who Puller) (names []string, note string, err error) {
	if len(who.PullSecrets) > 0 {
		return who.PullSecrets, "", nil
	}
	account := who.ServiceAccount
	if account == "" {
		account = "default"
	}
	names, _, err = f.accounts.Do(ctx, who.Namespace+"/"+account, func(ctx context.Context) ([]string, error) {
		a, err := f.source.ServiceAccount(ctx, who.Namespace, account)
		if err != nil {
			return nil, err
		}
		var names []string
		for _, s := range a.ImagePullSecrets {
			names = append(names, s.Name)
		}
		return names, nil
	})
	switch {
	case err == nil:
		return names, "", nil
	case isPassedOver(err):
		return nil, fmt.Sprintf("service account %s/%s: %s", who.Namespace, account, plain(err)), nil
	default:
		return nil, "", fmt.Errorf("service account %s/%s: %w", who.Namespace, account, err)
	}
}

func (f *Finder) read(ctx context.Context, namespace, name string) ([]entry, error) {
	entries, _, err := f.entries.Do(ctx, namespace+"/"+name, func(ctx context.Context) ([]entry, error) {
		s, err := f.source.Secret(ctx, namespace, name)
		if err != nil {
			return nil, err
		}
		return parse(s)
	})
	return entries, err
}

// isPassedOver: a kubelet tries without a secret that is not there or is of another kind. One that may not be read here may
// well be readable for it, which is no reason to refuse what needs no secret.
func isPassedOver(err error) bool {
	return apierrors.IsNotFound(err) || apierrors.IsForbidden(err) || errors.Is(err, errWrongType) || errors.Is(err, errNoData)
}

// plain says in few words what the API server answered.
func plain(err error) string {
	switch {
	case apierrors.IsNotFound(err):
		return "not found"
	case apierrors.IsForbidden(err):
		return "this program may not read it"
	default:
		return err.Error()
	}
}

func (f *Finder) credential(e entry) Credential {
	h := hmac.New(sha256.New, f.secret[:])
	// The length keeps "a" + "bc" apart from "ab" + "c".
	_, _ = fmt.Fprintf(h, "%d:%s%s", len(e.user), e.user, e.password)
	return Credential{
		ID: hex.EncodeToString(h.Sum(nil)), From: e.from,
		Auth: authn.AuthConfig{Username: e.user, Password: e.password},
	}
}
