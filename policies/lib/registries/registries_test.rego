package lib.registries_test

import data.lib.registries

test_repository_itself if registries.holds(["quay.io", "docker.io/library/nginx"], "docker.io/library/nginx")

test_repository_below_a_registry if registries.holds(["quay.io"], "quay.io/acme/shop/api")

test_names_are_compared_to_their_end if {
	not registries.holds(["quay.io/acme"], "quay.io/acme-evil/api")
	not registries.holds(["quay.io"], "quay.io.example.com/api")
	not registries.holds(["quay.io/acme"], "quay.io/acm")
}

test_star_stands_for_anything if {
	registries.holds(["*.dkr.ecr.*.amazonaws.com"], "1234.dkr.ecr.eu-west-1.amazonaws.com/shop/api")
	registries.holds(["quay.io/acme-*"], "quay.io/acme-shop/api")
	not registries.holds(["*.example.com"], "example.com/api")
}

test_port_is_a_part_of_the_name if {
	registries.holds(["localhost:5000"], "localhost:5000/api")
	not registries.holds(["localhost"], "localhost:5000/api")
}

test_absent_list_holds_nothing if not registries.holds([], "quay.io/api")
