package admission_test

import (
	"slices"
	"strings"
	"testing"

	admissionv1 "k8s.io/api/admission/v1"

	"github.com/hullcheck/hullcheck/internal/admission"
)

// TestDecide asks the built-in rules about requests of every form; images are not read.
func TestDecide(t *testing.T) {
	book := newBook(t, `
read-images: off
exceptions:
  - {rule: workload/privileged, object: {namespace: excused}, reason: it is the node agent}
webhook:
  exemptions: {namespaces: [kube-system], users: [root], runtime-classes: [kata]}
`, nil)
	h := newHandler(t, book, namespaces{
		"shop": {"hullcheck.dev/enforce": "baseline"}, "strict": {"hullcheck.dev/enforce": "restricted"},
		"hard": {"hullcheck.dev/enforce": "hardened"}, "free": {}, "excused": {"hullcheck.dev/enforce": "baseline"},
		"watched": {"hullcheck.dev/audit": "restricted"}, "warned": {"hullcheck.dev/warn": "restricted"},
		"typo": {"hullcheck.dev/enforce": "strict"}, "old": {"hullcheck.dev/enforce": "restricted", "hullcheck.dev/enforce-version": "v1.18"},
	})
	bad, good := pod(privilegedContext), pod(restrictedContext)
	for name, c := range map[string]struct {
		question
		denied  string   // what the message must hold; "" for allowed
		warns   []string // what single warnings must hold
		audits  map[string]string
		silent  bool // no warnings at all
		control int32
	}{
		"a bad Pod": {
			question: question{object: bad}, control: 403,
			denied: `Pod web violates hullcheck "baseline:latest": privileged` + "\n" +
				"- workload/privileged (privileged), container app:\n" +
				"    the container is privileged: it has all power over the node\n" +
				"    at spec.containers[0].securityContext.privileged: true\n" +
				"    write: remove privileged",
			audits: map[string]string{"enforce-policy": "baseline:latest", "denied": "workload/privileged"},
		},
		"a good Pod":             {question: question{object: good, namespace: "strict"}, silent: true, audits: map[string]string{"enforce-policy": "restricted:latest"}},
		"no labels":              {question: question{object: bad, namespace: "free"}, silent: true, audits: map[string]string{"enforce-policy": "off:latest"}},
		"no namespace":           {question: question{object: bad, namespace: "gone"}, denied: "look up namespace gone: not found", control: 500},
		"a control of low worth": {question: question{object: pod("{runAsNonRoot: true, allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}"), namespace: "strict"}, denied: "seccompProfile", control: 403},
		"that the pinned release does not have": {
			question: question{object: pod("{runAsNonRoot: true, runAsUser: 1000, allowPrivilegeEscalation: false}"), namespace: "old"},
		},
		"hardened: other rules from their severity on": {
			question: question{object: good, namespace: "hard"}, warns: []string{"workload/read-only-root-filesystem, container app: "},
		},
		"an exempt namespace":     {question: question{object: bad, namespace: "kube-system"}, silent: true, audits: map[string]string{"exempt": "namespace"}},
		"an exempt user":          {question: question{object: bad, user: "root"}, silent: true, audits: map[string]string{"exempt": "user"}},
		"an exempt runtime class": {question: question{object: bad + "  runtimeClassName: kata\n"}, silent: true, audits: map[string]string{"exempt": "runtimeClass"}},
		"another runtime class":   {question: question{object: bad + "  runtimeClassName: runc\n"}, denied: "privileged"},
		"an exception":            {question: question{object: strings.Replace(bad, "shop", "excused", 1), namespace: "excused"}, audits: map[string]string{"excepted": "workload/privileged"}},
		"audited": {
			question: question{object: bad, namespace: "watched"}, silent: true,
			audits: map[string]string{"audit-violations": `would violate hullcheck "restricted:latest": `},
		},
		"warned": {
			question: question{object: bad, namespace: "warned"},
			warns:    []string{`would violate hullcheck "restricted:latest": `, "workload/privileged (privileged), container app: "},
		},
		"a mistyped label": {
			question: question{object: bad, namespace: "typo"}, denied: `violates hullcheck "restricted:latest"`,
			warns:  []string{`namespace typo: label hullcheck.dev/enforce: "strict": must be one of`},
			audits: map[string]string{"error": `"strict"`},
		},
		"a controller": {
			question: question{object: deployment(privilegedContext), resource: "deployments"},
			warns:    []string{`would violate hullcheck "baseline:latest": privileged`},
		},
		"a good controller":               {question: question{object: deployment(restrictedContext), resource: "deployments"}, silent: true},
		"a deletion":                      {question: question{object: "", old: bad, operation: admissionv1.Delete}, silent: true},
		"a connection":                    {question: question{object: bad, operation: admissionv1.Connect, subresource: "exec"}, silent: true},
		"a status":                        {question: question{object: bad, old: good, subresource: "status"}, silent: true},
		"a scale":                         {question: question{object: deployment(privilegedContext), resource: "deployments", subresource: "scale"}, silent: true},
		"a subresource that is not known": {question: question{object: bad, old: good + "    - {name: b, image: b}\n", subresource: "future"}, denied: "privileged"},
		"being deleted":                   {question: question{object: strings.Replace(bad, "{name: web", `{deletionTimestamp: "2026-01-01T00:00:00Z", name: web`, 1)}, silent: true},
		"an update that changes nothing":  {question: question{object: bad, old: bad}, silent: true},
		"an update of what may not change": {
			question: question{object: bad, old: strings.Replace(bad, "privileged: true", "privileged: false", 1)}, silent: true,
		},
		"a new image":                    {question: question{object: bad, old: strings.Replace(bad, "app:1", "app:2", 1)}, denied: "privileged"},
		"a template that did not change": {question: question{object: deployment(privilegedContext) + "  replicas: 2\n", old: deployment(privilegedContext), resource: "deployments"}, silent: true},
		"a template that changed": {
			question: question{object: deployment(privilegedContext), old: deployment(restrictedContext), resource: "deployments"},
			warns:    []string{"privileged"},
		},
		"an ephemeral container": {
			question: question{
				object: good + "  ephemeralContainers: [{name: debug, image: busybox, securityContext: {privileged: true}}]\n", old: good,
				subresource: "ephemeralcontainers",
			},
			denied: "container debug:",
		},
		"no Pod at all":        {question: question{object: deployment(privilegedContext)}, denied: "object is apps/v1 Deployment, not a Pod", control: 400},
		"an unreadable Pod":    {question: question{object: strings.Replace(bad, "{privileged: true}", "[]", 1)}, denied: "the API server wants", control: 400},
		"another object":       {question: question{object: "apiVersion: v1\nkind: Service\nmetadata: {name: s}\n", resource: "services"}, silent: true},
		"a Pod without a name": {question: question{object: strings.Replace(bad, "{name: web", "{generateName: web-", 1)}, denied: "Pod web-* violates"},
	} {
		t.Run(name, func(t *testing.T) {
			got := ask(t, h, c.question)
			if got.Allowed != (c.denied == "") || c.denied != "" && !strings.Contains(got.Result.Message, c.denied) {
				t.Fatalf("allowed %v: %+v\nwarnings %q", got.Allowed, got.Result, got.Warnings)
			}
			if c.control != 0 && got.Result.Code != c.control {
				t.Errorf("code %d", got.Result.Code)
			}
			if c.silent && len(got.Warnings) > 0 {
				t.Errorf("warnings: %q", got.Warnings)
			}
			for _, w := range c.warns {
				if !slices.ContainsFunc(got.Warnings, func(s string) bool { return strings.HasPrefix(s, w) || strings.Contains(s, w) }) {
					t.Errorf("no warning %q in %q", w, got.Warnings)
				}
			}
			for key, want := range c.audits {
				if !strings.Contains(got.AuditAnnotations[key], want) {
					t.Errorf("audit annotation %s: %q, want %q", key, got.AuditAnnotations[key], want)
				}
			}
		})
	}
}

