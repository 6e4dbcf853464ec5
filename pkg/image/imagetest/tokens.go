package imagetest

import (
	"encoding/json"
	"net/http"
	"strings"
)

// Tokens makes the registry hand out tokens the way Docker Hub does: to everybody, but each is good only for what its account
// may see. Refuse, unless 0, is the status that the token server answers everybody with.
func (r *Registry) Tokens(mayPull func(user string) bool, refuse int) {
	challenge := `Bearer realm="http://` + r.Host + `/token",service="test"`
	r.Fail(func(w http.ResponseWriter, req *http.Request) bool {
		user, _, _ := req.BasicAuth()
		switch {
		case req.URL.Path == "/token" && refuse != 0:
			w.WriteHeader(refuse)
			return true
		case req.URL.Path == "/token":
			_ = json.NewEncoder(w).Encode(map[string]string{"token": "for-" + user}) // the client hears of it
			return true
		case req.URL.Path != "/v2/" && mayPull(strings.TrimPrefix(req.Header.Get("Authorization"), "Bearer for-")):
			return false
		}
		w.Header().Set("WWW-Authenticate", challenge)
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = w.Write([]byte(`{"errors":[{"code":"UNAUTHORIZED","message":"authentication required"}]}`)) // as above
		return true
	})
}
