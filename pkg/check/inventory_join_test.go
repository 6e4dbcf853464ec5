package check

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/manifest"
	"github.com/hullcheck/hullcheck/pkg/policy/input"
)

const joinedPod = `apiVersion: apps/v1
kind: Deployment
metadata: {name: api, namespace: shop}
spec:
  template:
    metadata: {labels: {app: api, tier: web}}
    spec: {serviceAccountName: api, containers: [{name: c, image: i}]}
---
`

func TestBindingsOfAnAccount(t *testing.T) {
	const head = joinedPod + "apiVersion: rbac.authorization.k8s.io/v1\nmetadata: {name: b, namespace: shop}\n" +
		"roleRef: {kind: Role, name: r}\n"
	for subject, bound := range map[string]bool{
		"{kind: ServiceAccount, name: api, namespace: shop}":   true,
		"{kind: ServiceAccount, name: api, namespace: tools}":  false,
		"{kind: ServiceAccount, name: api}":                    true,
		"{kind: ServiceAccount, name: web, namespace: shop}":   false,
		"{kind: User, name: 'system:serviceaccount:shop:api'}": true,
		"{kind: User, name: 'system:serviceaccount:shop:web'}": false,
		"{kind: User, name: 'system:serviceaccount:api'}":      false,
		"{kind: User, name: api}":                              false,
		"{kind: Group, name: 'system:serviceaccounts'}":        true,
		"{kind: Group, name: 'system:serviceaccounts:shop'}":   true,
		"{kind: Group, name: 'system:serviceaccounts:tools'}":  false,
		"{kind: Group, name: 'system:authenticated'}":          true,
		"{kind: Group, name: 'system:unauthenticated'}":        false,
		"{kind: Group, name: devs}":                            false,
	} {
		want := []string{}
		if bound {
			want = append(want, "RoleBinding shop/b")
		}
		v := inventoryOf(t, head+"kind: RoleBinding\nsubjects: ["+subject+", "+subject+"]\n")
		if diff := cmp.Diff(want, v.entries[0].object.Pods[0].BoundBy); diff != "" {
			t.Errorf("%s (-want +got):\n%s", subject, diff)
		}
	}
	for namespace, binds := range map[string]bool{"shop": true, "tools": false} {
		v := inventoryOf(t, strings.Replace(head, "b, namespace: shop", "b, namespace: "+namespace, 1)+
			"kind: RoleBinding\nsubjects: [{kind: ServiceAccount, name: api}]\n")
		if got := v.entries[0].object.Pods[0].BoundBy; (len(got) == 1) != binds {
			t.Errorf("an account without a namespace in a binding of %s: %v", namespace, got)
		}
		if got := v.entries[1].object.References[1]; got.Namespace != namespace {
			t.Errorf("the reference to it: %+v", got)
		}
	}
	v := inventoryOf(t, strings.Replace(head, ", namespace: shop}\nspec", "}\nspec", 1)+
		"kind: ClusterRoleBinding\nsubjects: [{kind: ServiceAccount, name: api, namespace: anywhere}]\n")
	if got := v.entries[0].object.Pods[0].BoundBy; len(got) != 1 {
		t.Errorf("a pod without a namespace: %v", got)
	}
}

func TestTokenMounted(t *testing.T) {
	const account = "apiVersion: v1\nkind: ServiceAccount\n"
	const over = "{name: none, mountPath: /var/run/secrets/kubernetes.io/serviceaccount}"
	for name, c := range map[string]struct {
		pod, account string
		want         bool
	}{
		"neither":           {"", "", true},
		"the pod":           {"automountServiceAccountToken: false, ", "", false},
		"the account":       {"", account + "metadata: {name: api, namespace: shop}\nautomountServiceAccountToken: false\n", false},
		"open namespace":    {"", account + "metadata: {name: api}\nautomountServiceAccountToken: false\n", false},
		"the account's yes": {"", account + "metadata: {name: api, namespace: shop}\nautomountServiceAccountToken: true\n", true},
		"another account":   {"", account + "metadata: {name: web, namespace: shop}\nautomountServiceAccountToken: false\n", true},
		"another namespace": {"", account + "metadata: {name: api, namespace: tools}\nautomountServiceAccountToken: false\n", true},
		"all containers mount over it": {
			"volumes: [{name: none, emptyDir: {}}], initContainers: [{name: i, image: i, volumeMounts: [" + over + "]}], ",
			"", false,
		},
		"an init container does not": {"volumes: [{name: none, emptyDir: {}}], initContainers: [{name: i, image: i}], ", "", true},
		"the pod over it": {
			"automountServiceAccountToken: true, ",
			account + "metadata: {name: api, namespace: shop}\nautomountServiceAccountToken: false\n", true,
		},
	} {
		text := strings.Replace(joinedPod, "serviceAccountName", c.pod+"serviceAccountName", 1) + c.account
		if strings.Contains(c.pod, "emptyDir") {
			text = strings.Replace(text, "{name: c, image: i}", "{name: c, image: i, volumeMounts: ["+over+"]}", 1)
		}
		if got := inventoryOf(t, text).entries[0].object.Pods[0].TokenMounted; got != c.want {
			t.Errorf("%s: mounted %v", name, got)
		}
	}
}

