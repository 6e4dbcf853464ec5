package helm

import (
	"errors"
	"path"
	"regexp"
	"strconv"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// where is a template and line in a message of the engine: "execution error at (chart/templates/x.yaml:3:5): …".
var where = regexp.MustCompile(`([^\s()"]+/templates/[^\s():"]+):(\d+)(?::(\d+))?`)

// giveValues is what to do where a chart does not render with the values that it has by itself.
const giveValues = "give the values that the chart asks for, with --values FILE or --set KEY=VALUE"

// asks is what a line calls that fails for lack of values.
var asks = regexp.MustCompile(`\b(required|fail)\b`)

// fault puts an error of the engine at the template and line that it names, else at Chart.yaml.
func (j *job) fault(err error) *manifest.Error {
	var known *manifest.Error
	if errors.As(err, &known) {
		return known
	}
	if broken := j.broken(); broken != nil {
		return broken
	}
	out := faultIn(j.files, "")
	out.Err = err
	message := err.Error()
	if m := where.FindStringSubmatch(message); m != nil {
		if line, convErr := strconv.Atoi(m[2]); convErr == nil && j.locate(out, m[1], line) {
			message = strings.Replace(message, m[0], "", 1)
			if strings.Contains(message, "nil pointer") || asks.MatchString(out.Snippet) {
				out.Hint = giveValues
			}
		}
	}
	out.Message = "helm: " + tidy(message)
	return out
}

var (
	clutter = regexp.MustCompile(`^(parse error at|execution error at) \(\): |^parse error in \(\): `)
	calling = regexp.MustCompile(`^(error calling \w+: |error during tpl function execution for .*: )+`)
)

// tidy keeps the reason of what the engine says, which lists all templates on the way to it.
func tidy(message string) string {
	message = clutter.ReplaceAllString(message, "")
	var parts []string
	for line := range strings.Lines(message) {
		if line = strings.TrimSpace(line); line != "" {
			parts = append(parts, line)
		}
	}
	message = strings.Join(parts, " ")
	if i := strings.LastIndex(message, ">: "); i >= 0 && strings.Contains(message, "executing ") {
		message = calling.ReplaceAllString(message[i+len(">: "):], "")
	}
	return message
}

// locate puts an error at a line of a template, given by its key.
func (j *job) locate(e *manifest.Error, key string, line int) bool {
	values, fault := j.values.merge()
	if fault != nil {
		return false
	}
	l, err := load(j.files, values)
	if err != nil {
		return false
	}
	for _, t := range l.templates {
		if t.key == key {
			e.File, e.Line, e.Column = t.shown, line, 1
			e.Snippet = lineOf(t.source, line)
			if n := len(e.Snippet) - len(strings.TrimLeft(e.Snippet, " \t")); n < len(e.Snippet) {
				e.Column = n + 1
			}
			return true
		}
	}
	return false
}

func lineOf(text string, n int) string {
	lines := strings.Split(text, "\n")
	if n < 1 || n > len(lines) {
		return ""
	}
	return strings.TrimSuffix(lines[n-1], "\r")
}

// broken is the fault of the first of the chart's own YAML files that cannot be read.
func (j *job) broken() *manifest.Error {
	for _, f := range j.files {
		if base := path.Base(f.name); base != "Chart.yaml" && base != "values.yaml" || strings.Contains(f.name, "templates/") {
			continue
		}
		if _, fault := manifest.ReadFields(f.shown, f.data, manifest.Limits{}); fault != nil {
			return fault
		}
	}
	return nil
}
