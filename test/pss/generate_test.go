package pss

import (
	"math/rand/v2"
	"reflect"
	"strconv"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/utils/ptr"
)

// generator makes pods out of what the checks look at: allowed values, forbidden ones, near misses, and none at all. Each
// pod gets a chance of its own that a field is set, so that some are nearly empty and others full.
type generator struct {
	*rand.Rand
	chance float64
}

// maybe tells whether the next field is set.
func (g *generator) maybe() bool { return g.Float64() < g.chance }

// often tells whether there is a struct for the next fields.
func (g *generator) often() bool { return g.Float64() < 0.7 }

// several tells how many elements a list has.
func (g *generator) several(most int) int {
	if !g.maybe() {
		return 0
	}
	return 1 + g.IntN(most)
}

// pick chooses one of the values.
func pick[T any](g *generator, values ...T) T { return values[g.IntN(len(values))] }

// some chooses a value, or nil.
func some[T any](g *generator, values ...T) *T {
	if !g.maybe() {
		return nil
	}
	v := pick(g, values...)
	return &v
}

// either chooses a value, or the zero value.
func either[T any](g *generator, values ...T) (v T) {
	if g.maybe() {
		v = pick(g, values...)
	}
	return v
}

func (g *generator) pod() *corev1.Pod {
	g.chance = pick(g, 0.02, 0.05, 0.1, 0.2, 0.5)
	spec := corev1.PodSpec{
		HostNetwork:     either(g, true, false),
		HostPID:         either(g, true, false),
		HostIPC:         either(g, true, false),
		HostUsers:       some(g, true, false),
		NodeSelector:    either(g, map[string]string{corev1.LabelOSStable: pick(g, "linux", "windows")}),
		SecurityContext: g.podContext(),
		Volumes:         g.volumes(),
	}
	if g.maybe() {
		spec.OS = &corev1.PodOS{Name: pick(g, corev1.Windows, corev1.Linux)}
	}
	for i := range g.IntN(3) {
		spec.InitContainers = append(spec.InitContainers, g.container("init"+strconv.Itoa(i)))
		spec.InitContainers[i].RestartPolicy = some(g, corev1.ContainerRestartPolicyAlways)
	}
	for i := range 1 + g.IntN(2) {
		spec.Containers = append(spec.Containers, g.container("app"+strconv.Itoa(i)))
	}
	for i := range g.IntN(2) {
		c := g.container("debug" + strconv.Itoa(i))
		spec.EphemeralContainers = append(spec.EphemeralContainers, corev1.EphemeralContainer{
			EphemeralContainerCommon: corev1.EphemeralContainerCommon(c),
		})
	}
	if g.IntN(2) == 0 {
		harden(&spec)
	}
	return &corev1.Pod{
		TypeMeta:   metav1.TypeMeta{APIVersion: "v1", Kind: "Pod"},
		ObjectMeta: metav1.ObjectMeta{Name: "p", Annotations: g.annotations()},
		Spec:       spec,
	}
}

// harden sets what the restricted level demands and the pod leaves open, so that what is wrong with it is what it says.
func harden(spec *corev1.PodSpec) {
	if spec.SecurityContext == nil {
		spec.SecurityContext = &corev1.PodSecurityContext{}
	}
	if spec.SecurityContext.RunAsNonRoot == nil {
		spec.SecurityContext.RunAsNonRoot = ptr.To(true)
	}
	if spec.SecurityContext.SeccompProfile == nil {
		spec.SecurityContext.SeccompProfile = &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault}
	}
	own := func(context **corev1.SecurityContext) {
		if *context == nil {
			*context = &corev1.SecurityContext{}
		}
		if (*context).AllowPrivilegeEscalation == nil {
			(*context).AllowPrivilegeEscalation = ptr.To(false)
		}
		if (*context).Capabilities == nil {
			(*context).Capabilities = &corev1.Capabilities{}
		}
		if (*context).Capabilities.Drop == nil {
			(*context).Capabilities.Drop = []corev1.Capability{"ALL"}
		}
	}
	for i := range spec.InitContainers {
		own(&spec.InitContainers[i].SecurityContext)
	}
	for i := range spec.Containers {
		own(&spec.Containers[i].SecurityContext)
	}
	for i := range spec.EphemeralContainers {
		own(&spec.EphemeralContainers[i].SecurityContext)
	}
}

