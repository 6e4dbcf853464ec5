package admission_test

import (
	"bytes"
	"fmt"
	"net/http"
	"testing"

	"github.com/hullcheck/hullcheck/internal/admission"
	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
)

// threeContainers is a Pod as the API server sends it for a ReplicaSet: with what its own admission has filled in. Its images
// stand below a registry, or in none that is asked.
func threeContainers(name, registry string) string {
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
      image: %[3]s/%[1]s:1.4.0
      ports: [{containerPort: 8080}]
      env: [{name: LEVEL, value: info}]
      resources: {requests: {cpu: 10m, memory: 32Mi}, limits: {memory: 64Mi}}
      securityContext: {allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}
      volumeMounts:
        - {name: tmp, mountPath: /tmp}
        - {name: kube-api-access-%[2]s, mountPath: /var/run/secrets/kubernetes.io/serviceaccount, readOnly: true}`, c, name, registry)
	}
	return text
}

// replicas are the reviews of so many Pods of one ReplicaSet.
func replicas(b *testing.B, count int, registry string) [][]byte {
	b.Helper()
	one := bodyOf(b, question{object: threeContainers("aaaaa", registry)}.request(b))
	all := make([][]byte, count)
	for i := range all {
		all[i] = bytes.ReplaceAll(one, []byte("aaaaa"), fmt.Appendf(nil, "a%04x", i))
	}
	return all
}

// BenchmarkHandler answers reviews of a Pod of three containers, in a namespace that enforces restricted, as a server does
// but without a network: for one Pod again and again and for each of many of one ReplicaSet, as a scaled Deployment sends
// them; with and without images, which are known after the first time.
func BenchmarkHandler(b *testing.B) {
	registry := imagetest.NewRegistry(b)
	for _, name := range []string{"api", "proxy", "log"} {
		registry.Push(b, name+":1.4.0", userImage(b, "1000"))
	}
	reader := imageReader(b)
	for name, images := range map[string]admission.ImageReader{"images": reader, "off": nil} {
		for count, pods := range map[int]string{1: "one", 2000: "replicas"} {
			b.Run(name+"/"+pods, func(b *testing.B) {
				h := newHandler(b, newBook(b, "webhook: {images: {tag-ttl: 1h}}", images), enforcing("restricted"))
				all := replicas(b, count, registry.Host)
				if r := responseOf(b, post(h, "", all[0])); !r.Allowed || len(r.Warnings) > 0 {
					b.Fatalf("%+v", r)
				}
				b.ReportAllocs()
				b.ResetTimer()
				for i := range b.N {
					if w := post(h, "", all[i%len(all)]); w.Code != http.StatusOK {
						b.Fatal(w.Body)
					}
				}
			})
		}
	}
}
