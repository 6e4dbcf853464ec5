package lib.words_test

import data.lib.words

test_value_of_a_setting_that_is_set if {
	words.value({"set": true, "value": false, "level": "pod", "from": "/spec"}) == "is false (pod)"
}

test_value_of_a_setting_that_is_absent if {
	words.value({"set": false, "level": "", "from": "/spec"}) == "is not set"
}

test_list if words.list(["A", "B"]) == "A, B"

test_list_of_nothing if words.list([]) == "nothing"
