package dockerfile

import (
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/linter"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// LintCategory begins the IDs of the linter's rules: buildkit/StageNameCasing.
const LintCategory = "buildkit/"

// Kind is the kind of input that rules on Dockerfiles read.
const Kind = "dockerfile"

// LintRules are BuildKit's linter rules, in the order of their IDs. What they say of a file is in Prediction.Lint.
func LintRules() []finding.Rule {
	var out []finding.Rule
	for _, d := range definitions() {
		if d.url == "" {
			d.url = documentation
		}
		out = append(out, finding.Rule{
			ID: LintCategory + d.name, Title: d.description, Severity: finding.Low, Input: Kind,
			Description: "This is what BuildKit's own linter says during a build, and before it with docker build --check. " +
				"It is passed on in BuildKit's words.",
			Remediation: "see " + d.url + ", or leave the rule out with --rule -" + LintCategory + d.name,
			PSS:         []finding.PSS{}, Supersedes: []string{}, Related: []string{d.url}, DefaultOn: true, Builtin: true,
			HelpURI: pages + LintCategory + d.name + ".md", Help: help(d),
		})
	}
	return out
}

// documentation lists the rules; one of them has no page of its own.
const documentation = "https://docs.docker.com/reference/build-checks/"

// pages is where the pages of rules are published.
const pages = "https://github.com/hullcheck/hullcheck/blob/main/docs/rules/"

// help is the prose of a rule's page.
func help(d definition) string {
	var b strings.Builder
	b.WriteString("## Why\n\n" + d.description + ".\n")
	if d.experimental {
		b.WriteString("\nThe rule is experimental in BuildKit: it speaks only where the file asks for it, with `# check=experimental=" +
			d.name + "`.\n")
	}
	b.WriteString("\n## How to fix\n\nBuildKit's documentation has examples: <" + d.url + ">.\n" +
		"\n## When to except it\n\nFor one file, `# check=skip=" + d.name + "` in its first lines says so to BuildKit and to hullcheck.\n")
	return b.String()
}

// definition is a rule as the linter defines it.
type definition struct {
	name, description, url string
	experimental           bool
}

func define[F any](r linter.LinterRule[F]) definition {
	return definition{r.Name, r.Description, r.URL, r.Experimental}
}

// definitions are all of the linter's rules by name. The package has no list of them: a test compares with its source.
func definitions() []definition {
	return []definition{
		define(linter.RuleConsistentInstructionCasing),
		define(linter.RuleCopyIgnoredFile),
		define(linter.RuleDuplicateStageName),
		define(linter.RuleExposeInvalidFormat),
		define(linter.RuleExposeProtoCasing),
		define(linter.RuleFromAsCasing),
		define(linter.RuleFromPlatformFlagConstDisallowed),
		define(linter.RuleInvalidBaseImagePlatform),
		define(linter.RuleInvalidDefaultArgInFrom),
		define(linter.RuleInvalidDefinitionDescription),
		define(linter.RuleJSONArgsRecommended),
		define(linter.RuleLegacyKeyValueFormat),
		define(linter.RuleMaintainerDeprecated),
		define(linter.RuleMultipleInstructionsDisallowed),
		define(linter.RuleNoEmptyContinuation),
		define(linter.RuleRedundantTargetPlatform),
		define(linter.RuleReservedStageName),
		define(linter.RuleSecretsUsedInArgOrEnv),
		define(linter.RuleStageNameCasing),
		define(linter.RuleUndefinedArgInFrom),
		define(linter.RuleUndefinedVar),
		define(linter.RuleWorkdirRelativePath),
	}
}
