package images_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/kubernetes/fake"

	"github.com/hullcheck/hullcheck/internal/admission"
	"github.com/hullcheck/hullcheck/internal/admission/images"
	"github.com/hullcheck/hullcheck/internal/admission/pullsecrets"
	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
)

// pullSecret is a secret of a namespace for a host.
func pullSecret(namespace, name, host, user, password string) *corev1.Secret {
	return &corev1.Secret{
		ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: name}, Type: corev1.SecretTypeDockerConfigJson,
		Data: map[string][]byte{corev1.DockerConfigJsonKey: fmt.Appendf(nil,
			`{"auths":{%q:{"username":%q,"password":%q}}}`, host, user, password)},
	}
}

func secrets(tb testing.TB, objects ...runtime.Object) *pullsecrets.Finder {
	tb.Helper()
	f := pullsecrets.New(pullsecrets.FromClient(fake.NewClientset(objects...)), pullsecrets.Options{})
	tb.Cleanup(f.Close)
	return f
}

// with is a Pod of a namespace with pull secrets.
func with(namespace string, names ...string) admission.Puller {
	return admission.Puller{Namespace: namespace, PullSecrets: names}
}

func TestRealRegistry(t *testing.T) {
	d := imagetest.StartDistribution(t)
	d.Push(t, "acme/api:1", app(t, "app"))
	ref := d.Host + "/acme/api:1"
	r := reader(t, images.Options{CAFile: d.CAFile, PullSecrets: secrets(t,
		pullSecret("team-a", "right", d.Host, imagetest.Account, imagetest.Password),
		pullSecret("team-a", "wrong", d.Host, imagetest.Account, "guess"),
		pullSecret("team-a", "elsewhere", "quay.io", imagetest.Account, imagetest.Password),
		pullSecret("team-c", "copy", d.Host, imagetest.Account, imagetest.Password),
		&corev1.ServiceAccount{
			ObjectMeta: metav1.ObjectMeta{Namespace: "team-a", Name: "builder"}, ImagePullSecrets: []corev1.LocalObjectReference{{Name: "right"}},
		},
	)})
	unauthorized := "unauthorized: " + d.Host + " answers 401: UNAUTHORIZED authentication required"
	if got := readFor(t, r, with("team-a", "right"), ref); passwdOf(t, got) != passwd("app") {
		t.Error("the Pod's secret does not open its image")
	}
	if got := readFor(t, r, with("team-a", "wrong", "right"), ref); got.Config.User != "app" {
		t.Error("the second secret is not tried")
	}
	if got := readFor(t, r, admission.Puller{Namespace: "team-a", ServiceAccount: "builder"}, ref); got.Config.User != "app" {
		t.Error("the service account's secret does not open the image")
	}
	if got := readFor(t, r, with("team-c", "copy"), ref); passwdOf(t, got) != passwd("app") {
		t.Error("the same account in another namespace does not open the image")
	}
	for _, tt := range []struct {
		who  admission.Puller
		want string
	}{
		{with("team-a", "wrong"), unauthorized + " (asked with pull secret team-a/wrong)"},
		{with("team-a", "elsewhere"), unauthorized + "; none of the Pod's pull secrets is for " + d.Host + "/acme/api"},
		{with("team-b", "right"), unauthorized + "; pull secret team-b/right: not found; none of the Pod's pull secrets is for"},
		{admission.Puller{Namespace: "team-b"}, unauthorized + "; service account team-b/default: not found"},
	} {
		wantPrefix(t, unreadFor(t, r, tt.who, ref), tt.want)
	}
	wantPrefix(t, unreadFor(t, r, with("team-a", "right"), d.Host+"/acme/api:2"), "not found: "+d.Host+" answers 404: MANIFEST_UNKNOWN")
	// One account stands in three secrets; unauthorized are the wrong secret, and nobody.
	want := map[string]uint64{"success": 1, "unauthorized": 2, "not_found": 1}
	if diff := cmp.Diff(want, happened(r.Counts().Reads)); diff != "" {
		t.Error(diff)
	}
}

