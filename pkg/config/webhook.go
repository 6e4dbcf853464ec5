package config

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// Webhook is how the admission webhook answers. What is left out has the default that its comment names.
//
// Of the rest of the file the webhook honours rules, severities, policies, exceptions, pod-templates, kubernetes-version
// (what "latest" means), runtime, read-images, layer-read-limit (64MiB), ca-file and insecure-registries.
type Webhook struct {
	// Defaults apply to namespaces without labels of their own.
	Defaults Levels `json:"defaults,omitzero"`
	// Exemptions are let through unread; the audit annotation "exempt" says by what.
	Exemptions Exemptions `json:"exemptions,omitzero"`
	// DenyAt is the severity (high) from which findings deny that are no control of the Pod Security Standards: those of
	// runtime/* at every level, and all others under hardened. Controls of the enforced level deny whatever theirs is.
	DenyAt finding.Severity `json:"deny-at,omitempty"`
	// Controllers says what becomes of objects that make Pods: warn (the Pods themselves are denied), or enforce.
	Controllers Controllers `json:"controllers,omitempty"`
	// HonourAnnotations lets objects carry exceptions (false): whoever may create a Pod could then excuse it.
	HonourAnnotations bool `json:"honour-annotations,omitempty"`

	Images WebhookImages `json:"images,omitzero"`
	Limits WebhookLimits `json:"limits,omitzero"`
	// OnPanic is the answer to a request that a fault of the program met: deny, or allow.
	OnPanic Answer `json:"on-panic,omitempty"`
	// OnOverload is the answer past max-requests: unavailable (HTTP 503, so that failurePolicy decides), deny, or allow.
	OnOverload Answer `json:"on-overload,omitempty"`

	SelfSigned SelfSigned `json:"self-signed,omitzero"`
}

// Levels are the three modes of Pod Security Admission. Each is off where it is not written, except that Warn follows
// Enforce. Versions are latest or v1.N.
type Levels struct {
	Enforce        PodLevel `json:"enforce,omitempty"`
	EnforceVersion string   `json:"enforce-version,omitempty"`
	Warn           PodLevel `json:"warn,omitempty"`
	WarnVersion    string   `json:"warn-version,omitempty"`
	Audit          PodLevel `json:"audit,omitempty"`
	AuditVersion   string   `json:"audit-version,omitempty"`
}

// Exemptions are compared exactly.
type Exemptions struct {
	Namespaces []string `json:"namespaces,omitempty"`
	// Users are names as the API server knows them: system:serviceaccount:kube-system:replicaset-controller.
	Users          []string `json:"users,omitempty"`
	RuntimeClasses []string `json:"runtime-classes,omitempty"`
}

// WebhookImages say how the images of Pods are read.
type WebhookImages struct {
	// Unreadable is the answer where an image could not be read: warn, deny, or allow (only the audit annotation tells).
	Unreadable Answer `json:"unreadable,omitempty"`
	// AllowedRegistries are hosts, or hosts with the beginning of a repository; others are not contacted. Empty allows all.
	AllowedRegistries []string `json:"allowed-registries,omitempty"`
	// AllowPrivateAddresses are the loopback, link-local and private addresses that registries may have (none).
	AllowPrivateAddresses Addresses `json:"allow-private-addresses,omitempty"`
	// TagTTL is how long the digest of a tag is believed (1m), FailureTTL how long a failure is (10s).
	TagTTL     Duration `json:"tag-ttl,omitempty"`
	FailureTTL Duration `json:"failure-ttl,omitempty"`
	// PerRegistry bounds the images that are read from one registry at a time (8).
	PerRegistry int64 `json:"per-registry,omitempty"`
	// CacheDir keeps what was learned of layers ("": in memory only), up to CacheSize (1GiB).
	CacheDir  string `json:"cache-dir,omitempty"`
	CacheSize string `json:"cache-size,omitempty"`
	// CachedImages bounds the images whose facts are kept in memory (10000).
	CachedImages int64 `json:"cached-images,omitempty"`
}

// WebhookLimits bound what requests cost.
type WebhookLimits struct {
	// MaxRequests is how many are answered at a time (256).
	MaxRequests int64 `json:"max-requests,omitempty"`
	// DeadlineMargin is what is kept of the API server's timeout to answer in (500ms).
	DeadlineMargin Duration `json:"deadline-margin,omitempty"`
	// Drain is how long a stopping server goes on answering after it has said that it is not ready (5s).
	Drain Duration `json:"drain,omitempty"`
}

// SelfSigned says whom --self-signed makes certificates for, and where they are kept.
type SelfSigned struct {
	// Secret holds the certificates (hullcheck-webhook-certs), in Namespace (that of the process).
	Secret    string `json:"secret,omitempty"`
	Namespace string `json:"namespace,omitempty"`
	// Service is the name by which the API server calls (hullcheck-webhook).
	Service string `json:"service,omitempty"`
	// Webhook is the ValidatingWebhookConfiguration that is given the CA (hullcheck-webhook).
	Webhook string `json:"webhook,omitempty"`
}

// PodLevel is a level of a mode: off, baseline, restricted or hardened.
type PodLevel string

// UnmarshalJSON reads false as "off", because YAML does.
func (l *PodLevel) UnmarshalJSON(b []byte) error {
	if string(b) == "false" {
		*l = "off"
		return nil
	}
	return json.Unmarshal(b, (*string)(l))
}

// Controllers is what becomes of objects that make Pods.
type Controllers string

// The choices: controllers are only warned of what their Pods will be denied for, or denied themselves.
const (
	WarnControllers    Controllers = "warn"
	EnforceControllers Controllers = "enforce"
)

// Answer is what the webhook says where it has not judged all.
type Answer string

// The answers. Warn is there for unreadable images only, Unavailable for too many requests only.
const (
	Deny        Answer = "deny"
	Warn        Answer = "warn"
	Allow       Answer = "allow"
	Unavailable Answer = "unavailable"
)

// Duration is a time such as 30s, 500ms or 1m30s; "" for the default.
type Duration string

// Or gives the duration, or the default where none is written.
func (d Duration) Or(fallback time.Duration) (time.Duration, error) {
	if d == "" {
		return fallback, nil
	}
	v, err := time.ParseDuration(string(d))
	if err != nil {
		return 0, fmt.Errorf("duration %q: write 500ms, 30s or 5m", d)
	}
	return v, nil
}
