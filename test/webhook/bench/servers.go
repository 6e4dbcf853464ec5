package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"

	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
	"github.com/hullcheck/hullcheck/test/oracle/process"
	"github.com/hullcheck/hullcheck/test/webhook/cluster"
	"github.com/hullcheck/hullcheck/test/webhook/faulty"
	"github.com/hullcheck/hullcheck/test/webhook/serving"
)

// bench is what all measurements share.
type bench struct {
	bin, dir string
	api      *cluster.Cluster
	length   time.Duration
	registry *faulty.Registry
	pod      *corev1.Pod
}

const space = "measured"

// prepare makes the namespace, the registry and the Pod.
func (b *bench) prepare(ctx context.Context) error {
	client, err := kubernetes.NewForConfig(b.api.Admin)
	if err != nil {
		return err
	}
	ns := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: space, Labels: map[string]string{
		"pod-security.kubernetes.io/enforce": "restricted", "hullcheck.dev/enforce": "restricted",
	}}}
	if _, err := client.CoreV1().Namespaces().Create(ctx, ns, metav1.CreateOptions{}); err != nil {
		return err
	}
	b.registry = faulty.Start()
	var refs []string
	for _, name := range []string{"api", "proxy", "agent"} {
		ref, err := b.push("well/" + name + ":1")
		if err != nil {
			return err
		}
		refs = append(refs, ref)
	}
	b.pod = threeContainers(refs)
	return nil
}

func (b *bench) push(repository string) (string, error) {
	app, err := program()
	if err != nil {
		return "", err
	}
	img, err := imagetest.Spec{
		User: "1000", Entrypoint: []string{"/app"}, Labels: map[string]string{"repository": repository},
		Layers: [][]imagetest.Entry{{
			{Path: "etc", Dir: true}, {Path: "etc/passwd", Content: "root:x:0:0:root:/root:/bin/sh\napp:x:1000:1000:app:/:/bin/sh\n"},
			{Path: "app", From: "app", Mode: "0755"},
		}},
	}.Image(imagetest.Contents{"app": []byte(app)})
	if err != nil {
		return "", err
	}
	return b.registry.Push(repository, img)
}

func threeContainers(refs []string) *corev1.Pod {
	yes, no := true, false
	p := &corev1.Pod{
		TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "Pod"}, ObjectMeta: metav1.ObjectMeta{Name: "api", Namespace: space},
		Spec: corev1.PodSpec{
			AutomountServiceAccountToken: &no,
			SecurityContext: &corev1.PodSecurityContext{
				RunAsNonRoot: &yes, SeccompProfile: &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault},
			},
		},
	}
	for i, ref := range refs {
		p.Spec.Containers = append(p.Spec.Containers, corev1.Container{
			Name: fmt.Sprint("c", i), Image: ref, Ports: []corev1.ContainerPort{{ContainerPort: int32(8080 + i)}},
			Env: []corev1.EnvVar{{Name: "LOG_LEVEL", Value: "info"}},
			SecurityContext: &corev1.SecurityContext{
				AllowPrivilegeEscalation: &no, ReadOnlyRootFilesystem: &yes,
				Capabilities: &corev1.Capabilities{Drop: []corev1.Capability{"ALL"}},
			},
		})
	}
	return p
}

// hullcheck measures our server with images read, hullcheckOff without.
func (b *bench) hullcheck(ctx context.Context) (figures, error) {
	return b.ours(ctx, "hullcheck, images read", "version: 1\nwebhook: {images: {unreadable: deny, allow-private-addresses: true}}\n")
}

func (b *bench) hullcheckOff(ctx context.Context) (figures, error) {
	return b.ours(ctx, "hullcheck, images off", "version: 1\nread-images: off\n")
}

