// Package pss compares hullcheck's profiles baseline and restricted with the evaluator of Kubernetes itself
// (k8s.io/pod-security-admission), on its fixtures and on generated pods, for every version. What fails must be the same
// set of checks. The evaluator is given pods as the API server would store them, with the defaults of k8s.io/kubernetes.
package pss
