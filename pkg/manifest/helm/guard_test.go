package helm

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"text/template"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

func TestLex(t *testing.T) {
	for src, want := range map[string][]string{
		"":                            nil,
		"plain":                       {"plain"},
		"a{{ b }}c":                   {"a", "{{ b }}", "c"},
		"{{ \"}}\" }}x":               {"{{ \"}}\" }}", "x"},
		"{{ `}}` }}{{ '}' }}":         {"{{ `}}` }}", "{{ '}' }}"},
		`{{ "a\"}}" }}`:               {`{{ "a\"}}" }}`},
		"{{/* }} ' \" */}}x":          {"{{/* }} ' \" */}}", "x"},
		"{{- /* it's */ -}}x":         {"{{- /* it's */ -}}", "x"},
		"a {{ b":                      {"a {{ b"},
		"{{- range .x -}}y{{- end }}": {"{{- range .x -}}", "y", "{{- end }}"},
	} {
		var got []string
		for _, tok := range lex(src) {
			got = append(got, src[tok.start:tok.end])
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", src, diff)
		}
	}
}

func TestGuardTpl(t *testing.T) {
	for action, want := range map[string]string{
		`{{ tpl .Values.x . }}`:                          `{{ tpl (hullcheckText .Values.x) . }}`,
		`{{ tpl "a" $ }}`:                                `{{ tpl (hullcheckText "a") $ }}`,
		`{{ tpl (toYaml .a) . | nindent 2 }}`:            `{{ tpl (hullcheckText (toYaml .a)) . | nindent 2 }}`,
		`{{ tpl (print (tpl .a .) "b") . }}`:             `{{ tpl (hullcheckText (print (tpl (hullcheckText .a) .) "b")) . }}`,
		`{{ $x := tpl (dict "a" ")").a . }}`:             `{{ $x := tpl (hullcheckText (dict "a" ")").a) . }}`,
		`{{ .tpl }}{{ $tpl }}{{ mytpl . }}{{ "tpl x" }}`: `{{ .tpl }}{{ $tpl }}{{ mytpl . }}{{ "tpl x" }}`,
		`{{ . | tpl }}`:                                  `{{ . | tpl }}`,
		`{{ if tpl $.a . }}`:                             `{{ if tpl (hullcheckText $.a) . }}`,
	} {
		if got := guardTpl(action); got != want {
			t.Errorf("guardTpl(%s) = %s, want %s", action, got, want)
		}
	}
}

var samples = []string{
	"a: 1\n{{- range .list }}\n- {{ . }}\n{{- end }}\nb: 2\n",
	"{{ range .list -}}\n  x{{ . }}\n{{- else -}}\n none\n{{ end }}\n",
	"{{- define \"h\" -}}\n x: {{ .y }}\n z: 1\n{{- end -}}\n{{ template \"h\" . }}\n  {{ template \"h\" . -}}  \n tail",
	"{{ block \"b\" . }}\nin\n{{ end }}{{- with .list }}{{ range . }}{{ break }}{{ end }}{{ end -}}\n\n\n c",
	"  {{- /* c */ -}}\n  d: {{ .y | printf \"%q\" }}\r\n  e:\t{{ .y }} \r\n",
	"{{ if .y }}\n{{ end }}\n\n{{ if not .y }}x{{ end }}",
	"{{ range $i, $e := .list }}{{ if $i }},{{ end }}{{ $e }}{{ end }}\n",
}

// execute runs a template with what the guards call.
func execute(tb testing.TB, src string) (string, error) {
	tb.Helper()
	b := &budget{ctx: context.Background()}
	tmpl, err := template.New("x").Funcs(template.FuncMap{
		stepFunction: b.step, textFunction: func(v any) any { return v }, "tpl": func(s string, _ any) string { return s },
	}).Parse(src)
	if err != nil {
		return "", err
	}
	var out strings.Builder
	err = tmpl.Execute(&out, map[string]any{"list": []string{"p", "q"}, "y": "yes"})
	return out.String(), err
}

