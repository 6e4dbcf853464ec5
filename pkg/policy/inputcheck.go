package policy

import (
	"fmt"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// inputSchemas are the schemas of all kinds of input, for validating whole inputs.
var inputSchemas = sync.OnceValues(func() (map[string]*jsonschema.Schema, error) {
	out := map[string]*jsonschema.Schema{}
	for _, kind := range Kinds() {
		raw, err := Schema(kind, nil)
		if err != nil {
			return nil, err
		}
		c := jsonschema.NewCompiler()
		if err := c.AddResource(kind, raw); err != nil {
			return nil, fmt.Errorf("add schema of input kind %s: %w", kind, err)
		}
		if out[kind], err = c.Compile(kind); err != nil {
			return nil, fmt.Errorf("compile schema of input kind %s: %w", kind, err)
		}
	}
	return out, nil
})

// missingFault stands in what inputFaults says of fields that are not there.
const missingFault = "missing propert"

// inputFaults says where an input differs from what the program makes; nothing where it does not. An input that does not
// say its kind is taken for one of the given kind.
func inputFaults(in *ast.Term, kind string) []string {
	v, err := ast.JSON(in.Value)
	if err != nil {
		return []string{err.Error()}
	}
	schemas, err := inputSchemas()
	if err != nil {
		return []string{err.Error()}
	}
	object, _ := v.(map[string]any)
	if written, ok := object["kind"].(string); ok {
		kind = written
	}
	if schemas[kind] == nil {
		return []string{fmt.Sprintf("its kind is %q, which is none of %s", kind, strings.Join(Kinds(), ", "))}
	}
	err = schemas[kind].Validate(v)
	if err == nil {
		return nil
	}
	var out []string
	for _, line := range strings.Split(err.Error(), "\n")[1:] {
		if !strings.HasSuffix(line, ": validation failed") { // what fails there is on lines of its own
			out = append(out, strings.TrimPrefix(strings.TrimSpace(line), "- "))
		}
	}
	return out
}
