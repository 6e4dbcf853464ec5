package manifest

import (
	"bytes"
	"context"
	"fmt"
	"testing"
)

// deployment is a workload as people write them.
const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: api-%[1]d
  namespace: shop
  labels:
    app.kubernetes.io/name: api
spec:
  replicas: 2
  selector:
    matchLabels:
      app.kubernetes.io/name: api
  template:
    metadata:
      labels:
        app.kubernetes.io/name: api
    spec:
      serviceAccountName: api
      # Nothing here needs root.
      securityContext:
        runAsNonRoot: true
        runAsUser: 10001
        seccompProfile:
          type: RuntimeDefault
      initContainers:
        - name: migrate
          image: quay.io/acme/migrate:1.4.%[1]d
          command: ["/bin/migrate", "up"]
          securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
      containers:
        - name: api
          image: quay.io/acme/api:1.4.%[1]d
          args:
            - --listen=:8080
            - --metrics=:9090
          ports:
            - name: http
              containerPort: 8080
            - name: metrics
              containerPort: 9090
          env:
            - name: LOG_LEVEL
              value: info
            - name: DB_PASSWORD
              valueFrom:
                secretKeyRef:
                  name: api-db
                  key: password
          resources:
            requests:
              cpu: 100m
              memory: 128Mi
            limits:
              memory: 256Mi
          readinessProbe:
            httpGet:
              path: /healthz
              port: http
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities:
              drop:
                - ALL
          volumeMounts:
            - name: tmp
              mountPath: /tmp
      volumes:
        - name: tmp
          emptyDir: {}
`

// BenchmarkStream reads 100 workloads from one stream: what one costs is printed as us/workload.
func BenchmarkStream(b *testing.B) {
	const workloads = 100
	var text bytes.Buffer
	for i := range workloads {
		fmt.Fprintf(&text, "---\n"+deployment, i)
	}
	b.ReportAllocs()
	b.SetBytes(int64(text.Len()))
	for b.Loop() {
		n := 0
		for e := range new(Reader).Stream(context.Background(), "-", "-", bytes.NewReader(text.Bytes())) {
			if e.Object == nil {
				b.Fatalf("entry: %+v", e)
			}
			n++
		}
		if n != workloads {
			b.Fatalf("%d objects", n)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*workloads), "us/workload")
}

// BenchmarkLocate asks for the first place of a document, which builds its tree.
func BenchmarkLocate(b *testing.B) {
	text := fmt.Appendf(nil, deployment, 0)
	for b.Loop() {
		for e := range new(Reader).Stream(context.Background(), "-", "-", bytes.NewReader(text)) {
			if l := e.Object.Locate("/spec/template/spec/containers/0/image"); l.Line != 32 {
				b.Fatalf("line %d", l.Line)
			}
		}
	}
}
