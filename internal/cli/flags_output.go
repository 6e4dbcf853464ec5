package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/hullcheck/hullcheck/pkg/check"
	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/report"
)

// outputFlags say in which forms the answer is written, and where.
type outputFlags struct {
	outputs        []string
	noColor        bool
	quiet, verbose bool
}

func (f *outputFlags) register(flags *pflag.FlagSet, formats []string) {
	flags.StringArrayVarP(&f.outputs, "output", "o", []string{formats[0]},
		fmt.Sprintf("report as `FORMAT[=FILE]`: %s (repeatable)", strings.Join(formats, ", ")))
	f.registerTalk(flags)
}

func (f *outputFlags) registerTalk(flags *pflag.FlagSet) {
	flags.BoolVar(&f.noColor, "no-color", false, "no colours, also on a terminal")
	flags.BoolVarP(&f.quiet, "quiet", "q", false, "say nothing but errors on standard error")
	flags.BoolVarP(&f.verbose, "verbose", "v", false, "name everything that is otherwise counted")
}

// output is one form of the answer; to "" it goes to standard output.
type output struct{ format, file string }

// parse reads the values of -o. Only one report fits standard output.
func (f *outputFlags) parse(formats []string) ([]output, error) {
	var out []output
	toStdout := 0
	for _, text := range f.outputs {
		format, file, named := strings.Cut(text, "=")
		if format == "" {
			return nil, fmt.Errorf("output %q: write FORMAT or FORMAT=FILE, with one of %s", text, strings.Join(formats, ", "))
		}
		if !slices.Contains(formats, format) {
			return nil, withHint(fmt.Errorf("unknown output format %q: write one of %s", format, strings.Join(formats, ", ")),
				didYouMean(format, formats))
		}
		if named && file == "" {
			return nil, fmt.Errorf("output %q: no file follows the equals sign", text)
		}
		if !named {
			toStdout++
		}
		out = append(out, output{format, file})
	}
	if toStdout > 1 {
		return nil, errors.New("only one report fits standard output: write FORMAT=FILE for the others")
	}
	return out, nil
}

// write writes the report in every form. A file that cannot be written does not keep the others back.
func (f *outputFlags) write(e *env, outputs []output, r *check.Result, failOn finding.Severity) error {
	var errs []error
	options := report.Options{Verbose: f.verbose, FailOn: failOn, Containers: entriesOf(r.Answers)}
	for _, o := range outputs {
		errs = append(errs, o.write(e, func(w io.Writer) error {
			own := options
			own.Color, own.Width = colors(w, f.noColor), width(w)
			return report.Write(w, o.format, r.Report, own)
		}))
		if o.format == "github" {
			errs = append(errs, writeJobSummary(r.Report, options))
		}
	}
	return errors.Join(errs...)
}

// showsContainers tells whether a form of the report says as whom containers run.
func showsContainers(outputs []output) bool {
	return slices.ContainsFunc(outputs, func(o output) bool { return o.format == "html" })
}

func (o output) write(e *env, to func(io.Writer) error) (err error) {
	if o.file == "" {
		return to(e.stdout)
	}
	file, err := os.Create(o.file)
	if err != nil {
		return withHint(fmt.Errorf("write %s report: %w", o.format, err), o.hint(err))
	}
	defer func() {
		if cerr := file.Close(); cerr != nil && err == nil {
			err = fmt.Errorf("write %s report: %w", o.format, cerr)
		}
	}()
	return to(file)
}

// hint is how a file can be written that could not be.
func (o output) hint(err error) string {
	info, serr := os.Stat(o.file)
	switch {
	case serr == nil && info.IsDir():
		return fmt.Sprintf("name a file: -o %s=%s", o.format, filepath.Join(o.file, "report"))
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Sprintf("make its folder first: mkdir -p %s", filepath.Dir(o.file))
	}
	return ""
}
