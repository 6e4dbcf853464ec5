package helm

import "testing"

func TestClaims(t *testing.T) {
	for name, want := range map[string]bool{"Chart.yaml": true, "values.yaml": false, "chart.yaml": false} {
		if got := (&Renderer{}).Claims([]string{"README.md", name}); got != want {
			t.Errorf("a folder with %s: claimed %v, want %v", name, got, want)
		}
	}
}
