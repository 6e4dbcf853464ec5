package pullsecrets_test

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/kubernetes/fake"
	kubetesting "k8s.io/client-go/testing"

	"github.com/hullcheck/hullcheck/internal/admission/pullsecrets"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// dockerConfig is a secret as kubectl create secret docker-registry makes it.
func dockerConfig(name, host, user, password string) *corev1.Secret {
	auth := base64.StdEncoding.EncodeToString([]byte(user + ":" + password))
	return secret(name, corev1.SecretTypeDockerConfigJson, corev1.DockerConfigJsonKey,
		fmt.Sprintf(`{"auths":{%q:{"username":"ignored","password":"ignored","auth":%q}}}`, host, auth))
}

func secret(name string, kind corev1.SecretType, key, content string) *corev1.Secret {
	return &corev1.Secret{
		ObjectMeta: metav1.ObjectMeta{Namespace: "team-a", Name: name}, Type: kind, Data: map[string][]byte{key: []byte(content)},
	}
}

func account(name string, secrets ...string) *corev1.ServiceAccount {
	a := &corev1.ServiceAccount{ObjectMeta: metav1.ObjectMeta{Namespace: "team-a", Name: name}}
	for _, s := range secrets {
		a.ImagePullSecrets = append(a.ImagePullSecrets, corev1.LocalObjectReference{Name: s})
	}
	return a
}

// finder asks an API server that holds the objects, and counts what it is asked for.
func finder(t *testing.T, objects ...runtime.Object) (*pullsecrets.Finder, *fake.Clientset) {
	t.Helper()
	api := fake.NewClientset(objects...)
	f := pullsecrets.New(pullsecrets.FromClient(api), pullsecrets.Options{})
	t.Cleanup(f.Close)
	return f, api
}

type tried struct{ From, User, Password string }

func find(t *testing.T, f *pullsecrets.Finder, who pullsecrets.Puller, repository string) (all []tried, notes []string, err error) {
	t.Helper()
	who.Namespace = "team-a"
	found, notes, err := f.Find(t.Context(), who, repository)
	for _, c := range found {
		all = append(all, tried{c.From, c.Auth.Username, c.Auth.Password})
	}
	return all, notes, err
}

