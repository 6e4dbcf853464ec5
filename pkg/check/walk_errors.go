package check

import (
	"errors"
	"fmt"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/manifest"
	"github.com/hullcheck/hullcheck/pkg/policy"
)

// errorOf is an error of a source as the report has it.
func errorOf(source string, err error) finding.Error {
	out := finding.Error{Source: source, Message: err.Error(), Hint: image.HintOf(err)}
	var se *SourceError
	if errors.As(err, &se) && se.Hint != "" {
		out.Hint = se.Hint
	}
	return out
}

func manifestError(source string, e *manifest.Error) finding.Error {
	at := e.Location()
	return finding.Error{Source: source, Message: e.Message, Hint: e.Hint, Location: &at}
}

// objectErrors are the errors of judging one object, one entry each. A fault in a rule has no place in the manifest, and
// is located at the object.
func objectErrors(o *manifest.Object, err error) []finding.Error {
	var out []finding.Error
	for _, e := range flatten(err) {
		at := o.Locate("")
		f := errorOf(o.Source, e)
		var re *policy.RuleError
		var me *manifest.Error
		switch {
		case errors.As(e, &re):
			f.Message = re.Error()
		case errors.As(e, &me):
			f.Message, f.Hint, at = me.Message, me.Hint, me.Location()
		}
		f.Message = fmt.Sprintf("judge %s %s: %s", o.Kind, o.Name, f.Message)
		f.Location = &at
		out = append(out, f)
	}
	return out
}

// flatten takes joined errors apart.
func flatten(err error) []error {
	if err == nil {
		return nil
	}
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return []error{err}
	}
	var out []error
	for _, e := range joined.Unwrap() {
		out = append(out, flatten(e)...)
	}
	return out
}
