package policy

import (
	"github.com/open-policy-agent/opa/v1/ast"
)

// strictCompiler finds every fault that can be found without an input: what `opa check --strict --schema` finds.
func strictCompiler() (*ast.Compiler, error) {
	schemas, err := schemaSet()
	if err != nil {
		return nil, err
	}
	return ast.NewCompiler().
		WithCapabilities(capabilities()).
		WithSchemas(schemas).
		WithUseTypeCheckAnnotations(true).
		WithStrict(true), nil
}

// runCompiler compiles rules that a strictCompiler has accepted before, at load or at the gate. The stages it skips would
// only find faults again, or describe the set for bundles. CheckSafetyRuleBodies is no such stage: it orders bodies.
func runCompiler() *ast.Compiler {
	return ast.NewCompiler().
		WithCapabilities(capabilities()).
		WithSkipStages(
			ast.StageCheckUnusedImports,
			ast.StageCheckKeywordOverrides,
			ast.StageCheckDuplicateImports,
			ast.StageCheckVoidCalls,
			ast.StageParseMetadataBlocks,
			ast.StageSetAnnotationSet,
			ast.StageRewriteRegoMetadataCalls,
			ast.StageCheckRuleConflicts,
			ast.StageCheckUndefinedFuncs,
			ast.StageCheckRecursion,
			ast.StageCheckTypes,
			ast.StageCheckUnsafeBuiltins,
			ast.StageCheckDeprecatedBuiltins,
			ast.StageBuildRequiredCapabilities,
		)
}

func compileErrors(c *ast.Compiler, modules map[string]*ast.Module) error {
	c.Compile(modules)
	if c.Failed() {
		return positioned(c.Errors)
	}
	return nil
}
