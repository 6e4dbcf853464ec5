package report_test

import (
	"reflect"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// filled is a report in which every field of every type has a value, so that no field is left out of its JSON.
func filled() *finding.Report {
	r := &finding.Report{}
	fill(reflect.ValueOf(r).Elem(), "")
	r.SchemaVersion = finding.SchemaVersion
	r.Tool.Name = "hullcheck"
	r.Policy.Profile, r.Policy.Runtime = "restricted", "cri-o"
	r.Inputs[0].Kind = "image"
	r.Inputs[0].Digest, r.Images[0].Digest = digest, digest
	r.Exceptions[0].Expires, r.Exceptions[0].Source = "2027-01-31", "annotation"
	for _, f := range []*finding.Finding{&r.Findings[0], &r.Exceptions[0].Finding} {
		f.Rule = "image/user-root"
		precise(&f.Location, &f.Related[0].Location, &f.Fix.Edits[0].Location)
	}
	precise(r.Errors[0].Location)
	return r
}

func precise(locations ...*finding.Location) {
	for _, l := range locations {
		l.Precision = finding.PrecisionExact
	}
}

// fill gives every field below v the value 1, true, or its own name; pointers and lists get one element.
func fill(v reflect.Value, name string) {
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), name)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), name)
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), v.Type().Field(i).Name)
		}
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int:
		v.SetInt(1)
	case reflect.String:
		v.SetString(name)
	default:
		panic("report type with a field of kind " + v.Kind().String())
	}
}
