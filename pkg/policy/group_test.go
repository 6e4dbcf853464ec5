package policy_test

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/policy"
	"github.com/hullcheck/hullcheck/pkg/policy/input"
)

func TestGroupFacts(t *testing.T) {
	rename := func(c *input.Container) { c.Name = "web" }
	reImage := func(c *input.Container) { c.Image.Ref = "quay.io/acme/web:1" }
	port := func(c *input.Container) { c.Ports = append(c.Ports, input.Port{ContainerPort: 1}) }
	portPath := func(c *input.Container) { c.Ports = []input.Port{{ContainerPort: 8080, Protocol: "TCP", Path: "/x"}} }
	unset := func(c *input.Container) { c.Security.ReadOnlyRootFilesystem.Value = nil }
	for name, tc := range map[string]struct {
		body   string
		change func(*input.Container)
		same   bool
	}{
		"a field that is read":               {`deny contains {"msg": input.name, "path": ""}`, rename, false},
		"a field that is not":                {`deny contains {"msg": input.name, "path": ""}`, reImage, true},
		"read through a variable":            {`deny contains {"msg": m, "path": ""} if { c := input; m := c.name }`, rename, false},
		"handed to a function":               {`deny contains {"msg": m, "path": ""} if m := f(input.image)` + "\nf(i) := i.ref", reImage, false},
		"below what is handed to a function": {`deny contains {"msg": m, "path": ""} if m := f(input.image)` + "\nf(i) := i.digest.value", reImage, false},
		"read in a rule that is asked":       {`deny contains {"msg": "m", "path": ""} if _w` + "\n" + `_w if input.name == "web"`, rename, false},
		"read in an else":                    {`deny contains {"msg": _w, "path": ""}` + "\n" + `_w := "a" if input.os == "x" else := input.name`, rename, false},
		"read in a comprehension":            {`deny contains {"msg": "m", "path": ""} if count([1 | input.name == "web"]) > 0`, rename, false},
		"read in every":                      {`deny contains {"msg": "m", "path": ""} if every p in input.ports { p.container_port > 9 }`, port, false},
		"denied":                             {`deny contains {"msg": "m", "path": ""} if not input.name == "api"`, rename, false},
		"that there is one more":             {`deny contains {"msg": "m", "path": ""} if some p in input.ports`, port, false},
		"another field of a list":            {`deny contains {"msg": "m", "path": ""} if { some p in input.ports; p.container_port > 9 }`, portPath, true},
		"the field of a list that is read":   {`deny contains {"msg": "m", "path": p.path} if some p in input.ports`, portPath, false},
		"by index":                           {`deny contains {"msg": "m", "path": input.ports[0].path}`, portPath, false},
		"by a name that is computed":         {`deny contains {"msg": "m", "path": ""} if { some k in ["name"]; input[k] == "web" }`, rename, false},
		"two that must be equal":             {`deny contains {"msg": "m", "path": ""} if { n = input.name; n = input.image.ref }`, rename, false},
		"another of two that must be equal":  {`deny contains {"msg": "m", "path": ""} if { n = input.name; n = input.image.ref }`, reImage, false},
		"whether a value is there":           {`deny contains {"msg": "m", "path": ""} if _ = input.security.read_only_root_filesystem.value`, unset, false},
		"through walk":                       {`deny contains {"msg": "m", "path": ""} if { walk(input, [_, v]); v == "web" }`, rename, false},
		"in an object":                       {`deny contains {"msg": o.n, "path": ""} if o := {"n": input.name}`, rename, false},
		"with another input":                 {`deny contains {"msg": "m", "path": ""} if _w with input.os as input.name` + "\n" + `_w if input.os == "web"`, rename, false},
	} {
		t.Run(name, func(t *testing.T) {
			e := rulesOf(t, map[string]string{"r": tc.body})
			g := e.Groups(input.KindContainer)[0]
			before, after := sampleContainer(), sampleContainer()
			tc.change(&after)
			a := g.Facts(nil, &before, policy.AppendText)
			b := g.Facts(nil, &after, policy.AppendText)
			if (string(a) == string(b)) != tc.same {
				t.Errorf("facts are the same: %v, want %v", !tc.same, tc.same)
			}
		})
	}
}

