package identity

import (
	"context"
	"fmt"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// judgement is one container being judged: what is asked, and what was found out so far.
type judgement struct {
	pod       *manifest.Pod
	container *manifest.Container
	imagePath string // JSON pointer of the container's image field
	runtime   Runtime
	minor     int

	ev          evidence
	security    Security
	user        Fact[imageUser]
	accounts    *accounts
	podEnv      podEnv
	environment environment
	workdir     Fact[string]

	who    principal
	groups []Group
	view   *view
	// done is the run, once it was followed.
	done *run
}

func newJudgement(req Request, opts Options) *judgement {
	j := &judgement{
		pod: req.Pod, container: req.Container, imagePath: req.Container.Path + "/image",
		runtime: opts.Runtime, minor: opts.KubernetesMinor, ev: evidenceOf(req.Given, opts),
		security: securityOf(contextsOf(req.Pod, req.Container)),
	}
	if j.runtime == "" {
		j.runtime = Containerd
	}
	j.user = j.ev.user()
	files, why := j.ev.files(finding.EvidenceUsers)
	j.accounts = &accounts{files: files, why: why}
	j.podEnv = podEnvOf(req.Pod.Spec, req.Container.Container)
	var imageEnv []string
	missing := j.ev.missing(fieldEnv)
	if j.ev.img != nil {
		imageEnv = j.ev.img.Config.Env
	}
	j.environment = compose(imageEnv, missing, j.podEnv.vars)
	j.workdir = j.workingDirectory()
	return j
}

// user is the image's user as the kubelet hears of it.
func (e evidence) user() Fact[imageUser] {
	if why := e.missing(fieldUser); why != "" {
		return unknown[imageUser](why)
	}
	return known(readImageUser(e.img.Config.User), FromImageUser)
}

// hostUsers: the pod shares the host's user namespace. The field is on by default since Kubernetes 1.33.
func (j *judgement) hostUsers() bool {
	s := j.security.HostUsers
	return !s.Set || s.Value || j.minor != 0 && j.minor < 33
}

// linux judges a container on a Linux node.
func (j *judgement) linux(ctx context.Context) (Result, error) {
	r := Result{Security: j.security, Kubelet: nonRootVerdict(&j.security, j.user, j.imagePath)}
	var err error
	if j.who, err = j.principal(ctx); err != nil {
		return r, fmt.Errorf("resolve user: %w", err)
	}
	j.groups = j.supplementary(&j.who)
	if r.Image, err = j.imageFacts(ctx); err != nil {
		return r, fmt.Errorf("resolve the image's user: %w", err)
	}
	run, err := j.run(ctx, r.Kubelet)
	j.done = run
	if err != nil {
		return r, fmt.Errorf("follow the start: %w", err)
	}
	if run.unreached {
		r.Kubelet.Verdict, r.Kubelet.Message = Unreached, run.halt.message
	}
	if r.Identity, err = j.identity(ctx); err != nil {
		return r, fmt.Errorf("describe the user: %w", err)
	}
	r.Start = j.startOf(run)
	if r.Power, err = j.power(ctx, run); err != nil {
		return r, fmt.Errorf("describe the power: %w", err)
	}
	r.Start.UnboundPorts = j.unboundPorts(r.Power.Capabilities.Effective)
	return r, nil
}

// refusal is the halt that a refusing kubelet is.
func (j *judgement) refusal(k Kubelet) *halt {
	if k.Verdict != Refuses {
		return nil
	}
	return fail(StageConfig, CreateContainerConfigError, k.Message).at(k.Path)
}
