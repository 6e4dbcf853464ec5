package admission

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"time"

	admissionv1 "k8s.io/api/admission/v1"
	k8sjson "sigs.k8s.io/json"
)

// maxBody is what a review may hold: the API server takes objects of 3 MiB, and an update brings two.
const maxBody = 8 << 20

// usualBody is what most reviews fit in.
const usualBody = 64 << 10

// The API server's timeout where it does not say one, and the most that it can be.
const (
	defaultTimeout = 10 * time.Second
	maxTimeout     = 30 * time.Second
)

// httpError is an answer without a review.
type httpError struct {
	code    int
	message string
}

func (e *httpError) Error() string { return e.message }

// readRequest reads what the API server asks.
func readRequest(w http.ResponseWriter, r *http.Request) (*request, error) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		return nil, &httpError{http.StatusMethodNotAllowed, "an AdmissionReview is sent with POST"}
	}
	if t, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || t != "application/json" {
		return nil, &httpError{http.StatusUnsupportedMediaType, "an AdmissionReview is sent as application/json"}
	}
	tooLarge := &httpError{http.StatusRequestEntityTooLarge, fmt.Sprintf("the review is larger than %d bytes", maxBody)}
	if r.ContentLength > maxBody {
		return nil, tooLarge
	}
	// What is announced is not believed beyond the size of usual reviews: it is read first.
	var body bytes.Buffer
	body.Grow(int(min(max(r.ContentLength, 0), usualBody)) + bytes.MinRead)
	_, err := body.ReadFrom(http.MaxBytesReader(w, r.Body, maxBody))
	switch {
	case err != nil && body.Len() >= maxBody:
		return nil, tooLarge
	case err != nil:
		return nil, &httpError{http.StatusBadRequest, "the review could not be read: " + clip(err.Error(), 200)}
	}
	return parseReview(body.Bytes())
}

func parseReview(body []byte) (*request, error) {
	var review admissionv1.AdmissionReview
	if err := k8sjson.UnmarshalCaseSensitivePreserveInts(body, &review); err != nil {
		return nil, &httpError{http.StatusBadRequest, "not an AdmissionReview: " + clip(err.Error(), 200)}
	}
	want := admissionv1.SchemeGroupVersion.String()
	switch {
	case review.APIVersion != want || review.Kind != "AdmissionReview":
		return nil, &httpError{http.StatusBadRequest, fmt.Sprintf(
			"not an AdmissionReview of %s but %q %q", want, clip(review.APIVersion, 100), clip(review.Kind, 100))}
	case review.Request == nil:
		return nil, &httpError{http.StatusBadRequest, "the AdmissionReview holds no request"}
	case review.Request.UID == "":
		return nil, &httpError{http.StatusBadRequest, "the request of the AdmissionReview has no uid"}
	}
	return &request{review.Request}, nil
}

// writeResponse answers with a review. Nobody is left to tell if that fails.
func writeResponse(w http.ResponseWriter, response *admissionv1.AdmissionResponse) {
	review := admissionv1.AdmissionReview{Response: response}
	review.SetGroupVersionKind(admissionv1.SchemeGroupVersion.WithKind("AdmissionReview"))
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(&review)
}

// timeoutOf is how long the API server waits.
func timeoutOf(r *http.Request) time.Duration {
	d, err := time.ParseDuration(r.URL.Query().Get("timeout"))
	if err != nil || d <= 0 {
		return defaultTimeout
	}
	return min(d, maxTimeout)
}

// timesOf splits the API server's timeout: of a short one at most half is kept as a margin.
func timesOf(timeout, margin time.Duration) times { return times{timeout, min(margin, timeout/2)} }
