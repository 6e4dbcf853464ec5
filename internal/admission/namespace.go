package admission

import (
	"fmt"
	"net/http"

	admissionv1 "k8s.io/api/admission/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// decideNamespace refuses labels that cannot be read, as Pod Security Admission does: in a new namespace, and in an update
// that did not find the same mistakes there.
func (b *Rulebook) decideNamespace(r *request) *answer {
	o, err := r.decode(&b.reader, false)
	if err != nil {
		return b.unjudged(true, malformed(err.Error()), err)
	}
	_, bad := b.modes.of(o.Labels)
	if len(bad) == 0 {
		return allow(Allowed)
	}
	if r.Operation == admissionv1.Update {
		before, err := r.decode(&b.reader, true)
		if err != nil {
			return b.unjudged(true, malformed(err.Error()), err)
		}
		if _, old := b.modes.of(before.Labels); sameLabels(old, bad) {
			return allow(Unchanged)
		}
	}
	text := fmt.Sprintf("Namespace %q is invalid: %s", clip(o.Name, 63), names(bad, func(e **LabelError) string { return (*e).Error() }))
	return refuse(Denied, &metav1.Status{
		Status: metav1.StatusFailure, Message: text, Reason: metav1.StatusReasonInvalid, Code: http.StatusUnprocessableEntity,
	})
}

func sameLabels(a, b []*LabelError) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].Label != b[i].Label || a[i].Value != b[i].Value {
			return false
		}
	}
	return true
}
