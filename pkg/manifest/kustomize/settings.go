package kustomize

import (
	"strings"

	"sigs.k8s.io/kustomize/api/types"

	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
)

// set makes a writer of an entry of the kustomization that sets fields to a value.
func (f *folder) set(pointer string, value any, sets func(p *probe) bool) writer {
	return setting{fields: f.fields, pointer: pointer, sets: func(p *probe) (any, bool) { return value, sets(p) }}
}

// names are the fields that set namespace and name; the object has the new ones from here on.
func (f *folder) names(id *identity) []writer {
	var out []writer
	if n := f.k.Namespace; n != "" {
		out = append(out, f.set("/namespace", n, func(p *probe) bool {
			return is(p, "metadata", "namespace") || id.kind == "Namespace" && is(p, "metadata", "name") ||
				len(p.steps) == 3 && p.steps[0] == "subjects" && p.steps[2] == "namespace"
		}))
		id.namespaces = append(id.namespaces, n)
	}
	if f.k.NamePrefix == "" && f.k.NameSuffix == "" {
		return out
	}
	last := f.k.NamePrefix + id.names[len(id.names)-1] + f.k.NameSuffix
	pointer := "/namePrefix"
	if f.k.NamePrefix == "" {
		pointer = "/nameSuffix"
	}
	out = append(out, f.set(pointer, last, func(p *probe) bool { return is(p, "metadata", "name") }))
	id.names = append(id.names, last)
	return out
}

func is(p *probe, steps ...string) bool {
	return strings.Join(p.steps, "\x00") == strings.Join(steps, "\x00")
}

// labels are those that the kustomization adds, to the object, its template and its selectors, and annotations.
func (f *folder) labels() []writer {
	var out []writer
	pairs := func(at string, m map[string]string, parents ...string) {
		for name, value := range m {
			out = append(out, f.set(jsonpointer.Child(at, name), value, func(p *probe) bool {
				n := len(p.steps)
				if n < 2 || p.steps[n-1] != name {
					return false
				}
				for _, parent := range parents {
					if p.steps[n-2] == parent {
						return true
					}
				}
				return false
			}))
		}
	}
	pairs("/commonLabels", f.k.CommonLabels, "labels", "matchLabels", "selector")
	for i, l := range f.k.Labels {
		parents := []string{"labels"}
		if l.IncludeSelectors {
			parents = append(parents, "matchLabels", "selector")
		}
		pairs(jsonpointer.Element("/labels", i)+"/pairs", l.Pairs, parents...)
	}
	pairs("/commonAnnotations", f.k.CommonAnnotations, "annotations")
	return out
}

func (f *folder) replicas(id *identity) []writer {
	var out []writer
	for i, r := range f.k.Replicas {
		for _, n := range id.names {
			if n == r.Name {
				out = append(out, f.set(jsonpointer.Element("/replicas", i)+"/count", r.Count, func(p *probe) bool {
					return is(p, "spec", "replicas")
				}))
				break
			}
		}
	}
	return out
}

// images are the entries that rename images or give them another tag or digest. Kustomize looks for image below every
// containers and initContainers.
func (f *folder) images() []writer {
	var out []writer
	add := func(key string, list []types.Image) {
		for i, image := range list {
			out = append(out, setting{
				fields: f.fields, pointer: jsonpointer.Element(key, i) + "/" + imageField(image),
				sets: func(p *probe) (any, bool) { return p.value(), isImage(p) && gives(image, p.value()) },
			})
		}
	}
	add("/images", f.k.Images)
	add("/imageTags", f.k.ImageTags)
	return out
}

func isImage(p *probe) bool {
	n := len(p.steps)
	return n >= 3 && p.steps[n-1] == "image" && (p.steps[n-3] == "containers" || p.steps[n-3] == "initContainers")
}

// imageField is the field of the entry to show: the one that most changes.
func imageField(i types.Image) string {
	switch {
	case i.Digest != "":
		return "digest"
	case i.NewTag != "":
		return "newTag"
	case i.TagSuffix != "":
		return "tagSuffix"
	case i.NewName != "":
		return "newName"
	}
	return "name"
}

// gives tells whether an image can be what an entry makes.
func gives(i types.Image, image any) bool {
	s, ok := image.(string)
	name := i.NewName
	if name == "" {
		name = i.Name
	}
	rest, has := strings.CutPrefix(s, name)
	switch {
	case !ok || !has:
		return false
	case i.Digest != "":
		return strings.HasSuffix(rest, "@"+i.Digest)
	case i.NewTag != "":
		return rest == ":"+i.NewTag || strings.HasPrefix(rest, ":"+i.NewTag+"@")
	case i.TagSuffix != "":
		return strings.HasPrefix(rest, ":") && strings.HasSuffix(rest, i.TagSuffix)
	}
	return i.NewName != "" && (rest == "" || rest[0] == ':' || rest[0] == '@')
}
