// Package policy loads, checks and evaluates rules written in Rego, and nothing else: it knows neither images nor
// manifests, only the input kinds of package input and the findings that rules make of them.
//
// A rule is a folder CATEGORY/NAME whose Rego package has the same name; its ID is derived from the folder and everything
// else that is said about it stands in its METADATA. A Set is what was loaded, an Evaluator the part of it that was
// chosen, compiled once and safe for concurrent use.
//
// Rules are pure: they are compiled without any built-in that reads a clock, the network, the environment or chance, so
// equal inputs have equal hits and a caller may memoise. A built-in that fails (sprintf, to_number, …) makes its rule err;
// by OPA's default it would make the rule silent, which reads as a pass.
//
// No other package of the project imports OPA.
package policy