func TestThePodsSecretsAreTriedAsAKubeletDoes(t *testing.T) {
	legacy := secret("legacy", corev1.SecretTypeDockercfg, corev1.DockerConfigKey,
		`{"https://registry.example/v1/":{"username":"old","password":"pw"}}`)
	f, _ := finder(t, dockerConfig("host", "registry.example", "host", "p1"),
		dockerConfig("path", "registry.example/acme", "path", "p2"), dockerConfig("other", "other.example", "other", "p3"), legacy,
		account("default", "other"))
	got, notes, err := find(t, f, pullsecrets.Puller{PullSecrets: []string{"host", "other", "path", "legacy"}}, "registry.example/acme/api")
	if err != nil || notes != nil {
		t.Errorf("notes %v, error %v", notes, err)
	}
	want := []tried{{"team-a/path", "path", "p2"}, {"team-a/host", "host", "p1"}, {"team-a/legacy", "old", "pw"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTheServiceAccountsSecretsCountWhereThePodHasNone(t *testing.T) {
	f, _ := finder(t, dockerConfig("one", "registry.example", "one", "p"), dockerConfig("two", "registry.example", "two", "p"),
		account("default", "one"), account("builder", "two"))
	for _, tt := range []struct {
		who  pullsecrets.Puller
		want []tried
	}{
		{pullsecrets.Puller{}, []tried{{"team-a/one", "one", "p"}}},
		{pullsecrets.Puller{ServiceAccount: "builder"}, []tried{{"team-a/two", "two", "p"}}},
		{pullsecrets.Puller{ServiceAccount: "builder", PullSecrets: []string{"one"}}, []tried{{"team-a/one", "one", "p"}}},
	} {
		got, notes, err := find(t, f, tt.who, "registry.example/acme/api")
		if diff := cmp.Diff(tt.want, got); diff != "" || notes != nil || err != nil {
			t.Errorf("%+v: notes %v, error %v, %s", tt.who, notes, err, diff)
		}
	}
}

func TestSecretsThatAKubeletPassesOver(t *testing.T) {
	opaque := secret("opaque", corev1.SecretTypeOpaque, "password", "hunter2")
	empty := secret("empty", corev1.SecretTypeDockerConfigJson, "other", "hunter2")
	f, api := finder(t, opaque, empty, dockerConfig("good", "registry.example", "ci", "hunter2"))
	api.PrependReactor("get", "secrets", func(a kubetesting.Action) (bool, runtime.Object, error) {
		if get, ok := a.(kubetesting.GetAction); ok && get.GetName() == "hidden" {
			return true, nil, apierrors.NewForbidden(schema.GroupResource{Resource: "secrets"}, "hidden", errors.New("no RBAC"))
		}
		return false, nil, nil
	})
	got, notes, err := find(t, f, pullsecrets.Puller{PullSecrets: []string{"none", "hidden", "opaque", "empty", "good"}}, "registry.example/api")
	if diff := cmp.Diff([]tried{{"team-a/good", "ci", "hunter2"}}, got); diff != "" || err != nil {
		t.Errorf("error %v, %s", err, diff)
	}
	want := []string{
		"pull secret team-a/none: not found",
		"pull secret team-a/hidden: this program may not read it",
		"pull secret team-a/opaque: it is no pull secret: its type is neither kubernetes.io/dockerconfigjson nor kubernetes.io/dockercfg",
		"pull secret team-a/empty: it holds no docker config under the key of its type",
	}
	if diff := cmp.Diff(want, notes); diff != "" {
		t.Error(diff)
	}
	_, notes, err = find(t, f, pullsecrets.Puller{ServiceAccount: "gone"}, "registry.example/api")
	if diff := cmp.Diff([]string{"service account team-a/gone: not found"}, notes); diff != "" || err != nil {
		t.Errorf("error %v, %s", err, diff)
	}
}

// TestBrokenSecretsAreErrorsThatQuoteNothing: a kubelet fails at them too.
func TestBrokenSecretsAreErrorsThatQuoteNothing(t *testing.T) {
	for name, content := range map[string]string{
		"json": `hunter2`, "base64": `{"auths":{"registry.example":{"auth":"hunter2!"}}}`, "types": `{"auths":{"registry.example":"hunter2"}}`,
		"no colon": `{"auths":{"registry.example":{"auth":"aHVudGVyMg=="}}}`,
	} {
		f, _ := finder(t, secret("bad", corev1.SecretTypeDockerConfigJson, corev1.DockerConfigJsonKey, content))
		_, _, err := find(t, f, pullsecrets.Puller{PullSecrets: []string{"bad"}}, "registry.example/api")
		if err == nil || err.Error() != "pull secret team-a/bad: what it holds is no docker config" {
			t.Errorf("%s: %v", name, err)
		}
	}
	f, _ := finder(t, secret("bad", corev1.SecretTypeDockercfg, corev1.DockerConfigKey, "hunter2"))
	if _, _, err := find(t, f, pullsecrets.Puller{PullSecrets: []string{"bad"}}, "registry.example/api"); err == nil ||
		strings.Contains(err.Error(), "hunter2") {
		t.Errorf("dockercfg: %v", err)
	}
}

func TestABurstOfPodsAsksOnce(t *testing.T) {
	f, api := finder(t, dockerConfig("s", "registry.example", "ci", "p"), account("default", "s"))
	for range 100 {
		if got, _, err := find(t, f, pullsecrets.Puller{}, "registry.example/api"); len(got) != 1 || err != nil {
			t.Fatalf("%v, error %v", got, err)
		}
	}
	if n := len(api.Actions()); n != 2 {
		t.Errorf("100 Pods cost %d requests", n)
	}
}

func TestSecretsAreForgotten(t *testing.T) {
	api := fake.NewClientset(dockerConfig("s", "registry.example", "ci", "old"))
	f := pullsecrets.New(pullsecrets.FromClient(api), pullsecrets.Options{TTL: time.Millisecond})
	t.Cleanup(f.Close)
	who := pullsecrets.Puller{PullSecrets: []string{"s"}}
	if got, _, err := find(t, f, who, "registry.example/api"); err != nil || got[0].Password != "old" {
		t.Fatalf("%v, error %v", got, err)
	}
	changed := dockerConfig("s", "registry.example", "ci", "new")
	if _, err := api.CoreV1().Secrets("team-a").Update(t.Context(), changed, metav1.UpdateOptions{}); err != nil {
		t.Fatal(err)
	}
	for range 1000 {
		if got, _, _ := find(t, f, who, "registry.example/api"); got[0].Password == "new" {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Error("the secret as it was is never forgotten")
}

func TestTheAPIServersFaultsAreErrors(t *testing.T) {
	f, api := finder(t)
	api.PrependReactor("get", "*", func(kubetesting.Action) (bool, runtime.Object, error) {
		return true, nil, apierrors.NewTooManyRequests("busy", 1)
	})
	_, _, err := find(t, f, pullsecrets.Puller{PullSecrets: []string{"s"}}, "registry.example/api")
	if err == nil || !strings.HasPrefix(err.Error(), "pull secret team-a/s: ") {
		t.Errorf("secret: %v", err)
	}
	_, _, err = find(t, f, pullsecrets.Puller{}, "registry.example/api")
	if err == nil || !strings.HasPrefix(err.Error(), "service account team-a/default: ") {
		t.Errorf("service account: %v", err)
	}
}

func TestIDsTellAccountsApart(t *testing.T) {
	f, _ := finder(t, dockerConfig("a", "registry.example", "ci", "p"), dockerConfig("same", "registry.example", "ci", "p"),
		dockerConfig("shifted", "registry.example", "c", "ip"), dockerConfig("other", "registry.example", "ci", "q"))
	ids := map[string]string{}
	for _, name := range []string{"a", "same", "shifted", "other"} {
		found, _, err := f.Find(t.Context(), pullsecrets.Puller{Namespace: "team-a", PullSecrets: []string{name}}, "registry.example/api")
		if err != nil || len(found) != 1 {
			t.Fatalf("%v, error %v", found, err)
		}
		ids[name] = found[0].ID
	}
	if ids["a"] != ids["same"] || ids["a"] == ids["shifted"] || ids["a"] == ids["other"] || strings.Contains(ids["a"], "ci") {
		t.Errorf("IDs: %v", ids)
	}
}
