package admission_test

import (
	"os"
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/internal/admission"
)

var (
	helpLine   = regexp.MustCompile(`(?m)^# HELP (hullcheck_\w+) `)
	metricName = regexp.MustCompile("`(hullcheck_[a-z_]+)`")
)

// TestMetricsAreDocumented: docs/webhook.md lists what /metrics tells once everything has happened, and nothing else.
func TestMetricsAreDocumented(t *testing.T) {
	h := newHandler(t, newBook(t, "read-images: off", nil), enforcing("baseline"))
	reader := imageReader(t)
	if err := h.Metrics.Watch(func() admission.ImageCounter { return reader }); err != nil {
		t.Fatal(err)
	}
	ask(t, h, question{object: pod(privilegedContext)})
	post(h, "", nil)
	certs := &admission.Certificates{Log: h.Log, Metrics: h.Metrics}
	if err := certs.Set(nil, nil); err == nil {
		t.Fatal("no certificate is taken for one")
	}
	page, err := os.ReadFile("../../docs/webhook.md")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(each(helpLine, scrape(t, h.Metrics)), each(metricName, string(page))); diff != "" {
		t.Errorf("(-told +documented):\n%s", diff)
	}
}

// each are the different texts of a pattern's group, in order.
func each(p *regexp.Regexp, text string) []string {
	var out []string
	for _, m := range p.FindAllStringSubmatch(text, -1) {
		out = append(out, m[1])
	}
	slices.Sort(out)
	return slices.Compact(out)
}
