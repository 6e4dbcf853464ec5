package admission_test

import (
	"fmt"
	"testing"
)

// threeContainers is a Pod as the API server sends it for a ReplicaSet: with what its own admission has filled in.
func threeContainers(name string) string {
	text := fmt.Sprintf(`
apiVersion: v1
kind: Pod
metadata:
  name: web-7d4b9c-%[1]s
  generateName: web-7d4b9c-
  namespace: shop
  labels: {app: web, pod-template-hash: 7d4b9c}
  ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: web-7d4b9c, uid: 3f0e, controller: true}]
spec:
  serviceAccountName: default
  securityContext: {runAsNonRoot: true, runAsUser: 1000, runAsGroup: 1000, seccompProfile: {type: RuntimeDefault}}
  volumes:
    - {name: tmp, emptyDir: {}}
    - name: kube-api-access-%[1]s
      projected:
        defaultMode: 420
        sources:
          - {serviceAccountToken: {expirationSeconds: 3607, path: token}}
          - configMap: {name: kube-root-ca.crt, items: [{key: ca.crt, path: ca.crt}]}
          - downwardAPI: {items: [{path: namespace, fieldRef: {apiVersion: v1, fieldPath: metadata.namespace}}]}
  containers:`, name)
	for _, c := range []string{"api", "proxy", "log"} {
		text += fmt.Sprintf(`
    - name: %[1]s
      image: quay.io/acme/%[1]s:1.4.0@sha256:2bb501e6429ba9c9c8e7e4b2a4e5d5ab7f9b6a3ff4a2d1a5e0b3d0f7a1c9e8d7
      ports: [{containerPort: 8080}]
      env: [{name: LEVEL, value: info}]
      resources: {requests: {cpu: 10m, memory: 32Mi}, limits: {memory: 64Mi}}
      securityContext: {allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}
      volumeMounts:
        - {name: tmp, mountPath: /tmp}
        - {name: kube-api-access-%[2]s, mountPath: /var/run/secrets/kubernetes.io/serviceaccount, readOnly: true}`, c, name)
	}
	return text
}

// BenchmarkHandler answers reviews of a Pod of three containers, each of another Pod of one ReplicaSet, as a scaled
// Deployment sends them, in a namespace that enforces hardened.
func BenchmarkHandler(b *testing.B) {
	for name, bodies := range map[string]int{"one": 1, "replicas": 2000} {
		b.Run(name, func(b *testing.B) {
			h := newHandler(b, newBook(b, "read-images: off", nil), enforcing("hardened"))
			var all [][]byte
			for i := range bodies {
				all = append(all, bodyOf(b, question{object: threeContainers(fmt.Sprintf("a%04x", i))}.request(b)))
			}
			if r := responseOf(b, post(h, "", all[0])); !r.Allowed {
				b.Fatalf("%+v", r)
			}
			b.ReportAllocs()
			b.ResetTimer()
			for i := range b.N {
				post(h, "", all[i%len(all)])
			}
		})
	}
}
