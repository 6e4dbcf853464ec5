package cli_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
	"sigs.k8s.io/yaml"
)

// writeRepository makes a repository that nobody has judged so far, with manifests in the many ways in which people and
// tools write them, and a Dockerfile: repository DIR.
func writeRepository(ts *testscript.TestScript, _ bool, args []string) {
	files := map[string]string{
		"build/api":        "a program\n",
		"build/Dockerfile": "FROM debian:12\nRUN mkdir -p /srv/api\nCOPY api /srv/api/\n# started by the platform\nENTRYPOINT [\"/srv/api/api\"]\n",
	}
	for i, team := range []string{"shop", "billing"} {
		for style, write := range styles {
			name := fmt.Sprintf("%s-%s", team, strings.TrimSuffix(style, filepath.Ext(style)))
			files[filepath.Join("deploy", team, style)] = write(name, 8080+i)
		}
	}
	for name, text := range files {
		file := ts.MkAbs(filepath.Join(args[0], name))
		ts.Check(os.MkdirAll(filepath.Dir(file), 0o755))
		ts.Check(os.WriteFile(file, []byte(text), 0o644))
	}
}

// styles are the ways of writing a workload, by the name of the file.
var styles = map[string]func(name string, port int) string{
	"block.yaml": func(name string, port int) string {
		return fmt.Sprintf(`# who: %[1]s
apiVersion: apps/v1
kind: Deployment
metadata:
  name: %[1]s   # the name is in dashboards
  labels: {app: %[1]s}
spec:
  replicas: 2
  selector:
    matchLabels:
      app: %[1]s
  template:
    metadata:
      labels:
        app: %[1]s
    spec:
      containers:
        # the program
        - name: api
          image: quay.io/acme/api:1.4.0
          ports:
            - containerPort: %[2]d
          env:
            - name: GREETING
              value: "a: b # no comment"
`, name, port)
	},
	"kubectl.yaml": func(name string, port int) string {
		return fmt.Sprintf(`apiVersion: apps/v1
kind: StatefulSet
metadata:
  creationTimestamp: null
  name: %[1]s
spec:
  selector:
    matchLabels:
      app: %[1]s
  serviceName: %[1]s
  template:
    metadata:
      labels:
        app: %[1]s
    spec:
      containers:
      - image: quay.io/acme/api:1.4.0
        name: api
        ports:
        - containerPort: %[2]d
        resources: {}
        securityContext:
          readOnlyRootFilesystem: false
`, name, port)
	},
	"four.yml": func(name string, port int) string {
		return fmt.Sprintf(`---
apiVersion: apps/v1
kind: DaemonSet
metadata:
    name: %[1]s
spec:
    selector:
        matchLabels:
            app: %[1]s
    template:
        metadata:
            labels:
                app: %[1]s
        spec:
            securityContext:
                # set by hand
                fsGroup: 2000
            containers:
                -   name: api
                    image: quay.io/acme/api:1.4.0
                    args:
                        - run
                        - "--port=%[2]d"
`, name, port)
	},
	"flow.yaml": func(name string, port int) string {
		return fmt.Sprintf(`apiVersion: v1
kind: Pod
metadata: {name: %[1]s, labels: {app: %[1]s}}
spec:
  containers:
    - {name: api, image: 'quay.io/acme/api:1.4.0', ports: [{containerPort: %[2]d}]}
`, name, port)
	},
	"json.json": func(name string, port int) string {
		return fmt.Sprintf(`{
  "apiVersion": "batch/v1",
  "kind": "Job",
  "metadata": {"name": %[1]q},
  "spec": {
    "template": {
      "spec": {
        "restartPolicy": "Never",
        "containers": [
          {
            "name": "api",
            "image": "quay.io/acme/api:1.4.0",
            "args": ["migrate", "--port=%[2]d"]
          }
        ]
      }
    }
  }
}
`, name, port)
	},
	"anchors.yaml": func(name string, port int) string {
		return fmt.Sprintf(`apiVersion: apps/v1
kind: Deployment
metadata:
  name: &name %[1]s
spec:
  selector:
    matchLabels: &labels {app: *name}
  template:
    metadata:
      labels: *labels
    spec:
      containers:
        - name: api
          image: quay.io/acme/api:1.4.0
          securityContext: &hardened
            allowPrivilegeEscalation: true
        - name: metrics
          image: quay.io/acme/api:1.4.0
          args: ["metrics", "--port=%[2]d"]
          securityContext: *hardened
`, name, port)
	},
	"windows-editor.yaml": func(name string, port int) string {
		return strings.ReplaceAll(fmt.Sprintf(`apiVersion: batch/v1
kind: CronJob
metadata:
  name: %[1]s
spec:
  schedule: "*/5 * * * *"
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: api
              image: quay.io/acme/api:1.4.0
              args: ["clean", "--port=%[2]d"]
`, name, port), "\n", "\r\n")
	},
	"several.yaml": func(name string, port int) string {
		return fmt.Sprintf(`kind: Service
apiVersion: v1
metadata:
  name: %[1]s
spec:
  selector: {app: %[1]s}
  ports:
    - port: %[2]d
---
# the old one
"apiVersion": v1
"kind": Pod
"metadata":
  "name": %[1]s

  "labels":
    "app": %[1]s
"spec":
  "hostNetwork": false

  # one container, for now
  "containers":
    - "name": api
      "image": quay.io/acme/api:1.4.0
...
---
apiVersion: v1
kind: Pod
metadata:
  name: %[1]s-next
  annotations:
    note: |
      text: with a colon

      # and no comment
spec:
  containers:
  - name: api
    image: quay.io/acme/api:1.4.0
    securityContext: {runAsUser: 0}
`, name, port)
	},
}

