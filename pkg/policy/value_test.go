package policy

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/hullcheck/hullcheck/pkg/policy/input"
)

// TestValuesAreThoseOfJSON fills inputs of every kind at random and compares the direct conversion with the one through
// encoding/json, which is what opa eval, and a test in Rego, would give a rule.
func TestValuesAreThoseOfJSON(t *testing.T) {
	for kind, typ := range inputTypes {
		t.Run(kind, func(t *testing.T) {
			random := rand.New(rand.NewPCG(1, 2))
			for range 200 {
				v := reflect.New(typ)
				fill(random, v.Elem())
				got, err := valueOf(v.Interface())
				if err != nil {
					t.Fatal(err)
				}
				raw, err := json.Marshal(v.Interface())
				if err != nil {
					t.Fatal(err)
				}
				if want := ast.MustParseTerm(string(raw)).Value; got.Compare(want) != 0 {
					t.Fatalf("direct: %s\nby JSON: %s", got, want)
				}
			}
		})
	}
}

// fill sets every field to a random value; nothing is nil but pointers, which all are omitted when empty.
func fill(random *rand.Rand, v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(random, v.Field(i))
		}
	case reflect.Pointer:
		if random.IntN(2) == 0 {
			v.Set(reflect.New(v.Type().Elem()))
			fill(random, v.Elem())
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), random.IntN(3), 3))
		for i := range v.Len() {
			fill(random, v.Index(i))
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		for i := range random.IntN(3) {
			value := reflect.New(v.Type().Elem()).Elem()
			fill(random, value)
			v.SetMapIndex(reflect.ValueOf("k"+strconv.Itoa(i)), value)
		}
	case reflect.String:
		v.SetString([]string{"", "true", "1", "a\"b\\c", "ünï\n"}[random.IntN(5)])
	case reflect.Bool:
		v.SetBool(random.IntN(2) == 0)
	default:
		v.SetInt([]int64{0, -1, 1, 1000, 1 << 31, 4294967295}[random.IntN(6)])
	}
}

func TestNilListsAreEmpty(t *testing.T) {
	v, err := valueOf(input.Container{})
	if err != nil {
		t.Fatal(err)
	}
	if text := v.String(); strings.Contains(text, "null") {
		t.Errorf("a rule would meet null: %s", text)
	}
	v, err = valueOf(&input.Object{})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"labels": {}`, `"pods": []`} {
		if text := v.String(); !strings.Contains(text, want) {
			t.Errorf("no %s in %s", want, text)
		}
	}
}

func TestAnUnfitStructIsAnError(t *testing.T) {
	type unfit struct{ F float64 }
	if v, err := valueOf(unfit{}); err == nil {
		t.Errorf("valueOf = %v", v)
	}
	type keys struct{ M map[int]string }
	if v, err := valueOf(keys{}); err == nil {
		t.Errorf("valueOf = %v", v)
	}
	if v, err := valueOf(make(chan int)); err == nil {
		t.Errorf("valueOf = %v", v)
	}
}
