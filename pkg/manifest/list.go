package manifest

import (
	"encoding/json"
	"fmt"
	"strings"

	k8sjson "sigs.k8s.io/json"

	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
)

// maxNested is how deep Lists may hold Lists.
const maxNested = 8

// listItems are those of a List. To kubectl whatever has items is one, whatever its kind says: it applies the items, and
// not the object around them.
func listItems(kind string, value map[string]any) ([]any, bool) {
	items, ok := value["items"].([]any)
	return items, ok && (strings.HasSuffix(kind, "List") || firstObject(items) >= 0)
}

// list reads the items of a List. As kubectl does, it gives the items of a typed list (PodList) the kind that they may
// leave out.
func (r *reading) list(d *document, p part, list *Object, items []any) {
	var rawItems struct {
		Items []json.RawMessage `json:"items"`
	}
	err := k8sjson.UnmarshalCaseSensitivePreserveInts(p.raw, &rawItems)
	if fault := r.listFault(list, p, err); fault != nil {
		r.fail(fault)
		return
	}
	itemKind := strings.TrimSuffix(list.Kind, "List")
	for i, item := range items {
		if r.stopped || r.ctx.Err() != nil {
			return
		}
		at := p.base + jsonpointer.Element("/items", i)
		value, ok := item.(map[string]any)
		if !ok {
			r.fail(errorAt(list.Locate(jsonpointer.Element("/items", i)),
				fmt.Sprintf("items[%d] is no object but %s", i, shown(item)), ""))
			continue
		}
		next := part{value: value, raw: rawItems.Items[i], base: at, item: i, nested: p.nested + 1}
		if _, has := value["kind"]; !has && itemKind != "" {
			if _, has := value["apiVersion"]; !has {
				value["kind"], value["apiVersion"] = itemKind, list.APIVersion
			}
		}
		r.object(d, next)
	}
}

func (r *reading) listFault(list *Object, p part, err error) *Error {
	items, _ := p.value["items"].([]any)
	switch {
	case err != nil:
		return errorAt(list.Locate("/items"), fmt.Sprintf("read the items: %v", err), "")
	case p.nested == maxNested:
		return errorAt(list.Locate("/items"), "Lists are nested too deep", "write one List")
	case len(items) > r.limits.Items:
		return errorAt(list.Locate("/items"), fmt.Sprintf("more than %d items", r.limits.Items), "split the List")
	}
	return nil
}
