package report_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/hullcheck/hullcheck/pkg/identity"
	"github.com/hullcheck/hullcheck/pkg/report"
)

func whoami(t *testing.T, format string, whos []report.Who, o report.Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := report.WriteWhoami(&b, format, whos, o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestWhoamiGoldens(t *testing.T) {
	golden(t, "whoami.txt", whoami(t, "text", containers(), report.Options{}))
	golden(t, "whoami-narrow.txt", whoami(t, "text", containers(), report.Options{Width: 60}))
	golden(t, "whoami.json", whoami(t, "json", containers(), report.Options{}))
}

func TestWhoamiFitsEveryWidth(t *testing.T) {
	for w := report.MinWidth; w <= 140; w++ {
		fitsScreen(t, string(whoami(t, "text", containers(), report.Options{Width: w, Color: w%2 == 0})), w)
	}
	escape := containers()
	escape[0].Subject.Container, escape[0].Identity.Username.Value = "\x1b[2J\u202e", strings.Repeat("報", 90)
	escape[0].Kubelet.Message, escape[0].Subject.Name = "\a\n", "\u009b"
	fitsScreen(t, string(whoami(t, "text", escape, report.Options{})), report.DefaultWidth)
}

// TestWhoamiJSONHasNoNullLists: null is kept for what is not known.
func TestWhoamiJSONHasNoNullLists(t *testing.T) {
	var got []map[string]any
	if err := json.Unmarshal(whoami(t, "json", []report.Who{{}, unread()}, report.Options{}), &got); err != nil {
		t.Fatal(err)
	}
	power := got[0]["power"].(map[string]any)
	for name, v := range map[string]any{
		"groups":   got[0]["identity"].(map[string]any)["supplementalGroups"],
		"argv":     got[0]["start"].(map[string]any)["argv"],
		"assumes":  got[0]["start"].(map[string]any)["assumes"],
		"writable": power["writable"], "likelyWrites": power["likelyWrites"],
		"effective": power["capabilities"].(map[string]any)["effective"],
	} {
		if v == nil {
			t.Errorf("%s is null", name)
		}
	}
	if v := got[1]["identity"].(map[string]any)["uid"]; v != nil {
		t.Errorf("an unknown uid is %v", v)
	}
	if string(whoami(t, "json", nil, report.Options{})) != "[]\n" {
		t.Error("no container is not an empty list")
	}
}

func TestWhoamiFailures(t *testing.T) {
	if err := report.WriteWhoami(&bytes.Buffer{}, "sarif", nil, report.Options{}); err == nil {
		t.Error("an unknown format is written")
	}
	for _, format := range report.WhoamiFormats() {
		if err := report.WriteWhoami(fullDisk{}, format, containers(), report.Options{}); !errors.Is(err, errDiskFull) {
			t.Errorf("%s: got %v", format, err)
		}
	}
}

// containers are a pod whose image differs by platform, one that the kubelet refuses, one that is not known, an image.
func containers() []report.Who {
	arm := app("linux/arm64")
	arm.Identity.UID.Value, arm.Identity.GID.Value, arm.Identity.Username.Value = 1001, 1001, ""
	arm.Identity.EffectiveUID.Value, arm.Identity.EffectiveGID.Value = 0, 1001
	arm.Identity.Home.Value = "/"
	missing := app("linux/amd64")
	missing.Subject.Container, missing.Identity.HostUsers = "cron", false
	missing.Start = identity.Start{
		Verdict: identity.Fails, Reason: identity.EntrypointNotFound,
		Message: `exec: "/bin/cron": stat /bin/cron: no such file or directory`,
	}
	sidecar := app("linux/amd64")
	sidecar.Subject.Container, sidecar.Subject.ContainerType = "log-shipper", "sidecar"
	other := sidecar
	other.Subject.Platform = "linux/arm64"
	image := app("linux/amd64")
	image.Subject = report.WhoSubject{Image: "oci:build/api", Platform: "linux/amd64"}
	return []report.Who{refused(), app("linux/amd64"), arm, missing, sidecar, other, unread(), windows(), image}
}

func subject(kind, name, container, platform string) report.WhoSubject {
	return report.WhoSubject{
		APIVersion: "apps/v1", Kind: kind, Namespace: "shop", Name: name, Container: container,
		ContainerType: "regular", Image: "quay.io/acme/api:1", Platform: platform,
	}
}

func fact[T any](v T, from identity.Origin) identity.Fact[T] {
	return identity.Fact[T]{Value: v, From: from}
}

func app(platform string) report.Who {
	return report.Who{Subject: subject("Deployment", "api", "api-server", platform), Result: identity.Result{
		Identity: identity.Identity{
			UID: fact[int64](1000, identity.FromPodUser), GID: fact[int64](2000, identity.FromImagePasswd),
			EffectiveUID: fact[int64](1000, ""), EffectiveGID: fact[int64](2000, ""),
			Groups: []identity.Group{
				{GID: 3000, From: identity.FromFSGroup}, {GID: 4000, From: identity.FromImageGroup, Name: "audio"},
			},
			Username: fact("app", identity.FromImagePasswd), Home: fact("/home/app", identity.FromImagePasswd),
			HostUsers: true,
		},
		Kubelet: identity.Kubelet{Verdict: identity.Admits},
		Start: identity.Start{
			Verdict: identity.Starts, Argv: []string{"/bin/api", "serve"}, Assumes: []string{"ConfigMap shop/api-config"},
		},
		Power: identity.Power{
			NoNewPrivileges: true, Seccomp: "RuntimeDefault", ReadOnlyRootFilesystem: true,
			Writable:       []identity.Mount{{Path: "/tmp", Volume: "emptyDir", Name: "tmp"}},
			LikelyWrites:   []identity.LikelyWrite{{Path: "/var/cache/app", Evidence: "owned by uid 1000"}},
			DefeatedSetuid: []string{"/usr/bin/sudo"},
		},
	}}
}

func refused() report.Who {
	who := app("linux/amd64")
	who.Subject.Container, who.Subject.ContainerType = "migrate", "init"
	who.Identity.UID, who.Identity.GID = fact[int64](0, identity.FromDefault), fact[int64](0, identity.FromDefault)
	who.Identity.EffectiveUID.Value, who.Identity.EffectiveGID.Value = 0, 0
	who.Identity.Username.Value, who.Identity.Groups, who.Identity.Home.Value = "root", nil, "/root"
	message := "container has runAsNonRoot and image will run as root"
	who.Kubelet = identity.Kubelet{Verdict: identity.Refuses, Message: message}
	who.Start = identity.Start{Verdict: identity.Fails, Reason: identity.CreateContainerConfigError, Message: message}
	who.Power.Capabilities.Effective.Value = []string{"CHOWN", "NET_BIND_SERVICE"}
	return who
}

func unread() report.Who {
	const reason = "the image could not be read: unauthorized"
	return report.Who{
		Subject: subject("CronJob", "nightly", "report", "linux/amd64"),
		Result: identity.Result{
			Identity: identity.Identity{
				UID:           identity.Fact[int64]{From: identity.FromImageUser, Unknown: reason},
				GID:           identity.Fact[int64]{From: identity.FromDefault, Unknown: reason},
				GroupsUnknown: reason, Username: identity.Fact[string]{Unknown: reason},
				HostUsers: true, Home: identity.Fact[string]{Unknown: reason}, InPasswd: identity.Fact[bool]{Unknown: reason},
			},
			Kubelet: identity.Kubelet{Verdict: identity.Unjudged, Message: reason},
			Start:   identity.Start{Verdict: identity.StartUnknown, Message: reason},
			Power: identity.Power{
				Privileged: true, Seccomp: "Unconfined",
				Capabilities: identity.Capabilities{Effective: identity.Fact[[]string]{Unknown: reason}},
			},
		},
	}
}

func windows() report.Who {
	return report.Who{
		Subject: subject("DaemonSet", "agent", "agent", "windows/amd64"),
		Result: identity.Result{
			Windows:  true,
			Identity: identity.Identity{WindowsUser: "ContainerUser", UID: fact[int64](0, identity.FromPodWindows)},
			Kubelet:  identity.Kubelet{Verdict: identity.Admits},
			Start:    identity.Start{Verdict: identity.Starts},
		},
	}
}
