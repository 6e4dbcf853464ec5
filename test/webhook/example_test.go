package webhook

import (
	"encoding/json"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestExampleIsClean judges what the example installs, by the flags that are the default, with the project's own image read: it
// runs as it preaches. The one exception has a reason and an end, and is listed.
func TestExampleIsClean(t *testing.T) {
	top, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	own := "ghcr.io/hullcheck/hullcheck=oci:" + filepath.Join(top, "bin/image")
	for _, c := range []struct {
		dir      string
		image    bool
		excepted []string
	}{
		{"base", true, nil},
		{"overlays/cert-manager", true, nil},
		{"overlays/self-signed", true, []string{"rbac/sensitive-read"}},
		{"overlays/pull-secrets", false, nil},
	} {
		t.Run(filepath.Base(c.dir), func(t *testing.T) {
			args := []string{"check", filepath.Join("examples/webhook", c.dir), "-o", "json"}
			if c.image {
				args = append(args, "--image", own)
			}
			cmd := exec.CommandContext(t.Context(), binary, args...)
			cmd.Dir = top
			out, err := cmd.Output()
			if err != nil {
				t.Errorf("hullcheck check: %v", err)
			}
			var report struct {
				Images []struct {
					User     string
					Verified bool
					Unread   string
				}
				Exceptions []struct {
					Finding         struct{ Rule string }
					Reason, Expires string
				}
				Findings []struct{ Rule, Severity, Message string }
			}
			if err := json.Unmarshal(out, &report); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			for _, f := range report.Findings {
				if f.Severity != "low" {
					t.Errorf("%+v", f)
				}
			}
			if c.image && len(report.Images) == 0 {
				t.Error("no image was read")
			}
			for _, i := range report.Images {
				if i.Unread != "" || i.User != "65532:65532" && i.User != "65532" {
					t.Errorf("the image: %+v", i)
				}
			}
			if len(report.Exceptions) != len(c.excepted) {
				t.Errorf("exceptions: %+v", report.Exceptions)
			}
			for i, e := range report.Exceptions {
				if e.Finding.Rule != c.excepted[i] || e.Reason == "" || e.Expires == "" {
					t.Errorf("exception %+v", e)
				}
			}
		})
	}
}
