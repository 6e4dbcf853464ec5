package report_test

import "github.com/hullcheck/hullcheck/pkg/finding"

// sample is a report with one of everything: what meets what, in which file, and what was left out.
func sample() *finding.Report {
	return &finding.Report{
		SchemaVersion: finding.SchemaVersion,
		Tool:          finding.Tool{Name: "hullcheck", Version: "0.1.0"},
		Policy: finding.Policy{
			Profile: "hardened", KubernetesVersion: "1.37", Runtime: "containerd", Rules: 61,
		},
		Inputs: []finding.Input{
			{Source: "deploy", Kind: "manifest", Objects: ptr(4)},
			{Source: "oci:build/web", Kind: "image", Platform: "linux/amd64", Digest: digest, User: ptr("nginx")},
			{Source: "oci:build/web", Kind: "image", Platform: "linux/arm64", Digest: digest, User: ptr("nginx")},
			{Source: "dockerfile:Dockerfile", Kind: "dockerfile", Platform: "linux/amd64", User: nil},
		},
		Images: []finding.Image{
			{Ref: "quay.io/acme/web:1", Unread: "unauthorized: authentication required by quay.io"},
			{
				Ref: "quay.io/acme/api:1.4.0", Source: "oci:build/api", Digest: digest, Platform: "linux/amd64",
				User: ptr(""), Verified: ptr(true),
			},
			{
				Ref: "quay.io/acme/api:1.4.0", Source: "oci:build/api", Digest: digest, Platform: "linux/arm64",
				User: ptr(""), Verified: ptr(true),
			},
			{Ref: "quay.io/acme/old:1", Unread: "not found: quay.io has no tag 1"},
		},
		Findings: []finding.Finding{
			kubeletRefuses(), readOnly(), privileged(), overridden(), imageUser(), dockerfileUser(), unresolved(),
		},
		Exceptions: []finding.Excepted{
			{
				Finding: excepted(), Reason: "writes its cache beside the program until 2.0", Expires: "2027-01-31",
				Source: "config",
			},
			{Finding: baselined("a"), Reason: "baseline", Source: "baseline"},
			{Finding: baselined("b"), Reason: "baseline", Source: "baseline"},
		},
		NotJudged: []finding.NotJudged{
			{Rule: "image/world-writable-program", Source: "registry:quay.io/acme/db:9", Reason: "needs --deep"},
			{Rule: "image/setuid-files", Source: "registry:quay.io/acme/db:9", Reason: "needs --deep"},
		},
		Skipped: []finding.Skipped{
			{File: "deploy/values.yaml", Reason: "not a Kubernetes object"},
			{File: "deploy/a.json", Reason: "not a Kubernetes object"},
			{File: "deploy/b.json", Reason: "not a Kubernetes object"},
			{File: "deploy/c.json", Reason: "not a Kubernetes object"},
			{File: "deploy/chart", Reason: "a Helm chart"},
		},
		Errors: []finding.Error{
			{
				Source: "deploy/broken.yaml", Message: "yaml: mapping values are not allowed in this context",
				Location: &finding.Location{
					File: "deploy/broken.yaml", Line: 3, Column: 13, Snippet: "  image: api: 1",
				},
			},
			{
				Source: "registry:quay.io/acme/db:9", Message: "get manifest: connection refused",
				Hint: "is a proxy needed? write --insecure-registry quay.io for plain HTTP",
			},
		},
		Summary: finding.Summary{Critical: 1, High: 4, Medium: 2, Low: 1, Excepted: 3, Objects: 4, Images: 1},
		Rules:   rules(),
	}
}

const digest = "sha256:2bb501e6429ba9c9c8e7e4b2a4e5d5ab7f9b6a3ff4a2d1a5e0b3d0f7a1c9e8d7"

func ptr[T any](v T) *T { return &v }

func deployment(container string) finding.Subject {
	return finding.Subject{
		APIVersion: "apps/v1", Kind: "Deployment", Namespace: "shop", Name: "api", Container: container,
		Image: "quay.io/acme/api:1.4.0",
	}
}

