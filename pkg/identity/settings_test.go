package identity

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestSecurityInheritance: per field the container wins, and what it replaced is kept.
func TestSecurityInheritance(t *testing.T) {
	s := securityOfJSON(t, `{
		"hostUsers": false, "hostNetwork": true,
		"securityContext": {"runAsUser": 1, "runAsGroup": 2, "runAsNonRoot": true, "fsGroup": 3, "supplementalGroups": [4],
			"supplementalGroupsPolicy": "Strict", "seccompProfile": {"type": "RuntimeDefault"},
			"windowsOptions": {"runAsUserName": "pod"}},
		"containers": [{"name": "c", "securityContext": {"runAsUser": 0, "runAsNonRoot": false, "privileged": true,
			"capabilities": {"add": ["A"], "drop": []}, "windowsOptions": {"hostProcess": false}, "procMount": "Default"}}]}`)
	const pod, own = "/spec/securityContext", "/spec/containers/0/securityContext"
	want := Security{
		RunAsUser: Setting[int64]{
			Set: true, From: own + "/runAsUser", Level: ContainerLevel,
			Overridden: &Written[int64]{Value: 1, From: pod + "/runAsUser"},
		},
		RunAsGroup: Setting[int64]{Set: true, Value: 2, From: pod + "/runAsGroup", Level: PodLevel},
		RunAsNonRoot: Setting[bool]{
			Set: true, From: own + "/runAsNonRoot", Level: ContainerLevel,
			Overridden: &Written[bool]{Value: true, From: pod + "/runAsNonRoot"},
		},
		Privileged:               Setting[bool]{Set: true, Value: true, From: own + "/privileged", Level: ContainerLevel},
		AllowPrivilegeEscalation: Setting[bool]{From: own + "/allowPrivilegeEscalation"},
		ReadOnlyRootFilesystem:   Setting[bool]{From: own + "/readOnlyRootFilesystem"},
		AddCapabilities: Setting[[]string]{
			Set: true, Value: []string{"A"}, From: own + "/capabilities/add", Level: ContainerLevel,
		},
		DropCapabilities: Setting[[]string]{
			Set: true, Value: []string{}, From: own + "/capabilities/drop", Level: ContainerLevel,
		},
		SeccompProfile: Setting[string]{
			Set: true, Value: "RuntimeDefault", From: pod + "/seccompProfile/type", Level: PodLevel,
		},
		WindowsUser: Setting[string]{
			Set: true, Value: "pod", From: pod + "/windowsOptions/runAsUserName", Level: PodLevel,
		},
		ProcMount:   Setting[string]{Set: true, Value: "Default", From: own + "/procMount", Level: ContainerLevel},
		HostUsers:   Setting[bool]{Set: true, From: "/spec/hostUsers", Level: PodLevel},
		HostNetwork: Setting[bool]{Set: true, Value: true, From: "/spec/hostNetwork", Level: PodLevel},
		FSGroup:     Setting[int64]{Set: true, Value: 3, From: pod + "/fsGroup", Level: PodLevel},
		SupplementalGroups: Setting[[]int64]{
			Set: true, Value: []int64{4}, From: pod + "/supplementalGroups", Level: PodLevel,
		},
		SupplementalGroupsPolicy: Setting[string]{
			Set: true, Value: "Strict", From: pod + "/supplementalGroupsPolicy", Level: PodLevel,
		},
	}
	if diff := cmp.Diff(want, s); diff != "" {
		t.Error(diff)
	}
}

func TestNothingSetIsNotFalse(t *testing.T) {
	s := securityOfJSON(t, `{"containers":[{"name":"c"}]}`)
	if s.RunAsUser.Set || s.RunAsNonRoot.Set || s.HostUsers.Set || s.AddCapabilities.Set {
		t.Errorf("%+v", s)
	}
	if want := "/spec/containers/0/securityContext/runAsNonRoot"; s.RunAsNonRoot.From != want {
		t.Errorf("to be written at %s, want %s", s.RunAsNonRoot.From, want)
	}
}
