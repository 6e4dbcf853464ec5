#!/usr/bin/env bash
# bench-corpus.sh N KIND DIR: writes N Deployments, a file each. KIND tells what they have in common:
#   unseen    nothing: names, images, users, ports, environment and resources differ
#   seen      all but their names
#   clean     all but their names, and no rule has anything to say of them
set -euo pipefail
n=$1 kind=$2 dir=$3
mkdir -p "$dir"
awk -v n="$n" -v kind="$kind" -v dir="$dir" '
function put(s) { print s > file }
BEGIN {
	for (i = 0; i < n; i++) {
		file = sprintf("%s/d%05d.yaml", dir, i)
		k = kind == "unseen" ? i : 0
		image = kind == "clean" ? "ghcr.io/acme/api@sha256:" digest(k) : "ghcr.io/acme/api-" k ":1.4." k
		put("apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: api-" i "\n  namespace: shop\n  labels:\n    app: api-" i)
		put("spec:\n  replicas: 2\n  selector:\n    matchLabels:\n      app: api-" i)
		put("  template:\n    metadata:\n      labels:\n        app: api-" i "\n    spec:")
		if (kind == "clean")
			put("      automountServiceAccountToken: false")
		put("      securityContext:\n        runAsNonRoot: true\n        runAsUser: " 10000 + k)
		if (kind == "clean")
			put("        runAsGroup: 10000\n        supplementalGroupsPolicy: Strict\n        seccompProfile:\n          type: RuntimeDefault")
		put("      containers:\n        - name: api-" k "\n          image: " image)
		put("          args: [--port, \"" 8000 + k "\"]\n          ports:\n            - name: http\n              containerPort: " 8000 + k)
		put("          env:\n            - name: LEVEL\n              value: info-" k)
		put("            - name: DB_PASSWORD\n              valueFrom:\n                secretKeyRef:\n                  name: db\n                  key: password")
		put("          readinessProbe:\n            httpGet:\n              path: /ready\n              port: http")
		put("          securityContext:\n            readOnlyRootFilesystem: true\n            capabilities:\n              drop: [ALL]")
		if (kind == "clean")
			put("            allowPrivilegeEscalation: false")
		put("          resources:\n            requests:\n              cpu: " 10 + k "m\n              memory: " 32 + k "Mi")
		put("            limits:\n              memory: " 64 + k "Mi")
		put("          volumeMounts:\n            - name: tmp\n              mountPath: /tmp\n      volumes:\n        - name: tmp\n          emptyDir: {}")
		close(file)
	}
	if (kind == "clean") {
		file = dir "/deny.yaml"
		put("apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: deny\n  namespace: shop\nspec:\n  podSelector: {}\n  policyTypes: [Ingress, Egress]")
	}
}
function digest(k,  s, i) { s = ""; for (i = 0; i < 8; i++) s = s sprintf("%08x", k); return s }'
