// Package helm renders charts with the Helm library, as "helm template" does, and knows which line of which template
// wrote a line of what it renders.
//
// A chart is a program. It is run without a cluster (lookup finds nothing), without DNS and without any network: what a
// chart depends on has to be in its charts/ folder, and a JSON schema of its values may not refer to a URL. What differs
// from one run to the next in Helm (random passwords, keys, the time) is the same in every run here, and none of it is a
// secret. Loops, nested templates and what they write are bounded.
//
// To say where a field was written, the chart is rendered a second time, when somebody first asks, with a mark at the end
// of each line of its templates. Marks survive include and nindent, so that the line of a helper is known too; where they
// changed what was rendered, they are not believed.
package helm
