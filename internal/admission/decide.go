package admission

import (
	"context"
	"fmt"
	"slices"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/hullcheck/hullcheck/pkg/config"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// Namespaces gives the labels of namespaces.
type Namespaces interface {
	Labels(ctx context.Context, namespace string) (map[string]string, error)
}

// times are what a request may take: the context that it is judged with is done when the margin begins.
type times struct {
	timeout, margin time.Duration
}

// decide answers one request. It follows Pod Security Admission: a Pod that cannot be judged is refused, another object is
// let go, unless the configuration enforces those too.
func (b *Rulebook) decide(ctx context.Context, r *request, namespaces Namespaces, t times) *answer {
	switch {
	case !r.concerns():
		return allow(Unconcerned)
	case r.isNamespace():
		return b.decideNamespace(r)
	case slices.Contains(b.Exemptions.Namespaces, r.Namespace):
		return exempt("namespace")
	case slices.Contains(b.Exemptions.Users, r.UserInfo.Username):
		return exempt("user")
	}
	enforce := r.isPod() || b.Controllers == config.EnforceControllers
	modes, bad, err := b.modesOf(ctx, r, namespaces)
	if err != nil {
		return b.unjudged(enforce, failed(err.Error()), err)
	}
	if len(bad) == 0 && (modes.off() || !enforce && modes.Warn.Level == Off && modes.Audit.Level == Off) {
		a := allow(Allowed)
		if enforce {
			a.note(auditPolicy, modes.Enforce.String())
		}
		return a
	}
	o, a := b.objectOf(r, enforce)
	if a != nil {
		return a
	}
	a = allow(Allowed)
	for _, e := range bad {
		a.note(auditError, e.Error())
		a.warnings.add(fmt.Sprintf("namespace %s: %s", r.Namespace, e))
	}
	b.judge(ctx, a, o, modes, enforce, t)
	return a
}

// modesOf are the modes of the request's namespace. What stands in none is judged by the defaults.
func (b *Rulebook) modesOf(ctx context.Context, r *request, namespaces Namespaces) (Modes, []*LabelError, error) {
	if r.Namespace == "" {
		return b.modes, nil, nil
	}
	labels, err := namespaces.Labels(ctx, r.Namespace)
	if err != nil {
		return Modes{}, nil, fmt.Errorf("look up namespace %s: %w", r.Namespace, err)
	}
	modes, bad := b.modes.of(labels)
	return modes, bad, nil
}

// objectOf reads what the request is about, or answers where that needs no judgement.
func (b *Rulebook) objectOf(r *request, enforce bool) (*manifest.Object, *answer) {
	o, err := r.decode(&b.reader, false)
	if err != nil {
		return nil, b.unjudged(enforce, malformed(err.Error()), err)
	}
	switch {
	case len(o.Pods) == 0:
		return nil, allow(Unconcerned)
	case o.Deleting:
		return nil, allow(Unconcerned)
	case b.exemptClass(o):
		return nil, exempt("runtimeClass")
	case len(r.OldObject.Raw) == 0:
		return o, nil
	}
	// An old object that cannot be read says nothing: the new one is judged.
	if before, err := r.decode(&b.reader, true); err == nil && !changed(before, o, b.HonourAnnotations) {
		return nil, allow(Unchanged)
	}
	return o, nil
}

func (b *Rulebook) exemptClass(o *manifest.Object) bool {
	for i := range o.Pods {
		class := o.Pods[i].Spec.RuntimeClassName
		if class == nil || *class == "" || !slices.Contains(b.Exemptions.RuntimeClasses, *class) {
			return false
		}
	}
	return true
}

// unjudged answers for what could not be looked at.
func (b *Rulebook) unjudged(enforce bool, status *metav1.Status, err error) *answer {
	a := allow(Failed)
	if enforce {
		a = refuse(Failed, status)
	} else {
		a.warnings.add("hullcheck has not judged this: " + err.Error())
	}
	a.fail(err)
	return a
}
