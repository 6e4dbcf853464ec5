package admission

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/config"
)

// modesText are modes as a test writes them.
func modesText(m Modes) string {
	return "enforce " + m.Enforce.String() + ", warn " + m.Warn.String() + ", audit " + m.Audit.String()
}

// TestModes: labels are read as Pod Security Admission reads its own.
func TestModes(t *testing.T) {
	none := config.Levels{}
	strict := config.Levels{Enforce: "restricted", EnforceVersion: "v1.30", Audit: "hardened"}
	for name, c := range map[string]struct {
		defaults config.Levels
		labels   map[string]string
		want     string
		bad      []string
	}{
		"nothing":         {none, nil, "enforce off:latest, warn off:latest, audit off:latest", nil},
		"other labels":    {none, map[string]string{"team": "a"}, "enforce off:latest, warn off:latest, audit off:latest", nil},
		"defaults":        {strict, nil, "enforce restricted:v1.30, warn restricted:v1.30, audit hardened:latest", nil},
		"warn by default": {config.Levels{Enforce: "baseline", Warn: "off"}, nil, "enforce baseline:latest, warn off:latest, audit off:latest", nil},
		"a label":         {strict, map[string]string{enforceLabel: "off"}, "enforce off:v1.30, warn restricted:v1.30, audit hardened:latest", nil},
		"warnings follow": {
			none,
			map[string]string{enforceLabel: "baseline", enforceVersion: "v1.20"},
			"enforce baseline:v1.20, warn baseline:v1.20, audit off:latest", nil,
		},
		"with a version of their own": {
			none,
			map[string]string{enforceLabel: "baseline", enforceVersion: "v1.20", warnVersion: "v1.25"},
			"enforce baseline:v1.20, warn baseline:v1.25, audit off:latest", nil,
		},
		"not where they are stricter": {
			config.Levels{Warn: "hardened"},
			map[string]string{enforceLabel: "baseline"},
			"enforce baseline:latest, warn hardened:latest, audit off:latest", nil,
		},
		"nor where they are written": {
			none,
			map[string]string{enforceLabel: "restricted", warnLabel: "off"},
			"enforce restricted:latest, warn off:latest, audit off:latest", nil,
		},
		"all three": {
			none,
			map[string]string{enforceLabel: "baseline", warnLabel: "restricted", auditLabel: "hardened", auditVersion: "latest"},
			"enforce baseline:latest, warn restricted:latest, audit hardened:latest", nil,
		},
		"a mistyped level is restricted, and warns of nothing": {
			none,
			map[string]string{enforceLabel: "strict", auditLabel: "x", warnLabel: "y"},
			"enforce restricted:latest, warn off:latest, audit off:latest",
			[]string{
				`label hullcheck.dev/enforce: "strict": must be one of off, baseline, restricted, hardened`,
				`label hullcheck.dev/warn: "y": must be one of off, baseline, restricted, hardened`,
				`label hullcheck.dev/audit: "x": must be one of off, baseline, restricted, hardened`,
			},
		},
		"a mistyped version is the latest": {
			strict,
			map[string]string{enforceVersion: "1.30", warnVersion: "v1.01"},
			"enforce restricted:latest, warn restricted:latest, audit hardened:latest",
			[]string{
				`label hullcheck.dev/enforce-version: "1.30": must be "latest" or "v1.x"`,
				`label hullcheck.dev/warn-version: "v1.01": must be "latest" or "v1.x"`,
			},
		},
		"the words of Pod Security Admission": {
			none,
			map[string]string{enforceLabel: "privileged"},
			"enforce restricted:latest, warn off:latest, audit off:latest",
			[]string{`label hullcheck.dev/enforce: "privileged": must be one of off, baseline, restricted, hardened`},
		},
	} {
		t.Run(name, func(t *testing.T) {
			defaults, err := defaultModes(c.defaults)
			if err != nil {
				t.Fatal(err)
			}
			got, bad := defaults.of(c.labels)
			if modesText(got) != c.want {
				t.Errorf("got  %s\nwant %s", modesText(got), c.want)
			}
			var texts []string
			for _, e := range bad {
				texts = append(texts, e.Error())
			}
			if diff := cmp.Diff(c.bad, texts); diff != "" {
				t.Errorf("errors (-want +got):\n%s", diff)
			}
		})
	}
}
