package check

import (
	"path/filepath"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// alternative is one of several sets of values that a chart is judged with: what one of them makes is not in one cluster
// with what another makes.
type alternative struct{ chart, name string }

func (a alternative) excludes(b alternative) bool {
	return a.chart != "" && a.chart == b.chart && a.name != b.name
}

// related tells the findings of alternatives apart, which are often at one line.
func (a alternative) related() []finding.Related {
	if a.chart == "" {
		return nil
	}
	return []finding.Related{related("rendered as this source", finding.Location{Source: a.name})}
}

// answered tells answers apart.
func (a alternative) answered(answers []placedAnswer) []placedAnswer {
	for i := range answers {
		answers[i].Variant = a.name
	}
	return answers
}

// alternativesIn are the alternatives among the sources of a run, by what the report calls them.
func alternativesIn(o *Options) map[string]alternative {
	if len(o.Charts) == 0 {
		return nil // sources are looked at once, by the walk
	}
	charts := map[string][]string{}
	for _, c := range o.Charts {
		if chart := chartOf(c.Source); chart != "" {
			charts[chart] = append(charts[chart], c.Name)
		}
	}
	for _, s := range o.Sources {
		if chart := chartOf(s); charts[chart] != nil {
			charts[chart] = append(charts[chart], s)
		}
	}
	all := map[string]alternative{}
	for chart, names := range charts {
		if len(names) < 2 {
			continue
		}
		for _, name := range names {
			all[name] = alternative{chart, name}
		}
	}
	return all
}

// chartOf is the folder of a chart, "" where a source is none.
func chartOf(source string) string {
	src, err := Classify(source)
	if err != nil || src.Kind != Helm {
		return "" // the walk says what is wrong with it
	}
	return filepath.Clean(src.Path)
}
