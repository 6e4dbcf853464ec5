package dockerfile.user_trailing_text_test

import data.dockerfile.user_trailing_text
import data.lib.fixture

_trailing := {"trailing": "# not root", "trailing_path": "/user/trailing"}

test_comment if {
	found := user_trailing_text.deny with input as fixture.with_user(
		_trailing,
		fixture.user("1000 # not root", "", false, 0, 0),
	)
	found == {{"msg": `"# not root" is part of USER, which is "1000 # not root"`, "path": "/user/trailing"}}
}

test_what_user_comes_to_is_unknown if {
	found := user_trailing_text.deny with input as fixture.with_user(_trailing, object.union(
		object.remove(fixture.unknown_user(""), ["written"]),
		{"written": fixture.unknown("the base image could not be read")},
	))
	found == {{"msg": `"# not root" is part of USER`, "path": "/user/trailing"}}
}

test_nothing_trails_is_silent if {
	found := user_trailing_text.deny with input as fixture.with_user({}, fixture.user("1000", "", false, 1000, 0))
	found == set()
}

test_no_user_is_silent if {
	found := user_trailing_text.deny with input as fixture.dockerfile
	found == set()
}
