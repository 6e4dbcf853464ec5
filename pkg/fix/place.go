package fix

import (
	"github.com/hullcheck/hullcheck/pkg/fix/yamledit"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// podOrder and securityOrder are keys before which a new entry is written, so that it does not hide behind the containers.
var (
	podOrder      = []string{"securityContext", "initContainers", "containers", "volumes"}
	securityOrder = []string{"fsGroup", "seccompProfile", "capabilities"}
)

func set(path string, value any) yamledit.Change { return yamledit.Change{Path: path, Value: value} }

// nowhere is the path of a change that the object has no place for.
const nowhere = ""

// inPod sets a field of the pod's security context, where it is written: for pods whose parts stand apart, that may be in
// the settings of the run, or nowhere.
func (t *target) inPod(field string, value any) yamledit.Change {
	p := t.podOf()
	if p.SettingsPath == "" {
		return yamledit.Change{Path: nowhere}
	}
	c := set(t.object.WrittenAt(p.SpecPath+"/securityContext")+"/"+field, value)
	if p.Spec.SecurityContext == nil {
		c.Before = podOrder[1:]
	} else {
		c.Before = securityOrder
	}
	return c
}

// ofPod sets a field of the pod itself.
func (t *target) ofPod(field string, value any) yamledit.Change {
	p := t.podOf()
	if p.SettingsPath == "" {
		return yamledit.Change{Path: nowhere}
	}
	c := set(t.object.WrittenAt(p.SpecPath+"/"+field), value)
	c.Before = podOrder
	return c
}

// inContainer sets a field of the container's security context.
func inContainer(c *manifest.Container, field string, value any) yamledit.Change {
	return set(c.Path+"/securityContext/"+field, value)
}