func line(file string, n, column int, snippet, marked string) finding.Location {
	return finding.Location{
		File: file, Line: n, Column: column, EndLine: n, EndColumn: column + len([]rune(marked)),
		Precision: finding.PrecisionExact, Snippet: snippet,
	}
}

func help(rule string) string {
	return "https://github.com/hullcheck/hullcheck/blob/main/docs/rules/" + rule + ".md"
}

func kubeletRefuses() finding.Finding {
	s := deployment("api-server")
	s.Platforms = []string{"linux/amd64", "linux/arm64"}
	return finding.Finding{
		Rule: "runtime/kubelet-refuses", Severity: finding.High,
		Message:     "container has runAsNonRoot and image will run as root",
		Remediation: "USER 1000:1000 in its Dockerfile, with a passwd entry; or runAsUser: 1000 in the securityContext",
		HelpURI:     help("runtime/kubelet-refuses"),
		Subject:     s,
		Location: line("deploy/api.yaml", 35, 18, "          image: quay.io/acme/api:1.4.0",
			"quay.io/acme/api:1.4.0"),
		Path: "/spec/template/spec/containers/0/image",
		Related: []finding.Related{
			{
				Message: "the pod demands a user other than root",
				Location: line("deploy/api.yaml", 21, 9, "        runAsNonRoot: true # as the platform team demands",
					"runAsNonRoot: true"),
			},
			{
				Message: "the image sets no USER, so it would run as uid 0",
				Location: line("deploy/api.yaml", 35, 18, "          image: quay.io/acme/api:1.4.0",
					"quay.io/acme/api:1.4.0"),
			},
		},
	}
}

func readOnly() finding.Finding {
	at := line("deploy/api.yaml", 58, 35, "          readOnlyRootFilesystem: false", "false")
	return finding.Finding{
		Rule: "workload/read-only-root-filesystem", Severity: finding.Medium,
		Message:     "readOnlyRootFilesystem is false: the root file system is writable",
		Remediation: "write true, and mount an emptyDir on /tmp",
		HelpURI:     help("workload/read-only-root-filesystem"),
		Subject:     deployment("api-server"),
		Location:    at,
		Path:        "/spec/template/spec/containers/0/securityContext/readOnlyRootFilesystem",
		Fix: &finding.Fix{
			Description: "set readOnlyRootFilesystem: true and mount an emptyDir on /tmp",
			Edits: []finding.Edit{
				{Location: at, NewText: "true"},
				{
					Location: finding.Location{File: "deploy/api.yaml", Line: 60, Column: 1, EndLine: 60, EndColumn: 1},
					NewText:  "      volumes:\n        - {name: tmp, emptyDir: {}}\n",
				},
			},
		},
	}
}

func privileged() finding.Finding {
	return finding.Finding{
		Rule: "workload/privileged", Severity: finding.Critical,
		Message:     "privileged is true: the container is root on the node",
		Remediation: "remove privileged, and add the one capability that the container needs",
		HelpURI:     help("workload/privileged"),
		Subject:     deployment("migrate"),
		Location: line("deploy/api.yaml", 102,
			31, `          securityContext: {"privileged": true, "annotation-of-a-careless-tool": "`+
				`a long line as generators write them, without any end in sight, and on it goes"}`, "true"),
		Path: "/spec/template/spec/initContainers/0/securityContext/privileged",
	}
}

func overridden() finding.Finding {
	return finding.Finding{
		Rule: "runtime/runs-as-root", Severity: finding.High,
		Message:     "the container runs as uid 0, which runAsUser: 0 (container) says",
		Remediation: "remove it: the pod's own runAsUser: 1000 then holds",
		HelpURI:     help("runtime/runs-as-root"),
		Subject: finding.Subject{
			APIVersion: "batch/v1", Kind: "CronJob", Name: "報告-nightly", Container: "報告",
			Image: "quay.io/acme/web:1", Platforms: []string{"linux/arm64"},
		},
		Location: line("deploy/job.yaml", 31, 20, "      - {name: 報告, runAsUser: 0, runAsNonRoot: false}", "runAsUser: 0"),
		Path:     "/spec/jobTemplate/spec/template/spec/containers/0/securityContext/runAsUser",
		Related: []finding.Related{
			{
				Message:  "runAsNonRoot: true of the pod",
				Location: line("deploy/job.yaml", 20, 7, "      runAsNonRoot: true", "runAsNonRoot: true"),
			},
			{
				Message: "is overridden by false of the container",
				Location: line("deploy/job.yaml", 31, 34, "      - {name: 報告, runAsUser: 0, runAsNonRoot: false}",
					"runAsNonRoot: false"),
			},
			{
				Message:  "the image is built here, with another user",
				Location: line("build/Dockerfile", 7, 1, "USER 1000:1000", "USER 1000:1000"),
			},
			{Message: "workload/run-as-non-root: runAsNonRoot is not true"},
		},
	}
}

