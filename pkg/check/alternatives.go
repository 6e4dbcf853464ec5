package check

import "github.com/hullcheck/hullcheck/pkg/finding"

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
	all := map[string]alternative{}
	names := map[string]int{}
	add := func(source, name string) {
		if src, err := Classify(source); err == nil && src.Path != "" {
			if _, met := all[name]; !met {
				names[src.Path]++
			}
			all[name] = alternative{src.Path, name}
		}
	}
	for _, s := range o.Sources {
		add(s, s)
	}
	for _, c := range o.Charts {
		add(c.Source, c.Name)
	}
	for name, a := range all {
		if names[a.chart] < 2 {
			delete(all, name)
		}
	}
	return all
}
