package admission

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"sync/atomic"
	"time"

	"github.com/hullcheck/hullcheck/pkg/config"
)

// Handler answers AdmissionReviews by the rulebook that stands at the time.
type Handler struct {
	// Namespaces is asked for the labels of each request's namespace.
	Namespaces Namespaces
	// Log is told each answer; Metrics counts it.
	Log     *slog.Logger
	Metrics *Metrics

	book     atomic.Pointer[Rulebook]
	inFlight atomic.Int64
}

// Use lets requests that come from now on be judged by another rulebook.
func (h *Handler) Use(b *Rulebook) { h.book.Store(b) }

// Rulebook is the one in use, nil before the first.
func (h *Handler) Rulebook() *Rulebook { return h.book.Load() }

// ServeHTTP implements http.Handler.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	start := time.Now()
	book := h.book.Load()
	if book == nil {
		h.refuse(w, &httpError{http.StatusServiceUnavailable, "the rules are not compiled yet"})
		return
	}
	n := h.inFlight.Add(1)
	defer h.inFlight.Add(-1)
	h.Metrics.inFlight.Set(float64(n))
	most := int64(book.MaxRequests)
	overload := n > most
	// To answer in words the review must be read, which is not free either.
	if overload && (book.OnOverload == config.Unavailable || n > 2*most) {
		h.Metrics.count("", Overloaded)
		w.Header().Set("Retry-After", "1")
		h.refuse(w, &httpError{http.StatusServiceUnavailable, fmt.Sprintf("more than %d requests at a time", book.MaxRequests)})
		return
	}
	req, err := readRequest(w, r)
	if err != nil {
		h.refuse(w, err)
		return
	}
	var a *answer
	if overload {
		a = overloaded(book)
	} else {
		a = h.answer(r.Context(), book, req, timesOf(timeoutOf(r), book.DeadlineMargin))
	}
	writeResponse(w, a.response(req))
	h.report(req, a, time.Since(start))
}

// overloaded answers past the bound of requests where the configuration wants an answer.
func overloaded(b *Rulebook) *answer {
	text := fmt.Sprintf("hullcheck has not judged this: more than %d requests at a time", b.MaxRequests)
	a := allow(Overloaded)
	if b.OnOverload == config.Deny {
		s := failed(text)
		s.Code, s.Reason = http.StatusTooManyRequests, "TooManyRequests"
		a = refuse(Overloaded, s)
	} else {
		a.warnings.add(text)
	}
	a.note(auditError, text)
	return a
}

// answer decides in the time that there is, and makes an answer of a panic too.
func (h *Handler) answer(ctx context.Context, b *Rulebook, r *request, t times) (a *answer) {
	ctx, cancel := context.WithTimeout(ctx, t.timeout-t.margin)
	defer cancel()
	defer func() {
		p := recover()
		if p == nil {
			return
		}
		h.Metrics.panics.Inc()
		h.Log.Error("panic", "uid", r.UID, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
		a = panicked(b)
	}()
	return b.decide(ctx, r, h.Namespaces, t)
}

// panicked answers for a fault of the program.
func panicked(b *Rulebook) *answer {
	const text = "hullcheck has not judged this: a fault of the program, which its log tells"
	a := allow(Panicked)
	if b.OnPanic == config.Deny {
		a = refuse(Panicked, failed(text))
	} else {
		a.warnings.add(text)
	}
	a.note(auditError, text)
	return a
}

// refuse answers what is no review.
func (h *Handler) refuse(w http.ResponseWriter, err error) {
	code := http.StatusBadRequest
	var he *httpError
	if errors.As(err, &he) {
		code = he.code
	}
	h.Metrics.refused.WithLabelValues(fmt.Sprint(code)).Inc()
	h.Log.Warn("refused", "code", code, "error", err.Error())
	http.Error(w, err.Error(), code)
}

// report counts and logs an answer. What the object holds is not logged.
func (h *Handler) report(r *request, a *answer, took time.Duration) {
	kind := r.Kind.Kind
	h.Metrics.count(kind, a.verdict)
	h.Metrics.duration.WithLabelValues(string(a.verdict)).Observe(took.Seconds())
	h.Metrics.found(Denied, a.denied)
	h.Metrics.found(Warned, without(a.warned, a.denied))
	h.Metrics.found(Audited, a.audited)
	level := slog.LevelDebug
	switch a.verdict {
	case Denied, Warned:
		level = slog.LevelInfo
	case Failed, Overloaded, Panicked:
		level = slog.LevelWarn
	default: // nothing came of it
	}
	if !h.Log.Enabled(context.Background(), level) {
		return
	}
	h.Log.Log(context.Background(), level, "answered",
		"uid", r.UID, "verdict", a.verdict, "kind", kind, "subresource", r.SubResource, "namespace", r.Namespace, "name", r.Name,
		"operation", r.Operation, "dryRun", r.dry(), "user", r.UserInfo.Username, "level", a.level.String(),
		"denied", a.denied, "warned", a.warned, "audited", a.audited, "error", a.audit[auditError], "took", took.Round(time.Microsecond).String())
}
