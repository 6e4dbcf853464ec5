package helm

import (
	"fmt"
	"strings"
	"text/template"
	"time"
)

// functions are those that take the place of Helm's: what counts, what grows, and what is another in every run.
func (b *budget) functions() template.FuncMap {
	f := b.growing()
	for name, fn := range settled() {
		f[name] = fn
	}
	f[stepFunction] = b.step
	f[textFunction] = func(v any) any {
		if s, ok := v.(string); ok {
			return guarded(s)
		}
		return v
	}
	return f
}

// growing are functions that make much of little, as sprig has them.
func (b *budget) growing() template.FuncMap {
	indent := func(spaces int, s string) (string, error) {
		if err := b.bounded("indent", max(spaces, 0)*(strings.Count(s, "\n")+1), maxString); err != nil {
			return "", err
		}
		pad := strings.Repeat(" ", max(spaces, 0))
		return pad + strings.ReplaceAll(s, "\n", "\n"+pad), nil
	}
	return template.FuncMap{
		"indent": indent,
		"nindent": func(spaces int, s string) (string, error) {
			out, err := indent(spaces, s)
			return "\n" + out, err
		},
		"repeat": func(n int, s string) (string, error) {
			n = max(n, 0)
			if len(s) > 0 && n > maxString {
				return "", b.bounded("repeat", n, maxString)
			}
			if err := b.bounded("repeat", n*len(s), maxString); err != nil {
				return "", err
			}
			return strings.Repeat(s, n), nil
		},
		"until": func(n int) ([]int, error) {
			if n < 0 {
				return b.sequence(0, n, -1)
			}
			return b.sequence(0, n, 1)
		},
		"untilStep": b.sequence,
		"printf": func(format string, args ...any) (string, error) {
			out := fmt.Sprintf(format, args...)
			return out, b.bounded("printf", len(out), maxString)
		},
	}
}

// sequence is what until and untilStep give.
func (b *budget) sequence(from, to, step int) ([]int, error) {
	out := []int{}
	if step == 0 || step > 0 && to < from || step < 0 && to > from {
		return out, nil
	}
	if err := b.bounded("until", (to-from)/step, maxList); err != nil {
		return nil, err
	}
	for i := from; step > 0 && i < to || step < 0 && i > to; i += step {
		out = append(out, i)
	}
	return out, nil
}

// then is the time of every rendering.
var then = time.Date(2025, time.January, 1, 0, 0, 0, 0, time.UTC)

const (
	settledKey  = "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n"
	settledCert = "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n"
	settledUUID = "00000000-0000-4000-8000-000000000000"
	settledHash = "$2a$10$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
)

// settled are functions that give the same in every run, in place of chance, the clock and keys that take time to make.
func settled() template.FuncMap {
	run := func(of string) func(n int) string {
		return func(n int) string { return strings.Repeat(of, min(max(n, 0), maxList)) }
	}
	key := func(...any) string { return settledKey }
	pair := func(...any) map[string]any { return map[string]any{"Cert": settledCert, "Key": settledKey} }
	return template.FuncMap{
		"now": func() time.Time { return then }, "ago": func(any) string { return "0s" },
		"uuidv4":    func() string { return settledUUID },
		"randAlpha": run("a"), "randAlphaNum": run("a"), "randAscii": run("a"), "randNumeric": run("1"),
		"randBytes": run("A"), "randInt": func(low, _ int) int { return low },
		"shuffle":       func(s string) string { return s },
		"genPrivateKey": key, "derivePassword": func(...any) string { return "derived" },
		"genCA": pair, "genCAWithKey": pair, "genSelfSignedCert": pair, "genSelfSignedCertWithKey": pair,
		"genSignedCert": pair, "genSignedCertWithKey": pair, "buildCustomCert": pair,
		"bcrypt":     func(string) string { return settledHash },
		"htpasswd":   func(user, _ string, _ ...string) string { return user + ":" + settledHash },
		"encryptAES": func(string, string) string { return strings.Repeat("A", 32) },
	}
}
