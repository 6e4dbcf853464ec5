package serving

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	admissionv1 "k8s.io/api/admission/v1"
	authenticationv1 "k8s.io/api/authentication/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
)

// Answer is what the server says to a request.
type Answer struct {
	Status int
	Body   string
	// Response is the review's, nil where the body is none.
	Response *admissionv1.AdmissionResponse
}

// Ask posts a body to the webhook.
func (s *Server) Ask(ctx context.Context, c *http.Client, body []byte) (a Answer, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.URL()+"?timeout=10s", bytes.NewReader(body))
	if err != nil {
		return a, err
	}
	req.Header.Set("Content-Type", "application/json")
	return Read(c.Do(req))
}

// Read reads an answer; its arguments are those of http.Client.Do.
func Read(resp *http.Response, err error) (Answer, error) {
	if err != nil {
		return Answer{}, err
	}
	b, err := io.ReadAll(resp.Body)
	if err := errors.Join(err, resp.Body.Close()); err != nil {
		return Answer{}, err
	}
	a := Answer{Status: resp.StatusCode, Body: string(b)}
	var review admissionv1.AdmissionReview
	if json.Unmarshal(b, &review) == nil {
		a.Response = review.Response
	}
	return a, nil
}

// Review is what the API server asks when a pod is made.
func Review(uid, namespace string, pod *corev1.Pod) ([]byte, error) {
	raw, err := json.Marshal(pod)
	if err != nil {
		return nil, fmt.Errorf("write pod: %w", err)
	}
	return json.Marshal(&admissionv1.AdmissionReview{
		TypeMeta: metav1.TypeMeta{APIVersion: "admission.k8s.io/v1", Kind: "AdmissionReview"},
		Request: &admissionv1.AdmissionRequest{
			UID: types.UID(uid), Kind: metav1.GroupVersionKind{Version: "v1", Kind: "Pod"},
			Resource: metav1.GroupVersionResource{Version: "v1", Resource: "pods"}, Name: pod.Name, Namespace: namespace,
			Operation: admissionv1.Create, UserInfo: authenticationv1.UserInfo{Username: "somebody"},
			Object: runtime.RawExtension{Raw: raw},
		},
	})
}
