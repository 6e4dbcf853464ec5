package cli

import (
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// nearest is the name that was most likely meant, "" where none is near: at most a third of the letters are wrong, or two
// letters have changed places.
func nearest(typed string, names []string) string {
	n := utf8.RuneCountInString(typed)
	best, limit := "", max(n/3, min(2, n/2))
	for _, n := range names {
		if d := levenshtein.ComputeDistance(typed, n); d <= limit {
			best, limit = n, d-1
		}
	}
	return best
}

// didYouMean is advice on a mistyped name, "" where no name is near.
func didYouMean(typed string, names []string) string {
	if n := nearest(typed, names); n != "" {
		return fmt.Sprintf("did you mean %s?", n)
	}
	return ""
}

// flagError gives the errors of the flag parser advice.
func flagError(cmd *cobra.Command, err error) error {
	var lacking *pflag.ValueRequiredError
	if errors.As(err, &lacking) {
		value, _ := pflag.UnquoteUsage(lacking.GetFlag())
		return withHint(err, fmt.Sprintf("write --%s %s", lacking.GetFlag().Name, value))
	}
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) {
		return err
	}
	hint := "see " + cmd.CommandPath() + " --help"
	if unknown.GetSpecifiedShortnames() == "" {
		var names []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, "--"+f.Name) })
		if h := didYouMean("--"+unknown.GetSpecifiedName(), names); h != "" {
			hint = h
		}
	}
	return withHint(err, hint)
}
