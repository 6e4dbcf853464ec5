package identity

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

func (j *judgement) writtenUser() Fact[string] {
	if why := j.ev.missing(fieldUser); why != "" {
		return unknown[string](why)
	}
	return known(j.ev.img.Config.User, FromImageUser)
}

// alone is the judgement of the same image in a pod that says nothing.
func (j *judgement) alone() *judgement {
	a := *j
	a.security = Security{}
	return &a
}

// imageFacts is what the image's USER comes to for Kubernetes.
func (j *judgement) imageFacts(ctx context.Context) (ImageFacts, error) {
	f := ImageFacts{User: j.writtenUser()}
	p, err := j.alone().primary(ctx)
	if err != nil {
		return f, err
	}
	f.UID = p.uid
	switch {
	case !f.User.Known():
		f.NumericNonRoot = unknown[bool](f.User.Unknown)
	case p.halt != nil && p.halt.verdict == StartUnknown:
		f.NumericNonRoot = unknown[bool](p.halt.message)
	default:
		name, _, _ := strings.Cut(f.User.Value, ":")
		f.NumericNonRoot = known(p.halt == nil && canonical(name) && p.uid.Value != 0, FromImageUser)
	}
	return f, nil
}

// primary resolves uid and gid as the runtime does, without supplementary groups.
func (j *judgement) primary(ctx context.Context) (principal, error) {
	w := j.wanted()
	if !w.Known() {
		return unknownPrincipal(w.Unknown), nil
	}
	if j.runtime == CRIO {
		return j.crioUser(ctx, w.Value, false)
	}
	return j.containerdPrimary(ctx, w.Value)
}

// JudgeImageUser judges the USER of an image alone.
func JudgeImageUser(ctx context.Context, img *image.Image, opts Options) (ImageUser, error) {
	pod := &manifest.Pod{Spec: &corev1.PodSpec{}}
	c := &manifest.Container{Type: manifest.Regular, Container: &corev1.Container{}}
	j := newJudgement(Request{Pod: pod, Container: c, Given: Given{Image: img}}, opts)
	u := ImageUser{Written: j.writtenUser()}
	if !u.Written.Known() {
		return u.unknown(u.Written.Unknown), nil
	}
	if img.Platform.OS == string(corev1.Windows) {
		return u.onWindows(), nil
	}
	u.Name, u.Group, u.HasGroup = strings.Cut(u.Written.Value, ":")
	_, err := strconv.ParseInt(u.Name, 10, 64)
	u.Numeric, u.Canonical = u.Name == "" || err == nil, canonical(u.Name)
	u.KubeletRefuses = known(refusalOf(j.user.Value), FromImageUser)
	if err := j.underKubernetes(ctx, &u); err != nil {
		return u, fmt.Errorf("resolve USER: %w", err)
	}
	if err := j.direct(ctx, &u); err != nil {
		return u, fmt.Errorf("resolve USER: %w", err)
	}
	u.Suggestion = u.suggest()
	return u, nil
}

func (u ImageUser) unknown(why string) ImageUser {
	u.Invalid, u.KubeletRefuses, u.Home = unknown[string](why), unknown[string](why), unknown[string](why)
	u.UID, u.GID, u.DirectGID = unknown[int64](why), unknown[int64](why), unknown[int64](why)
	u.InPasswd = unknown[bool](why)
	return u
}

// onWindows: accounts of Windows images are not read; a USER is only compared with the kubelet's root account.
func (u ImageUser) onWindows() ImageUser {
	written := u.Written
	u = u.unknown("Windows accounts are not read")
	u.Written, u.Name, u.Invalid = written, written.Value, known("", FromImageUser)
	u.KubeletRefuses = known("", FromImageUser)
	if strings.EqualFold(readImageUser(written.Value).name, windowsRoot) {
		u.KubeletRefuses.Value = windowsRefusal("runAsUser", written.Value)
	}
	return u
}

// underKubernetes fills in what a kubelet and the runtime behind it make of USER.
func (j *judgement) underKubernetes(ctx context.Context, u *ImageUser) error {
	var err error
	if j.who, err = j.primary(ctx); err != nil {
		return err
	}
	i, err := j.identity(ctx)
	if err != nil {
		return err
	}
	u.UID, u.GID, u.InPasswd, u.Home = i.UID, i.GID, i.InPasswd, i.Home
	u.HomeFromEnv = i.Home.From == FromImageEnv
	u.Invalid, err = j.whyInvalid(ctx, u)
	return err
}

// whyInvalid is why a runtime cannot resolve USER.
func (j *judgement) whyInvalid(ctx context.Context, u *ImageUser) (Fact[string], error) {
	users, err := j.accounts.users(ctx)
	if err != nil {
		return Fact[string]{}, err
	}
	h := j.who.halt
	switch {
	case h != nil && h.verdict == StartUnknown:
		return unknown[string](h.message), nil
	case h != nil && h.reason == UserOutOfRange:
		return known(h.message, FromImageUser), nil
	case users.state == fileBroken:
		return known("no runtime can read /etc/passwd: "+users.words, FromImagePasswd), nil
	case h != nil && users.state == fileMissing:
		return known(fmt.Sprintf("there is no /etc/passwd to find %q in", u.Name), FromImagePasswd), nil
	case h != nil:
		return known(fmt.Sprintf("/etc/passwd has no user %q", u.Name), FromImagePasswd), nil
	case strings.Contains(u.Group, ":"):
		return known(fmt.Sprintf("no runtime runs it directly, as it has two colons; Kubernetes starts it as uid %d",
			u.UID.Value), FromImageUser), nil
	case users.state == fileUnknown:
		return unknown[string](users.words), nil
	}
	return known("", FromImagePasswd), nil
}

// direct fills in what docker makes of USER, group half included.
func (j *judgement) direct(ctx context.Context, u *ImageUser) error {
	e, err := j.accounts.execUser(ctx, u.Written.Value, false, false)
	if err != nil {
		return err
	}
	u.DirectGID = e.gid
	if e.err != "" && j.who.halt == nil {
		u.DirectError = e.err
	}
	return nil
}

// suggest is the uid:gid that USER comes to where it is not root: with the group half that was meant, if there is one.
func (u *ImageUser) suggest() string {
	if !u.UID.Known() || u.UID.Value == 0 {
		return ""
	}
	gid := u.GID
	if u.HasGroup && u.DirectGID.Known() {
		gid = u.DirectGID
	}
	if !gid.Known() {
		return ""
	}
	return fmt.Sprintf("%d:%d", u.UID.Value, gid.Value)
}