// TestNamespaceLabels: as for Pod Security Admission, mistakes are refused where they are made.
func TestNamespaceLabels(t *testing.T) {
	h := newHandler(t, newBook(t, "read-images: off", nil), namespaces{})
	ns := func(label string) string {
		return "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {hullcheck.dev/enforce: " + label + "}}\n"
	}
	for name, c := range map[string]struct {
		question
		denied string
	}{
		"good":        {question{object: ns("baseline")}, ""},
		"bad":         {question{object: ns("strict")}, `Namespace "shop" is invalid: label hullcheck.dev/enforce: "strict": must be one of off, baseline, restricted, hardened`},
		"still bad":   {question{object: ns("strict"), old: ns("strict")}, ""},
		"another bad": {question{object: ns("stricter"), old: ns("strict")}, `"stricter"`},
		"mended":      {question{object: ns("restricted"), old: ns("strict")}, ""},
		"its status":  {question{object: ns("strict"), old: ns("off"), subresource: "status"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			c.resource = "namespaces"
			got := ask(t, h, c.question)
			if got.Allowed != (c.denied == "") || c.denied != "" && (!strings.Contains(got.Result.Message, c.denied) || got.Result.Code != 422) {
				t.Errorf("allowed %v: %+v", got.Allowed, got.Result)
			}
		})
	}
}

