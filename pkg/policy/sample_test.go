package policy_test

import "github.com/hullcheck/hullcheck/pkg/policy/input"

func known[T any](v T, from string) input.Fact[T] { return input.Fact[T]{Value: &v, From: from} }

func set[T any](v T, from, level string) input.Setting[T] {
	return input.Setting[T]{Set: true, Value: &v, From: from, Level: level}
}

func unset[T any](from string) input.Setting[T] { return input.Setting[T]{From: from} }

const (
	podAt       = "/spec/template/spec/securityContext/"
	containerAt = "/spec/template/spec/containers/0/securityContext/"
	resourcesAt = "/spec/template/spec/containers/0/resources/"
	imageAt     = "/spec/template/spec/containers/0/image"
)

// sampleContainer is a hardened container but for two faults: its image has no USER, and its root is writable.
func sampleContainer() input.Container {
	return input.Container{
		Kind: input.KindContainer, Name: "api", Type: "regular",
		Path: "/spec/template/spec/containers/0", PodPath: "/spec/template/spec",
		OS: "linux", Runtime: "containerd", KubernetesMinor: 37,
		Security: input.Security{
			RunAsUser:                unset[int64](podAt + "runAsUser"),
			RunAsGroup:               unset[int64](podAt + "runAsGroup"),
			RunAsNonRoot:             set(true, podAt+"runAsNonRoot", "pod"),
			Privileged:               unset[bool](containerAt + "privileged"),
			AllowPrivilegeEscalation: set(false, containerAt+"allowPrivilegeEscalation", "container"),
			ReadOnlyRootFilesystem:   set(false, containerAt+"readOnlyRootFilesystem", "container"),
			AddCapabilities:          unset[[]string](containerAt + "capabilities/add"),
			DropCapabilities:         set([]string{"ALL"}, containerAt+"capabilities/drop", "container"),
			SeccompProfile:           set("RuntimeDefault", podAt+"seccompProfile/type", "pod"),
			WindowsUser:              unset[string](podAt + "windowsOptions/runAsUserName"),
			HostUsers:                unset[bool]("/spec/template/spec/hostUsers"),
			HostNetwork:              unset[bool]("/spec/template/spec/hostNetwork"),
			FSGroup:                  set(int64(2000), podAt+"fsGroup", "pod"),
			SupplementalGroups:       unset[[]int64](podAt + "supplementalGroups"),
			SupplementalGroupsPolicy: unset[string](podAt + "supplementalGroupsPolicy"),
		},
		Ports: []input.Port{{ContainerPort: 8080, Protocol: "TCP", Path: "/spec/template/spec/containers/0/ports/0"}},
		Resources: input.Resources{
			CPURequest:    set("100m", resourcesAt+"requests/cpu", "container"),
			MemoryRequest: set("64Mi", resourcesAt+"requests/memory", "container"),
			CPULimit:      set("1", resourcesAt+"limits/cpu", "container"),
			MemoryLimit:   set("128Mi", resourcesAt+"limits/memory", "container"),
		},
		Image: input.ContainerImage{
			Ref: "quay.io/acme/api:1", Path: imageAt, Asked: true, Read: true, Source: "oci:img", Platform: "linux/amd64",
			User: known("", "image.config.user"), UID: known(int64(0), "default"),
			NumericNonRoot: known(false, "image.config.user"),
		},
		Identity: input.Identity{
			UID: known(int64(0), "default"), GID: known(int64(0), "default"),
			Groups: []input.Group{{GID: 2000, From: podAt + "fsGroup"}}, Username: known("root", "image.passwd"),
			Home: known("/root", "image.passwd"), InPasswd: known(true, "image.passwd"), HostUsers: true,
			Origin: "the image, which sets no USER", Path: imageAt,
		},
		Kubelet: input.Kubelet{
			Verdict: "refuses", Message: "container has runAsNonRoot and image will run as root",
			Path: imageAt, Demand: podAt + "runAsNonRoot",
		},
		Power: input.Power{
			Bounding: known([]string{}, "runtime"), Permitted: known([]string{}, "runtime"),
			Effective: known([]string{}, "runtime"), NoNewPrivileges: true,
			Writable: []input.Mount{{Path: "/tmp", Volume: "emptyDir", Name: "tmp"}},
		},
		Start: input.Start{
			Verdict: "fails", Reason: "CreateContainerConfigError",
			Message: "container has runAsNonRoot and image will run as root", Argv: []string{"/bin/api", "serve"},
			Program: "/bin/api", ProgramWritable: known(false, "image"), Path: imageAt,
		},
	}
}
