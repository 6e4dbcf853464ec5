// Package oracle asks a real kubelet, containerd and runc what they do with generated pods and images, and compares their
// answers with those of pkg/identity.
package oracle

import (
	"fmt"
	"math/rand/v2"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
)

// Case is one image and one pod that runs it. The pod is for a node that is called localhost, and its image is the oracle's:
// who runs it elsewhere changes both.
type Case struct {
	Name  string
	Image imagetest.Spec
	Pod   *corev1.Pod
}

// Generate makes n cases; equal seeds give equal cases.
func Generate(seed uint64, n int) []Case {
	g := generator{rand.New(rand.NewPCG(seed, 1))}
	cases := make([]Case, 0, n)
	for i := range n {
		name := fmt.Sprintf("live-%d-%04d", seed, i)
		cases = append(cases, Case{Name: name, Image: g.image(), Pod: g.pod(name)})
	}
	return cases
}

// generator draws from the values in which real images and pods differ, and from those at which programs go wrong.
type generator struct{ *rand.Rand }

func one[T any](g generator, values ...T) T { return values[g.IntN(len(values))] }

// mostly draws three times in four from the first n values, the ordinary ones with which programs run.
func mostly[T any](g generator, n int, values []T) T {
	if g.IntN(4) > 0 {
		return values[g.IntN(n)]
	}
	return one(g, values...)
}

// maybe gives one of values, or nil with the given chance in ten.
func maybe[T any](g generator, nilInTen int, values ...T) *T {
	if g.IntN(10) < nilInTen {
		return nil
	}
	v := one(g, values...)
	return &v
}

var (
	users = []string{
		"", "0", "root", "app", "1000", "1000:1000", "app:grp", "65534", "1000:nogrp", "+1000", "01000", "1234", "-1", " 1000", "nosuch",
		"1:2:3", "2147483648", "root:grp", "1000:", ":1000", "broken", "other", "2147483647",
	}
	passwds = []string{
		"root:x:0:0:root:/root:/bin/sh\napp:x:1000:2000:app:/home/app:/bin/sh\n1234:x:77:77::/home/1234:/bin/sh\n",
		"root:x:0:0:root:/root:/bin/sh\nother:x:1000:500::/other:\napp:x:1000:2000:app:/home/app:/bin/sh\n",
		"root:x:0:0\napp:x:1000:0:app:\nbroken\n",
		"# a comment\n\napp:x:01000:2000:app:/home/app:/bin/sh\r\nbroken:x:abc:abc::/b:\n  root:x:0:0::/root:\n",
		"",
	}
	groups = []string{
		"root:x:0:\napp:x:2000:\ngrp:x:555:\nextra:x:3000:app,other\nwheel:x:10:root\n",
		"grp:x:555:app, other,broken\nlater:x:600:1000\n",
		"bad\nextra:x:-7:app\nmore:x:4000:app:trailing\n",
		"",
	}
	programModes = []string{"0755", "0711", "4755", "6755", "0700", "0750", "0644", "0110", "0001", "0000"}
	folderModes  = []string{"0755", "0711", "0701", "0700", "0750"}
	owners       = []int{0, 0, 0, 1000, 2000}
	// Capability attributes: none, cap_net_bind_service=ep, cap_net_raw=ep, cap_net_bind_service=p, cap_sys_time=ep.
	attributes = []string{
		"", "", "", "", "0100000200040000000000000000000000000000", "0100000200200000000000000000000000000000",
		"0000000200040000000000000000000000000000", "0100000200000002000000000000000000000000",
	}
	drops = [][]corev1.Capability{
		nil, nil, {"ALL"}, {"ALL"}, {"all"}, {"DAC_OVERRIDE"}, {"NET_RAW", "CHOWN"}, {"CAP_NET_RAW"}, {"BOGUS"}, {"SETUID", "SETGID"},
	}
	adds = [][]corev1.Capability{
		nil, nil, nil, {"NET_BIND_SERVICE"}, {"DAC_OVERRIDE"}, {"DAC_READ_SEARCH"}, {"NET_ADMIN"}, {"SYS_TIME", "NET_RAW"}, {"CAP_NET_ADMIN"},
	}
)

