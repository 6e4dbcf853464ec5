package identity

import (
	"testing"

	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
)

// TestGeneratedPasswd: CRI-O gives a uid without an entry one, unless the file is not for it to replace.
func TestGeneratedPasswd(t *testing.T) {
	file := func(e imagetest.Entry) [][]imagetest.Entry {
		e.Path = "etc/passwd"
		return [][]imagetest.Entry{programLayer(), {e}}
	}
	for name, c := range map[string]struct {
		user   string
		env    []string
		layers [][]imagetest.Entry
		spec   string
		want   string
		from   Origin
	}{
		"entry": {
			user: "app", layers: file(imagetest.Entry{Content: passwdLines}), want: "/home/app",
			from: FromImagePasswd,
		},
		"generated": {
			user: "4711", layers: file(imagetest.Entry{Content: passwdLines}), want: "/", from: FromDefault,
		},
		"HOME": {
			user: "4711", env: []string{"HOME=/h"}, layers: file(imagetest.Entry{Content: passwdLines}),
			want: "/h", from: FromImageEnv,
		},
		"empty": {user: "4711", layers: file(imagetest.Entry{}), want: "/", from: FromDefault},
		"writable by all": {
			user: "4711", layers: file(imagetest.Entry{Content: passwdLines, Mode: "0666"}), want: "/",
			from: FromDefault,
		},
		"the user's own": {
			user: "4711", layers: file(imagetest.Entry{Content: passwdLines, UID: 4711}), want: "/",
			from: FromDefault,
		},
		"missing": {user: "4711", layers: [][]imagetest.Entry{programLayer()}, want: "/", from: FromDefault},
		"mounted over": {
			user: "4711", layers: file(imagetest.Entry{Content: passwdLines}), want: "/", from: FromDefault,
			spec: `{"volumes":[{"name":"v","emptyDir":{}}],"containers":[{"name":"c","volumeMounts":[{"name":"v","mountPath":"/etc"}]}]}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			if c.spec == "" {
				c.spec = plainPod
			}
			img := imageOf(t, imagetest.Spec{User: c.user, Env: c.env, Entrypoint: []string{"/bin/app"}, Layers: c.layers})
			r := judgeFirst(t, c.spec, img, Options{Runtime: CRIO})
			if h := r.Identity.Home; h.Value != c.want || h.From != c.from {
				t.Errorf("HOME %+v", h)
			}
			if r.Start.Verdict != Starts {
				t.Errorf("%+v", r.Start)
			}
		})
	}
}

// TestCrioGroups: a group of the user's own name counts for CRI-O and not for containerd.
func TestCrioGroups(t *testing.T) {
	img := imageOf(t, imagetest.Spec{User: "app", Entrypoint: []string{"/bin/app"}, Layers: [][]imagetest.Entry{
		programLayer(), {
			{
				Path: "etc/passwd", Content: passwdLines,
			}, {
				Path:    "etc/group",
				Content: "app:x:4000:app\nmore:x:5000:app,app\n",
			},
		},
	}})
	for runtime, want := range map[Runtime]int{Containerd: 1, CRIO: 2} {
		if got := judgeFirst(t, plainPod, img, Options{Runtime: runtime}).Identity.Groups; len(got) != want {
			t.Errorf("%s: %v", runtime, got)
		}
	}
	strict := `{"securityContext":{"supplementalGroupsPolicy":"Strict"},"containers":[{"name":"c"}]}`
	for minor, want := range map[int]int{0: 0, 37: 0, 33: 0, 32: 2} {
		if got := judgeFirst(t, strict, img, Options{Runtime: CRIO, KubernetesMinor: minor}).Identity.Groups; len(got) != want {
			t.Errorf("1.%d: %v", minor, got)
		}
	}
}

// TestCrioVolumes: CRI-O makes a missing VOLUME for the user; it is part of the root file system.
func TestCrioVolumes(t *testing.T) {
	img := imageOf(t, imagetest.Spec{
		User: "1000", Entrypoint: []string{"/bin/app"}, Volumes: []string{"/srv/data"}, Layers: [][]imagetest.Entry{programLayer()},
	})
	r := judgeFirst(t, container(`"securityContext":{"readOnlyRootFilesystem":true}`), img, Options{Runtime: CRIO})
	if w := r.Power.LikelyWrites; len(w) != 1 || w[0].Path != "/srv/data" {
		t.Errorf("%v", w)
	}
}
