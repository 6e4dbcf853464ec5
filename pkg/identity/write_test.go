package identity

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
)

// hardened is a pod with a read-only root, and what else the container has.
func hardened(more string) string {
	return `{"volumes":[{"name":"tmp","emptyDir":{}},{"name":"cfg","configMap":{"name":"x"}}],"containers":[{"name":"c",
		"securityContext":{"readOnlyRootFilesystem":true}` + more + `}]}`
}

func TestLikelyWrites(t *testing.T) {
	layers := [][]imagetest.Entry{accountsLayer(), programLayer(), {
		{Path: "var/cache", Dir: true},
		{Path: "var/lib/app", Dir: true, UID: 1000},
		{Path: "run", Dir: true, Mode: "1777"},
		{Path: "var/run", Link: "/run"},
		{Path: "data", Dir: true, UID: 1000},
		{Path: "w", Dir: true, UID: 1000},
	}}
	spec := imagetest.Spec{
		User: "app", Entrypoint: []string{"/bin/app"}, Workdir: "/w", Volumes: []string{"/data"}, Layers: layers,
	}
	tmp := LikelyWrite{"/tmp", "written to by many programs", "tmp-2"}
	run := LikelyWrite{"/run", "written to by many programs", "run"}
	home := LikelyWrite{"/home/app", "HOME", "home-app"}
	workdir := LikelyWrite{"/w", "working directory", "w"}
	volume := LikelyWrite{"/data", "VOLUME of the image", "data"}
	for name, c := range map[string]struct {
		spec string
		opts Options
		user string
		want []LikelyWrite
	}{
		"nothing mounted": {hardened(""), Options{}, "app", []LikelyWrite{home, run, tmp, workdir}},
		"mounted": {
			hardened(`,"volumeMounts":[{"name":"tmp","mountPath":"/tmp"},{"name":"tmp","mountPath":"/var/run"}]`),
			Options{},
			"app",
			[]LikelyWrite{home, workdir},
		},
		"mounted read-only": {
			hardened(`,"volumeMounts":[{"name":"cfg","mountPath":"/tmp"}]`), Options{}, "app", []LikelyWrite{home, run, workdir},
		},
		"CRI-O": {hardened(""), Options{Runtime: CRIO}, "app", []LikelyWrite{volume, home, run, tmp, workdir}},
		"whole tree": {hardened(""), Options{Evidence: finding.EvidenceTree}, "app", []LikelyWrite{
			home, run, tmp, {"/var/lib/app", "owned by uid 1000", "var-lib-app"}, workdir,
		}},
		"writable root": {plainPod, Options{}, "app", []LikelyWrite{}},
		"another user":  {hardened(""), Options{}, "4711", []LikelyWrite{run, tmp}},
	} {
		t.Run(name, func(t *testing.T) {
			spec.User = c.user
			r := judgeFirst(t, c.spec, imageOf(t, spec), c.opts)
			if diff := cmp.Diff(c.want, r.Power.LikelyWrites); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWritable(t *testing.T) {
	img := imageOf(t, imagetest.Spec{
		User: "app", Entrypoint: []string{"/bin/app"}, Volumes: []string{"/data", "/rooted"},
		Layers: [][]imagetest.Entry{accountsLayer(), programLayer(), {
			{Path: "data", Dir: true, UID: 1000}, {Path: "rooted", Dir: true},
		}},
	})
	r := judgeFirst(t, hardened(`,"volumeMounts":[{"name":"tmp","mountPath":"/tmp"},{"name":"cfg","mountPath":"/cfg"},
		{"name":"claim","mountPath":"/claim"},{"name":"tmp","mountPath":"/ro","readOnly":true}]`), img, Options{})
	got := []string{}
	for _, m := range r.Power.Writable {
		got = append(got, m.String())
	}
	want := []string{
		"/dev/shm (tmpfs)", "/dev/mqueue (tmpfs)", "/tmp (emptyDir tmp)", "/claim (persistentVolumeClaim claim)",
		"/data (image VOLUME)",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestUnboundPorts(t *testing.T) {
	img := imageOf(t, imagetest.Spec{Entrypoint: []string{"/bin/app"}, Layers: [][]imagetest.Entry{programLayer()}})
	const ports = `"ports":[{"containerPort":80},{"containerPort":1024},{"containerPort":8080}]`
	for name, c := range map[string]struct {
		spec string
		opts Options
		want int
	}{
		"containerd": {
			`{"securityContext":{"runAsUser":1},"containers":[{"name":"c",` + ports + `}]}`, Options{}, 0,
		},
		"CRI-O": {
			`{"securityContext":{"runAsUser":1},"containers":[{"name":"c",` + ports + `}]}`,
			Options{Runtime: CRIO},
			1,
		},
		"CRI-O as root": {`{"containers":[{"name":"c",` + ports + `}]}`, Options{Runtime: CRIO}, 0},
		"host network": {
			`{"hostNetwork":true,"securityContext":{"runAsUser":1},"containers":[{"name":"c",` + ports + `}]}`,
			Options{},
			1,
		},
		"host network, root": {`{"hostNetwork":true,"containers":[{"name":"c",` + ports + `}]}`, Options{}, 0},
		"host network, added": {
			`{"hostNetwork":true,"securityContext":{"runAsUser":1},"containers":[{"name":"c","securityContext":{"capabilities":{"add":["NET_BIND_SERVICE"]}},` + ports + `}]}`,
			Options{},
			1,
		},
		"sysctl of the pod": {
			`{"securityContext":{"runAsUser":1,"sysctls":[{"name":"net.ipv4.ip_unprivileged_port_start","value":"2000"}]},"containers":[{"name":"c",` + ports + `}]}`,
			Options{},
			2,
		},
		"sysctl 0 with CRI-O": {
			`{"securityContext":{"runAsUser":1,"sysctls":[{"name":"net.ipv4.ip_unprivileged_port_start","value":"0"}]},"containers":[{"name":"c",` + ports + `}]}`,
			Options{Runtime: CRIO},
			0,
		},
		"powers that are not known": {
			`{"hostNetwork":true,"securityContext":{"runAsUser":1},"containers":[{"name":"c",` + ports + `}]}`,
			Options{Evidence: finding.EvidenceUsers},
			0,
		},
	} {
		t.Run(name, func(t *testing.T) {
			if got := judgeFirst(t, c.spec, img, c.opts).Start.UnboundPorts; len(got) != c.want {
				t.Errorf("%v", got)
			}
		})
	}
}

func TestProgramWritable(t *testing.T) {
	for name, c := range map[string]struct {
		entry imagetest.Entry
		spec  string
		want  bool
	}{
		"root's":      {imagetest.Entry{Mode: "0755"}, plainPod, false},
		"own":         {imagetest.Entry{Mode: "0755", UID: 1000}, plainPod, true},
		"own, no w":   {imagetest.Entry{Mode: "0555", UID: 1000}, plainPod, false},
		"group's":     {imagetest.Entry{Mode: "0775", GID: 3000}, plainPod, true},
		"everybody's": {imagetest.Entry{Mode: "0777"}, plainPod, true},
		"root with all": {
			imagetest.Entry{Mode: "0555", UID: 5}, container(`"securityContext":{"runAsUser":0}`), true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			c.entry.Path, c.entry.Content = "bin/app", string(staticELF())
			img := imageOf(t, imagetest.Spec{User: "app", Entrypoint: []string{"/bin/app"}, Layers: [][]imagetest.Entry{
				accountsLayer(), {c.entry},
			}})
			s := judgeFirst(t, c.spec, img, Options{}).Start
			if s.ProgramWritable.Value != c.want || !s.ProgramWritable.Known() || s.Program != "/bin/app" {
				t.Errorf("%+v of %s", s.ProgramWritable, s.Program)
			}
		})
	}
}