// annotations name containers that are there and others that are not.
func (g *generator) annotations() map[string]string {
	out := map[string]string{}
	for _, name := range []string{"init0", "app0", "app1", "debug0", "nobody", ""} {
		if g.maybe() {
			out["container.apparmor.security.beta.kubernetes.io/"+name] = pick(g, "runtime/default", "unconfined", "localhost/x", "localhost", "", "runtime/Default")
		}
		if g.maybe() {
			out["container.seccomp.security.alpha.kubernetes.io/"+name] = g.seccompAnnotation()
		}
	}
	if g.maybe() {
		out["seccomp.security.alpha.kubernetes.io/pod"] = g.seccompAnnotation()
	}
	if g.maybe() {
		out["example.com/~a/b"] = "unconfined"
	}
	return out
}

func (g *generator) seccompAnnotation() string {
	return pick(g, "runtime/default", "docker/default", "unconfined", "localhost/x", "localhost", "")
}

// volumes have one source, none (which the API server makes an emptyDir) or two (which it does not take).
func (g *generator) volumes() []corev1.Volume {
	var out []corev1.Volume
	for i := range g.several(3) {
		v := corev1.Volume{Name: "v" + strconv.Itoa(i)}
		for range pick(g, 0, 1, 1, 1, 2) {
			source := reflect.ValueOf(&v.VolumeSource).Elem()
			field := source.Field(g.IntN(source.NumField()))
			if g.IntN(3) == 0 {
				field = source.FieldByName("HostPath")
			}
			field.Set(reflect.New(field.Type().Elem()))
		}
		out = append(out, v)
	}
	return out
}

func (g *generator) podContext() *corev1.PodSecurityContext {
	if !g.often() {
		return nil
	}
	return &corev1.PodSecurityContext{
		RunAsUser:       some[int64](g, 0, 1, 1000),
		RunAsNonRoot:    some(g, true, true, false),
		SeccompProfile:  g.seccomp(),
		AppArmorProfile: g.appArmor(),
		SELinuxOptions:  g.seLinux(),
		WindowsOptions:  g.windows(),
		Sysctls:         g.sysctls(),
	}
}

func (g *generator) sysctls() []corev1.Sysctl {
	var out []corev1.Sysctl
	for range g.several(2) {
		out = append(out, corev1.Sysctl{Value: "1", Name: pick(g,
			"kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.tcp_syncookies",
			"net.ipv4.ping_group_range", "net.ipv4.ip_unprivileged_port_start", "net.ipv4.ip_local_reserved_ports",
			"net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_keepalive_intvl",
			"net.ipv4.tcp_keepalive_probes", "net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem",
			"net.ipv4.tcp_slow_start_after_idle", "net.ipv4.tcp_notsent_lowat",
			"kernel.msgmax", "net/ipv4/tcp_syncookies", "",
		)})
	}
	return out
}

func (g *generator) seccomp() *corev1.SeccompProfile {
	if !g.maybe() {
		return nil
	}
	return &corev1.SeccompProfile{Type: pick(g, corev1.SeccompProfileTypeRuntimeDefault,
		corev1.SeccompProfileTypeLocalhost, corev1.SeccompProfileTypeUnconfined, "", "runtimeDefault")}
}

func (g *generator) appArmor() *corev1.AppArmorProfile {
	if !g.maybe() {
		return nil
	}
	return &corev1.AppArmorProfile{Type: pick(g, corev1.AppArmorProfileTypeRuntimeDefault,
		corev1.AppArmorProfileTypeLocalhost, corev1.AppArmorProfileTypeUnconfined, "", "localhost")}
}

