package identity

import (
	"math"
	"testing"

	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// TestNonRootVerdict has the cases of the kubelet's own TestVerifyRunAsNonRoot (Linux). "No user" cannot come from an
// image: the kubelet itself makes uid 0 of it.
func TestNonRootVerdict(t *testing.T) {
	nobody := imageUser{uid: 0}
	for name, c := range map[string]struct {
		context string
		image   imageUser
		want    Verdict
	}{
		"nothing set":                      {`{}`, nobody, Admits},
		"non-root runAsUser":               {`{"runAsNonRoot":true,"runAsUser":1000}`, nobody, Admits},
		"runAsNonRoot not set":             {`{"runAsUser":0}`, nobody, Admits},
		"runAsNonRoot false, root image":   {`{"runAsNonRoot":false}`, nobody, Admits},
		"runAsNonRoot false, runAsUser 0":  {`{"runAsNonRoot":false,"runAsUser":0}`, nobody, Admits},
		"runAsUser 0":                      {`{"runAsNonRoot":true,"runAsUser":0}`, nobody, Refuses},
		"root image":                       {`{"runAsNonRoot":true}`, nobody, Refuses},
		"named user":                       {`{"runAsNonRoot":true}`, imageUser{name: "test"}, Refuses},
		"non-root image":                   {`{"runAsNonRoot":true}`, imageUser{uid: 1000}, Admits},
		"too large":                        {`{"runAsNonRoot":true}`, imageUser{uid: 2147483648}, Refuses},
		"negative":                         {`{"runAsNonRoot":true}`, imageUser{uid: -1000}, Refuses},
		"largest":                          {`{"runAsNonRoot":true}`, imageUser{uid: math.MaxInt32}, Admits},
		"runAsUser hides an invalid image": {`{"runAsNonRoot":true,"runAsUser":7}`, imageUser{uid: -1}, Admits},
		"runAsUser hides a named image": {
			`{"runAsNonRoot":true,"runAsUser":7}`, imageUser{name: "root"}, Admits,
		},
		"runAsUser 0 over a good image's user": {
			`{"runAsNonRoot":true,"runAsUser":0}`, imageUser{uid: 1000}, Refuses,
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := securityOfJSON(t, `{"containers":[{"name":"c","securityContext":`+c.context+`}]}`)
			if k := nonRootVerdict(&s, known(c.image, FromImageUser), "/image"); k.Verdict != c.want {
				t.Errorf("%s: %s", k.Verdict, k.Message)
			}
		})
	}
}

// TestWindowsVerdict has the cases of the kubelet's own TestVerifyRunAsNonRoot (Windows).
func TestWindowsVerdict(t *testing.T) {
	const admin, upper, other = "ContainerAdministrator", "CONTAINERADMINISTRATOR", "anyone"
	as := func(user string) string { return `"windowsOptions":{"runAsUserName":"` + user + `"}` }
	for name, c := range map[string]struct {
		context string
		image   string
		want    Verdict
	}{
		"nothing set":                     {`{}`, admin, Admits},
		"runAsNonRoot false":              {`{"runAsNonRoot":false}`, admin, Admits},
		"runAsNonRoot false, root option": {`{"runAsNonRoot":false,` + as(admin) + `}`, admin, Admits},
		"root option":                     {`{"runAsNonRoot":true,` + as(admin) + `}`, admin, Refuses},
		"root option in capitals":         {`{"runAsNonRoot":true,` + as(upper) + `}`, other, Refuses},
		"root image":                      {`{"runAsNonRoot":true}`, admin, Refuses},
		"root image in capitals":          {`{"runAsNonRoot":true}`, upper, Refuses},
		"other image":                     {`{"runAsNonRoot":true}`, other, Admits},
		"Linux fields do not count": {
			`{"runAsNonRoot":true,"runAsUser":0,"runAsGroup":0,"seLinuxOptions":{}}`, "", Admits,
		},
		"option hides the image":        {`{"runAsNonRoot":true,` + as(other) + `}`, admin, Admits},
		"option hides the image's caps": {`{"runAsNonRoot":true,` + as(other) + `}`, upper, Admits},
	} {
		t.Run(name, func(t *testing.T) {
			s := securityOfJSON(t, `{"containers":[{"name":"c","securityContext":`+c.context+`}]}`)
			k := windowsVerdict(&s, known(imageUser{name: c.image}, FromImageUser), "/image")
			if k.Verdict != c.want {
				t.Errorf("%s: %s", k.Verdict, k.Message)
			}
		})
	}
}

func TestVerdictUnknown(t *testing.T) {
	s := securityOfJSON(t, `{"securityContext":{"runAsNonRoot":true},"containers":[{"name":"c"}]}`)
	k := nonRootVerdict(&s, unknown[imageUser]("unauthorized"), "/image")
	want := Kubelet{Verdict: Unjudged, Message: "unauthorized", Path: "/image", Demand: "/spec/securityContext/runAsNonRoot"}
	if k != want {
		t.Errorf("%+v", k)
	}
}

func securityOfJSON(t *testing.T, spec string) Security {
	t.Helper()
	pod := parsePod(t, spec)
	return securityOf(contextsOf(pod, firstRegular(pod)))
}

func firstRegular(pod *manifest.Pod) *manifest.Container {
	for i := range pod.Containers {
		if pod.Containers[i].Type == manifest.Regular {
			return &pod.Containers[i]
		}
	}
	return nil
}
