package admission_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/internal/admission"
	"github.com/hullcheck/hullcheck/pkg/check"
)

// askedFor reads no image, and remembers for whom it was asked.
type askedFor struct{ who []admission.Puller }

func (a *askedFor) For(who admission.Puller) check.Images {
	a.who = append(a.who, who)
	return check.NoImages{}
}

func equal(a, b any) bool { return reflect.DeepEqual(a, b) }

// TestMalformed: what is no review gets an HTTP error that says why.
func TestMalformed(t *testing.T) {
	h := newHandler(t, newBook(t, "read-images: off", nil), enforcing("baseline"))
	const review = `{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview"`
	for name, c := range map[string]struct {
		method, kind, body string
		code               int
		want               string
	}{
		"GET":             {"GET", "application/json", "", 405, "with POST"},
		"YAML":            {"POST", "application/yaml", "a: b", 415, "as application/json"},
		"no type":         {"POST", "", "{}", 415, "as application/json"},
		"with parameters": {"POST", "application/json; charset=utf-8", review + `}`, 400, "holds no request"},
		"empty":           {"POST", "application/json", "", 400, "not an AdmissionReview: unexpected end of JSON input"},
		"cut":             {"POST", "application/json", review, 400, "not an AdmissionReview: "},
		"a list":          {"POST", "application/json", "[]", 400, "not an AdmissionReview: "},
		"another version": {"POST", "application/json", strings.Replace(review, "/v1", "/v1beta1", 1) + "}", 400, `but "admission.k8s.io/v1beta1" "AdmissionReview"`},
		"another kind":    {"POST", "application/json", `{"apiVersion":"v1","kind":"Pod"}`, 400, `but "v1" "Pod"`},
		"no uid":          {"POST", "application/json", review + `,"request":{"operation":"CREATE"}}`, 400, "no uid"},
		"too large":       {"POST", "application/json", review + strings.Repeat(" ", 9<<20), 413, "larger than 8388608 bytes"},
		"deep":            {"POST", "application/json", review + `,"request":{"uid":"u-1","object":` + strings.Repeat("[", 1<<20), 400, "not an AdmissionReview"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, known := range []bool{true, false} {
				r := httptest.NewRequest(c.method, "/validate", strings.NewReader(c.body))
				r.Header.Set("Content-Type", c.kind)
				if !known {
					r.ContentLength = -1
				}
				w := httptest.NewRecorder()
				h.ServeHTTP(w, r)
				if w.Code != c.code || !strings.Contains(w.Body.String(), c.want) {
					t.Errorf("%d: %s", w.Code, w.Body)
				}
			}
		})
	}
}

