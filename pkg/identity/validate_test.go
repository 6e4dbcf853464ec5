package identity

import "testing"

// TestRejected has what the API server refuses, in its words.
func TestRejected(t *testing.T) {
	const minMax = "must be between 0 and 2147483647, inclusive"
	for name, c := range map[string]struct{ spec, want, path string }{
		"good": {spec: `{"securityContext":{"runAsUser":0,"fsGroup":2147483647},"containers":[{"name":"c"}]}`},
		"pod's user": {
			`{"securityContext":{"runAsUser":-1},"containers":[{"name":"c"}]}`,
			"spec.securityContext.runAsUser: Invalid value: -1: " + minMax, "/spec/securityContext/runAsUser",
		},
		"a group": {
			`{"securityContext":{"supplementalGroups":[1,2147483648]},"containers":[{"name":"c"}]}`,
			"spec.securityContext.supplementalGroups[1]: Invalid value: 2147483648: " + minMax,
			"/spec/securityContext/supplementalGroups/1",
		},
		"two": {
			`{"securityContext":{"runAsUser":-1,"fsGroup":-2},"containers":[{"name":"c"}]}`,
			"[spec.securityContext.fsGroup: Invalid value: -2: " + minMax + ", " +
				"spec.securityContext.runAsUser: Invalid value: -1: " + minMax + "]", "/spec/securityContext/fsGroup",
		},
		"container's group": {
			container(`"securityContext":{"runAsGroup":-1}`),
			"spec.containers[0].securityContext.runAsGroup: Invalid value: -1: " + minMax,
			"/spec/containers/0/securityContext/runAsGroup",
		},
		"privileged": {
			container(`"securityContext":{"privileged":true,"allowPrivilegeEscalation":false}`),
			"cannot set `allowPrivilegeEscalation` to false and `privileged` to true", "/spec/containers/0/securityContext",
		},
		"CAP_SYS_ADMIN": {
			container(`"securityContext":{"allowPrivilegeEscalation":false,"capabilities":{"add":["CAP_SYS_ADMIN"]}}`),
			"cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN",
			"/spec/containers/0/securityContext",
		},
		"SYS_ADMIN": {spec: container(`"securityContext":{"allowPrivilegeEscalation":false,"capabilities":{"add":["SYS_ADMIN"]}}`)},
		"procMount": {
			container(`"securityContext":{"procMount":"Unmasked"}`),
			"spec.containers[0].securityContext.procMount: Invalid value: \"Unmasked\": `hostUsers` must be false to use `Unmasked`",
			"/spec/containers/0/securityContext/procMount",
		},
		"procMount in its own namespace": {
			spec: `{"hostUsers":false,"containers":[{"name":"c","securityContext":{"procMount":"Unmasked"}}]}`,
		},
		"host network without host users": {
			`{"hostUsers":false,"hostNetwork":true,"hostPID":true,"containers":[{"name":"c"}]}`,
			"[spec.hostNetwork: Forbidden: when `hostUsers` is false, spec.HostPID: Forbidden: when `hostUsers` is false]",
			"/spec/hostNetwork",
		},
		"variable without name": {
			container(`"env":[{"value":"x"}]`), "spec.containers[0].env[0].name: Required value", "/spec/containers/0/env/0/name",
		},
		"mounted twice": {
			container(`"volumeMounts":[{"name":"a","mountPath":"/x"},{"name":"b","mountPath":"/x"}]`),
			`spec.containers[0].volumeMounts[1].mountPath: Invalid value: "/x": must be unique`,
			"/spec/containers/0/volumeMounts/1/mountPath",
		},
		"climbing sub-path": {
			container(`"volumeMounts":[{"name":"a","mountPath":"/x","subPath":"a/../b"}]`),
			`spec.containers[0].volumeMounts.subPath: Invalid value: "a/../b": must not contain '..'`,
			"/spec/containers/0/volumeMounts/subPath",
		},
		"absolute sub-path": {
			container(`"volumeMounts":[{"name":"a","mountPath":"/x","subPathExpr":"/a"}]`),
			`spec.containers[0].volumeMounts.subPathExpr: Invalid value: "/a": must be a relative path`,
			"/spec/containers/0/volumeMounts/subPathExpr",
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := judgeFirst(t, c.spec, nil, Options{})
			if c.want == "" {
				if r.Start.Reason == APIRejected {
					t.Error(r.Start.Message)
				}
				return
			}
			if r.Start.Reason != APIRejected || r.Start.Message != c.want || r.Start.Path != c.path {
				t.Errorf("%s %q at %s, want %q at %s", r.Start.Reason, r.Start.Message, r.Start.Path, c.want, c.path)
			}
			if r.Kubelet.Verdict != Unreached || r.Kubelet.Message != c.want {
				t.Errorf("%+v", r.Kubelet)
			}
		})
	}
}