// TestGuardsChangeNothing: a template with guards and marks gives what it gives without, marks aside.
func TestGuardsChangeNothing(t *testing.T) {
	for _, src := range samples {
		want, err := execute(t, src)
		if err != nil {
			t.Fatal(err)
		}
		same(t, src, want)
	}
}

func same(tb testing.TB, src, want string) {
	tb.Helper()
	got, err := execute(tb, guarded(src))
	if err != nil || got != want {
		tb.Errorf("guarded %q:\n got %q %v\nwant %q", src, got, err, want)
	}
	got, err = execute(tb, guarded(marked(src, 0)))
	if got = mark.ReplaceAllString(got, ""); err != nil || got != want {
		tb.Errorf("marked %q:\n got %q %v\nwant %q", src, got, err, want)
	}
}

// FuzzGuards looks for a template that guards break or change.
func FuzzGuards(f *testing.F) {
	for _, src := range samples {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src string) {
		if strings.Contains(src, "hullcheck") || mark.MatchString(src) {
			t.Skip()
		}
		if want, err := execute(t, src); err == nil {
			same(t, src, want)
		}
	})
}

// TestTwice: what is chance in helm is the same in every rendering.
func TestTwice(t *testing.T) {
	chart := &txtar.Archive{Files: []txtar.File{
		{Name: "chart/Chart.yaml", Data: []byte("apiVersion: v2\nname: shop\nversion: 0.1.0\n")},
		{Name: "chart/templates/a.yaml", Data: []byte(`apiVersion: v1
kind: ConfigMap
metadata: {name: a}
data:
  password: {{ randAlphaNum 12 | quote }}
  now: {{ now | date "2006-01-02" | quote }}
  id: {{ uuidv4 }}
  cert: {{ (genSelfSignedCert "a" nil (list) 365).Cert | quote }}
  key: {{ genPrivateKey "rsa" | quote }}
  hash: {{ htpasswd "a" "b" | quote }}
  found: {{ lookup "v1" "Secret" "a" "b" | toJson | quote }}
  host: {{ getHostByName "localhost" | quote }}
`)},
	}}
	t.Chdir(unpack(t, chart))
	a, b := find(t, "chart", "ConfigMap/a").Value()["data"], find(t, "chart", "ConfigMap/a").Value()["data"]
	if diff := cmp.Diff(a, b); diff != "" {
		t.Error(diff)
	}
	want := map[string]any{
		"password": "aaaaaaaaaaaa", "now": "2025-01-01", "id": settledUUID, "cert": settledCert, "key": settledKey,
		"hash": "a:" + settledHash, "found": "{}", "host": "",
	}
	if diff := cmp.Diff(any(want), a); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestSymbolicLinks: a chart's files are those of its folder.
func TestSymbolicLinks(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	write(t, "secret.yaml", []byte("apiVersion: v1\nkind: Pod\nmetadata: {name: out}\n"))
	write(t, "chart/Chart.yaml", []byte("apiVersion: v2\nname: shop\nversion: 0.1.0\n"))
	write(t, "chart/shared/in.yaml", []byte("apiVersion: v1\nkind: Pod\nmetadata: {name: in}\n"))
	write(t, "chart/templates/x", []byte("\n"))
	for link, target := range map[string]string{
		"chart/templates/out.yaml": "../../secret.yaml", "chart/templates/abs.yaml": filepath.Join(dir, "secret.yaml"),
		"chart/templates/in.yaml": "../shared/in.yaml", "chart/templates/loop": "..",
	} {
		if err := os.Symlink(target, link); err != nil {
			t.Fatal(err)
		}
	}
	names := map[string]bool{}
	for e := range (&Renderer{}).Render(t.Context(), "chart", "chart") {
		if e.Object != nil {
			names[e.Object.Name] = true
		}
	}
	if diff := cmp.Diff(map[string]bool{"in": true}, names); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
