# METADATA
# scope: package
# title: What roles of RBAC mean
# description: Tells rules about Kubernetes itself from those about custom resources, and roles of the API server's own.
package lib.rbac

# kubernetes tells whether rules for these API groups are about what the API server itself serves. A wildcard in the
# group of an operator's own custom resources gives it what is its own anyway.
kubernetes(groups) if {
	some group in groups
	group in _served
}

# bootstrap tells by name and labels whether the API server itself made a role: dumps of clusters hold them.
bootstrap(name, labels) if {
	labels[_label] == "rbac-defaults"
	regex.match(`^(system:.+|cluster-admin|admin|edit|view)$`, name)
}

# shown writes names with the wildcard in words.
shown(names, all) := [{true: all, false: name}[name == "*"] | some name in names]

_label := "kubernetes.io/bootstrapping"

# kubernetes, pkg/controlplane/instance.go: the groups with resources in kube-apiserver. Groups such as metrics.k8s.io
# are served by others.
_served := {
	"",
	"*",
	"admissionregistration.k8s.io",
	"apiextensions.k8s.io",
	"apiregistration.k8s.io",
	"apps",
	"authentication.k8s.io",
	"authorization.k8s.io",
	"autoscaling",
	"batch",
	"certificates.k8s.io",
	"coordination.k8s.io",
	"discovery.k8s.io",
	"events.k8s.io",
	"extensions",
	"flowcontrol.apiserver.k8s.io",
	"networking.k8s.io",
	"node.k8s.io",
	"policy",
	"rbac.authorization.k8s.io",
	"resource.k8s.io",
	"scheduling.k8s.io",
	"storage.k8s.io",
	"storagemigration.k8s.io",
}
