package admission

import (
	"fmt"
	"net/http"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// maxDenial is how long a denial may be, in bytes: what a person reads in a terminal, and an event still shows the start of.
const maxDenial = 3000

// denial words one denial. The first line has the reasons of all charges, in the words of the Pod Security Standards where
// they have any, since an event of a ReplicaSet shows little more; then come the charges, from the gravest down, as far as
// they fit. It also tells how many did.
func denial(o *manifest.Object, level LevelVersion, charges []charge) (text string, said int) {
	reasons := names(charges, (*charge).words)
	var b strings.Builder
	fmt.Fprintf(&b, "%s violates hullcheck %q: %s", nameOf(o), level, clip(reasons, 1000))
	for i := range charges {
		p := charges[i].paragraph(o)
		if i > 0 && b.Len()+len(p) > maxDenial {
			rest := charges[i:]
			fmt.Fprintf(&b, "\n- and %d more: %s", len(rest), clip(names(rest, func(c *charge) string { return c.Rule }), 500))
			return b.String(), i
		}
		b.WriteString("\n" + p)
	}
	return b.String(), len(charges)
}

// forbidden is the status of a denial.
func forbidden(message string) *metav1.Status {
	return &metav1.Status{
		Status: metav1.StatusFailure, Message: message, Reason: metav1.StatusReasonForbidden, Code: http.StatusForbidden,
	}
}

// failed is the status of a request that could not be judged.
func failed(message string) *metav1.Status {
	return &metav1.Status{
		Status: metav1.StatusFailure, Message: message, Reason: metav1.StatusReasonInternalError,
		Code: http.StatusInternalServerError,
	}
}

// malformed is the status of an object that cannot be read.
func malformed(message string) *metav1.Status {
	return &metav1.Status{
		Status: metav1.StatusFailure, Message: message, Reason: metav1.StatusReasonBadRequest, Code: http.StatusBadRequest,
	}
}