func (b *bench) ours(ctx context.Context, name, config string) (f figures, err error) {
	dir, err := os.MkdirTemp(b.dir, "serve")
	if err != nil {
		return f, err
	}
	s, err := serving.Prepare(serving.Options{Binary: filepath.Join(b.bin, "hullcheck"), Dir: dir, Config: config, API: b.api.Admin})
	if err != nil {
		return f, err
	}
	body, err := serving.Review("uid", space, b.pod)
	if err != nil {
		return f, err
	}
	t := target{url: s.URL() + "?timeout=10s", client: s.Client(), body: body}
	defer func() { err = errors.Join(err, s.Stop()) }()
	first, err := firstAnswer(ctx, t, s.Launch)
	if err != nil {
		return f, fmt.Errorf("%w\n%s", err, s.Log())
	}
	if f, err = t.measure(ctx, s.Pid(), b.length); err != nil {
		return f, err
	}
	f.name, f.first = name, first
	f.resident, err = serving.Resident(s.Pid())
	return f, err
}

// firstAnswer is the time from the start of a process to its first verdict.
func firstAnswer(ctx context.Context, t target, launch func() error) (time.Duration, error) {
	began := time.Now()
	if err := launch(); err != nil {
		return 0, err
	}
	for {
		err := t.ask(ctx)
		took := time.Since(began)
		if err == nil {
			return took, nil
		}
		if took > time.Minute {
			return took, fmt.Errorf("no answer in a minute: %w", err)
		}
		time.Sleep(2 * time.Millisecond)
	}
}

// psa measures the webhook server of Pod Security Admission.
func (b *bench) psa(ctx context.Context) (f figures, err error) {
	s, err := serving.Prepare(serving.Options{Dir: b.dir, API: b.api.Admin})
	if err != nil {
		return f, err
	}
	body, err := serving.Review("uid", space, b.pod)
	if err != nil {
		return f, err
	}
	t := target{url: "https://" + s.Address() + "/?timeout=10s", client: s.Client(), body: body}
	var p *process.Process
	first, err := firstAnswer(ctx, t, func() (err error) {
		p, err = process.Start(b.dir, "psa-webhook", nil, filepath.Join(b.bin, "psa-webhook"),
			"--kubeconfig", filepath.Join(b.dir, "kubeconfig"), "--bind-address=127.0.0.1", "--secure-port", fmt.Sprint(s.Port),
			"--tls-cert-file", filepath.Join(b.dir, "tls.crt"), "--tls-private-key-file", filepath.Join(b.dir, "tls.key"))
		return err
	})
	if p != nil {
		defer func() { err = errors.Join(err, p.Stop()) }()
	}
	if err != nil {
		return f, err
	}
	if f, err = t.measure(ctx, p.Pid(), b.length); err != nil {
		return f, err
	}
	f.name, f.first = "Pod Security Admission's own server", first
	f.resident, err = serving.Resident(p.Pid())
	return f, err
}

// memory is what our server holds when it has read so many images.
func (b *bench) memory(ctx context.Context, images int) (resident int64, err error) {
	dir, err := os.MkdirTemp(b.dir, "serve")
	if err != nil {
		return 0, err
	}
	s, err := serving.Start(ctx, serving.Options{
		Binary: filepath.Join(b.bin, "hullcheck"), Dir: dir, API: b.api.Admin,
		Config: "version: 1\nwebhook: {images: {unreadable: deny, allow-private-addresses: true, tag-ttl: 1h}}\n",
	})
	if s != nil {
		defer func() { err = errors.Join(err, s.Stop()) }()
	}
	if err != nil {
		return 0, err
	}
	t := target{url: s.URL() + "?timeout=30s", client: s.Client()}
	const perPod = 10
	for i := 0; i < images; i += perPod {
		var refs []string
		for j := range perPod {
			ref, err := b.push(fmt.Sprintf("many/image-%d:1", i+j))
			if err != nil {
				return 0, err
			}
			refs = append(refs, ref)
		}
		if t.body, err = serving.Review(fmt.Sprint(i), space, threeContainers(refs)); err != nil {
			return 0, err
		}
		if err := t.ask(ctx); err != nil {
			return 0, err
		}
	}
	return serving.Resident(s.Pid())
}
