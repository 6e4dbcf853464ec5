package run

import (
	_ "embed"
	"regexp"
	"strings"
	"sync"
)

// effect is what a command does to files.
type effect string

const (
	nothing  effect = "nothing"  // changes no file that matters
	files    effect = "files"    // makes and changes files, but neither passwd nor group
	packages effect = "packages" // package managers: files, and system accounts are added
)

//go:embed effects.txt
var effectsFile string

// table holds the lines of effects.txt by command.
type table map[string][]rule

type rule struct {
	words  []string // the first arguments that are no options
	effect effect
}

// effects reads effects.txt once.
var effects = sync.OnceValue(func() table {
	t := table{}
	for l := range strings.Lines(effectsFile) {
		f := strings.Fields(l)
		if len(f) == 0 || strings.HasPrefix(f[0], "#") {
			continue
		}
		for name := range strings.SplitSeq(f[1], ",") {
			t[name] = append(t[name], rule{withoutOptions(f[2:]), effect(f[0])})
		}
	}
	return t
})

// find is the effect of a command: that of the rule with the most words that its arguments begin with, options left out.
func (t table) find(name string, args []string) (effect, bool) {
	words := withoutOptions(args)
	best, kind := -1, effect("")
	for _, r := range t[name] {
		if len(r.words) > best && begins(words, r.words) {
			best, kind = len(r.words), r.effect
		}
	}
	return kind, best >= 0
}

func withoutOptions(args []string) []string {
	var words []string
	for _, a := range args {
		if !strings.HasPrefix(a, "-") && !strings.HasPrefix(a, "+") {
			words = append(words, a)
		}
	}
	return words
}

func begins(words, prefix []string) bool {
	if len(words) < len(prefix) {
		return false
	}
	for i, p := range prefix {
		if words[i] != p {
			return false
		}
	}
	return true
}

func regexpMatch(expr, s string) (bool, error) {
	re, err := regexp.Compile(expr)
	if err != nil {
		return false, err
	}
	return re.MatchString(s), nil
}
