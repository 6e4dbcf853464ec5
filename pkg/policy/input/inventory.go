package input

// Inventory is a compact index of all objects of a run, for rules that compare objects. There is one a run, on the
// command line only. It holds no bodies: what a rule needs of them is joined before.
//
// A rule reports at a place of an object: the pointer of the object in the inventory, followed by a pointer in the object
// itself, as in /objects/3/spec/template/spec/serviceAccountName.
type Inventory struct {
	// Always "inventory".
	Kind string `json:"kind"`
	// What the configuration lets rules compare with.
	Parameters Parameters `json:"parameters"`
	// All objects, in the order of the sources.
	Objects []InventoryObject `json:"objects"`
}

// InventoryObject is what the inventory has of one object.
type InventoryObject struct {
	// Pointer of the object: /objects/3.
	Path string `json:"path"`
	// apiVersion of the object.
	APIVersion string `json:"api_version"`
	// kind of the object.
	ObjectKind string `json:"object_kind"`
	// Namespace as written; empty where the manifest leaves it open.
	Namespace string `json:"namespace"`
	// Name of the object.
	Name string `json:"name"`
	// The source that rendered it, where a chart is judged with several sets of values; else empty. Objects of different variants
	// are not in one cluster.
	Variant string `json:"variant"`
	// Labels of the object.
	Labels map[string]string `json:"labels"`
	// Whom a NetworkPolicy, a PodDisruptionBudget or a Service selects: none or one.
	Selectors []Selector `json:"selectors"`
	// Objects that this one names.
	References []Reference `json:"references"`
	// Pod templates of the object.
	Pods []InventoryPod `json:"pods"`
}

// Selector selects pods by their labels.
type Selector struct {
	// Pointer of the selector.
	Path string `json:"path"`
	// Labels that a pod must have.
	MatchLabels map[string]string `json:"match_labels"`
	// Further requirements.
	MatchExpressions []Requirement `json:"match_expressions"`
}

// Requirement is one requirement of a selector.
type Requirement struct {
	// Key of the label.
	Key string `json:"key"`
	// In, NotIn, Exists or DoesNotExist.
	Operator string `json:"operator"`
	// Values to compare with.
	Values []string `json:"values"`
}

// Reference is one object that another names. Its namespace is empty where it is left open, and for objects without one.
type Reference struct {
	// Kind of the object that is named: ServiceAccount, Secret, ConfigMap, PersistentVolumeClaim, Role, ClusterRole.
	Kind string `json:"kind"`
	// Namespace of the object that is named.
	Namespace string `json:"namespace"`
	// Name of the object that is named.
	Name string `json:"name"`
	// Pointer of the field that names it.
	Path string `json:"path"`
}

// InventoryPod is what the inventory has of one pod template.
type InventoryPod struct {
	// Pointer of the pod spec: /objects/3/spec/template/spec.
	Path string `json:"path"`
	// Labels of the pod.
	Labels map[string]string `json:"labels"`
	// Whether pods are made as the template has it; false for parts of custom resources to which a controller adds what
	// it likes.
	AsWritten bool `json:"as_written"`
	// hostNetwork of the pod.
	HostNetwork bool `json:"host_network"`
	// Name of the service account; empty where a controller may choose one.
	ServiceAccount string `json:"service_account"`
	// Whether its token is mounted, as pod and service account say; true where neither says anything.
	TokenMounted bool `json:"token_mounted"`
	// Pointer at which the pod says it, or would.
	TokenPath string `json:"token_path"`
	// Bindings that name the service account, a group of it, or the account as a user: RoleBinding shop/api.
	BoundBy []string `json:"bound_by"`
	// Network policies that select the pod, or may: NetworkPolicy shop/api.
	NetworkPolicies []string `json:"network_policies"`
}
