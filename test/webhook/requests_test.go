package webhook

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	corev1 "k8s.io/api/core/v1"

	"github.com/hullcheck/hullcheck/test/webhook/serving"
)

// TestMalformedReviews: each is answered, none as a verdict on a pod that nobody saw.
func TestMalformedReviews(t *testing.T) {
	s := start(t, serving.Options{})
	c := s.Client()
	whole := string(review(t, strictNamespace(t), pod("p")))
	for _, r := range []struct {
		name, method, contentType, body string
		status                          int
		words                           string
	}{
		{"empty", "POST", "application/json", "", 400, ""},
		{"no JSON", "POST", "application/json", "{", 400, ""},
		{"other content", "POST", "text/plain", whole, 415, "application/json"},
		{"GET", "GET", "", "", 405, ""},
		{"no request", "POST", "application/json", `{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview"}`, 400, "request"},
		{"old version", "POST", "application/json", strings.Replace(whole, "admission.k8s.io/v1", "admission.k8s.io/v1beta1", 1), 400, "v1"},
		{"other kind", "POST", "application/json", strings.Replace(whole, "AdmissionReview", "TokenReview", 1), 400, "AdmissionReview"},
		{"deep", "POST", "application/json", strings.Repeat(`{"a":`, 200_000) + "1" + strings.Repeat("}", 200_000), 400, ""},
		{"too large", "POST", "application/json", `{"a":"` + strings.Repeat("x", 20<<20) + `"}`, 413, ""},
	} {
		t.Run(r.name, func(t *testing.T) {
			req, err := http.NewRequestWithContext(t.Context(), r.method, s.URL(), strings.NewReader(r.body))
			if err != nil {
				t.Fatal(err)
			}
			req.Header.Set("Content-Type", r.contentType)
			a, err := serving.Read(c.Do(req))
			if err != nil {
				t.Fatal(err)
			}
			if a.Status != r.status || !strings.Contains(a.Body, r.words) {
				t.Errorf("want %d with %q, got %d %.300s", r.status, r.words, a.Status, a.Body)
			}
		})
	}
	if a := asked(t, s, strictNamespace(t), pod("after")); a.Response == nil || !a.Response.Allowed {
		t.Errorf("after all that: %+v", a)
	}
}

// TestUnreadablePod: a review whose object is no pod is denied, with what is wrong.
func TestUnreadablePod(t *testing.T) {
	s := start(t, serving.Options{})
	b := bytes.Replace(review(t, strictNamespace(t), pod("p")), []byte(`"containers":[`), []byte(`"containers":7,"x":[`), 1)
	a, err := s.Ask(t.Context(), s.Client(), b)
	if err != nil {
		t.Fatal(err)
	}
	if a.Response == nil || a.Response.Allowed || !strings.Contains(a.Body, "containers") {
		t.Errorf("%d %s", a.Status, a.Body)
	}
}

// TestLargeObjects: what the API server takes, three mebibytes, is judged.
func TestLargeObjects(t *testing.T) {
	s := start(t, serving.Options{})
	large := func(change ...func(*corev1.Pod)) *corev1.Pod {
		p := pod("large", change...)
		p.Annotations = map[string]string{"a": strings.Repeat("x", 200<<10)}
		for i := range 3000 {
			p.Spec.Containers[0].Env = append(p.Spec.Containers[0].Env, corev1.EnvVar{Name: fmt.Sprint("E", i), Value: strings.Repeat("y", 900)})
		}
		return p
	}
	if a := asked(t, s, strictNamespace(t), large()); a.Response == nil || !a.Response.Allowed {
		t.Errorf("a good pod: %d %.500s", a.Status, a.Body)
	}
	a := asked(t, s, strictNamespace(t), large(privileged))
	if a.Response == nil || a.Response.Allowed {
		t.Fatalf("a bad pod: %d %.500s", a.Status, a.Body)
	}
	says(t, a.Response.Result.Message, "workload/privileged")
	if n := len(a.Response.Result.Message); n > 4096 {
		t.Errorf("the denial has %d bytes", n)
	}
}

// TestManyRequests: ten thousand, a thousand at a time. Each is judged, or told that there are too many; and when they are over,
// the server holds no more than after the first of them.
func TestManyRequests(t *testing.T) {
	const all, atOnce = 10_000, 1000
	s := start(t, serving.Options{})
	ns := strictNamespace(t)
	good, bad := review(t, ns, pod("good")), review(t, ns, pod("bad", privileged))
	storm := func() map[string]int {
		c := s.Client()
		defer c.CloseIdleConnections()
		jobs, counts := make(chan int), map[string]int{}
		var mu sync.Mutex
		var wait sync.WaitGroup
		for range atOnce {
			wait.Go(func() {
				for i := range jobs {
					body := good
					if i%2 == 1 {
						body = bad
					}
					a, err := s.Ask(t.Context(), c, body)
					mu.Lock()
					counts[kindOf(a, err, i%2 == 1)]++
					mu.Unlock()
				}
			})
		}
		for i := range all {
			jobs <- i
		}
		close(jobs)
		wait.Wait()
		return counts
	}
	held := func() (resident int64, files int, goroutines float64) {
		t.Helper()
		resident, err := serving.Resident(s.Pid())
		if err != nil {
			t.Fatal(err)
		}
		if files, err = s.OpenFiles(); err != nil {
			t.Fatal(err)
		}
		if goroutines, err = s.Metric(t.Context(), "go_goroutines"); err != nil {
			t.Fatal(err)
		}
		return resident, files, goroutines
	}
	_, quietFiles, quietGoroutines := held()
	first := storm()
	t.Logf("first: %v", first)
	afterFirst, _, _ := held()
	second := storm()
	t.Logf("second: %v", second)
	for _, counts := range []map[string]int{first, second} {
		if counts["verdict"]+counts["busy"] != all || counts["verdict"] < all/10 {
			t.Errorf("answers: %v", counts)
		}
	}
	eventually(t, func() error {
		_, files, goroutines := held()
		if files > quietFiles+5 || goroutines > quietGoroutines+10 {
			return errf("%d files (%d before), %v goroutines (%v before)", files, quietFiles, goroutines, quietGoroutines)
		}
		return nil
	})
	afterSecond, _, _ := held()
	t.Logf("resident: %d MiB after the first, %d MiB after the second", afterFirst>>20, afterSecond>>20)
	if afterSecond > afterFirst+afterFirst/2 {
		t.Errorf("memory grows: %d, then %d", afterFirst, afterSecond)
	}
	if a := asked(t, s, ns, pod("after")); a.Response == nil || !a.Response.Allowed {
		t.Errorf("after all that: %+v", a)
	}
}

// kindOf sorts answers: a right verdict, the clear word that there are too many requests, or what it was.
func kindOf(a serving.Answer, err error, bad bool) string {
	switch {
	case err != nil:
		return fmt.Sprintf("%T %.80v", err, err)
	case a.Status == http.StatusServiceUnavailable && strings.Contains(a.Body, "requests at a time"):
		return "busy"
	case a.Response != nil && a.Response.Allowed != bad:
		return "verdict"
	}
	return fmt.Sprintf("%d %.200s", a.Status, a.Body)
}
