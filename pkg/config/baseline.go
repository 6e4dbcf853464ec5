package config

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// Baseline is a list of findings that were there when a repository began to be checked: only new ones count. Entries are
// keyed by finding.Fingerprints, so they survive lines that move and files that are renamed.
type Baseline struct {
	Version int     `json:"version"`
	Known   []Known `json:"findings"`
}

// Known is one entry. Rule and Subject are for whoever reads the file; only the fingerprint counts.
type Known struct {
	Fingerprint string `json:"fingerprint"`
	Rule        string `json:"rule"`
	Subject     string `json:"subject"`
}

const baselineVersion = 1

// maxBaseline is room for more than a hundred thousand findings.
const maxBaseline = 32 << 20

// NewBaseline lists the findings of a whole run, in the order of finding.Compare.
func NewBaseline(fs []finding.Finding) *Baseline {
	b := &Baseline{Version: baselineVersion, Known: make([]Known, len(fs))}
	for i, key := range finding.Fingerprints(fs) {
		b.Known[i] = Known{Fingerprint: key, Rule: fs[i].Rule, Subject: subjectName(fs[i].Subject)}
	}
	slices.SortFunc(b.Known, func(x, y Known) int {
		return cmp.Or(cmp.Compare(x.Subject, y.Subject), cmp.Compare(x.Rule, y.Rule),
			cmp.Compare(x.Fingerprint, y.Fingerprint))
	})
	return b
}

func subjectName(s finding.Subject) string {
	var parts []string
	for _, p := range []string{s.Kind, s.Namespace, s.Name, s.Container} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return cmp.Or(strings.Join(parts, "/"), s.Image)
}

// ReadBaseline reads a file that Write wrote. One that is not there is an error for which errors.Is(err,
// fs.ErrNotExist) holds.
func ReadBaseline(file string) (*Baseline, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("read baseline: %w", err)
	}
	defer f.Close() //nolint:errcheck // nothing was written
	data, err := io.ReadAll(io.LimitReader(f, maxBaseline+1))
	if err != nil {
		return nil, fmt.Errorf("read baseline: %w", err)
	}
	if len(data) > maxBaseline {
		return nil, fmt.Errorf("read baseline %s: larger than %d bytes", file, maxBaseline)
	}
	b := &Baseline{}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(b); err != nil {
		return nil, fmt.Errorf("read baseline %s: %w", file, err)
	}
	if b.Version != baselineVersion {
		return nil, fmt.Errorf("read baseline %s: version %d: this hullcheck knows %d", file, b.Version, baselineVersion)
	}
	return b, nil
}

// Write writes the file, one finding a line, so that a review shows what was added.
func (b *Baseline) Write(w io.Writer) error {
	var out bytes.Buffer
	fmt.Fprintf(&out, "{\"version\": %d, \"findings\": [", b.Version)
	for i, k := range b.Known {
		line, err := json.Marshal(k)
		if err != nil {
			return fmt.Errorf("write baseline: %w", err)
		}
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteString("\n  ")
		out.Write(line)
	}
	out.WriteString("\n]}\n")
	if _, err := w.Write(out.Bytes()); err != nil {
		return fmt.Errorf("write baseline: %w", err)
	}
	return nil
}

// Split tells the findings of a whole run, in the order of finding.Compare, that are new from those that the baseline
// knows, and names the entries that nothing matches any more: they are fixed, and Write of what Without leaves forgets
// them.
func (b *Baseline) Split(fs []finding.Finding) (fresh []finding.Finding, known []finding.Excepted, fixed []Known) {
	left := map[string]bool{}
	for _, k := range b.Known {
		left[k.Fingerprint] = true
	}
	for i, key := range finding.Fingerprints(fs) {
		if !left[key] {
			fresh = append(fresh, fs[i])
			continue
		}
		delete(left, key)
		known = append(known, finding.Excepted{Finding: fs[i], Reason: "in the baseline", Source: "baseline"})
	}
	for _, k := range b.Known {
		if left[k.Fingerprint] {
			fixed = append(fixed, k)
		}
	}
	return fresh, known, fixed
}

// Without is the baseline less some entries.
func (b *Baseline) Without(fixed []Known) *Baseline {
	out := &Baseline{Version: b.Version}
	for _, k := range b.Known {
		if !slices.Contains(fixed, k) {
			out.Known = append(out.Known, k)
		}
	}
	return out
}