func (g *generator) seLinux() *corev1.SELinuxOptions {
	if !g.maybe() {
		return nil
	}
	return &corev1.SELinuxOptions{
		Type: pick(g, "", "container_t", "container_init_t", "container_kvm_t", "container_engine_t", "spc_t"),
		User: either(g, "system_u", ""), Role: either(g, "system_r", ""), Level: either(g, "s0"),
	}
}

func (g *generator) windows() *corev1.WindowsSecurityContextOptions {
	if !g.often() {
		return nil
	}
	return &corev1.WindowsSecurityContextOptions{
		HostProcess: some(g, true, false), RunAsUserName: some(g, "ContainerAdministrator", "me"),
	}
}

func (g *generator) container(name string) corev1.Container {
	c := corev1.Container{Name: name, Image: "acme/api:1", SecurityContext: g.ownContext()}
	for range g.several(2) {
		c.Ports = append(c.Ports, corev1.ContainerPort{
			ContainerPort: pick[int32](g, 0, 80, 8080), HostPort: either[int32](g, 0, 80, 8080),
		})
	}
	c.LivenessProbe, c.ReadinessProbe, c.StartupProbe = g.probe(), g.probe(), g.probe()
	if g.maybe() {
		c.Lifecycle = &corev1.Lifecycle{PostStart: g.hook(), PreStop: g.hook()}
	}
	return c
}

func (g *generator) probe() *corev1.Probe {
	if h := g.hook(); h != nil {
		return &corev1.Probe{ProbeHandler: corev1.ProbeHandler{Exec: h.Exec, HTTPGet: h.HTTPGet, TCPSocket: h.TCPSocket}}
	}
	return nil
}

func (g *generator) hook() *corev1.LifecycleHandler {
	if !g.maybe() {
		return nil
	}
	h := &corev1.LifecycleHandler{}
	host := either(g, "10.0.0.1", "localhost", "")
	switch g.IntN(4) {
	case 0:
		h.Exec = &corev1.ExecAction{Command: []string{"true"}}
	case 1:
		h.HTTPGet = &corev1.HTTPGetAction{Host: host, Port: intstr.FromInt32(80)}
	case 2:
		h.TCPSocket = &corev1.TCPSocketAction{Host: host, Port: intstr.FromString("web")}
	default:
		h.TCPSocket = &corev1.TCPSocketAction{Host: host, Port: intstr.FromInt32(80)}
		h.HTTPGet = &corev1.HTTPGetAction{Host: either(g, "example.com"), Port: intstr.FromInt32(80)}
	}
	return h
}

func (g *generator) ownContext() *corev1.SecurityContext {
	if !g.often() {
		return nil
	}
	return &corev1.SecurityContext{
		Privileged:               some(g, true, false),
		AllowPrivilegeEscalation: some(g, false, false, true),
		ProcMount:                some(g, corev1.DefaultProcMount, corev1.UnmaskedProcMount, ""),
		RunAsUser:                some[int64](g, 0, 1000),
		RunAsNonRoot:             some(g, true, true, false),
		Capabilities:             g.capabilities(),
		SeccompProfile:           g.seccomp(),
		AppArmorProfile:          g.appArmor(),
		SELinuxOptions:           g.seLinux(),
		WindowsOptions:           g.windows(),
	}
}

func (g *generator) capabilities() *corev1.Capabilities {
	if !g.often() {
		return nil
	}
	c := &corev1.Capabilities{}
	for range g.several(2) {
		c.Add = append(c.Add, pick[corev1.Capability](g,
			"AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE",
			"NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
			"NET_RAW", "SYS_ADMIN", "ALL", "chown", "CAP_NET_BIND_SERVICE", "",
		))
	}
	for range g.several(2) {
		c.Drop = append(c.Drop, pick[corev1.Capability](g, "ALL", "ALL", "all", "NET_RAW", "CAP_ALL"))
	}
	return c
}
