package check_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/check"
)

const waitingPod = `apiVersion: v1
kind: Pod
metadata: {name: waiting}
spec:
  initContainers:
    - {name: first, image: acme/api:1, command: [/nowhere]}
  containers:
    - {name: api, image: acme/api:1}
    - {name: other, image: acme/other:1, securityContext: {runAsUser: 7}}
`

// What a run of the rules says of the containers is what whoami says, though rules judge each container alone.
func TestRunAnswersLikeWhoAmI(t *testing.T) {
	layout := "oci:" + index(t, map[string]string{"linux/amd64": "1000", "linux/arm64": "0"})
	workIn(t, map[string]string{
		"pod.yaml": waitingPod, "Dockerfile": "FROM scratch\nUSER 5\nCMD [\"/a\"]\n",
	})
	o := options(t, "pod.yaml", layout, "Dockerfile")
	o.Mappings = mappings(t, "acme/api="+layout)
	o.Opener = nowhere{o.Opener}
	o.Answers = true
	r, err := check.Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	who, err := check.WhoAmI(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if len(who.Answers) != 8 {
		t.Fatalf("%d answers", len(who.Answers))
	}
	if diff := cmp.Diff(gist(who.Answers), gist(r.Answers)); diff != "" {
		t.Errorf("(-whoami +check):\n%s", diff)
	}
}

// gist is what does not depend on how much of an image is read.
func gist(answers []check.Answer) []string {
	var out []string
	for _, a := range answers {
		i, start := a.Result.Identity, a.Result.Start
		out = append(out, fmt.Sprintf("%s %s (%s) of %s on %s: uid %d from %s, kubelet %s, %s %s",
			a.Subject.Name, a.Subject.Container, a.Type, a.Subject.Image, a.Platform,
			i.UID.Value, i.UID.From, a.Result.Kubelet.Verdict, start.Verdict, start.Message))
	}
	return out
}

// Answers cost reading, so nobody gets any who did not ask.
func TestRunAnswersOnlyWhenAsked(t *testing.T) {
	workIn(t, map[string]string{"pod.yaml": waitingPod})
	o := options(t, "pod.yaml")
	o.Images = check.ImagesOff
	r, err := check.Run(t.Context(), o)
	if err != nil || len(r.Answers) != 0 {
		t.Errorf("%d answers, %v", len(r.Answers), err)
	}
}
