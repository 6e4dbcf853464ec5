// Package pullsecrets finds the credentials that a Pod brings along for an image: its imagePullSecrets, or those of its
// ServiceAccount. Secrets are matched to images as the kubelet does it (pkg/credentialprovider of Kubernetes), for a Pod that
// is admitted with other credentials than it is started with is judged by another image.
//
// What a secret holds is never logged, never part of an error, and forgotten after a short time.
package pullsecrets
