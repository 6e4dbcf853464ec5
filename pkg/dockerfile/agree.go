package dockerfile

import (
	"slices"
	"strings"

	dockerspec "github.com/moby/docker-image-spec/specs-go/v1"

	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// agree is the config that all conversions agree on. because is the reason for what they do not; open are the fields
// that the chain's own base image leaves open, which instructions can only add to.
func agree(convs []*conversion, because string, open map[string]string) image.Config {
	first := convs[0].image
	c := image.Config{Unknown: map[string]string{}}
	same := func(field string, get func(*dockerspec.DockerOCIImage) []string) []string {
		v := get(first)
		for _, other := range convs {
			if w := get(other.image); !slices.Equal(v, w) || marked(w) {
				c.Unknown[field] = because
				return nil
			}
		}
		return v
	}
	if u := same("user", func(i *dockerspec.DockerOCIImage) []string { return []string{i.Config.User} }); u != nil {
		c.User = u[0]
	}
	if d := same("workdir", func(i *dockerspec.DockerOCIImage) []string { return []string{i.Config.WorkingDir} }); d != nil {
		c.WorkingDir = d[0]
	}
	c.Entrypoint = same("entrypoint", func(i *dockerspec.DockerOCIImage) []string { return i.Config.Entrypoint })
	c.Cmd = same("cmd", func(i *dockerspec.DockerOCIImage) []string { return i.Config.Cmd })
	c.Shell = same("shell", func(i *dockerspec.DockerOCIImage) []string { return i.Config.Shell })
	delete(c.Unknown, "shell")
	c.OnBuild = first.Config.OnBuild
	c.Volumes = common(convs, "volumes", because, c.Unknown, func(i *dockerspec.DockerOCIImage) []string { return keys(i.Config.Volumes) })
	c.ExposedPorts = common(convs, "ports", because, c.Unknown, func(i *dockerspec.DockerOCIImage) []string { return keys(i.Config.ExposedPorts) })
	c.Env = common(convs, "env", because, c.Unknown, func(i *dockerspec.DockerOCIImage) []string { return i.Config.Env })
	for field, why := range open {
		if field == "volumes" || field == "ports" || field == "env" {
			c.Unknown[field] = why
		}
	}
	c.Labels = labels(convs)
	c.History = history(convs)
	if len(c.Unknown) == 0 {
		c.Unknown = nil
	}
	return c
}

// marked tells whether a value carries what a probe put into it.
func marked(values []string) bool {
	return slices.ContainsFunc(values, func(v string) bool { return strings.Contains(v, marker) })
}

// common are the elements that all conversions have, in the order of the first.
func common(
	convs []*conversion, field, because string, unknown map[string]string, get func(*dockerspec.DockerOCIImage) []string,
) []string {
	var out []string
	for i, v := range get(convs[0].image) {
		everywhere := !strings.Contains(v, marker)
		for _, other := range convs[1:] {
			everywhere = everywhere && slices.Contains(get(other.image), v)
		}
		if everywhere {
			out = append(out, v)
		} else if i >= 0 {
			unknown[field] = because
		}
	}
	for _, other := range convs[1:] {
		if len(get(other.image)) != len(out) {
			unknown[field] = because
		}
	}
	return out
}

func keys(m map[string]struct{}) []string {
	if len(m) == 0 {
		return nil
	}
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

func labels(convs []*conversion) map[string]string {
	var out map[string]string
	for k, v := range convs[0].image.Config.Labels {
		same := !strings.Contains(v, marker)
		for _, other := range convs[1:] {
			same = same && other.image.Config.Labels[k] == v
		}
		if same {
			if out == nil {
				out = map[string]string{}
			}
			out[k] = v
		}
	}
	return out
}

// history are the entries that all conversions agree on; what depends on the base image is left out of the others.
func history(convs []*conversion) []image.History {
	out := make([]image.History, 0, len(convs[0].image.History))
	for i, h := range convs[0].image.History {
		text := h.CreatedBy
		for _, other := range convs {
			if len(other.image.History) <= i || other.image.History[i].CreatedBy != text || strings.Contains(text, marker) {
				keyword, _, _ := strings.Cut(text, " ")
				text = keyword
				break
			}
		}
		out = append(out, image.History{CreatedBy: text, EmptyLayer: h.EmptyLayer})
	}
	return out
}

var _ rootfs.Files = agreed{}
