package identity

import (
	"strings"
	"testing"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

const plainPod = `{"containers":[{"name":"c"}]}`

// startCase is one way to start, or not.
type startCase struct {
	spec    string // "" is a pod that says nothing
	image   imagetest.Spec
	opts    Options
	verdict StartVerdict
	reason  Reason
	message string // the end of it
	path    string
}

func (c startCase) run(t *testing.T) {
	t.Helper()
	if c.spec == "" {
		c.spec = plainPod
	}
	if c.image.Layers == nil {
		c.image.Layers = [][]imagetest.Entry{accountsLayer(), programLayer()}
	}
	if c.image.Entrypoint == nil && c.image.Cmd == nil {
		c.image.Entrypoint = []string{"/bin/app"}
	}
	s := judgeFirst(t, c.spec, imageOf(t, c.image), c.opts).Start
	if s.Verdict != c.verdict || s.Reason != c.reason || !strings.HasSuffix(s.Message, c.message) {
		t.Errorf("%s %s %q, want %s %s %q", s.Verdict, s.Reason, s.Message, c.verdict, c.reason, c.message)
	}
	if c.message == "" && s.Message != "" {
		t.Errorf("message %q", s.Message)
	}
	if c.path != "" && s.Path != c.path {
		t.Errorf("path %s, want %s", s.Path, c.path)
	}
}

func container(fields string) string { return `{"containers":[{"name":"c",` + fields + `}]}` }

// TestStart has what the recorded cases do not: volumes of other kinds, machines, predictions, CRI-O.
func TestStart(t *testing.T) {
	const c0 = "/spec/containers/0"
	program := func(path, content string) []imagetest.Entry {
		return []imagetest.Entry{{Path: path, Content: content, Mode: "0755"}}
	}
	arm := staticELF()
	arm[18], arm[19] = 183, 0
	i386 := staticELF()
	i386[4], i386[18], i386[42], i386[44] = 1, 3, 32, 1
	for name, c := range map[string]startCase{
		"plain": {verdict: Starts},
		"command not there": {
			spec: container(`"command":["/nope"]`), verdict: Fails, reason: EntrypointNotFound,
			message: `exec: "/nope": stat /nope: no such file or directory`, path: c0 + "/command",
		},
		"args are the command": {
			spec: container(`"args":["/nope"]`), image: imagetest.Spec{Cmd: []string{"/bin/app"}}, verdict: Fails,
			reason: EntrypointNotFound, message: "no such file or directory", path: c0 + "/args",
		},
		"named program": {spec: container(`"command":["app"]`), verdict: Starts},
		"dot": {
			spec: container(`"command":["."]`), verdict: Fails, reason: EntrypointNotFound,
			message: `exec: ".": executable file not found in $PATH`,
		},
		"machine of arm64": {
			image:   imagetest.Spec{Layers: [][]imagetest.Entry{program("bin/app", string(arm))}},
			verdict: Fails, reason: ExecFormat, message: "exec /bin/app: exec format error",
			path: c0 + "/image",
		},
		"machine of 386": {
			image:   imagetest.Spec{Layers: [][]imagetest.Entry{program("bin/app", string(i386))}},
			verdict: StartUnknown,
			message: "whether the node's kernel runs 32-bit programs (EM_386) is not known",
		},
		"program from a ConfigMap": {
			spec: `{"volumes":[{"name":"v","configMap":{"name":"x"}}],"containers":[{"name":"c","command":["/s/run"],
				"volumeMounts":[{"name":"v","mountPath":"/s"}]}]}`,
			verdict: StartUnknown, message: "what is in volume v is not known",
		},
		"program beside a volume": {
			spec: `{"volumes":[{"name":"v","persistentVolumeClaim":{"claimName":"x"}}],"containers":[{"name":"c",
				"volumeMounts":[{"name":"v","mountPath":"/data"}]}]}`,
			verdict: Starts,
		},
		"claim template over the program": {
			spec:    container(`"volumeMounts":[{"name":"data","mountPath":"/bin"}]`),
			verdict: StartUnknown, message: "what is in volume data is not known",
		},
		"hostPath file at a directory": {
			spec: `{"volumes":[{"name":"v","hostPath":{"path":"/x","type":"Socket"}}],"containers":[{"name":"c",
				"volumeMounts":[{"name":"v","mountPath":"/bin"}]}]}`,
			verdict: Fails, reason: MountFailure, message: "not a directory", path: c0 + "/volumeMounts/0/mountPath",
		},
		"sandbox": {
			spec:    `{"securityContext":{"runAsGroup":0},"containers":[{"name":"c","securityContext":{"runAsUser":1}}]}`,
			verdict: Fails, reason: SandboxFailure, message: `user group "0" is specified without user`,
			path: "/spec/securityContext/runAsGroup",
		},
		"WORKDIR below a read-only volume": {
			spec: `{"volumes":[{"name":"v","configMap":{"name":"x"}}],"containers":[{"name":"c","workingDir":"/s/sub",
				"volumeMounts":[{"name":"v","mountPath":"/s"}]}]}`,
			verdict: StartUnknown, message: "what is in volume v is not known",
		},
		"WORKDIR in a claim": {
			spec: `{"volumes":[{"name":"v","persistentVolumeClaim":{"claimName":"x"}}],"containers":[{"name":"c",
				"workingDir":"/s/sub","volumeMounts":[{"name":"v","mountPath":"/s"}]}]}`,
			verdict: Starts,
		},
		"uid beyond the namespace": {
			spec:    `{"hostUsers":false,"securityContext":{"runAsUser":70000,"runAsGroup":1},"containers":[{"name":"c"}]}`,
			verdict: Fails, reason: UserOutOfRange, message: "cannot setuid to unmapped uid 70000 in user namespace",
		},
		"gid beyond the namespace": {
			spec:    `{"hostUsers":false,"securityContext":{"fsGroup":70000},"containers":[{"name":"c"}]}`,
			verdict: Fails, reason: UserOutOfRange, message: "setgroups: invalid argument",
		},
		"unresolved reference is literal": {
			spec: container(`"command":["$(NOPE)"]`), verdict: Fails, reason: EntrypointNotFound,
			message: `exec: "$(NOPE)": executable file not found in $PATH`,
		},
		"program's name from a Secret": {
			spec:    container(`"command":["$(P)"],"env":[{"name":"P","valueFrom":{"secretKeyRef":{"name":"s","key":"k"}}}]`),
			verdict: StartUnknown, message: "P comes from key k of Secret s",
		},
		"an argument from a Secret": {
			spec:    container(`"args":["$(P)"],"env":[{"name":"P","valueFrom":{"secretKeyRef":{"name":"s","key":"k"}}}]`),
			verdict: Starts,
		},
		"PATH from a field": {
			spec:    container(`"command":["app"],"env":[{"name":"PATH","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}}]`),
			verdict: StartUnknown, message: "PATH is not known: PATH comes from the pod's metadata.name",
		},
		"image VOLUME at a file": {
			image: imagetest.Spec{Volumes: []string{"/bin/app"}}, verdict: Fails, reason: MountFailure,
			message: "VOLUME /bin/app of the image is not a directory",
		},
		"unknown architecture": {
			image: imagetest.Spec{Platform: "linux/wasm"}, verdict: StartUnknown,
			message: "no programs are known for architecture wasm",
		},
		"CRI-O refuses a capability": {
			spec: container(`"securityContext":{"capabilities":{"add":["BOGUS"]}}`),
			opts: Options{Runtime: CRIO}, verdict: Fails, reason: CreateContainerConfigError,
			message: `unknown capability "CAP_BOGUS" to add`,
		},
		"CRI-O, no such user": {
			image: imagetest.Spec{User: "ghost"}, opts: Options{Runtime: CRIO}, verdict: Fails,
			reason: UserNotFound, message: "unable to find user ghost: no matching entries in passwd file",
		},
		"CRI-O, pod-level runAsGroup": {
			spec: `{"securityContext":{"runAsGroup":5},"containers":[{"name":"c"}]}`, opts: Options{Runtime: CRIO}, verdict: Starts,
		},
		"no files may be read": {
			opts: Options{Evidence: finding.EvidenceUsers}, verdict: StartUnknown,
			message: "the image's files were not read",
		},
		"nothing to run at all": {
			image: imagetest.Spec{Entrypoint: []string{}, Cmd: []string{}},
			opts:  Options{Evidence: finding.EvidenceConfig}, verdict: Fails, reason: NothingToRun,
			message: "no command specified",
		},
		"relative WORKDIR alone": {
			image: imagetest.Spec{Workdir: "w"}, opts: Options{Evidence: finding.EvidenceConfig},
			verdict: Fails, reason: WorkdirInaccessible, message: "Cwd must be an absolute path",
		},
	} {
		t.Run(name, c.run)
	}
}

// TestStartUnread: what rests on an image that was not read is unknown, and says why.
func TestStartUnread(t *testing.T) {
	pod := parsePod(t, `{"securityContext":{"runAsNonRoot":true,"runAsGroup":3,"runAsUser":5},"containers":[{"name":"c"}]}`)
	r, err := Judge(t.Context(), Request{Pod: pod, Container: firstRegular(pod), Given: Given{Unread: "unauthorized"}},
		Options{Evidence: finding.EvidenceTree})
	if err != nil {
		t.Fatal(err)
	}
	if r.Kubelet.Verdict != Admits || r.Identity.UID.Value != 5 || r.Identity.GID.Value != 3 {
		t.Errorf("%+v, uid %+v gid %+v", r.Kubelet, r.Identity.UID, r.Identity.GID)
	}
	for what, why := range map[string]string{
		"home": r.Identity.Home.Unknown, "user name": r.Identity.Username.Unknown, "user": r.Image.User.Unknown,
		"effective": r.Power.Capabilities.Effective.Unknown, "start": r.Start.Message, "groups": r.Identity.GroupsUnknown,
	} {
		if !strings.HasSuffix(why, "unauthorized") {
			t.Errorf("%s: %q", what, why)
		}
	}
	if r.Start.Verdict != StartUnknown {
		t.Errorf("start %s", r.Start.Verdict)
	}
}

// TestStartPredicted: a Dockerfile's prediction may know one field and not another.
func TestStartPredicted(t *testing.T) {
	for field, want := range map[string]string{
		fieldUser: "the kubelet's verdict is not known: no", fieldEntrypoint: "the image's ENTRYPOINT is not known: no",
		fieldWorkdir: "the working directory is not known: no", fieldEnv: "PATH is not known: no",
	} {
		img := imageOf(t, imagetest.Spec{
			User: "1000", Entrypoint: []string{"app"}, Layers: [][]imagetest.Entry{accountsLayer(), programLayer()},
		})
		img.Config.Unknown = map[string]string{field: "no"}
		if field == fieldEnv {
			img.Config.Env = []string{"PATH"}
		}
		r := judgeFirst(t, `{"containers":[{"name":"c","securityContext":{"runAsNonRoot":true}}]}`, img, Options{})
		if r.Start.Verdict != StartUnknown || r.Start.Message != want {
			t.Errorf("%s: %s %q, want %q", field, r.Start.Verdict, r.Start.Message, want)
		}
	}
}

// TestStartUnreadableHeader: headers that could not be read make the start unknown, not a failure.
func TestStartUnreadableHeader(t *testing.T) {
	img := imageOf(t, imagetest.Spec{Entrypoint: []string{"/bin/app"}, Layers: [][]imagetest.Entry{programLayer()}})
	img.Files = alter{img.Files, func(e *rootfs.Entry) {
		if e.Program != nil {
			e.Program = &rootfs.Program{Format: rootfs.ELF, Unknown: "the headers could not be read"}
		}
	}}
	s := judgeFirst(t, plainPod, img, Options{}).Start
	if s.Verdict != StartUnknown || s.Message != "/bin/app: the headers could not be read" {
		t.Errorf("%s %q", s.Verdict, s.Message)
	}
}

func TestInitContainers(t *testing.T) {
	img := imageOf(t, imagetest.Spec{Entrypoint: []string{"/bin/app"}, Layers: [][]imagetest.Entry{programLayer()}})
	spec := `{"initContainers":[{"name":"a"},{"name":"b","command":["/nope"]},{"name":"d"}],"containers":[{"name":"c"}],
		"ephemeralContainers":[{"name":"e"}]}`
	pod := parsePod(t, spec)
	results, err := JudgePod(t.Context(), pod, []Given{{Image: img}, {Image: img}, {Image: img}, {Image: img}, {Image: img}},
		Options{Evidence: finding.EvidenceEntrypoint})
	if err != nil {
		t.Fatal(err)
	}
	want := []Reason{NoReason, EntrypointNotFound, InitContainerFailed, InitContainerFailed, NoReason}
	for i, r := range results {
		if r.Start.Reason != want[i] {
			t.Errorf("%s: %s %q", pod.Containers[i].Name, r.Start.Reason, r.Start.Message)
		}
	}
	if c := results[3]; c.Kubelet.Verdict != Unreached || c.Start.Path != "/spec/initContainers/1" {
		t.Errorf("%+v", c)
	}
	if _, err := JudgePod(t.Context(), pod, nil, Options{}); err == nil {
		t.Error("no error for missing images")
	}
}
