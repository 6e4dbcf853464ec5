package image_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-containerregistry/pkg/authn"

	"github.com/hullcheck/hullcheck/pkg/image"
)

// withTokens makes a registry hand out tokens the way Docker Hub does: to everybody, but each is good only for what its
// account may see.
func (f *faulty) withTokens(mayPull func(user string) bool, refuse int) {
	challenge := `Bearer realm="http://` + f.host + `/token",service="test"`
	f.fail(func(w http.ResponseWriter, r *http.Request) bool {
		user, _, _ := r.BasicAuth()
		switch {
		case r.URL.Path == "/token" && refuse != 0:
			w.WriteHeader(refuse)
			return true
		case r.URL.Path == "/token":
			json.NewEncoder(w).Encode(map[string]string{"token": "for-" + user})
			return true
		case r.URL.Path != "/v2/" && mayPull(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer for-")):
			return false
		}
		w.Header().Set("WWW-Authenticate", challenge)
		w.WriteHeader(http.StatusUnauthorized)
		w.Write([]byte(`{"errors":[{"code":"UNAUTHORIZED","message":"authentication required"}]}`))
		return true
	})
}

// keychain knows one account for every registry.
type keychain string

func (k keychain) Resolve(authn.Resource) (authn.Authenticator, error) {
	if k == "" {
		return authn.Anonymous, nil
	}
	return authn.FromConfig(authn.AuthConfig{Username: string(k), Password: "p"}), nil
}

func TestTokens(t *testing.T) {
	reg := newRegistry(t)
	ref := reg.push(t, "acme/api:1", onPlatform(t, "linux/amd64", "app"))
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
			reg.withTokens(tt.mayPull, tt.refuse)
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
