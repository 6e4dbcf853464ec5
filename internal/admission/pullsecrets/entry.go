package pullsecrets

import (
	"encoding/json"
	"errors"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/google/go-containerregistry/pkg/authn"
	corev1 "k8s.io/api/core/v1"
)

// entry is one account of a docker config.
type entry struct {
	// key is the host, or a glob for it, with a path: what images the account is for.
	key string
	// from is the secret, written NAMESPACE/NAME.
	from           string
	user, password string
}

// The ways in which a secret can be of no use. They say nothing of what it holds.
var (
	errWrongType = errors.New("it is no pull secret: its type is neither kubernetes.io/dockerconfigjson nor kubernetes.io/dockercfg")
	errNoData    = errors.New("it holds no docker config under the key of its type")
	errNoConfig  = errors.New("what it holds is no docker config")
)

// parse reads the accounts of a secret.
func parse(s *corev1.Secret) ([]entry, error) {
	var auths map[string]authn.AuthConfig
	switch s.Type {
	case corev1.SecretTypeDockerConfigJson:
		raw := s.Data[corev1.DockerConfigJsonKey]
		if len(raw) == 0 {
			return nil, errNoData
		}
		var config struct {
			Auths map[string]authn.AuthConfig `json:"auths"`
		}
		if json.Unmarshal(raw, &config) != nil { // its error may quote the secret
			return nil, errNoConfig
		}
		auths = config.Auths
	case corev1.SecretTypeDockercfg:
		raw := s.Data[corev1.DockerConfigKey]
		if len(raw) == 0 {
			return nil, errNoData
		}
		if json.Unmarshal(raw, &auths) != nil {
			return nil, errNoConfig
		}
	default:
		return nil, errWrongType
	}
	var entries []entry
	for _, location := range slices.Sorted(maps.Keys(auths)) {
		a := auths[location]
		if key, ok := keyOf(location); ok {
			entries = append(entries, entry{key: key, from: s.Namespace + "/" + s.Name, user: a.Username, password: a.Password})
		}
	}
	return entries, nil
}

// keyOf is what a location of a docker config stands for: without scheme, and without the version of the API that docker
// login writes. The kubelet passes over what is no URL.
func keyOf(location string) (string, bool) {
	if !strings.HasPrefix(location, "https://") && !strings.HasPrefix(location, "http://") {
		location = "https://" + location
	}
	u, err := url.Parse(location)
	if err != nil {
		return "", false
	}
	p := u.Path
	if strings.HasPrefix(p, "/v1/") || strings.HasPrefix(p, "/v2/") {
		p = p[len("/v1"):]
	}
	if p == "/" {
		p = ""
	}
	return u.Host + p, true
}
