package check_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
)

const builtFile = "FROM scratch\nENV A=b\nLABEL c=d\nUSER 0\n"

var builtHistory = []string{"ENV A=b", "LABEL c=d", "USER 0"}

// An image whose history is that of one Dockerfile among the sources was built from it.
func TestBuiltImagesPointToTheirDockerfile(t *testing.T) {
	unexcepted := []string{"image/user-root Dockerfile:4 dockerfile:Dockerfile the image img was built from this"}
	tests := []struct {
		name    string
		files   map[string]string
		history []string
		want    []string
	}{
		{"from scratch", map[string]string{"Dockerfile": builtFile}, builtHistory, unexcepted},
		{"on a base", map[string]string{"Dockerfile": builtFile}, append([]string{"COPY / / # buildkit"}, builtHistory...), unexcepted},
		{
			"another step",
			map[string]string{"Dockerfile": builtFile},
			[]string{"ENV A=x", "LABEL c=d", "USER 0"},
			[]string{"image/user-root :0 img ", "image/user-root Dockerfile:4 dockerfile:Dockerfile "},
		},
		{
			"two files",
			map[string]string{"Dockerfile": builtFile, "b.Dockerfile": builtFile},
			builtHistory,
			[]string{
				"image/user-root :0 img ", "image/user-root Dockerfile:4 dockerfile:Dockerfile ",
				"image/user-root b.Dockerfile:4 dockerfile:b.Dockerfile ",
			},
		},
		{
			"too few steps",
			map[string]string{"Dockerfile": "FROM scratch\nLABEL c=d\nUSER 0\n"},
			builtHistory,
			[]string{"image/user-root :0 img ", "image/user-root Dockerfile:3 dockerfile:Dockerfile "},
		},
		{
			"what the file does not say",
			map[string]string{"Dockerfile": strings.ReplaceAll(builtFile, "USER 0", "USER 7")},
			[]string{"ENV A=b", "LABEL c=d", "USER 7"},
			[]string{"image/user-root Dockerfile:4 img "},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			workIn(t, tt.files)
			layout(t, "img", imagetest.Spec{User: "0", History: tt.history})
			o := options(t, "oci:img", ".")
			r := run(t, o)
			got := []string{}
			for _, f := range r.Findings {
				if !strings.HasPrefix(f.Rule, "image/user-root") {
					continue
				}
				related := ""
				for _, rel := range f.Related {
					related += rel.Message
				}
				got = append(got, fmt.Sprintf("%s %s:%d %s %s", f.Rule, f.Location.File, f.Location.Line, f.Subject.Image, related))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

// What a comment in the Dockerfile excepts is excepted of its image too.
func TestBuiltImagesFollowTheComments(t *testing.T) {
	text := strings.Replace(builtFile, "USER 0", "# hullcheck ignore=image/* reason=a device plugin\nUSER 0", 1)
	workIn(t, map[string]string{"Dockerfile": text})
	layout(t, "img", imagetest.Spec{User: "0", History: builtHistory})
	o := options(t, "oci:img", "Dockerfile")
	o.Agreed = agreedByComments()
	r := run(t, o)
	if len(r.Findings) != 0 || len(r.Exceptions) != 1 || r.Exceptions[0].Source != "comment" {
		t.Errorf("findings %+v, exceptions %+v", r.Findings, r.Exceptions)
	}
}
