package policy

import (
	"github.com/open-policy-agent/opa/v1/ast"
)

// strictCompiler finds every fault that can be found without an input: what `opa check --strict --schema` finds.
func strictCompiler() *ast.Compiler {
	return ast.NewCompiler().
		WithCapabilities(capabilities()).
		WithSchemas(schemaSet()).
		WithUseTypeCheckAnnotations(true).
		WithStrict(true)
}

// runCompiler compiles rules that a strictCompiler has accepted before, at load or at the gate. The stages it skips only
// find faults again, or describe the set for bundles.
func runCompiler() *ast.Compiler {
	return ast.NewCompiler().
		WithCapabilities(capabilities()).
		WithSkipStages(ast.StageCheckTypes, ast.StageBuildRequiredCapabilities)
}

func compileErrors(c *ast.Compiler, modules map[string]*ast.Module) error {
	c.Compile(modules)
	if c.Failed() {
		return positioned(c.Errors)
	}
	return nil
}
