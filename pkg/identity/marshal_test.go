package identity

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
)

// TestJSON has the form that whoami prints. UPDATE=1 rewrites the golden files.
func TestJSON(t *testing.T) {
	img := imageOf(t, imagetest.Spec{
		User: "app", Entrypoint: []string{"/bin/app", "serve"}, Workdir: "/srv",
		Layers: [][]imagetest.Entry{accountsLayer(), programLayer(), {{Path: "srv", Dir: true, UID: 1000}}},
	})
	suid := imageOf(t, imagetest.Spec{User: "app", Entrypoint: []string{"/su"}, Layers: [][]imagetest.Entry{
		accountsLayer(), {{Path: "su", Content: string(staticELF()), Mode: "4755"}},
	}})
	windows := imageOf(t, imagetest.Spec{User: "ContainerUser", Platform: "windows/amd64"})
	for name, c := range map[string]struct {
		spec  string
		given Given
	}{
		"hardened": {`{"securityContext":{"runAsUser":1000,"runAsNonRoot":true,"fsGroup":7},"volumes":[{"name":"tmp","emptyDir":{}}],
			"containers":[{"name":"c","securityContext":{"readOnlyRootFilesystem":true,"allowPrivilegeEscalation":false,
			"capabilities":{"drop":["ALL"]},"seccompProfile":{"type":"RuntimeDefault"}},
			"volumeMounts":[{"name":"tmp","mountPath":"/tmp"}]}]}`, Given{Image: img}},
		"refused":   {`{"securityContext":{"runAsNonRoot":true},"containers":[{"name":"c"}]}`, Given{Image: img}},
		"unread":    {container(`"securityContext":{"runAsNonRoot":true}`), Given{Unread: "unauthorized"}},
		"setuid":    {plainPod, Given{Image: suid}},
		"setuid-nn": {container(`"securityContext":{"allowPrivilegeEscalation":false}`), Given{Image: suid}},
		"windows":   {`{"securityContext":{"runAsNonRoot":true},"containers":[{"name":"c"}]}`, Given{Image: windows}},
	} {
		t.Run(name, func(t *testing.T) {
			pod := parsePod(t, c.spec)
			r, err := Judge(t.Context(), Request{Pod: pod, Container: firstRegular(pod), Given: c.given},
				Options{Evidence: finding.EvidenceEntrypoint})
			if err != nil {
				t.Fatal(err)
			}
			golden(t, filepath.Join("testdata", "json", name+".json"), r)
		})
	}
}

func golden(t *testing.T, file string, value any) {
	t.Helper()
	var got bytes.Buffer
	e := json.NewEncoder(&got)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(value); err != nil {
		t.Fatal(err)
	}
	if os.Getenv("UPDATE") == "1" {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Error(diff)
	}
}