func TestGroupMayFire(t *testing.T) {
	for name, tc := range map[string]struct {
		body string
		want bool
	}{
		"nothing in the list":              {`deny contains {"msg": "m", "path": ""} if some p in input.probe_hosts`, false},
		"something in the list":            {`deny contains {"msg": "m", "path": ""} if some p in input.ports`, true},
		"nothing in the list, denied":      {`deny contains {"msg": "m", "path": ""} if not _w` + "\n" + `_w if some p in input.probe_hosts`, true},
		"a value that is not there":        {`deny contains {"msg": "m", "path": ""} if input.image.tag.value == ""`, false},
		"read where it is not there":       {`deny contains {"msg": m, "path": ""} if m := input.image.tag.value`, false},
		"false where it must hold":         {`deny contains {"msg": "m", "path": ""} if input.power.no_new_privileges == false`, false},
		"must hold":                        {`deny contains {"msg": "m", "path": ""} if input.power.read_only_root_filesystem`, false},
		"holds":                            {`deny contains {"msg": "m", "path": ""} if input.image.asked`, true},
		"another string":                   {`deny contains {"msg": "m", "path": ""} if input.os == "windows"`, false},
		"the same string":                  {`deny contains {"msg": "m", "path": ""} if "linux" == input.os`, true},
		"another number":                   {`deny contains {"msg": "m", "path": ""} if { some p in input.ports; p.container_port == 80 }`, false},
		"the same number":                  {`deny contains {"msg": "m", "path": ""} if { some p in input.ports; p.container_port == 8080 }`, true},
		"not another string":               {`deny contains {"msg": "m", "path": ""} if not input.os == "windows"`, true},
		"a rule that cannot hold":          {`deny contains {"msg": "m", "path": ""} if _w` + "\n" + `_w if input.os == "windows"`, false},
		"one rule of two":                  {`deny contains {"msg": "m", "path": ""} if _w` + "\n" + `_w if input.os == "windows"` + "\n" + `_w if input.image.asked`, true},
		"a rule with a default":            {`deny contains {"msg": "m", "path": ""} if _w` + "\n" + `default _w := true` + "\n" + `_w if input.os == "windows"`, true},
		"a rule with an else":              {`deny contains {"msg": "m", "path": ""} if _w` + "\n" + `_w if input.os == "windows" else := input.image.asked`, true},
		"a count of none":                  {`deny contains {"msg": "m", "path": ""} if count(input.probe_hosts) > 0`, false},
		"a count of some":                  {`deny contains {"msg": "m", "path": ""} if count(input.ports) > 0`, true},
		"a count of a selection":           {`deny contains {"msg": "m", "path": ""} if { l := [p | some p in input.ports; p.protocol == "UDP"]; count(l) > 0 }`, false},
		"a count that may be none":         {`deny contains {"msg": "m", "path": ""} if { l := [p | some p in input.ports; p.protocol == "UDP"]; count(l) >= 0 }`, true},
		"other than what it is":            {`deny contains {"msg": "m", "path": ""} if input.os != "linux"`, false},
		"other than what it is not":        {`deny contains {"msg": "m", "path": ""} if "windows" != input.os`, true},
		"a number that is too small":       {`deny contains {"msg": "m", "path": ""} if { some p in input.ports; p.container_port > 8080 }`, false},
		"the same, turned round":           {`deny contains {"msg": "m", "path": ""} if { some p in input.ports; 8080 < p.container_port }`, false},
		"a number that is enough":          {`deny contains {"msg": "m", "path": ""} if { some p in input.ports; p.container_port >= 8080 }`, true},
		"the same, turned":                 {`deny contains {"msg": "m", "path": ""} if { some p in input.ports; 8080 <= p.container_port }`, true},
		"an order of strings":              {`deny contains {"msg": "m", "path": ""} if input.os < "a"`, true},
		"one of others":                    {`deny contains {"msg": "m", "path": ""} if input.os in {"windows", "plan9"}`, false},
		"one of several":                   {`deny contains {"msg": "m", "path": ""} if input.os in ["windows", "linux"]`, true},
		"denied, and it holds":             {`deny contains {"msg": "m", "path": ""} if not input.image.asked`, false},
		"denied, and it does not":          {`deny contains {"msg": "m", "path": ""} if not input.power.read_only_root_filesystem`, true},
		"denied, of what is not there":     {`deny contains {"msg": "m", "path": ""} if not input.image.tag.value == ""`, true},
		"a rule denied that holds":         {`deny contains {"msg": "m", "path": ""} if not _w` + "\n" + `_w if { input.os == "linux"; input.image.asked }`, false},
		"a rule denied that does not":      {`deny contains {"msg": "m", "path": ""} if not _w` + "\n" + `_w if { input.os == "linux"; input.power.read_only_root_filesystem }`, true},
		"a rule denied of which one holds": {`deny contains {"msg": "m", "path": ""} if not _w` + "\n" + `_w if input.os == "windows"` + "\n" + `_w if input.os != "windows"`, false},
		"a rule denied that may be false":  {`deny contains {"msg": "m", "path": ""} if not _w` + "\n" + `_w := input.power.read_only_root_filesystem if input.os == "linux"`, true},
		"a rule denied that compares":      {`deny contains {"msg": "m", "path": ""} if not _w` + "\n" + `_w if { x = input.os; x = input.name }`, true},
		"an empty set":                     {`deny contains {"msg": "m", "path": ""} if _w` + "\n" + `_w contains p if some p in input.probe_hosts`, true},
		"an empty set, denied":             {`deny contains {"msg": "m", "path": ""} if not _w` + "\n" + `_w contains p if some p in input.probe_hosts`, true},
		"an empty set, named":              {`deny contains {"msg": "m", "path": ""} if { s := _w; s == set() }` + "\n" + `_w contains p if some p in input.probe_hosts`, true},
		"a count of an empty set":          {`deny contains {"msg": "m", "path": ""} if count(_w) > 0` + "\n" + `_w contains p if some p in input.probe_hosts`, false},
		"a member of an empty set":         {`deny contains {"msg": "m", "path": ""} if some p in _w` + "\n" + `_w contains p if some p in input.probe_hosts`, false},
		"a member of a set":                {`deny contains {"msg": "m", "path": ""} if some p in _w` + "\n" + `_w contains p if some p in input.ports`, true},
		"a value of a rule":                {`deny contains {"msg": m, "path": ""} if m := _w` + "\n" + `_w := "x" if input.os == "windows"`, false},
		"a pattern that matches":           {`deny contains {"msg": "m", "path": ""} if regex.match(` + "`^li`" + `, input.os)`, true},
		"a pattern that does not":          {`deny contains {"msg": "m", "path": ""} if regex.match(` + "`^wi`" + `, input.os)`, false},
		"a pattern that is no pattern":     {`deny contains {"msg": "m", "path": ""} if regex.match(` + "`(`" + `, input.os)`, true},
		"a pattern of the input":           {`deny contains {"msg": "m", "path": ""} if regex.match(input.os, "x")`, true},
		"a constant":                       {`deny contains {"msg": "m", "path": ""} if input.os == _c` + "\n" + `_c := "windows"`, false},
		"a constant pattern":               {`deny contains {"msg": "m", "path": ""} if regex.match(_c, input.os)` + "\n" + `_c := "^wi"`, false},
		"one of two constants":             {`deny contains {"msg": "m", "path": ""} if input.os == _c` + "\n" + `_c := "windows" if input.image.asked` + "\n" + `_c := "linux" if not input.image.asked`, true},
		"denied, of an index":              {`deny contains {"msg": "m", "path": ""} if not input.ports[7].protocol == "TCP"`, true},
		"denied, of an index elsewhere":    {`deny contains {"msg": "m", "path": ""} if { some i in [0, 7]; not input.ports[i].protocol == "TCP" }`, true},
		"a rule denied that has an index":  {`deny contains {"msg": "m", "path": ""} if not _w` + "\n" + `_w if { i := 7; p = input.ports[i]; p.container_port > 1 }`, true},
		"a rule denied of any":             {`deny contains {"msg": "m", "path": ""} if not _w` + "\n" + `_w if { some p in input.ports; p.container_port > 1 }`, false},
		"one member lacks it":              {`deny contains {"msg": "m", "path": ""} if { some p in input.ports; not p.host_port == 80 }`, true},
		"every member has it":              {`deny contains {"msg": "m", "path": ""} if { some p in input.ports; not p.container_port > 1 }`, false},
		"with another input":               {`deny contains {"msg": "m", "path": ""} if _w with input.os as "windows"` + "\n" + `_w if input.os == "windows"`, true},
		"one body of two":                  {`deny contains {"msg": "m", "path": ""} if some p in input.ports` + "\n" + `deny contains {"msg": "n", "path": ""} if some p in input.probe_hosts`, true},
	} {
		t.Run(name, func(t *testing.T) {
			e := rulesOf(t, map[string]string{"r": tc.body})
			in := sampleContainer()
			if got := e.Groups(input.KindContainer)[0].MayFire(&in); got != tc.want {
				t.Errorf("MayFire = %v", got)
			}
		})
	}
}

