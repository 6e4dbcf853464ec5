package identity

import (
	"context"

	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// Judge says as whom one container runs, with what power, and whether it starts, as if the pod's other containers did
// not stand in its way. Whatever cannot be known is unknown in the Result; an error means that the image's source failed.
func Judge(ctx context.Context, req Request, opts Options) (Result, error) {
	return Result{}, nil
}

// JudgePod judges all containers of a pod: a container behind an init container that cannot start does not start either.
// given and the results are parallel to pod.Containers.
func JudgePod(ctx context.Context, pod *manifest.Pod, given []Given, opts Options) ([]Result, error) {
	return make([]Result, len(pod.Containers)), nil
}

// JudgeImageUser judges the USER of an image alone.
func JudgeImageUser(ctx context.Context, img *image.Image, opts Options) (ImageUser, error) {
	return ImageUser{}, nil
}
