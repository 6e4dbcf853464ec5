package dockerfile

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/linter"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/buildkit/frontend/dockerfile/shell"
)

// source is a parsed Dockerfile: what is written, before anything is evaluated.
type source struct {
	text   *text
	escape rune
	stages []instructions.Stage
	args   []instructions.ArgCommand
}

func parse(o Options) (*source, error) {
	ast, err := parser.Parse(bytes.NewReader(o.Content))
	if err != nil {
		return nil, fmt.Errorf("parse dockerfile: %w", err)
	}
	stages, args, err := instructions.Parse(ast.AST, linter.New(&linter.Config{SkipAll: true}))
	if err != nil {
		return nil, fmt.Errorf("parse dockerfile: %w", err)
	}
	return &source{text: newText(o.File, o.Content), escape: ast.EscapeToken, stages: stages, args: args}, nil
}

// globals are the variables that FROM lines see: ARG before the first FROM over the platform's own. This repeats
// dockerfile2llb's buildMetaArgs, which is not exported; whether the bases that come out are those that the converter took
// is proved by the image's history (see timeline).
func (s *source) globals(o Options) []string {
	env := platformArgs(o)
	lex := shell.NewLex(s.escape)
	for _, cmd := range s.args {
		for _, kv := range cmd.Args {
			if v, ok := o.BuildArgs[kv.Key]; ok {
				env = append(env, kv.Key+"="+v)
			} else if kv.Value != nil {
				if v, _, err := lex.ProcessWord(*kv.Value, shell.EnvsFromSlice(env)); err == nil {
					env = append(env, kv.Key+"="+v)
				}
			}
		}
	}
	return env
}

// platformArgs are those that the frontend sets without being asked.
func platformArgs(o Options) []string {
	p := o.Platform
	target := o.Target
	if target == "" {
		target = "default"
	}
	env := []string{
		"BUILDPLATFORM=linux/amd64", "BUILDOS=linux", "BUILDOSVERSION=", "BUILDARCH=amd64", "BUILDVARIANT=",
		"TARGETPLATFORM=" + p.String(), "TARGETOS=" + p.OS, "TARGETOSVERSION=", "TARGETARCH=" + p.Architecture,
		"TARGETVARIANT=" + p.Variant, "TARGETSTAGE=" + target,
	}
	for i, kv := range env {
		k, _, _ := strings.Cut(kv, "=")
		if v, ok := o.BuildArgs[k]; ok {
			env[i] = k + "=" + v
		}
	}
	return env
}

// tree resolves which stage is made FROM which.
func (s *source) tree(o Options, c contexts) []Stage {
	env := shell.EnvsFromSlice(s.globals(o))
	lex := shell.NewLex(s.escape)
	byName := map[string]int{}
	out := make([]Stage, len(s.stages))
	for i, st := range s.stages {
		name, _, err := lex.ProcessWord(st.BaseName, env)
		if err != nil {
			name = st.BaseName
		}
		on, ok := byName[name]
		if !ok {
			on = -1
			name = c.instead(name)
		}
		out[i] = Stage{
			Name: st.Name, From: st.BaseName, Base: name, OnStage: on, Location: s.text.ranges(st.Location),
		}
		if p, _, err := lex.ProcessWord(st.Platform, env); err == nil {
			out[i].Platform = p
		}
		if _, replaced := c.opts["context:"+st.Name]; replaced && st.Name != "" {
			out[i].Replaced, out[i].OnStage, out[i].Base = true, -1, c.instead(st.Name)
		}
		for _, cmd := range st.Commands {
			out[i].Instructions = append(out[i].Instructions, s.instruction(cmd))
		}
		if st.Name != "" {
			byName[st.Name] = i
		}
	}
	return out
}

func (s *source) instruction(cmd instructions.Command) Instruction {
	original := ""
	if c, ok := cmd.(fmt.Stringer); ok {
		original = c.String()
	}
	return Instruction{
		Keyword: strings.ToUpper(cmd.Name()), Original: original, Location: s.text.ranges(cmd.Location()),
	}
}

// target is the index of the stage that is built; ok is false where there is none of that name.
func (s *source) target(name string) (i int, ok bool) {
	if name == "" {
		return len(s.stages) - 1, len(s.stages) > 0
	}
	found := -1
	for i, st := range s.stages {
		if st.Name != "" && strings.EqualFold(st.Name, name) {
			found = i
		}
	}
	return found, found >= 0
}

// chain are the stages that a stage is made of, the first FROM first.
func chain(stages []Stage, target int) []int {
	var out []int
	for i := target; i >= 0; i = stages[i].OnStage {
		out = append([]int{i}, out...)
	}
	return out
}
