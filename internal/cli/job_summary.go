package cli

import (
	"errors"
	"fmt"
	"os"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/report"
)

// GitHub Actions names in jobSummaryFile the file whose Markdown it shows on the page of the run, and refuses one that is
// larger than jobSummaryLimit, with all that others wrote into it.
const (
	jobSummaryFile  = "GITHUB_STEP_SUMMARY"
	jobSummaryLimit = 1 << 20
)

// writeJobSummary adds the report to the job summary where there is one: what the annotations of a step have no room for.
func writeJobSummary(r *finding.Report, o report.Options) (err error) {
	name := os.Getenv(jobSummaryFile)
	if name == "" {
		return nil
	}
	file, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644) //nolint:gosec // the runner names it
	if err != nil {
		return fmt.Errorf("write job summary: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	info, err := file.Stat()
	if err != nil {
		return fmt.Errorf("write job summary: %w", err)
	}
	return report.WriteSummary(file, r, o, jobSummaryLimit-int(min(info.Size(), jobSummaryLimit)))
}
