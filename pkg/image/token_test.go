package image_test

import (
	"strings"
	"testing"

	"github.com/google/go-containerregistry/pkg/authn"

	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
)

// keychain knows one account for every registry.
type keychain string

func (k keychain) Resolve(authn.Resource) (authn.Authenticator, error) {
	if k == "" {
		return authn.Anonymous, nil
	}
	return authn.FromConfig(authn.AuthConfig{Username: string(k), Password: "p"}), nil
}

func TestTokens(t *testing.T) {
	reg := imagetest.NewRegistry(t)
	ref := reg.Push(t, "acme/api:1", onPlatform(t, "linux/amd64", "app"))
	public := func(string) bool { return true }
	private := func(user string) bool { return user == "ci" }
	tests := []struct {
		name    string
		mayPull func(string) bool
		account keychain
		refuse  int
		class   image.Class
		hint    string
	}{
		{name: "public", mayPull: public},
		{name: "private", mayPull: private, account: "ci"},
		{name: "private or missing, no account", mayPull: private, class: image.Unauthorized, hint: "there are none: docker login"},
		{name: "wrong account", mayPull: private, account: "me", class: image.Unauthorized, hint: "are wrong or expired"},
		{name: "wrong password", mayPull: public, account: "me", refuse: 401, class: image.Unauthorized, hint: "are wrong or expired"},
		{name: "account is locked", mayPull: public, account: "me", refuse: 403, class: image.Forbidden, hint: "may not pull it"},
		{name: "too many tokens", mayPull: public, account: "me", refuse: 429, class: image.RateLimited, hint: "wait, or log in"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			reg.Tokens(tt.mayPull, tt.refuse)
			images, err := open(t, image.Options{Keychain: tt.account}, ref)
			if tt.class == "" {
				if err != nil || len(images) != 1 {
					t.Errorf("got %v, error %v", images, err)
				}
				return
			}
			wantError(t, err, tt.class, "answers 4")
			if hint := image.HintOf(err); !strings.Contains(hint, tt.hint) {
				t.Errorf("hint is %q", hint)
			}
		})
	}
}
