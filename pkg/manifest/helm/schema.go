package helm

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	chart "helm.sh/helm/v4/pkg/chart/v2"
)

// nothing is what loads the schemas that a schema refers to. Helm would fetch them.
type nothing struct{}

func (nothing) Load(url string) (any, error) {
	return nil, fmt.Errorf("%s is not in the schema, and nothing is fetched", url)
}

// unmetError is what a schema says of values.
type unmetError string

func (e unmetError) Error() string { return string(e) }

// validate holds the values of a chart and of what it depends on against their schemas, as helm does.
func validate(c *chart.Chart, values map[string]any) error {
	var errs []error
	if c.Schema != nil {
		if err := validateOne(c.Schema, values); err != nil {
			errs = append(errs, fmt.Errorf("the values of %s do not meet its schema: %w", c.Name(), err))
		}
	}
	for _, d := range c.Dependencies() {
		if inner, ok := values[d.Name()].(map[string]any); ok {
			errs = append(errs, validate(d, inner))
		}
	}
	return errors.Join(errs...)
}

func validateOne(text []byte, values map[string]any) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the schema cannot be used: %v", r)
		}
	}()
	schema, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return fmt.Errorf("read values.schema.json: %w", err)
	}
	const name = "file:///values.schema.json"
	compiler := jsonschema.NewCompiler()
	compiler.UseLoader(nothing{})
	if err := compiler.AddResource(name, schema); err != nil {
		return fmt.Errorf("read values.schema.json: %w", err)
	}
	compiled, err := compiler.Compile(name)
	if err != nil {
		return fmt.Errorf("read values.schema.json: %w", err)
	}
	if err := compiled.Validate(values); err != nil {
		lines := strings.Split(err.Error(), "\n")
		return unmetError(strings.TrimPrefix(lines[min(1, len(lines)-1)], "- "))
	}
	return nil
}
