package identity

import (
	"slices"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// beforeVerdict is what can stop the kubelet before it looks at runAsNonRoot.
func (j *judgement) beforeVerdict() *halt {
	if h := j.unpackHalt(); h != nil {
		return h
	}
	return j.subPathHalt()
}

func unjudged(k Kubelet) *halt {
	if k.Verdict != Unjudged {
		return nil
	}
	return unsure("the kubelet's verdict is not known: " + k.Message)
}

// unpackHalt: layers that containerd refuses to unpack never become a container.
func (j *judgement) unpackHalt() *halt {
	if j.ev.img == nil || j.runtime != Containerd {
		return nil
	}
	refuser, ok := j.ev.img.Files.(interface{ Refusal() *rootfs.UnpackError })
	if !ok {
		return nil
	}
	if e := refuser.Refusal(); e != nil {
		return fail(StageImage, ImageUnpack, e.Error()).at(j.imagePath)
	}
	return nil
}

// subPathHalt is ExpandContainerVolumeMounts of pkg/kubelet/container/helpers.go: in subPathExpr, unlike anywhere else, a
// reference without a value is an error. It comes before the check of runAsNonRoot.
func (j *judgement) subPathHalt() *halt {
	for i, m := range j.container.VolumeMounts {
		var missing []string
		expand(m.SubPathExpr, func(name string) (string, bool, string) {
			value, ok, why := j.podEnv.lookup(name)
			if why == "" && (!ok || value == "") && !slices.Contains(missing, name) {
				missing = append(missing, name)
			}
			return value, ok, why
		})
		if len(missing) > 0 {
			slices.Sort(missing)
			return fail(StageConfig, CreateContainerConfigError, "missing value for "+strings.Join(missing, ", ")).
				at(index(j.container.Path+"/volumeMounts", i) + "/subPathExpr")
		}
	}
	return nil
}

// nothing is the part of the arguments' halt that the runtime sees first.
func (a argv) nothing() *halt {
	if a.halt != nil && a.halt.verdict == Fails {
		return a.halt
	}
	return nil
}

// userPath is the field that the user comes from.
func (j *judgement) userPath() string {
	if j.security.RunAsUser.Set {
		return j.security.RunAsUser.From
	}
	return j.imagePath
}

func (j *judgement) relativeWorkdir() *halt {
	if !j.workdir.Known() || !relative(j.workdir.Value) {
		return nil
	}
	return fail(StageStart, WorkdirInaccessible, "Cwd must be an absolute path").at(j.workdir.Path)
}

func badEnvironment(e *environment) *halt {
	if e.bad == "" {
		return nil
	}
	return fail(StageStart, InvalidEnvironment, e.bad)
}
