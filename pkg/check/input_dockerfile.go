package check

import (
	"path"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/dockerfile"
	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
	"github.com/hullcheck/hullcheck/pkg/policy/input"
)

// dockerfileFacts are a Dockerfile as the rules see it, with the place of every pointer that it holds.
type dockerfileFacts struct {
	input.Dockerfile
	places map[string]finding.Location
}

// dockerfileInput is a Dockerfile as the rules of kind dockerfile see it.
func dockerfileInput(
	p *dockerfile.Prediction, img *input.Image, start input.Start, powers []dockerfile.Power, w World,
) *dockerfileFacts {
	f := &dockerfileFacts{places: map[string]finding.Location{}}
	f.Dockerfile = input.Dockerfile{
		Kind: input.KindDockerfile, File: p.Image.Name, Platform: img.Platform, OS: img.OS, Parameters: w.Parameters, Target: p.Target,
		Stages: f.stages(p), User: f.user(&p.User), Image: img.User, Start: start,
		Copies: f.copies(p.Copies, start.Program), Powers: f.powers(powers),
	}
	return f
}

// at remembers the place of a pointer and returns the pointer.
func (f *dockerfileFacts) at(pointer string, place finding.Location) string {
	f.places[pointer] = place
	return pointer
}

// locate is the place of a pointer, or of the nearest one around it; that of the deciding USER where there is none.
func (f *dockerfileFacts) locate(pointer string) finding.Location {
	for ; pointer != "" && pointer != "/"; pointer = path.Dir(pointer) {
		if at, ok := f.places[pointer]; ok {
			return at
		}
	}
	return f.places[userPointer]
}

const userPointer = "/user"

func (f *dockerfileFacts) stages(p *dockerfile.Prediction) []input.Stage {
	inTarget := map[int]bool{}
	for _, i := range p.Chain {
		inTarget[i] = true
	}
	out := make([]input.Stage, 0, len(p.Stages))
	for i, st := range p.Stages {
		s := input.Stage{
			Path: f.at("/stages/"+itoa(i), st.Location), Name: st.Name, From: st.From, Base: st.Base, OnStage: st.OnStage >= 0,
			Repository: baseRepository(&st), InTarget: inTarget[i], Line: st.Location.Line, EndLine: st.Location.EndLine, Instructions: []input.Instruction{},
		}
		for j, x := range st.Instructions {
			s.Instructions = append(s.Instructions, input.Instruction{
				Path: f.at(s.Path+"/instructions/"+itoa(j), x.Location), Keyword: x.Keyword, Original: x.Original,
				Evaluated: x.Evaluated, Line: x.Location.Line, EndLine: x.Location.EndLine, Trigger: x.Trigger,
			})
		}
		out = append(out, s)
	}
	return out
}

func (f *dockerfileFacts) user(u *dockerfile.User) input.DockerfileUser {
	out := input.DockerfileUser{
		Path: f.at(userPointer, u.Location), Explicit: u.Explicit, Base: u.Base, Undefined: []input.UndefinedVariable{},
	}
	for i, v := range u.Undefined {
		out.Undefined = append(out.Undefined, input.UndefinedVariable{
			Name: v.Name, Path: f.at(userPointer+"/undefined/"+itoa(i), v.Location),
		})
	}
	if t := u.Trailing; t != nil {
		out.Trailing, out.TrailingPath = t.Text, f.at(userPointer+"/trailing", t.Location)
	}
	if b := u.Former; b != nil {
		out.Former, out.FormerBase = b.Value, b.Base
		out.FormerPath = f.at(userPointer+"/former", b.Location)
	}
	return out
}

// copies marks the last copy whose destination is the program, or a folder around it.
func (f *dockerfileFacts) copies(in []dockerfile.Copy, program string) []input.Copy {
	out := make([]input.Copy, 0, len(in))
	last := -1
	for _, c := range in {
		for _, source := range c.Sources {
			if program != "" && jsonpointer.Within(program, strings.TrimSuffix(path.Clean("/"+c.Dest), "/")) {
				last = len(out)
			}
			out = append(out, input.Copy{
				Path: f.at("/copies/"+itoa(len(out)), c.Location), Keyword: c.Keyword, Source: source, Dest: c.Dest,
				From: string(c.Kind), Owner: c.Owner, Mode: c.Mode,
			})
		}
	}
	if last >= 0 {
		out[last].Program = true
	}
	return out
}

func (f *dockerfileFacts) powers(in []dockerfile.Power) []input.PowerGiven {
	out := make([]input.PowerGiven, 0, len(in))
	for i, p := range in {
		out = append(out, input.PowerGiven{
			Path: f.at("/powers/"+itoa(i), p.Location), Command: p.Command, File: p.Path, Capability: p.Capability,
		})
	}
	return out
}

// baseRepository is where the base of a stage comes from, unless it is another stage, or scratch, which is no image.
func baseRepository(st *dockerfile.Stage) input.Fact[string] {
	if st.OnStage >= 0 || st.Base == "scratch" {
		return input.Fact[string]{Unknown: "the base is no image"}
	}
	repository, _, _ := refOf(st.Base)
	return repository
}
