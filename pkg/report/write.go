package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// Options is how a caller wants a report to look. Formats for machines ignore all but FailOn.
type Options struct {
	// Color allows ANSI colours; only the caller knows whether the writer is a terminal and what NO_COLOR says.
	Color bool
	// Width is the number of columns that no line of a format for people exceeds: 0 means DefaultWidth, and less than
	// MinWidth counts as MinWidth.
	Width int
	// Verbose names every skipped file and every excepted finding where the text form otherwise counts them.
	Verbose bool
	// FailOn is the threshold of the exit code, for formats that say of each finding whether it is a failure; the zero
	// value makes every finding one.
	FailOn finding.Severity
	// Containers are those that were judged, for formats that show as whom they run, in the order of the sources.
	Containers []Who
}

// The widths of formats for people.
const (
	DefaultWidth = 100
	MinWidth     = 40
)

func (o Options) width() int {
	if o.Width == 0 {
		return DefaultWidth
	}
	return max(o.Width, MinWidth)
}

// format is one way to print a report.
type format struct {
	name  string
	write func(io.Writer, *finding.Report, Options) error
}

// formats lists every format, in the order in which help texts name them.
var formats = []format{
	{"text", writeText},
	{"json", writeJSON},
	{"sarif", writeSARIF},
	{"junit", writeJUnit},
	{"github", writeGitHub},
	{"gitlab", writeGitLab},
	{"markdown", writeMarkdown},
	{"html", writeHTML},
}

// Formats lists the names that Write takes.
func Formats() []string {
	names := make([]string, len(formats))
	for i, f := range formats {
		names[i] = f.name
	}
	return names
}

// Write prints a report in the named format. The report is not changed; its lists are printed in the order that the JSON
// contract fixes, whatever order they come in, so that equal reports are equal byte for byte.
func Write(w io.Writer, name string, r *finding.Report, o Options) error {
	for _, f := range formats {
		if f.name != name {
			continue
		}
		if err := f.write(w, normal(r), o); err != nil {
			return fmt.Errorf("write %s report: %w", name, err)
		}
		return nil
	}
	return fmt.Errorf("unknown format %q: write one of %s", name, strings.Join(Formats(), ", "))
}
