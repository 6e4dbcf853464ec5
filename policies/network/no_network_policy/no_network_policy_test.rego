package network.no_network_policy_test

import data.lib.fixture
import data.network.no_network_policy

_denied(objects) := found if found := no_network_policy.deny with input as fixture.inventory(objects)

_workload(i, namespace, name, changes) := {
	"namespace": namespace, "name": name,
	"pods": [fixture.indexed(i, changes)],
}

test_one_finding_a_namespace if {
	_denied([
		{"object_kind": "Service", "namespace": "shop"}, _workload(1, "shop", "web", {}), _workload(2, "tools", "ci", {}),
		_workload(3, "shop", "api", {}), _workload(4, "shop", "db", {"network_policies": ["NetworkPolicy shop/db"]}),
		_workload(5, "", "smoke", {}),
	]) == {
		{
			"msg": "no NetworkPolicy that was judged selects Pod web, Pod api in namespace shop", "path": "/objects/1",
			"related": {{"msg": "nor this one", "path": "/objects/3"}},
		},
		{"msg": "no NetworkPolicy that was judged selects Pod ci in namespace tools", "path": "/objects/2", "related": set()},
		{"msg": "no NetworkPolicy that was judged selects Pod smoke", "path": "/objects/5", "related": set()},
	}
}

test_one_finding_a_variant if {
	_denied([_workload(0, "", "api", {}), object.union(_workload(1, "", "api", {}), {"variant": "helm:chart (prod.yaml)"})]) == {
		{"msg": "no NetworkPolicy that was judged selects Pod api", "path": "/objects/0", "related": set()},
		{"msg": "no NetworkPolicy that was judged selects Pod api", "path": "/objects/1", "related": set()},
	}
}

test_many_are_counted if {
	_denied([_workload(i, "", name, {}) | some i, name in ["a", "b", "c", "d", "e", "f"]]) == {{
		"msg": "no NetworkPolicy that was judged selects Pod a, Pod b, Pod c and 3 more", "path": "/objects/0",
		"related": {{"msg": "nor this one", "path": "/objects/1"}, {"msg": "nor this one", "path": "/objects/2"}},
	}}
}

test_several_pods_of_one_object if {
	pods := [fixture.indexed(0, {}), fixture.indexed(0, {"network_policies": ["NetworkPolicy x"]})]
	count(_denied([{"pods": pods}])) == 1
}

test_selected_is_silent if _denied([_workload(0, "", "api", {"network_policies": ["NetworkPolicy x"]})]) == set()

test_the_nodes_network_is_silent if _denied([_workload(0, "", "api", {"host_network": true})]) == set()

test_unknown_labels_are_silent if _denied([_workload(0, "", "api", {"as_written": false})]) == set()

test_absent_is_silent if {
	_denied([]) == set()
	_denied([{"object_kind": "Service"}]) == set()
}
