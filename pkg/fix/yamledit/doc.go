// Package yamledit changes single fields of YAML and JSON text and leaves every other byte as it is: comments, order,
// quoting, indentation and line ends. Nothing is written anew from a model.
//
// What a reader would get wrong: text is no tree. An anchor's node is the value of every alias, a merge key brings in
// entries that stand elsewhere, and a key without a value is null. So after every edit the document is decoded again, and
// an edit that did more or less than was wanted is taken back and named.
package yamledit
