package admission

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	admissionv1 "k8s.io/api/admission/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Verdict says in one word what became of a request, for metrics and logs.
type Verdict string

// The verdicts.
const (
	Allowed Verdict = "allowed"
	Warned  Verdict = "warned"
	// Audited: only the audit log tells of findings.
	Audited     Verdict = "audited"
	Denied      Verdict = "denied"
	Exempt      Verdict = "exempt"
	Unchanged   Verdict = "unchanged"
	Unconcerned Verdict = "unconcerned"
	Failed      Verdict = "failed"
	Overloaded  Verdict = "overloaded"
	Panicked    Verdict = "panicked"
)

// The audit annotations. The API server puts the webhook's name and a slash before them.
const (
	auditPolicy     = "enforce-policy"
	auditDenied     = "denied"
	auditWarned     = "warned"
	auditViolations = "audit-violations"
	auditExempt     = "exempt"
	auditExcepted   = "excepted"
	auditUnread     = "images-unread"
	auditError      = "error"
)

// maxAnnotation is how long an audit annotation may be, in runes.
const maxAnnotation = 2048

// answer is on its way to the API server.
type answer struct {
	verdict  Verdict
	allowed  bool
	status   *metav1.Status
	warnings warnings
	audit    map[string]string
	// level is the enforced one, or the one that was warned of.
	level LevelVersion
	// denied and warned are the rules behind it; audited are those that the audit log alone names.
	denied, warned, audited []string
}

func allow(v Verdict) *answer { return &answer{verdict: v, allowed: true} }

// exempt is an answer that was given without a look at the object.
func exempt(by string) *answer {
	a := allow(Exempt)
	a.note(auditExempt, by)
	return a
}

func refuse(v Verdict, status *metav1.Status) *answer { return &answer{verdict: v, status: status} }

func (a *answer) note(key, value string) {
	if value == "" {
		return
	}
	if a.audit == nil {
		a.audit = map[string]string{}
	}
	switch before := a.audit[key]; {
	case strings.Contains(before, value):
		return
	case before != "":
		value = before + "; " + value
	}
	a.audit[key] = clip(value, maxAnnotation)
}

// fail notes what went wrong; where nothing else is known, the request is refused with the status, or let go.
func (a *answer) fail(err error) {
	a.verdict = Failed
	a.note(auditError, err.Error())
}

// deny refuses for these charges. What does not fit into the message becomes warnings.
func (a *answer) deny(t *trial, level LevelVersion, charges []charge) {
	text, said := denial(t.object, level, charges)
	a.allowed, a.verdict, a.status, a.level = false, Denied, forbidden(text), level
	a.denied = ids(charges)
	a.note(auditDenied, strings.Join(a.denied, ", "))
	for i := range charges[said:] {
		a.warnings.add("denied too: " + charges[said+i].line())
	}
}

// warn warns of charges that do not deny here; would says what they would do.
func (a *answer) warn(level LevelVersion, charges []charge, would bool) {
	if len(charges) == 0 {
		return
	}
	if a.verdict == Allowed {
		a.verdict, a.level = Warned, level
	}
	if would {
		a.warnings.add(fmt.Sprintf("would violate hullcheck %q: %s", level, names(charges, (*charge).words)))
	}
	for i := range charges {
		a.warnings.add(charges[i].line())
	}
	a.warned = slices.Compact(slices.Sorted(slices.Values(append(a.warned, ids(charges)...))))
	a.audit = maps.Clone(a.audit)
	delete(a.audit, auditWarned)
	a.note(auditWarned, strings.Join(a.warned, ", "))
}

// response is the answer in the form of the API.
func (a *answer) response(r *request) *admissionv1.AdmissionResponse {
	return &admissionv1.AdmissionResponse{
		UID: r.UID, Allowed: a.allowed, Result: a.status, Warnings: a.warnings.all(), AuditAnnotations: a.audit,
	}
}

// without are the rules that others do not name.
func without(rules, others []string) []string {
	return slices.DeleteFunc(slices.Clone(rules), func(rule string) bool { return slices.Contains(others, rule) })
}

// ids are the rules of charges, each once, in order.
func ids(charges []charge) []string {
	out := make([]string, 0, len(charges))
	for i := range charges {
		out = append(out, charges[i].Rule)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
