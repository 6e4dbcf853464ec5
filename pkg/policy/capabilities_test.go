package policy

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/ast"
)

// TestRemovedBuiltins lists what a rule may not call. A new release of OPA that marks more built-ins shows here.
func TestRemovedBuiltins(t *testing.T) {
	kept := map[string]bool{}
	for _, b := range capabilities().Builtins {
		kept[b.Name] = true
	}
	var removed []string
	for _, b := range ast.CapabilitiesForThisVersion().Builtins {
		if !kept[b.Name] {
			removed = append(removed, b.Name)
		}
	}
	want := strings.Fields(`
		crypto.x509.parse_and_verify_certificates
		crypto.x509.parse_and_verify_certificates_with_options
		http.send
		io.jwt.decode_verify
		io.jwt.encode_sign
		io.jwt.encode_sign_raw
		json.match_schema
		json.verify_schema
		net.lookup_ip_addr
		opa.runtime
		print
		rand.intn
		rego.metadata.chain
		rego.metadata.rule
		time.now_ns
		trace
		uuid.rfc4122
	`)
	if diff := cmp.Diff(want, removed); diff != "" {
		t.Errorf("removed built-ins (-want +got):\n%s", diff)
	}
	if nets := capabilities().AllowNet; nets == nil || len(nets) != 0 {
		t.Errorf("AllowNet = %#v, want an empty list: nil allows every host", nets)
	}
}

func TestImpureBuiltinsExist(t *testing.T) {
	for _, name := range impure {
		if !ast.CapabilitiesForThisVersion().ContainsBuiltin(name) {
			t.Errorf("OPA has no built-in %s any more", name)
		}
	}
}
