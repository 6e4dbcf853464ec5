package dockerfile

import (
	"strings"

	"github.com/distribution/reference"
	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/parser"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/image"
)

// facts gathers what stands in the Dockerfile around the predicted image.
type facts struct {
	c      *converter
	src    *source
	convs  []*conversion
	p      *Prediction
	root   *base // the base image of the chain, nil for scratch
	config image.Config
	events []event
}

func (f *facts) gather() {
	f.events = f.src.timeline(f.p.Stages, f.p.Chain, f.rootTriggers())
	if evaluate(f.events, f.ownHistory()) {
		f.evaluated()
	}
	f.p.User = f.user()
	f.p.Locations = f.locations()
	f.p.Lint = f.lint()
	f.p.Ignores = f.src.ignores()
	f.p.Notes = f.notes()
	f.p.History = f.ownHistory()
	f.p.Named = f.src.named(f.p.Stages)
	for _, b := range f.c.bases.list() {
		f.p.Bases = append(f.p.Bases, Base{Ref: b.ref, Unread: b.unread, Platform: b.platform})
	}
}

func (f *facts) rootTriggers() []string {
	if f.root == nil || f.root.img == nil {
		return nil
	}
	return f.root.img.Config.OnBuild
}

// ownHistory are the history entries that this file adds.
func (f *facts) ownHistory() []string {
	skip := 0
	if f.root != nil && f.root.img != nil {
		skip = len(f.root.img.Config.History)
	}
	var out []string
	for i, h := range f.config.History {
		if i >= skip {
			out = append(out, h.CreatedBy)
		}
	}
	return out
}

// evaluated writes what the instructions came to into the stages.
func (f *facts) evaluated() {
	next := map[int]int{}
	for _, e := range f.events {
		st := &f.p.Stages[e.stage]
		if e.trigger {
			st.Instructions = append(st.Instructions, Instruction{
				Keyword: strings.ToUpper(e.cmd.Name()), Evaluated: e.evaluated, Location: f.location(e), Trigger: true,
			})
			continue
		}
		for i := next[e.stage]; i < len(st.Instructions); i++ {
			if st.Instructions[i].Keyword != "ONBUILD" && !st.Instructions[i].Trigger {
				st.Instructions[i].Evaluated = e.evaluated
				next[e.stage] = i + 1
				break
			}
		}
	}
}

func (f *facts) location(e event) finding.Location { return f.src.text.span(e.first, e.last) }

// locations are where the fields of the config are set last.
func (f *facts) locations() map[string]finding.Location {
	out := map[string]finding.Location{}
	for _, e := range f.events {
		var field string
		switch e.cmd.(type) {
		case *instructions.EnvCommand:
			field = "env"
		case *instructions.EntrypointCommand:
			field = "entrypoint"
		case *instructions.CmdCommand:
			field = "cmd"
		case *instructions.WorkdirCommand:
			field = "workdir"
		case *instructions.VolumeCommand:
			field = "volumes"
		case *instructions.ExposeCommand:
			field = "ports"
		case *instructions.LabelCommand:
			field = "labels"
		case *instructions.HealthCheckCommand:
			field = "healthcheck"
		case *instructions.UserCommand:
			field = "user"
		default:
			continue
		}
		out[field] = f.location(e)
	}
	return out
}

// lint are the linter's results that all conversions have: what only one has depends on the base image. The undefined
// variables among them are those of the conversion in which an unread base sets none that it could set.
func (f *facts) lint() []Lint {
	var out []Lint
	seen := map[Lint]int{}
	for i, conv := range f.convs {
		for _, w := range conv.lint {
			l := Lint{
				Rule: w.rule, Description: w.description, URL: w.url, Message: w.message, Location: f.src.text.ranges(w.ranges),
			}
			if seen[l] == i {
				seen[l] = i + 1
			}
			if seen[l] == len(f.convs) {
				seen[l]++
				out = append(out, l)
			}
		}
	}
	return out
}

// notes are what a user should hear of before the files were looked at.
func (f *facts) notes() []Note {
	var out []Note
	if ref, _, loc, ok := parser.DetectSyntax(f.c.opt.Content); ok && !ownFrontend(ref) {
		out = append(out, Note{
			Message: "# syntax=" + ref + " is not fetched: the frontend built into hullcheck is used", Location: f.src.text.ranges(loc),
		})
	}
	if lintFails(f.c.opt) && len(f.p.Lint) > 0 {
		out = append(out, Note{
			Message:  "the build would stop: # check=error=true, and the linter has results",
			Location: f.p.Lint[0].Location,
		})
	}
	if len(f.events) > 0 && f.events[0].evaluated == "" {
		out = append(out, Note{
			Message:  "the instructions could not be matched with the image's history",
			Location: f.p.Stages[f.p.Chain[0]].Location,
		})
	}
	return out
}

// ownFrontend tells whether "# syntax" names a release of the frontend that is built in. Of its labs channel, which knows
// more instructions, it is not one.
func ownFrontend(ref string) bool {
	named, err := reference.ParseNormalizedNamed(ref)
	if err != nil || named.Name() != "docker.io/docker/dockerfile" {
		return false
	}
	tagged, ok := named.(reference.Tagged)
	return !ok || !strings.HasSuffix(tagged.Tag(), "labs")
}

// steps takes over what the walk through the build graph met.
func (f *facts) steps(w *walker) {
	for _, s := range w.copies {
		f.p.Copies = append(f.p.Copies, f.copy(s))
	}
	for _, s := range w.powers {
		f.p.Powers = append(f.p.Powers, Power{
			Command: s.event.Command, Path: s.event.Path, Capability: s.event.Kind == "capability",
			Location: f.src.text.span(s.step.first, s.step.last),
		})
	}
	f.p.Missing = w.missing
	for _, s := range w.failures {
		f.p.Notes = append(f.p.Notes, Note{
			Message: "the build seems to fail: " + s.why, Location: f.src.text.span(s.step.first, s.step.last),
		})
	}
}

func (f *facts) copy(c copyFact) Copy {
	out := Copy{
		Keyword: "COPY", Sources: []string{c.action.GetSrc()}, Dest: c.action.GetDest(), Kind: c.kind,
		Owner:    ownerText(c.action.GetOwner()),
		Location: f.src.text.span(c.step.first, c.step.last),
	}
	if c.owner != nil && c.owner.Unknown == "" {
		out.UID, out.GID = &c.owner.UID, &c.owner.GID
	}
	for _, e := range f.events {
		if e.first != c.step.first || e.trigger {
			continue
		}
		switch i := e.cmd.(type) {
		case *instructions.CopyCommand:
			out.Mode, out.From = i.Chmod, i.From
		case *instructions.AddCommand:
			out.Keyword, out.Mode = "ADD", i.Chmod
		}
	}
	return out
}

// normal is a reference as the converter asks for it.
func normal(ref string) (string, error) {
	n, err := reference.ParseNormalizedNamed(ref)
	if err != nil {
		return "", err
	}
	return reference.TagNameOnly(n).String(), nil
}
