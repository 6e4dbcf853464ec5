package fix

import (
	"context"
	"slices"

	"github.com/hullcheck/hullcheck/pkg/fix/yamledit"
)

// nonRoot demands a user that is not root: of the pod or, where one of its images is root's, of the container. Where the
// image's USER is a name, the kubelet needs its number too.
func nonRoot(ctx context.Context, t *target) (proposal, error) {
	demands := []candidate{t.podNonRoot()}
	if t.container >= 0 {
		own := t.containerNonRoot()
		if sc := t.containerOf().SecurityContext; sc != nil && sc.RunAsNonRoot != nil {
			demands = demands[:0]
		}
		demands = append(demands, own)
	}
	users, err := imageUser(ctx, t)
	if err != nil {
		return proposal{}, err
	}
	out := propose(demands...)
	for _, u := range users.candidates {
		for _, d := range demands {
			out.candidates = append(out.candidates, candidate{
				changes: slices.Concat(u.changes, d.changes), words: u.words + ", and " + d.words,
			})
		}
	}
	return out, nil
}

func (t *target) podNonRoot() candidate {
	c := candidate{
		changes: []yamledit.Change{t.inPod("runAsNonRoot", true)},
		words:   "set runAsNonRoot: true in the pod's securityContext",
	}
	for j := range t.podOf().Containers {
		if c.unverified == "" {
			c.unverified = t.unverifiedUser(j)
		}
	}
	return c
}

func (t *target) containerNonRoot() candidate {
	return candidate{
		changes:    []yamledit.Change{inContainer(t.containerOf(), "runAsNonRoot", true)},
		words:      "set runAsNonRoot: true in the container's securityContext",
		unverified: t.unverifiedUser(t.container),
	}
}

// unverifiedUser is what is not known of a container's user: nothing where a runAsUser decides, whatever the image says.
func (t *target) unverifiedUser(container int) string {
	of := *t
	of.container = container
	why := of.unread()
	if why == "" || of.results()[0].Security.RunAsUser.Set {
		return ""
	}
	return "that the image " + of.containerOf().Image + " has a USER that is a number other than 0: " + why
}
