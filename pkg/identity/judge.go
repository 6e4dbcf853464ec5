package identity

import (
	"context"
	"fmt"
	"slices"

	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// Judge says as whom one container runs, with what power, and whether it starts, as if the pod's other containers did
// not stand in its way. Whatever cannot be known is unknown in the Result; an error means that the image's source failed.
func Judge(ctx context.Context, req Request, opts Options) (Result, error) {
	return judge(ctx, req, opts, podHalt(req.Pod, opts.Runtime))
}

// podHalt is what stops all containers of a pod.
func podHalt(pod *manifest.Pod, runtime Runtime) *halt {
	if h := rejected(pod); h != nil {
		return h
	}
	return sandboxHalt(pod, runtime)
}

func judge(ctx context.Context, req Request, opts Options, whole *halt) (Result, error) {
	j := newJudgement(req, opts)
	if onWindows(req.Pod, req.Given) {
		return j.judgeWindows(), nil
	}
	r, err := j.linux(ctx)
	if err != nil {
		return r, fmt.Errorf("container %s: %w", req.Container.Name, err)
	}
	if whole != nil {
		r.notReached(whole)
	}
	return r, nil
}

// JudgePod judges all containers of a pod: a container behind an init container that cannot start does not start either.
// given and the results are parallel to pod.Containers.
func JudgePod(ctx context.Context, pod *manifest.Pod, given []Given, opts Options) ([]Result, error) {
	if len(given) != len(pod.Containers) {
		return nil, fmt.Errorf("%d images for %d containers", len(given), len(pod.Containers))
	}
	alone := make([]Result, len(pod.Containers))
	whole := podHalt(pod, opts.Runtime)
	for i := range pod.Containers {
		var err error
		c := &pod.Containers[i]
		if alone[i], err = judge(ctx, Request{Pod: pod, Container: c, Given: given[i]}, opts, whole); err != nil {
			return nil, err
		}
	}
	return Queue(pod, alone), nil
}

// Queue makes results of Judge, parallel to pod.Containers, those of JudgePod: containers wait for the init containers
// before them.
func Queue(pod *manifest.Pod, alone []Result) []Result {
	results := make([]Result, len(alone))
	var blocked *halt
	var assumed []string
	for i, r := range alone {
		c := &pod.Containers[i]
		// Ephemeral containers do not wait for init containers.
		if c.Type != manifest.Ephemeral {
			r.Start.Assumes = slices.Concat(r.Start.Assumes, assumed)
			if blocked != nil {
				r.notReached(blocked)
			}
		}
		if c.Type == manifest.Init || c.Type == manifest.Sidecar {
			blocked = blocking(blocked, c, &r)
		}
		if c.Type == manifest.Init {
			assumed = append(assumed, "success of init container "+c.Name)
		}
		results[i] = r
	}
	return results
}

// blocking is what an init container that does not start means for those behind it. What stops the whole pod stays the
// reason for all.
func blocking(before *halt, c *manifest.Container, r *Result) *halt {
	s := r.Start
	if before != nil || s.Verdict != Fails || s.Stage == StageAPI || s.Stage == StageSandbox {
		return before
	}
	return fail(StageInit, InitContainerFailed, fmt.Sprintf("init container %s does not start: %s", c.Name, s.Message)).
		at(c.Path)
}

// notReached overrides the start and the kubelet's verdict by what stops the container before the kubelet looks at it.
func (r *Result) notReached(h *halt) {
	s := h.start()
	s.Argv, s.Assumes, s.Program = r.Start.Argv, r.Start.Assumes, r.Start.Program
	s.ProgramWritable, s.UnboundPorts = r.Start.ProgramWritable, r.Start.UnboundPorts
	r.Start = s
	r.Kubelet = Kubelet{Verdict: Unreached, Message: h.message, Path: h.path, Demand: r.Kubelet.Demand}
}