// Whatever a group says of one input, it says of every other with the same facts; and nothing where it may not fire.
func TestGroupsSayWhatRulesSay(t *testing.T) {
	e := prepareAll(t)
	r := rand.New(rand.NewPCG(1, 2))
	for kind, random := range map[string]func() any{
		input.KindContainer: func() any { c := new(input.Container); fill(r, reflect.ValueOf(c).Elem()); return c },
		input.KindObject:    func() any { o := new(input.Object); fill(r, reflect.ValueOf(o).Elem()); return o },
	} {
		said := map[string][]policy.Hit{}
		again := 0
		for range 150 {
			in := random()
			want, err := e.Evaluate(t.Context(), kind, in)
			if err != nil {
				t.Fatal(err)
			}
			byRule := map[string][]policy.Hit{}
			for _, h := range want {
				byRule[h.Rule.ID] = append(byRule[h.Rule.ID], h)
			}
			for _, g := range e.Groups(kind) {
				got, err := e.EvaluateGroup(t.Context(), g, in)
				if err != nil {
					t.Fatal(err)
				}
				if len(got) > 0 && !g.MayFire(in) {
					t.Fatalf("%s fires, which it may not", got[0].Rule.ID)
				}
				for _, h := range got {
					if diff := cmp.Diff(byRule[h.Rule.ID][0], h); diff != "" {
						t.Fatal(diff)
					}
					byRule[h.Rule.ID] = byRule[h.Rule.ID][1:]
				}
				facts := string(g.Facts(nil, in, policy.AppendText))
				if before, ok := said[facts]; ok {
					again++
					if diff := cmp.Diff(before, got); diff != "" {
						t.Fatalf("the same facts, other hits:\n%s", diff)
					}
				}
				said[facts] = got
			}
			for id, left := range byRule {
				if len(left) > 0 {
					t.Fatalf("no group says what %s says", id)
				}
			}
		}
		if again < 100 {
			t.Errorf("%s: facts were met again only %d times", kind, again)
		}
	}
}

