package admission

import (
	"fmt"
	"strings"

	admissionv1 "k8s.io/api/admission/v1"

	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// request is one question of the API server.
type request struct {
	*admissionv1.AdmissionRequest
}

func (r request) is(group, resource string) bool {
	return r.Resource.Group == group && r.Resource.Resource == resource
}

func (r request) isPod() bool       { return r.is("", "pods") }
func (r request) isNamespace() bool { return r.is("", "namespaces") }

// dry tells whether nothing will come of the request.
func (r request) dry() bool { return r.DryRun != nil && *r.DryRun }

// ignoredSubresources are those of a Pod that do not change what it runs. Others are judged: a later Kubernetes may have
// one that does.
var ignoredSubresources = map[string]bool{
	"attach": true, "binding": true, "eviction": true, "exec": true, "log": true, "portforward": true, "proxy": true,
	"status": true,
}

// concerns tells whether the request can change as whom, or with what power, anything runs.
func (r request) concerns() bool {
	if r.Operation != admissionv1.Create && r.Operation != admissionv1.Update {
		return false
	}
	if r.SubResource == "" {
		return true
	}
	return r.isPod() && !ignoredSubresources[r.SubResource]
}

// decode reads the object that the request is about; with old the one that it replaces.
func (r request) decode(reader *manifest.Reader, old bool) (*manifest.Object, error) {
	name, raw := "object", r.Object.Raw
	if old {
		name, raw = "oldObject", r.OldObject.Raw
	}
	o, errs := reader.JSON(name, raw)
	if len(errs) > 0 {
		return nil, errs[0]
	}
	if r.isPod() && (o.APIVersion != "v1" || o.Kind != "Pod") {
		return nil, fmt.Errorf("%s is %s %s, not a Pod", name, o.APIVersion, o.Kind)
	}
	o.Source = r.Kind.Kind
	if o.Namespace == "" {
		o.Namespace = r.Namespace
	}
	if unnamed := o.Name == "" || strings.HasSuffix(o.Name, "*"); unnamed && r.Name != "" {
		o.Name = r.Name
	}
	return o, nil
}

// name is how messages call the object.
func nameOf(o *manifest.Object) string { return o.Kind + " " + clip(o.Name, 253) }
