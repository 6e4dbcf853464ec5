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

# bootstrap tells whether the API server itself made a role: dumps of clusters hold them. Anyone can write the label, so
# the name must be one of the API server's too.
bootstrap(kind, namespace, name, labels) if {
	labels[_label] == "rbac-defaults"
	_made(kind, namespace, name)
}

_made("ClusterRole", _, name) if name in _cluster_roles

_made("ClusterRole", _, name) if {
	startswith(name, "system:controller:")
	trim_prefix(name, "system:controller:") in _controllers
}

_made("Role", namespace, name) if {
	namespace in {"kube-system", "kube-public"}
	name in _roles
}

# powers are the verbs that lead to more rights than a role has, by API group and resource, and what they do.
powers := {
	"escalate": [_rbac, _any_role, "may write any right into a role"],
	"bind": [_rbac, _any_role, "may give any role to anyone, itself included"],
	"impersonate": [_core, {"users", "groups", "serviceaccounts", "*"}, "may act as others"],
	"create": [_core, {"serviceaccounts/token", "*/token"}, "may sign in as any service account"],
}

# beyond tells what a role of this kind cannot allow: a Role allows nothing outside of namespaces. To bind a ClusterRole is
# asked in the namespace of the binding.
beyond("Role", "escalate", "clusterroles")

beyond("Role", "impersonate", resource) if resource in {"users", "groups"}

_core := {"", "*"}

_rbac := {"rbac.authorization.k8s.io", "*"}

_any_role := {"roles", "clusterroles", "*"}

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

# kubernetes, plugin/pkg/auth/authorizer/rbac/bootstrappolicy, with what releases since 1.20 had.
_roles := {
	"extension-apiserver-authentication-reader",
	"system::leader-locking-kube-controller-manager",
	"system::leader-locking-kube-scheduler",
	"system:controller:bootstrap-signer",
	"system:controller:cloud-provider",
	"system:controller:token-cleaner",
}

_cluster_roles := {
	"admin",
	"cluster-admin",
	"edit",
	"system:aggregate-to-admin",
	"system:aggregate-to-edit",
	"system:aggregate-to-view",
	"system:auth-delegator",
	"system:aws-cloud-provider",
	"system:basic-user",
	"system:certificates.k8s.io:certificatesigningrequests:nodeclient",
	"system:certificates.k8s.io:certificatesigningrequests:selfnodeclient",
	"system:certificates.k8s.io:kube-apiserver-client-approver",
	"system:certificates.k8s.io:kube-apiserver-client-kubelet-approver",
	"system:certificates.k8s.io:kubelet-serving-approver",
	"system:certificates.k8s.io:legacy-unknown-approver",
	"system:cluster-trust-bundle-discovery",
	"system:csi-external-attacher",
	"system:csi-external-provisioner",
	"system:discovery",
	"system:heapster",
	"system:kube-aggregator",
	"system:kube-controller-manager",
	"system:kube-dns",
	"system:kube-scheduler",
	"system:kubelet-api-admin",
	"system:monitoring",
	"system:node",
	"system:node-bootstrapper",
	"system:node-problem-detector",
	"system:node-proxier",
	"system:persistent-volume-provisioner",
	"system:public-info-viewer",
	"system:service-account-issuer-discovery",
	"system:volume-scheduler",
	"view",
}

_controllers := {
	"attachdetach-controller",
	"certificate-controller",
	"clusterrole-aggregation-controller",
	"cronjob-controller",
	"daemon-set-controller",
	"deployment-controller",
	"device-taint-eviction-controller",
	"disruption-controller",
	"endpoint-controller",
	"endpointslice-controller",
	"endpointslicemirroring-controller",
	"ephemeral-volume-controller",
	"expand-controller",
	"generic-garbage-collector",
	"horizontal-pod-autoscaler",
	"job-controller",
	"kube-apiserver-serving-clustertrustbundle-publisher",
	"legacy-service-account-token-cleaner",
	"namespace-controller",
	"node-controller",
	"persistent-volume-binder",
	"pod-garbage-collector",
	"podcertificaterequestcleaner",
	"pv-protection-controller",
	"pvc-protection-controller",
	"replicaset-controller",
	"replication-controller",
	"resource-claim-controller",
	"resourcequota-controller",
	"root-ca-cert-publisher",
	"route-controller",
	"selinux-warning-controller",
	"service-account-controller",
	"service-cidrs-controller",
	"service-controller",
	"statefulset-controller",
	"storage-version-garbage-collector",
	"storage-version-migrator-controller",
	"ttl-after-finished-controller",
	"ttl-controller",
	"validatingadmissionpolicy-status-controller",
	"volumeattributesclass-protection-controller",
}
