// Package check is the engine that every door calls: it reads sources, joins manifests with the images that they name,
// lets the chosen rules judge the joined facts, and returns one report.
//
// What a reader would get wrong: an image is read only for what the chosen rules ask of it; a thing that cannot be read
// is a finding, an error or a notJudged entry, never silence; and the order of everything in a report is fixed, however
// many goroutines found it.
package check
