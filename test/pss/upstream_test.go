package pss

import (
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	corev1defaults "k8s.io/kubernetes/pkg/apis/core/v1"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
)

// newest is the version of the youngest check that upstream has.
const newest = 37

// failing maps the IDs of checks that fail to the words that each must be reported with.
type failing map[string]string

// upstream is the evaluator of Kubernetes. As its results do not name their checks, each check is wrapped to do so.
func upstream(t testing.TB) policy.Evaluator {
	t.Helper()
	checks := policy.DefaultChecks()
	youngest := 0
	for i := range checks {
		id := string(checks[i].ID)
		for j := range checks[i].Versions {
			v := &checks[i].Versions[j]
			v.CheckPod = named(id, v.CheckPod)
			youngest = max(youngest, v.MinimumVersion.Minor())
		}
	}
	if youngest != newest {
		t.Fatalf("the youngest check is of 1.%d, not 1.%d: the versions are no longer all covered", youngest, newest)
	}
	e, err := policy.NewEvaluator(checks, nil)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func named(id string, check policy.CheckPodFn) policy.CheckPodFn {
	return func(meta *metav1.ObjectMeta, spec *corev1.PodSpec) policy.CheckResult {
		r := check(meta, spec)
		r.ForbiddenReason = id + "\n" + r.ForbiddenReason
		return r
	}
}

// ask gives upstream's answer on a pod as it is written. The pod is given its defaults.
func ask(e policy.Evaluator, pod *corev1.Pod, level string, minor int) failing {
	corev1defaults.SetObjectDefaults_Pod(pod)
	lv := api.LevelVersion{Level: api.Level(level), Version: api.MajorMinorVersion(1, minor)}
	out := failing{}
	for _, r := range e.EvaluatePod(lv, &pod.ObjectMeta, &pod.Spec) {
		if !r.Allowed {
			id, reason, _ := strings.Cut(r.ForbiddenReason, "\n")
			// The only reason with a plural.
			out[id] = strings.Replace(reason, "profiles", "profile", 1)
		}
	}
	return out
}