// words are values that rules ask for, and others.
var words = strings.Fields("windows linux unknown refuses starts fails admits containerd cri-o regular init Unconfined " +
	"RuntimeDefault ALL NET_ADMIN restricted baseline / /etc /var/run/docker.sock hostPath secret * get list escalate " +
	"secrets nodes/proxy ClusterRole cluster-admin User UserNotFound InterpreterNotFound latest PASSWORD hunter2 postgres://u:p@h")

// fill fills a value of package input at random, from few values.
func fill(r *rand.Rand, v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(r, v.Field(i))
			if name := v.Type().Field(i).Name; name == "From" || name == "Demand" || strings.HasSuffix(name, "Path") {
				v.Field(i).SetString([]string{"/spec", "/spec/a"}[r.IntN(2)])
			}
		}
		if value := v.FieldByName("Value"); value.IsValid() && value.Kind() == reflect.Pointer {
			if set := v.FieldByName("Set"); set.IsValid() {
				set.SetBool(!value.IsNil())
			} else if !value.IsNil() {
				v.FieldByName("Unknown").SetString("")
			}
		}
	case reflect.Pointer:
		if r.IntN(2) == 0 {
			v.Set(reflect.New(v.Type().Elem()))
			fill(r, v.Elem())
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), r.IntN(3), 3))
		for i := range v.Len() {
			fill(r, v.Index(i))
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
	case reflect.String:
		v.SetString(words[r.IntN(len(words))])
	case reflect.Bool:
		v.SetBool(r.IntN(2) == 0)
	default:
		v.SetInt(r.Int64N(40))
	}
}
