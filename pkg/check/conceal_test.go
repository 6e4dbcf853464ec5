package check_test

import (
	"strings"
	"testing"

	"github.com/hullcheck/hullcheck/pkg/check"
)

// A secret is in no excerpt: not in that of its own finding, and not in one that stands on the same line.
func TestSecretsAreConcealed(t *testing.T) {
	const head = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n"
	for name, text := range map[string]string{
		"block": head + "    - name: c\n      image: a/b:1\n      env:\n        - name: DB_PASSWORD\n          value: \"h\\u0075nter2\"\n",
		"flow":  head + "    - {name: c, image: a/b, env: [{name: DB_PASSWORD, value: hunter2}, {name: API_TOKEN, value: 'hunter2é'}]}\n",
		"lines": head + "    - name: c\n      image: a/b:1\n      env:\n        - {name: DB_PASSWORD, value: \"hunter2\n          hunter2\", x: y}\n",
		"JSON": `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"containers":` +
			`[{"name":"c","image":"a/b","env":[{"name":"DB_PASSWORD","value":"hunter2"}]}]}}`,
		"list": `{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":` +
			`{"containers":[{"name":"c","image":"a/b","env":[{"name":"S","value":"amqp://u:hunter2@h"}]}]}},` +
			`{"apiVersion":"v1","kind":"Pod","metadata":{"name":"q"},"spec":{"containers":[{"name":"c","image":"a/b"}]}}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			o := options(t, "-")
			o.Images, o.Stdin = check.ImagesOff, strings.NewReader(text)
			report := run(t, o)
			found, shown := 0, 0
			for _, f := range report.Findings {
				if f.Rule == "workload/secret-in-env" {
					found++
				}
				all := []string{f.Message, f.Remediation, f.Location.Snippet}
				for _, r := range f.Related {
					all = append(all, r.Message, r.Location.Snippet)
				}
				text := strings.Join(all, "\n")
				if strings.Contains(text, "nter2") {
					t.Errorf("%s shows the secret:\n%s", f.Rule, text)
				}
				if strings.Contains(text, "*****") && strings.Contains(text, "name") {
					shown++
				}
			}
			if found == 0 || name != "block" && name != "lines" && shown < 2 {
				t.Errorf("%d secrets found, %d lines shown with stars, in %v", found, shown, rulesOf(report))
			}
		})
	}
}