func TestNetworkPoliciesOfAPod(t *testing.T) {
	const policy = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p, namespace: shop}\nspec: "
	for text, selects := range map[string]bool{
		policy + "{podSelector: {}}":                                                               true,
		policy + "{podSelector: {matchLabels: {app: api}}}":                                        true,
		policy + "{podSelector: {matchLabels: {app: web}}}":                                        false,
		policy + "{podSelector: {matchExpressions: [{key: app, operator: Exists}]}}":               true,
		policy + "{podSelector: {matchExpressions: [{key: app, operator: NotIn, values: [api]}]}}": false,
		policy + "{podSelector: {matchLabels: {app: api, pod-template-hash: x}}}":                  true,
		policy + "{podSelector: {matchExpressions: [{key: job-name, operator: In, values: [a]}]}}": true,
		policy + "{}": true,
		strings.Replace(policy, "shop", "tools", 1) + "{podSelector: {}}":                                             false,
		strings.Replace(policy, ", namespace: shop", "", 1) + "{podSelector: {}}":                                     true,
		strings.Replace(policy, "networking.k8s.io/v1", "extensions/v1beta1", 1) + "{podSelector: {}}":                true,
		"apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: p, namespace: shop}":                   true,
		"apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: p, namespace: tools}":                  false,
		"apiVersion: projectcalico.org/v3\nkind: GlobalNetworkPolicy\nmetadata: {name: p}":                            true,
		"apiVersion: projectcalico.org/v3\nkind: NetworkPolicy\nmetadata: {name: p, namespace: shop}":                 true,
		"apiVersion: projectcalico.org/v3\nkind: StagedKubernetesNetworkPolicy\nmetadata: {name: p, namespace: shop}": false,
		"apiVersion: projectcalico.org/v3\nkind: StagedGlobalNetworkPolicy\nmetadata: {name: p}":                      false,
		"apiVersion: k8s.cni.cncf.io/v1beta1\nkind: MultiNetworkPolicy\nmetadata: {name: p, namespace: shop}":         false,
		"apiVersion: policy.networking.k8s.io/v1alpha1\nkind: AdminNetworkPolicy\nmetadata: {name: p}":                true,
		"apiVersion: v1\nkind: Service\nmetadata: {name: p, namespace: shop}\nspec: {selector: {app: api}}":           false,
	} {
		got := inventoryOf(t, joinedPod+text+"\n").entries[0].object.Pods[0].NetworkPolicies
		if (len(got) == 1) != selects || got == nil {
			t.Errorf("%s: %v", text, got)
		}
	}
}

// What the API server would refuse is an error, and not an object that selects or binds nothing.
func TestInventoryOfWhatIsRefused(t *testing.T) {
	const core, network, labels = "apiVersion: v1\nkind: ", "apiVersion: networking.k8s.io/v1\nkind: ", "\nmetadata: {name: p}\n"
	for text, want := range map[string]string{
		network + "NetworkPolicy" + labels + "spec: {podSelector: [a]}\n":                                          "4:8: spec.podSelector: ",
		network + "NetworkPolicy" + labels + "spec: {podSelector: {matchExpressions: [{key: a, operator: Is}]}}\n": `4:8: spec.podSelector: "Is" is not`,
		core + "ServiceAccount" + labels + "automountServiceAccountToken: 'no'\n":                                  "4:31: automountServiceAccountToken: ",
		core + "Service" + labels + "spec: {selector: [a]}\n":                                                      "4:8: spec.selector: ",
		"apiVersion: policy/v1\nkind: PodDisruptionBudget" + labels + "spec: {selector: all}\n":                    "4:18: spec.selector: ",
		"apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding" + labels + "subjects: me\n":                  "4:11: subjects: ",
	} {
		v := newInventory([]finding.Rule{{Input: input.KindInventory}})
		if err := v.add(objectOf(t, text), 1, nil, alternative{}); err == nil || !strings.Contains(err.Error(), want) || len(v.entries) != 0 {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}

func TestAsWritten(t *testing.T) {
	for _, c := range []struct {
		apiVersion, kind, path string
		want                   bool
	}{
		{"v1", "Pod", "/spec", true},
		{"apps/v1", "Deployment", "/spec/template/spec", true},
		{"batch/v1", "CronJob", "/spec/jobTemplate/spec/template/spec", true},
		{"v1", "PodTemplate", "/template/spec", true},
		{"argoproj.io/v1alpha1", "Rollout", "/spec/template/spec", true},
		{"monitoring.coreos.com/v1", "Prometheus", "/spec", false},
		{"argoproj.io/v1alpha1", "Workflow", "/spec/templates/0", false},
	} {
		o := &manifest.Object{APIVersion: c.apiVersion, Kind: c.kind}
		p := &manifest.Pod{SpecPath: c.path, Spec: new(corev1.PodSpec)}
		got := inventoryPod(o, p)
		if got.AsWritten != c.want || (got.ServiceAccount == "default") != c.want {
			t.Errorf("%s: %+v", c.kind, got)
		}
	}
}