var hunk = regexp.MustCompile(`^@@ -(\d+)(?:,(\d+))? \+`)

// touched demands that a diff changes or removes only lines at which a finding of a report stands, or appends to them (the
// comma of JSON), and that every file that it touches still decodes: touched DIFF REPORT.json DIR. The diff is one of git
// diff -U0.
func touched(ts *testscript.TestScript, _ bool, args []string) {
	may := findingLines(ts, args[1])
	file, changed := "", 0
	lines := strings.Split(ts.ReadFile(args[0]), "\n")
	for i, line := range lines {
		if name, ok := strings.CutPrefix(line, "--- a/"); ok {
			file = name
			stillDecodes(ts, filepath.Join(args[2], filepath.FromSlash(file)))
		}
		m := hunk.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		changed++
		first, count := number(ts, m[1]), 1
		if m[2] != "" {
			count = number(ts, m[2])
		}
		for n := range count {
			at := fmt.Sprintf("%s:%d", file, first+n)
			before, after := lines[i+1+n], lines[min(i+1+n+count, len(lines)-1)]
			if !may[at] && !strings.HasPrefix(after, "+"+strings.TrimRight(before[1:], "\r")) {
				ts.Fatalf("%s is changed, and no finding is there: %s", at, before)
			}
		}
	}
	if changed == 0 {
		ts.Fatalf("nothing is changed")
	}
}

// findingLines are the places of all findings of a report, as FILE:LINE.
func findingLines(ts *testscript.TestScript, file string) map[string]bool {
	var report struct {
		Findings []struct {
			Location struct {
				File          string
				Line, EndLine int
			}
		}
	}
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(file)), &report))
	out := map[string]bool{}
	for _, f := range report.Findings {
		for n := f.Location.Line; n <= max(f.Location.Line, f.Location.EndLine); n++ {
			out[fmt.Sprintf("%s:%d", filepath.ToSlash(f.Location.File), n)] = true
		}
	}
	return out
}

func number(ts *testscript.TestScript, text string) int {
	n, err := strconv.Atoi(text)
	ts.Check(err)
	return n
}

func stillDecodes(ts *testscript.TestScript, file string) {
	if filepath.Ext(file) == "" {
		return // a Dockerfile
	}
	for _, document := range regexp.MustCompile(`(?m)^(---|\.\.\.)\r?$`).Split(ts.ReadFile(file), -1) {
		var v map[string]any
		if err := yaml.UnmarshalStrict([]byte(document), &v); err != nil {
			ts.Fatalf("%s: %v", file, err)
		}
	}
}