// TestEnforcedControllers are denied as their Pods are.
func TestEnforcedControllers(t *testing.T) {
	h := newHandler(t, newBook(t, "read-images: off\nwebhook: {controllers: enforce}", nil), enforcing("baseline"))
	got := ask(t, h, question{object: deployment(privilegedContext), resource: "deployments"})
	if got.Allowed || !strings.Contains(got.Result.Message, "spec.template.spec.containers[0].securityContext.privileged: true") {
		t.Errorf("%+v", got)
	}
	if got := ask(t, h, question{object: deployment(restrictedContext), resource: "deployments", namespace: "gone"}); got.Allowed {
		t.Error("a controller of a namespace that cannot be looked up is let go")
	}
}

// TestControllersOfUnknownNamespaces are let go with a word.
func TestControllersOfUnknownNamespaces(t *testing.T) {
	h := newHandler(t, newBook(t, "read-images: off", nil), namespaces{})
	got := ask(t, h, question{object: deployment(privilegedContext), resource: "deployments", namespace: "gone"})
	if !got.Allowed || len(got.Warnings) != 1 || !strings.Contains(got.AuditAnnotations["error"], "look up namespace gone") {
		t.Errorf("%+v", got)
	}
}

// TestAnnotationsExceptOnlyWhereTheyAreHonoured: who may create a Pod may not excuse it, unless the configuration says so.
func TestAnnotationsExceptOnlyWhereTheyAreHonoured(t *testing.T) {
	excused := strings.Replace(pod(privilegedContext), "{name: web",
		`{annotations: {hullcheck.dev/except.workload.privileged: "until=2999-01-01; the node agent"}, name: web`, 1)
	for text, allowed := range map[string]bool{"read-images: off": false, "read-images: off\nwebhook: {honour-annotations: true}": true} {
		got := ask(t, newHandler(t, newBook(t, text, nil), enforcing("baseline")), question{object: excused})
		if got.Allowed != allowed {
			t.Errorf("%q: allowed %v: %+v", text, got.Allowed, got.Result)
		}
		if told := strings.Contains(strings.Join(got.Warnings, "\n"), "honour-annotations is not set"); told == allowed {
			t.Errorf("%q: warnings %q", text, got.Warnings)
		}
	}
}

// TestDenyAt moves the severity from which findings that are no controls deny.
func TestDenyAt(t *testing.T) {
	for text, allowed := range map[string]bool{"webhook: {deny-at: critical}": true, "webhook: {deny-at: medium}": false, "": true} {
		h := newHandler(t, newBook(t, "read-images: off\n"+text, nil), enforcing("hardened"))
		got := ask(t, h, question{object: pod(restrictedContext)})
		if got.Allowed != allowed || !allowed && !strings.Contains(got.Result.Message, "workload/read-only-root-filesystem") {
			t.Errorf("%q: %+v", text, got)
		}
	}
}

// TestDenialFits: a Pod with very many faults is denied in few words, and no fault is left out of the count.
func TestDenialFits(t *testing.T) {
	object := "apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop}\nspec:\n  containers:\n"
	for i := range 40 {
		object += "    - {name: c" + string(rune('a'+i%26)) + string(rune('a'+i/26)) + ", image: i, securityContext: {privileged: true}}\n"
	}
	h := newHandler(t, newBook(t, "read-images: off", nil), enforcing("restricted"))
	got := ask(t, h, question{object: object})
	if got.Allowed || len(got.Result.Message) > 5000 || !strings.Contains(got.Result.Message, " more: ") {
		t.Errorf("%d bytes: %s", len(got.Result.Message), got.Result.Message)
	}
	for _, reason := range []string{"privileged", "allowPrivilegeEscalation != false", "unrestricted capabilities", "seccompProfile", "runAsNonRoot != true"} {
		if first, _, _ := strings.Cut(got.Result.Message, "\n"); !strings.Contains(first, reason) {
			t.Errorf("the first line lacks %q: %s", reason, first)
		}
	}
}

var _ admission.Namespaces = namespaces{}
