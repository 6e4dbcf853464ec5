# METADATA
# scope: package
# title: Registries that images may come from
# description: Compares a repository with the registries of the configuration, for all rules that ask where an image comes from.
package lib.registries

# holds tells whether a repository, written in full, is one of the patterns or lies below one; * stands for anything.
holds(patterns, repository) if {
	some pattern in patterns
	some form in [pattern, concat("/", [pattern, "*"])]
	glob.match(form, null, repository)
}