func imageUser() finding.Finding {
	return finding.Finding{
		Rule: "image/user-non-numeric", Severity: finding.Medium,
		Message:     "USER nginx is a name, which resolves to 101:101",
		Remediation: "write USER 101:101",
		HelpURI:     help("image/user-non-numeric"),
		Subject:     finding.Subject{Image: "oci:build/web", Platforms: []string{"linux/amd64"}},
		Location:    finding.Location{Source: "oci:build/web"},
	}
}

func dockerfileUser() finding.Finding {
	return finding.Finding{
		Rule: "image/user-invalid", Severity: finding.High,
		Message:     "USER \x1b[2Jappp has no entry in /etc/passwd:\u202e the runtime does not start the container",
		Remediation: "write USER 1000:1000",
		HelpURI:     help("image/user-invalid"),
		Subject:     finding.Subject{Image: "dockerfile:build/Dockerfile", Platforms: []string{"linux/amd64"}},
		Location:    line("build/Dockerfile", 9, 6, "USER\t\x1b[2Jappp", "\x1b[2Jappp"),
	}
}

func unresolved() finding.Finding {
	return finding.Finding{
		Rule: "runtime/image-unresolved", Severity: finding.Low,
		Message:     "the image could not be read: unauthorized: authentication required by quay.io",
		Remediation: "log in with docker login quay.io, or say where it is with --image quay.io/acme/web:1=oci:DIR",
		HelpURI:     help("runtime/image-unresolved"),
		Subject: finding.Subject{
			APIVersion: "batch/v1", Kind: "CronJob", Name: "報告-nightly", Container: "報告", Image: "quay.io/acme/web:1",
		},
		Location: line("deploy/job.yaml", 28, 16, "        image: quay.io/acme/web:1", "quay.io/acme/web:1"),
		Path:     "/spec/jobTemplate/spec/template/spec/containers/0/image",
	}
}

func excepted() finding.Finding {
	f := readOnly()
	f.Subject.Container, f.Location.Line, f.Location.EndLine = "cache", 77, 77
	return f
}

func baselined(name string) finding.Finding {
	f := readOnly()
	f.Subject.Name, f.Location.File = name, "deploy/"+name+".yaml"
	return f
}

func rules() []finding.Rule {
	return []finding.Rule{
		{
			ID: "runtime/kubelet-refuses", Title: "The kubelet refuses the container",
			Description: "The kubelet compares runAsNonRoot with the image's USER on the node, after the pull.",
			Severity:    finding.High, Remediation: "give the image a numeric USER other than 0",
			Input: "container", Evidence: finding.EvidenceConfig, DefaultOn: true, Builtin: true,
			Related: []string{"https://kubernetes.io/docs/tasks/configure-pod-container/security-context/"},
			HelpURI: help("runtime/kubelet-refuses"),
			Help:    "# Why\n\nThe container never starts.\n\n## How to fix\n\nWrite `USER 1000:1000`.\n",
		},
		{
			ID: "workload/privileged", Title: "A container is privileged",
			Description: "A privileged container is root on the node.",
			Severity:    finding.Critical, Input: "object",
			Remediation: "remove privileged, and add the one capability that the container needs",
			PSS:         []finding.PSS{{Level: "baseline", Check: "privileged", Since: "1.0", Reason: "privileged"}},
			DefaultOn:   true, Builtin: true, HelpURI: help("workload/privileged"),
		},
	}
}