// image draws an image whose program is the probe, in a folder of its own.
func (g generator) image() imagetest.Spec {
	program := imagetest.Entry{Path: "app/probe", From: "probe", Mode: mostly(g, 4, programModes), UID: one(g, owners...), GID: one(g, owners...)}
	if a := mostly(g, 4, attributes); a != "" {
		program.Xattr = map[string]string{"security.capability": a}
	}
	base := []imagetest.Entry{{Path: "tmp", Dir: true, Mode: "1777"}, {Path: "etc", Dir: true}, {Path: "var", Dir: true}, {Path: "var/app", Dir: true, UID: 1000}}
	if p := mostly(g, 2, passwds); p != "" {
		base = append(base, imagetest.Entry{Path: "etc/passwd", Content: p})
	}
	if p := mostly(g, 2, groups); p != "" {
		base = append(base, imagetest.Entry{Path: "etc/group", Content: p})
	}
	folder := imagetest.Entry{Path: "app", Dir: true, Mode: mostly(g, 3, folderModes), UID: one(g, owners...), GID: one(g, owners...)}
	spec := imagetest.Spec{
		User: mostly(g, 8, users), Workdir: one(g, "", "", "/tmp", "/made", "/app"),
		Entrypoint: mostly(g, 3, [][]string{{"/app/probe"}, {"/link"}, {"/script"}, {"probe"}}),
		Env:        one(g, nil, []string{"PATH=/usr/bin:/app"}, []string{"PATH=/app", "HOME=/tmp"}, []string{"HOME="}),
		Layers: [][]imagetest.Entry{base, {
			folder, program, {Path: "link", Link: "app/probe"},
			{Path: "script", Mode: one(g, "0755", "0755", "0700"), Content: mostly(g, 3, []string{"#!/app/probe\n", "#!/app/probe arg\n", "#! /link\n", "#!/missing\n", "no shebang\n"})},
		}},
	}
	if g.IntN(8) == 0 {
		spec.Volumes = []string{one(g, "/var/app", "/data")}
	}
	return spec
}

// writes are the folders in which the probe tries to write.
const writes = "/ /tmp /var/app /mnt /data"

// pod draws a pod of one container, for a kubelet without an API server and without a network plugin.
func (g generator) pod(name string) *corev1.Pod {
	off := false
	container := corev1.Container{
		Name: "c", Image: "oracle.test/" + name + ":1", ImagePullPolicy: corev1.PullNever,
		Env: []corev1.EnvVar{{Name: "PROBE_WRITES", Value: writes}},
		SecurityContext: &corev1.SecurityContext{
			RunAsUser: maybe(g, 8, int64(0), 1000, 1234, 4000), RunAsGroup: maybe(g, 8, int64(0), 2000, 5000),
			RunAsNonRoot: maybe(g, 8, true, false), Privileged: maybe(g, 9, true, false),
			ReadOnlyRootFilesystem: maybe(g, 5, true, false),
			Capabilities:           &corev1.Capabilities{Add: one(g, adds...), Drop: one(g, drops...)},
		},
	}
	if p := container.SecurityContext.Privileged; p == nil || !*p {
		container.SecurityContext.AllowPrivilegeEscalation = maybe(g, 5, true, false)
	}
	spec := corev1.PodSpec{
		NodeName: "localhost", HostNetwork: true, RestartPolicy: corev1.RestartPolicyNever, EnableServiceLinks: &off,
		AutomountServiceAccountToken: &off, TerminationGracePeriodSeconds: new(int64),
		SecurityContext: &corev1.PodSecurityContext{
			RunAsUser: maybe(g, 7, int64(0), 1000, 1234, 65534), RunAsNonRoot: maybe(g, 6, true, false),
			SupplementalGroups: one(g, nil, nil, []int64{7000}, []int64{3000, 7001}), FSGroup: maybe(g, 8, int64(6000), 0),
			SupplementalGroupsPolicy: maybe(g, 7, corev1.SupplementalGroupsPolicyMerge, corev1.SupplementalGroupsPolicyStrict),
		},
	}
	if spec.SecurityContext.RunAsUser != nil {
		spec.SecurityContext.RunAsGroup = maybe(g, 7, int64(0), 2000, 5000)
	}
	if g.IntN(3) == 0 {
		spec.Volumes = []corev1.Volume{{Name: "v", VolumeSource: corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{}}}}
		container.VolumeMounts = []corev1.VolumeMount{{Name: "v", MountPath: one(g, "/mnt", "/tmp", "/app", "/var/app"), ReadOnly: g.IntN(4) == 0}}
	}
	spec.Containers = []corev1.Container{container}
	return &corev1.Pod{
		TypeMeta:   metav1.TypeMeta{APIVersion: "v1", Kind: "Pod"},
		ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: "default", UID: ""},
		Spec:       spec,
	}
}