// TestHostileObjects are refused in words, in a review.
func TestHostileObjects(t *testing.T) {
	h := newHandler(t, newBook(t, "read-images: off", nil), enforcing("baseline"))
	for name, object := range map[string]string{
		"deep":     `{"apiVersion":"v1","kind":"Pod","metadata":{"annotations":` + strings.Repeat(`{"a":`, 600) + "1" + strings.Repeat("}", 601) + "}",
		"null":     "null",
		"a number": "1",
		"no kind":  `{"apiVersion":"v1"}`,
	} {
		body := `{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"u-1","operation":"CREATE","namespace":"shop",
			"resource":{"group":"","version":"v1","resource":"pods"},"kind":{"group":"","version":"v1","kind":"Pod"},"object":` + object + `}}`
		got := responseOf(t, post(h, "", []byte(body)))
		if got.Allowed || got.Result.Code != 400 || got.Result.Message == "" {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// TestLargeObject: an object of the size that the API server takes is judged.
func TestLargeObject(t *testing.T) {
	h := newHandler(t, newBook(t, "read-images: off", nil), enforcing("baseline"))
	object := strings.Replace(pod(privilegedContext), "{name: web", "{annotations: {a: "+strings.Repeat("x", 3<<20-1000)+"}, name: web", 1)
	if got := ask(t, h, question{object: object}); got.Allowed || got.Result.Code != 403 {
		t.Errorf("%+v", got)
	}
}

// panicking is a fault of the program.
type panicking struct{}

func (panicking) Labels(context.Context, string) (map[string]string, error) {
	var labels []map[string]string
	return labels[len(labels)], nil
}

func TestPanics(t *testing.T) {
	for text, allowed := range map[string]bool{"": false, "webhook: {on-panic: deny}": false, "webhook: {on-panic: allow}": true} {
		h := newHandler(t, newBook(t, text, nil), panicking{})
		got := ask(t, h, question{object: pod(privilegedContext)})
		if got.Allowed != allowed || !strings.Contains(got.AuditAnnotations["error"], "a fault of the program") {
			t.Errorf("%q: %+v", text, got)
		}
		if !strings.Contains(scrape(t, h.Metrics), "hullcheck_panics_total 1") {
			t.Error("not counted")
		}
	}
}

// stuck answers when it is let go.
type stuck struct{ in, out chan struct{} }

func (s stuck) Labels(context.Context, string) (map[string]string, error) {
	s.in <- struct{}{}
	<-s.out
	return nil, nil
}

// TestOverload: past the bound there is an answer at once, as configured.
func TestOverload(t *testing.T) {
	for answer, want := range map[string]int{"unavailable": 503, "deny": 429, "allow": 200} {
		s := stuck{make(chan struct{}), make(chan struct{})}
		h := newHandler(t, newBook(t, "webhook: {limits: {max-requests: 1}, on-overload: "+answer+"}", nil), s)
		body := bodyOf(t, question{object: pod(privilegedContext)}.request(t))
		var first sync.WaitGroup
		first.Go(func() { post(h, "", body) })
		<-s.in
		w := post(h, "", body)
		switch want {
		case http.StatusServiceUnavailable:
			if w.Code != 503 || w.Header().Get("Retry-After") != "1" || !strings.Contains(w.Body.String(), "more than 1 requests at a time") {
				t.Errorf("%s: %d %s", answer, w.Code, w.Body)
			}
		default:
			got := responseOf(t, w)
			if got.Allowed != (want == 200) || !got.Allowed && int(got.Result.Code) != want || got.AuditAnnotations["error"] == "" {
				t.Errorf("%s: %+v", answer, got)
			}
		}
		close(s.out)
		first.Wait()
	}
}

// TestNotReady: before the rules are compiled nothing is let through, and nothing is denied for good.
func TestNotReady(t *testing.T) {
	if w := post(newHandler(t, nil, namespaces{}), "", nil); w.Code != http.StatusServiceUnavailable {
		t.Errorf("%d", w.Code)
	}
}

// TestLogHoldsNoSecrets: what stands in an object is not logged, only who asked for what and what became of it.
func TestLogHoldsNoSecrets(t *testing.T) {
	var log bytes.Buffer
	h := newHandler(t, newBook(t, "read-images: off", nil), enforcing("hardened"))
	h.Log = slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	object := pod(privilegedContext) + "      env: [{name: PASSWORD, value: hunter2}]\n"
	got := ask(t, h, question{object: object, user: "alice"})
	for _, text := range []string{log.String(), got.Result.Message, strings.Join(got.Warnings, "\n")} {
		if strings.Contains(text, "hunter2") {
			t.Errorf("the secret is told: %s", text)
		}
	}
	for _, want := range []string{`"uid":"u-1"`, `"verdict":"denied"`, `"user":"alice"`, `"workload/privileged"`, `"namespace":"shop"`} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log lacks %s: %s", want, log.String())
		}
	}
}

func scrape(tb testing.TB, m *admission.Metrics) string {
	tb.Helper()
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	return w.Body.String()
}

// findings are the samples of the counter of findings, as rule and action.
func findings(tb testing.TB, m *admission.Metrics) map[string]string {
	tb.Helper()
	out := map[string]string{}
	for line := range strings.Lines(scrape(tb, m)) {
		if rest, ok := strings.CutPrefix(line, "hullcheck_findings_total{"); ok {
			labels, n, _ := strings.Cut(strings.TrimSpace(rest), "} ")
			out[strings.NewReplacer(`action="`, "", `",rule="`, " ", `"`, "").Replace(labels)] = n
		}
	}
	return out
}

// TestFindingsAreCounted: once a review and rule, by the gravest that a finding led to; those of the audit log too.
func TestFindingsAreCounted(t *testing.T) {
	const rest = "workload/allow-privilege-escalation workload/drop-all-capabilities workload/run-as-non-root workload/seccomp-profile"
	for name, c := range map[string]struct {
		labels  map[string]string
		verdict string
		want    map[string][]string
	}{
		"audit alone": {
			map[string]string{"audit": "restricted"}, "audited", map[string][]string{"audited": strings.Fields("workload/privileged " + rest)},
		},
		"audit beside enforce": {
			map[string]string{"enforce": "baseline", "audit": "restricted"},
			"denied",
			map[string][]string{"denied": {"workload/privileged"}, "audited": strings.Fields(rest)},
		},
		"all three": {
			map[string]string{"enforce": "baseline", "warn": "restricted", "audit": "restricted"},
			"denied",
			map[string][]string{"denied": {"workload/privileged"}, "warned": strings.Fields(rest)},
		},
		"audit beside warn": {
			map[string]string{"warn": "baseline", "audit": "restricted"},
			"warned",
			map[string][]string{"warned": {"workload/privileged"}, "audited": strings.Fields(rest)},
		},
	} {
		t.Run(name, func(t *testing.T) {
			labels, want := map[string]string{}, map[string]string{}
			for mode, level := range c.labels {
				labels["hullcheck.dev/"+mode] = level
			}
			for action, rules := range c.want {
				for _, rule := range rules {
					want[action+" "+rule] = "2"
				}
			}
			h := newHandler(t, newBook(t, "read-images: off", nil), namespaces{"shop": labels})
			for range 2 {
				ask(t, h, question{object: pod(privilegedContext)})
			}
			if diff := cmp.Diff(want, findings(t, h.Metrics)); diff != "" {
				t.Error(diff)
			}
			if text := scrape(t, h.Metrics); !strings.Contains(text, `hullcheck_requests_total{kind="Pod",verdict="`+c.verdict+`"} 2`) {
				t.Errorf("not %s: %s", c.verdict, text)
			}
		})
	}
}

func TestMetrics(t *testing.T) {
	h := newHandler(t, newBook(t, "read-images: off", nil), enforcing("baseline"))
	ask(t, h, question{object: pod(privilegedContext)})
	ask(t, h, question{object: deployment(privilegedContext), resource: "deployments"})
	post(h, "", nil)
	text := scrape(t, h.Metrics)
	for _, want := range []string{
		`hullcheck_requests_total{kind="Pod",verdict="denied"} 1`,
		`hullcheck_requests_total{kind="Deployment",verdict="warned"} 1`,
		`hullcheck_findings_total{action="denied",rule="workload/privileged"} 1`,
		`hullcheck_findings_total{action="warned",rule="workload/privileged"} 1`,
		`hullcheck_request_duration_seconds_count{verdict="denied"} 1`,
		`hullcheck_refused_total{code="400"} 1`,
		`hullcheck_build_info{version="test"} 1`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s in\n%s", want, text)
		}
	}
}
