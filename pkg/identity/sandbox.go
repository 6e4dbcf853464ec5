package identity

import (
	"fmt"

	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// sandboxHalt is why the pod's sandbox cannot be made: it is made from the pod-level fields alone, whatever containers and
// images say, so a pod-level runAsGroup without a pod-level runAsUser fails for ever (GenerateUserString of containerd's
// internal/cri/util, called by sandboxContainerSpecOpts).
func sandboxHalt(pod *manifest.Pod, runtime Runtime) *halt {
	sc := pod.Spec.SecurityContext
	if sc == nil || sc.RunAsGroup == nil || sc.RunAsUser != nil || runtime == CRIO {
		return nil
	}
	message := fmt.Sprintf("user group \"%d\" is specified without user", *sc.RunAsGroup)
	return fail(StageSandbox, SandboxFailure, message).at(pod.SpecPath + "/securityContext/runAsGroup")
}
