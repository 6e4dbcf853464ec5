package differential

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/moby/sys/user"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/identity"
)

// FuzzDirectUser: who a USER is for docker run.
func FuzzDirectUser(f *testing.F) {
	for _, u := range seedUsers {
		for i, p := range seedPasswd {
			f.Add(u, p, seedGroup[i%len(seedGroup)], true)
		}
		f.Add(u, "", "", false)
	}
	f.Fuzz(func(t *testing.T, spec, passwd, group string, there bool) {
		a := accounts{}
		if there {
			a = accounts{passwd: &passwd, group: &group}
		}
		compareDirect(t, a, spec)
	})
}

func compareDirect(t *testing.T, a accounts, spec string) {
	t.Helper()
	var want *user.ExecUser
	var wantErr error
	a.onDisk(t, func(root string) {
		want, wantErr = user.GetExecUserPath(spec, nil, filepath.Join(root, "etc/passwd"), filepath.Join(root, "etc/group"))
	})
	got, err := identity.JudgeImageUser(t.Context(), a.image(spec), identity.Options{Evidence: finding.EvidenceUsers})
	if err != nil {
		t.Fatal(err)
	}
	if wantErr != nil {
		compareRefusal(t, wantErr.Error(), &got)
		return
	}
	if !got.DirectGID.Known() || got.DirectGID.Value != int64(uint32(want.Gid)) || got.DirectError != "" {
		t.Errorf("%q: gid %+v %q, moby says %+v", spec, got.DirectGID, got.DirectError, want)
	}
}

// compareRefusal: where Kubernetes starts what docker refuses, the words are docker's. Lines over the library's limits are
// refused when they are read, whatever is asked for; hullcheck reads the group file only for a name.
func compareRefusal(t *testing.T, words string, got *identity.ImageUser) {
	t.Helper()
	if strings.Contains(words, "token too long") {
		return
	}
	if got.DirectGID.Known() {
		t.Errorf("gid %d, moby refuses: %s", got.DirectGID.Value, words)
	}
	if got.Invalid.Known() && got.Invalid.Value == "" && got.DirectError != words {
		t.Errorf("%q, moby says %q", got.DirectError, words)
	}
}
