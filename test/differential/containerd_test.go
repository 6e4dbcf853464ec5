package differential

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/containerd/containerd/v2/core/containers"
	"github.com/containerd/containerd/v2/pkg/oci"
	specs "github.com/opencontainers/runtime-spec/specs-go"
	corev1 "k8s.io/api/core/v1"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/identity"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// FuzzKubernetesUser: who a container is for a kubelet in front of containerd. The runtime's two options are called as its
// CRI calls them, with what the kubelet sends: runAsUser, or the user half of USER as a number or a name.
func FuzzKubernetesUser(f *testing.F) {
	for i, u := range seedUsers {
		for k, p := range seedPasswd {
			f.Add(u, p, seedGroup[(i+k)%len(seedGroup)], true, int64(-1), int64(-1))
		}
		f.Add(u, "", "", false, int64(-1), int64(3000))
		f.Add(u, seedPasswd[0], seedGroup[0], true, int64(1000), int64(-1))
	}
	f.Fuzz(func(t *testing.T, spec, passwd, group string, there bool, runAsUser, runAsGroup int64) {
		if runAsUser > 1<<31-1 || runAsGroup > 1<<31-1 {
			t.Skip("the API server refuses it")
		}
		a := accounts{}
		if there {
			a = accounts{passwd: &passwd, group: &group}
		}
		compareKubernetes(t, a, spec, runAsUser, runAsGroup)
	})
}

func compareKubernetes(t *testing.T, a accounts, spec string, runAsUser, runAsGroup int64) {
	t.Helper()
	want, wantErr := containerdUser(t, a, userString(spec, runAsUser), runAsGroup)
	got := judge(t, a, spec, runAsUser, runAsGroup)
	if wantErr != nil {
		if got.Identity.UID.Known() || !sameWords(wantErr, got.Start.Message) {
			t.Errorf("%q: uid %+v, %q; containerd refuses: %v", spec, got.Identity.UID, got.Start.Message, wantErr)
		}
		return
	}
	if id := got.Identity; id.UID.Value != int64(want.UID) || id.GID.Value != int64(want.GID) || !id.UID.Known() {
		t.Errorf("%q: %+v:%+v, containerd says %+v", spec, id.UID, id.GID, want)
	}
	if groups := groupsOf(&got); !slices.Equal(groups, sorted(want.AdditionalGids)) {
		t.Errorf("%q: groups %v, containerd says %v", spec, groups, sorted(want.AdditionalGids))
	}
}

// sameWords: a missing file has other words here, where containerd reads a directory, than on a node, where it reads the
// layers.
func sameWords(err error, words string) bool {
	if errors.Is(err, fs.ErrNotExist) {
		return strings.HasSuffix(words, "file does not exist")
	}
	return strings.HasSuffix(err.Error(), words)
}

// userString is what GenerateUserString of the CRI makes of the kubelet's request, less the group.
func userString(spec string, runAsUser int64) string {
	if runAsUser >= 0 {
		return strconv.FormatInt(runAsUser, 10)
	}
	half, _, _ := strings.Cut(spec, ":")
	if half == "" {
		return "0"
	}
	if uid, err := strconv.ParseInt(half, 10, 64); err == nil {
		return strconv.FormatInt(uid, 10)
	}
	return half
}

func containerdUser(t *testing.T, a accounts, userstr string, runAsGroup int64) (got specs.User, err error) {
	t.Helper()
	whole := userstr
	if runAsGroup >= 0 {
		whole += ":" + strconv.FormatInt(runAsGroup, 10)
	}
	a.onDisk(t, func(root string) {
		s := &oci.Spec{Root: &specs.Root{Path: root}, Linux: &specs.Linux{}, Process: &specs.Process{}}
		if err = oci.WithUser(whole)(context.Background(), nil, &containers.Container{}, s); err != nil {
			return
		}
		// WithAdditionalGIDs of the CRI merges what was there before.
		primary := slices.Clone(s.Process.User.AdditionalGids)
		err = oci.WithAdditionalGIDs(userstr)(context.Background(), nil, &containers.Container{}, s)
		got = s.Process.User
		got.AdditionalGids = append(got.AdditionalGids, primary...)
	})
	return got, err
}

func judge(t *testing.T, a accounts, spec string, runAsUser, runAsGroup int64) identity.Result {
	t.Helper()
	sc := &corev1.SecurityContext{}
	if runAsUser >= 0 {
		sc.RunAsUser = &runAsUser
	}
	if runAsGroup >= 0 {
		sc.RunAsGroup = &runAsGroup
	}
	c := manifest.Container{Type: manifest.Regular, Path: "/spec/containers/0", Container: &corev1.Container{
		Name: "c", Command: []string{"/x"}, SecurityContext: sc,
	}}
	pod := &manifest.Pod{SpecPath: "/spec", Spec: &corev1.PodSpec{}, Containers: []manifest.Container{c}}
	r, err := identity.Judge(t.Context(), identity.Request{
		Pod: pod, Container: &pod.Containers[0], Given: identity.Given{Image: a.image(spec)},
	}, identity.Options{Evidence: finding.EvidenceUsers})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func groupsOf(r *identity.Result) []int64 {
	out := []int64{r.Identity.GID.Value}
	for _, g := range r.Identity.Groups {
		out = append(out, g.GID)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func sorted(gids []uint32) []int64 {
	var out []int64
	for _, g := range gids {
		out = append(out, int64(g))
	}
	slices.Sort(out)
	return slices.Compact(out)
}
