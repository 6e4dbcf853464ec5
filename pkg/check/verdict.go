package check

import (
	"github.com/hullcheck/hullcheck/pkg/config"
	"github.com/hullcheck/hullcheck/pkg/finding"
)

// Verdict is what the engine says of one thing: findings that are superseded, merged over platforms and in the order of
// the report, those that are agreed to, and what could not be judged.
type Verdict struct {
	Findings  []finding.Finding
	Excepted  []finding.Excepted
	NotJudged []finding.NotJudged
	// Warnings are exceptions that the object carries and that are not as they must be, that have expired, that have no end,
	// or that nothing needs; and those of the configuration that its findings asked for and that have expired.
	Warnings config.Problems
}

// judged is what came of one thing before anything is settled.
type judged struct {
	hits      []hit
	notJudged []finding.NotJudged
	// answers are there only where the engine was told to keep them.
	answers []placedAnswer
}

func (j *judged) comesFrom(o *origin) {
	for i := range j.hits {
		j.hits[i].origin = o
	}
}

func (j *judged) renderedBy(a alternative) {
	for i := range j.hits {
		j.hits[i].Related = append(j.hits[i].Related, a.related()...)
	}
	j.answers = a.answered(j.answers)
}

func (j *judged) verdict(agreed Agreed) Verdict {
	s := settle(j.hits, agreed)
	return Verdict{Findings: s.findings(), Excepted: s.excepted, NotJudged: j.notJudged}
}
