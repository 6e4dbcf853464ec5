package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/hullcheck/hullcheck/internal/cli"
)

// referencePage is the reference of the command line.
const referencePage = "docs/cli.md"

// command is what the reference says of one command.
type command struct {
	Path, Short, About, Usage, Example string
	Flags                              []flag
}

type flag struct{ Names, Meaning, Default string }

func addReference(files map[string][]byte) error {
	return addFile(files, referencePage, "cli.md.tmpl", commandsBelow(cli.Root()))
}

// commandsBelow lists the commands of a tree in the order of its help.
func commandsBelow(c *cobra.Command) []command {
	var out []command
	for _, sub := range c.Commands() {
		if !sub.IsAvailableCommand() {
			continue
		}
		if sub.Runnable() {
			out = append(out, commandOf(sub))
		}
		out = append(out, commandsBelow(sub)...)
	}
	return out
}

func commandOf(c *cobra.Command) command {
	about := c.Long
	if about == "" {
		about = c.Short + "."
	}
	out := command{Path: c.CommandPath(), Short: c.Short, About: about, Usage: c.UseLine()}
	var examples []string
	for line := range strings.SplitSeq(c.Example, "\n") {
		examples = append(examples, strings.TrimSpace(line))
	}
	out.Example = strings.Join(examples, "\n")
	c.LocalFlags().VisitAll(func(f *pflag.Flag) {
		if !f.Hidden && f.Name != "help" {
			out.Flags = append(out.Flags, flagOf(f))
		}
	})
	return out
}

// flagOf leaves out defaults that say no more than that nothing is set.
func flagOf(f *pflag.Flag) flag {
	value, meaning := pflag.UnquoteUsage(f)
	names := "--" + f.Name
	if f.Shorthand != "" {
		names = "-" + f.Shorthand + ", " + names
	}
	if f.Value.Type() != "bool" {
		names += " " + value
	}
	out := flag{Names: names, Meaning: meaning, Default: f.DefValue}
	if slices.Contains([]string{"false", "0", "[]"}, f.DefValue) {
		out.Default = ""
	}
	out.Default = strings.Trim(out.Default, "[]")
	return out
}