// TestWhatOneAccountReadIsNotShownToAnother: A's Pod has made everything known, and B's Pod learns nothing of it.
func TestWhatOneAccountReadIsNotShownToAnother(t *testing.T) {
	reg := imagetest.NewRegistry(t)
	ref := reg.Push(t, "acme/secret:1", app(t, "app"))
	reg.Tokens(func(user string) bool { return user == "alice" || user == "carol" }, 0)
	r := reader(t, images.Options{PullSecrets: secrets(t,
		pullSecret("team-a", "s", reg.Host, "alice", "p"), pullSecret("team-b", "s", reg.Host, "bob", "p"),
		pullSecret("team-c", "s", reg.Host, "carol", "p"),
	)})
	byDigest := ref[:strings.LastIndex(ref, ":")] + "@" + readFor(t, r, with("team-a", "s"), ref).Digest
	known := readFor(t, r, with("team-a", "s"), byDigest)
	if passwdOf(t, known) != passwd("app") {
		t.Fatal("alice cannot read")
	}
	for _, name := range []string{ref, byDigest} {
		wantPrefix(t, unreadFor(t, r, with("team-b", "s"), name), "unauthorized: ")
		wantPrefix(t, unreadFor(t, r, admission.Puller{Namespace: "team-b"}, name), "unauthorized: ")
	}
	before := len(reg.Seen())
	if got := readFor(t, r, with("team-c", "s"), ref); passwdOf(t, got) != passwd("app") {
		t.Error("carol cannot read what she may")
	}
	for _, request := range reg.Seen()[before:] {
		if strings.Contains(request, "/blobs/") || strings.HasPrefix(request, "GET /v2/acme") {
			t.Errorf("carol proved her access, and what is known was fetched again: %s", request)
		}
	}
}

func TestAccessIsProvedAnewAfterItsTime(t *testing.T) {
	reg := imagetest.NewRegistry(t)
	ref := reg.Push(t, "acme/secret:1", app(t, "app"))
	reg.Tokens(func(user string) bool { return user == "alice" }, 0)
	r := reader(t, images.Options{TagTTL: time.Millisecond, PullSecrets: secrets(t, pullSecret("team-a", "s", reg.Host, "alice", "p"))})
	readFor(t, r, with("team-a", "s"), ref)
	reg.Tokens(func(string) bool { return false }, 0)
	eventually(t, "access is lost", func() bool {
		got := r.For(with("team-a", "s")).Read(t.Context(), ref, amd64)
		return strings.HasPrefix(got.Unread, "unauthorized: ")
	})
}

func TestTheProgramsOwnAccount(t *testing.T) {
	reg := imagetest.NewRegistry(t)
	ref := reg.Push(t, "acme/secret:1", app(t, "app"))
	reg.Tokens(func(user string) bool { return user == "own" }, 0)
	found := secrets(t, pullSecret("team-a", "s", reg.Host, "bob", "p"))
	r := reader(t, images.Options{Keychain: keychain("own"), PullSecrets: found})
	readFor(t, r, admission.Puller{Namespace: "team-b"}, ref)
	readFor(t, r, with("team-a", "s"), ref)

	reg.Tokens(func(string) bool { return false }, 0)
	other := reg.Host + "/acme/other:1"
	got := unreadFor(t, r, with("team-a", "s"), other)
	if !strings.Contains(got, " (asked with pull secret team-a/s, this program's own account)") {
		t.Errorf("got %q", got)
	}
	// A kubelet with a secret for the registry does not ask as nobody, even where nobody may read it.
	reg.Tokens(func(user string) bool { return user == "" }, 0)
	r = reader(t, images.Options{PullSecrets: found})
	got = unreadFor(t, r, with("team-a", "s"), ref)
	wantPrefix(t, got, "unauthorized: ")
	if strings.Contains(got, "own account") || !strings.Contains(got, "(asked with pull secret team-a/s)") {
		t.Errorf("got %q", got)
	}
	readFor(t, r, admission.Puller{Namespace: "team-b"}, ref)
}

func TestForbidden(t *testing.T) {
	reg := imagetest.NewRegistry(t)
	reg.Tokens(func(string) bool { return true }, 403)
	wantPrefix(t, unread(t, reader(t, images.Options{}), reg.Host+"/acme/api:1"), "forbidden: "+reg.Host+" answers 403")
}

func TestABrokenPullSecretIsTheReason(t *testing.T) {
	bad := &corev1.Secret{
		ObjectMeta: metav1.ObjectMeta{Namespace: "team-a", Name: "bad"}, Type: corev1.SecretTypeDockerConfigJson,
		Data: map[string][]byte{corev1.DockerConfigJsonKey: []byte("hunter2")},
	}
	r := reader(t, images.Options{PullSecrets: secrets(t, bad)})
	got := unreadFor(t, r, with("team-a", "bad"), "registry.example/acme/api:1")
	if got != "pull secret team-a/bad: what it holds is no docker config" {
		t.Errorf("got %q", got)
	}
}
