package config

import (
	"bytes"
	_ "embed"
	"fmt"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// Schema is the JSON Schema of the file, as published.
//
//go:embed schema.json
var Schema []byte

const schemaURL = "config.schema.json"

type compiledSchema struct {
	schema *jsonschema.Schema
	// tree is the schema as plain values: descriptions and known keys are taken from it.
	tree any
	err  error
}

var compiled = sync.OnceValue(func() compiledSchema {
	tree, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema))
	if err != nil {
		return compiledSchema{err: fmt.Errorf("parse configuration schema: %w", err)}
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource(schemaURL, tree); err != nil {
		return compiledSchema{err: fmt.Errorf("add configuration schema: %w", err)}
	}
	s, err := c.Compile(schemaURL)
	if err != nil {
		return compiledSchema{err: fmt.Errorf("compile configuration schema: %w", err)}
	}
	return compiledSchema{schema: s, tree: tree}
})
