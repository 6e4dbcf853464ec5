package report_test

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/report"
)

const (
	reportSchema = "../../docs/report.schema.json"
	sarifSchema  = "testdata/sarif-schema-2.1.0.json"
)

// validator compiles a JSON Schema file with its formats asserted.
func validator(t *testing.T, file string) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	s, err := c.Compile(file)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func instance(t *testing.T, b []byte) any {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func validate(t *testing.T, schema *jsonschema.Schema, b []byte) {
	t.Helper()
	if err := schema.Validate(instance(t, b)); err != nil {
		t.Error(err)
	}
}

// instances are the reports that each machine format must be valid for.
func instances() map[string]*finding.Report {
	empty := &finding.Report{
		SchemaVersion: finding.SchemaVersion, Tool: finding.Tool{Name: "hullcheck"},
		Policy: finding.Policy{Profile: "baseline", Runtime: "cri-o"},
	}
	return map[string]*finding.Report{"sample": sample(), "clean": clean(), "empty": empty, "filled": filled()}
}

func TestReportSchema(t *testing.T) {
	schema := validator(t, reportSchema)
	for name, r := range instances() {
		t.Run(name, func(t *testing.T) { validate(t, schema, write(t, "json", r, report.Options{})) })
	}
}

func TestSARIFSchema(t *testing.T) {
	schema := validator(t, sarifSchema)
	for name, r := range instances() {
		t.Run(name, func(t *testing.T) { validate(t, schema, write(t, "sarif", r, report.Options{})) })
	}
}

// TestReportSchemaIsClosed adds an unknown property to every object of a report that has every field, and takes each
// required one away: the schema must notice both.
func TestReportSchemaIsClosed(t *testing.T) {
	schema := validator(t, reportSchema)
	root := instance(t, write(t, "json", filled(), report.Options{}))
	objects := 0
	eachObject(root, "", func(path string, o map[string]any) {
		objects++
		o["surprise"] = true
		if schema.Validate(root) == nil {
			t.Errorf("%s: an unknown property is accepted", path)
		}
		delete(o, "surprise")
	})
	if objects < 20 {
		t.Errorf("only %d objects in the filled report", objects)
	}
	if err := schema.Validate(root); err != nil {
		t.Error(err)
	}
}

func TestReportSchemaDemandsLists(t *testing.T) {
	schema := validator(t, reportSchema)
	for _, field := range []string{"inputs", "images", "findings", "exceptions", "notJudged", "skipped", "errors"} {
		for _, change := range []func(map[string]any){
			func(o map[string]any) { o[field] = nil },
			func(o map[string]any) { delete(o, field) },
		} {
			root := instance(t, write(t, "json", filled(), report.Options{})).(map[string]any)
			change(root)
			if schema.Validate(root) == nil {
				t.Errorf("%s: missing or null is accepted", field)
			}
		}
	}
}

func eachObject(v any, path string, visit func(string, map[string]any)) {
	switch v := v.(type) {
	case map[string]any:
		visit(path, v)
		for k, child := range v {
			eachObject(child, path+"/"+k, visit)
		}
	case []any:
		for _, child := range v {
			eachObject(child, path+"/-", visit)
		}
	}
}

// TestReportSchemaNamesEveryField compares the schema with the Go types through a report that has every field filled.
func TestReportSchemaNamesEveryField(t *testing.T) {
	b, err := os.ReadFile(reportSchema)
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		Properties map[string]any
		Defs       map[string]struct{ Properties map[string]any } `json:"$defs"`
	}
	if err := json.Unmarshal(b, &schema); err != nil {
		t.Fatal(err)
	}
	written := string(write(t, "json", filled(), report.Options{}))
	for name, def := range schema.Defs {
		for property := range def.Properties {
			if !strings.Contains(written, `"`+property+`":`) {
				t.Errorf("the schema's %s.%s is in no report", name, property)
			}
		}
	}
}
