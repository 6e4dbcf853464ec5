package check_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/check"
	"github.com/hullcheck/hullcheck/pkg/config"
)

const addsCapabilities = `apiVersion: v1
kind: Pod
metadata: {name: api}
spec:
  containers:
    - name: api
      image: quay.io/acme/api:1
      securityContext: {runAsUser: 500, capabilities: {drop: [ALL], add: [CHOWN, NET_ADMIN]}}
`

func parameters() config.Parameters {
	return config.Parameters{
		MinimumUID: 10000, AllowedCapabilities: []string{"CHOWN", "NET_ADMIN"}, AllowedRegistries: []string{"ghcr.io"},
	}
}

// The Pod Security Standards know no exceptions of capabilities, so their profiles stay what they are.
func TestAllowedCapabilitiesLoosenOnlyTheHardenedProfile(t *testing.T) {
	for profile, loosened := range map[check.Profile]bool{check.Baseline: false, check.Restricted: false, check.Hardened: true} {
		var found [2][]string
		for i, p := range []config.Parameters{{}, parameters()} {
			o := options(t, "-")
			o.Images = check.ImagesOff
			o.Stdin = strings.NewReader(addsCapabilities)
			o.Selection = check.Selection{
				Profile: profile, Parameters: p, Globs: []string{"+workload/added-capabilities", "+workload/capabilities-baseline"},
			}
			for _, f := range run(t, o).Findings {
				if strings.HasPrefix(f.Rule, "workload/added-") || f.Rule == "workload/capabilities-baseline" {
					found[i] = append(found[i], f.Rule+": "+f.Message)
				}
			}
		}
		if len(found[0]) != 2 {
			t.Errorf("%s: without parameters %q", profile, found[0])
		}
		want := found[0]
		if loosened {
			want = nil
		}
		if diff := cmp.Diff(want, found[1]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", profile, diff)
		}
	}
}

func TestParametersMakeFindings(t *testing.T) {
	o := options(t, "-")
	o.Images = check.ImagesOff
	o.Stdin = strings.NewReader(addsCapabilities)
	o.Selection = check.Selection{
		Profile: check.Hardened, Parameters: parameters(), Globs: []string{"-*", "+runtime/uid-below-minimum", "+runtime/registry-not-allowed"},
	}
	var got []string
	for _, f := range run(t, o).Findings {
		got = append(got, f.Message)
	}
	want := []string{
		"image quay.io/acme/api:1 comes from quay.io/acme/api; allowed is ghcr.io",
		"uid 500 is below the configured minimum 10000, by runAsUser: 500 (container)",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestIdleParameters(t *testing.T) {
	set, err := builtin()
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		selection check.Selection
		want      []check.IdleParameter
	}{
		"none is set": {check.Selection{Profile: check.Baseline}, nil},
		"all count":   {check.Selection{Profile: check.Hardened, Parameters: parameters()}, nil},
		"a standard": {
			check.Selection{Profile: check.Restricted, Parameters: parameters()},
			[]check.IdleParameter{{"allowed-capabilities", "the profile restricted is exactly that of the Pod Security Standards"}},
		},
		"rules are off": {
			check.Selection{Profile: check.Hardened, Parameters: parameters(), Globs: []string{"-*/registry-*", "-*/uid-*"}},
			[]check.IdleParameter{
				{"allowed-registries", "no chosen rule compares with it"}, {"minimum-uid", "no chosen rule compares with it"},
			},
		},
	}
	for name, test := range tests {
		chosen, err := test.selection.Choose(check.AllRules(set))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(test.want, test.selection.IdleParameters(chosen)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
