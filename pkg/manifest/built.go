package manifest

import (
	"context"
	"iter"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// Placer says where the fields of an object stand that was built from files. Locate is as Object.Locate; Origins names
// the other places that have part in a field, such as the base of an overlay. Both may be called concurrently.
type Placer interface {
	Locate(path string) finding.Location
	Origins(path string) []finding.Related
}

// Built reads the text that a build or a template gave, named file in reports, as Stream does. place is asked for the
// Placer of each object before its fields are read, so that an object that cannot be read is reported where it was
// written; o is not complete then (Value is), and built gives the place of a path in the text itself.
func (r *Reader) Built(
	ctx context.Context, source, file string, data []byte,
	place func(o *Object, built func(path string) finding.Location) Placer,
) iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		read := reading{
			ctx: ctx, limits: r.Limits.withDefaults(), source: source, yield: yield,
			text: &text{file: file, data: data}, place: place, templates: r.PodTemplates,
		}
		read.run()
	}
}

// builtPlaces are those of an object that was built.
type builtPlaces struct{ Placer }

func (b builtPlaces) locate(path string) finding.Location { return b.Locate(path) }

func (b builtPlaces) origins(path string) []finding.Related { return b.Origins(path) }

// Origins names the other places that have part in the field at path: of an object that Kustomize built, the base and the
// overlay, where Locate is in neither; of one that names its template, the line on standard input. It is empty for what
// was read as it stands.
func (o *Object) Origins(path string) []finding.Related {
	if p, ok := o.places.(interface {
		origins(path string) []finding.Related
	}); ok {
		return p.origins(path)
	}
	return nil
}
