package identity

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// alter changes every entry that is looked up.
type alter struct {
	rootfs.Files
	change func(*rootfs.Entry)
}

func (a alter) Lookup(ctx context.Context, p string) (rootfs.Answer, error) {
	answer, err := a.Files.Lookup(ctx, p)
	if answer.Entry != nil {
		a.change(answer.Entry)
	}
	return answer, err
}

// watched notes what is asked, and fails where it is told to.
type watched struct {
	rootfs.Files
	asked  []string
	failAt string
}

var errSource = errors.New("digest mismatch")

func (w *watched) Lookup(ctx context.Context, p string) (rootfs.Answer, error) {
	w.asked = append(w.asked, p)
	if p == w.failAt {
		return rootfs.Answer{}, errSource
	}
	return w.Files.Lookup(ctx, p)
}

func (w *watched) Walk(ctx context.Context, visit func(rootfs.Entry) error) (string, error) {
	w.asked = append(w.asked, "everything")
	return w.Files.Walk(ctx, visit)
}

// TestEvidenceIsHonoured: nothing is asked of the image that its level does not allow.
func TestEvidenceIsHonoured(t *testing.T) {
	const pod = `{"securityContext":{"supplementalGroups":[7]},"containers":[{"name":"c","securityContext":
		{"readOnlyRootFilesystem":true,"allowPrivilegeEscalation":false}}]}`
	for level, allowed := range map[finding.Evidence][]string{
		finding.EvidenceConfig: {}, finding.EvidenceUsers: {"/", "/etc", "/etc/passwd", "/etc/group"},
	} {
		img := imageOf(t, imagetest.Spec{User: "app", Entrypoint: []string{"/bin/app"}, Layers: [][]imagetest.Entry{
			accountsLayer(), programLayer(),
		}})
		w := &watched{Files: img.Files}
		img.Files = w
		judgeFirst(t, pod, img, Options{Evidence: level})
		for _, p := range w.asked {
			if !slices.Contains(allowed, p) {
				t.Errorf("%s: %s was looked up", level, p)
			}
		}
		if len(allowed) > 0 && len(w.asked) == 0 {
			t.Errorf("%s: nothing was looked up", level)
		}
	}
}

// TestImageUserAsksLittle: the group file is read only for a group that is a name.
func TestImageUserAsksLittle(t *testing.T) {
	for user, group := range map[string]bool{"app": false, "1000:1000": false, "1000:grp": true, "": false} {
		img := imageOf(t, imagetest.Spec{User: user, Layers: [][]imagetest.Entry{accountsLayer()}})
		w := &watched{Files: img.Files}
		img.Files = w
		if _, err := JudgeImageUser(t.Context(), img, Options{Evidence: finding.EvidenceUsers}); err != nil {
			t.Fatal(err)
		}
		if slices.Contains(w.asked, "/etc/group") != group {
			t.Errorf("%q asked for %v", user, w.asked)
		}
	}
}

// TestSourceErrors: a failing source is an error, wherever it is noticed.
func TestSourceErrors(t *testing.T) {
	for _, at := range []string{"/etc/passwd", "/etc/group", "/bin/app", "/w", "/tmp", "/lib/ld.so"} {
		elf := staticELF()
		img := imageOf(t, imagetest.Spec{
			User: "app", Entrypoint: []string{"/bin/app"}, Workdir: "/w",
			Layers: [][]imagetest.Entry{accountsLayer(), {{Path: "bin/app", Content: string(elf), Mode: "0755"}}},
		})
		img.Files = &watched{failAt: at, Files: alter{img.Files, func(e *rootfs.Entry) {
			if e.Program != nil {
				e.Program.Interpreter = "/lib/ld.so"
			}
		}}}
		pod := parsePod(t, `{"volumes":[{"name":"v","emptyDir":{}}],"containers":[{"name":"c",
			"volumeMounts":[{"name":"v","mountPath":"/tmp"}]}]}`)
		_, err := Judge(t.Context(), Request{Pod: pod, Container: firstRegular(pod), Given: Given{Image: img}},
			Options{Evidence: finding.EvidenceEntrypoint})
		if at == "/lib/ld.so" && err == nil {
			continue // /lib is not there, so nothing below it is asked for
		}
		if !errors.Is(err, errSource) || !strings.Contains(err.Error(), "container c: ") {
			t.Errorf("%s: error %v", at, err)
		}
	}
}
