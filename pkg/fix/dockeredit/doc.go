// Package dockeredit resolves findings on Dockerfiles by the smallest textual edits.
//
// What a caller would get wrong: an edit is a proposal until the file was predicted again with it. So the package asks the
// caller to judge every file that it thinks of, and keeps an edit only where its finding is gone and no other one came.
// What cannot be resolved for certain is left, with the reason.
//
// Bytes that no edit names stay as they are: the file is never written anew from its instructions.
package dockeredit
