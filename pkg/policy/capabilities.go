package policy

import (
	"slices"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
)

// impure are built-ins that OPA does not mark Nondeterministic though a rule that calls them is no pure function of its
// input: the verifying ones of crypto.x509 compare certificates with the clock, print and trace write, and rego.metadata
// answers from METADATA, which is not kept at run time.
var impure = []string{
	"crypto.x509.parse_and_verify_certificates",
	"crypto.x509.parse_and_verify_certificates_with_options",
	"print",
	"rego.metadata.chain",
	"rego.metadata.rule",
	"trace",
}

// capabilities are what a rule may use. AllowNet is empty, not nil: nil would let schemas be fetched from anywhere.
var capabilities = sync.OnceValue(func() *ast.Capabilities {
	c := ast.CapabilitiesForThisVersion(ast.CapabilitiesRegoVersion(ast.RegoV1))
	c.Builtins = slices.DeleteFunc(c.Builtins, func(b *ast.Builtin) bool {
		return b.Nondeterministic || slices.Contains(impure, b.Name)
	})
	slices.SortFunc(c.Builtins, func(a, b *ast.Builtin) int { return strings.Compare(a.Name, b.Name) })
	c.AllowNet = []string{}
	return c
})
