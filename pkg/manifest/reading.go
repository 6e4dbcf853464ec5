package manifest

import (
	"bytes"
	"context"
	"fmt"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// reading is one pass over one text.
type reading struct {
	ctx    context.Context
	limits Limits
	source string
	// templates are kinds with a pod template beside those that are known.
	templates []PodTemplate
	text      *text
	yield     func(Entry) bool
	// place is set for text that was built.
	place func(o *Object, built func(path string) finding.Location) Placer

	// stopped: the caller wants no more.
	stopped bool
	// documents counts those that hold something; strangers those of them that hold no Kubernetes object, and
	// firstStranger is the first of them.
	documents, strangers int
	firstStranger        int
	// told: an object or an error was yielded, so the file needs no other mention.
	told bool
}

func (r *reading) emit(e Entry) {
	if r.stopped {
		return
	}
	r.told = r.told || e.Object != nil || e.Err != nil
	r.stopped = !r.yield(e)
}

func (r *reading) fail(errs ...*Error) {
	for _, err := range errs {
		r.emit(Entry{Err: err})
	}
}

// run reads all documents of the text.
func (r *reading) run() {
	for s := range split(r.text.data) {
		if err := r.ctx.Err(); err != nil {
			r.fail(&Error{File: r.text.file, Message: "reading was interrupted", Err: err})
		}
		if r.stopped || r.ctx.Err() != nil {
			return
		}
		d := &document{text: r.text, start: s.start, end: s.end}
		if firstContent(d.bytes()) < 0 {
			continue
		}
		if r.documents == r.limits.Documents {
			r.fail(d.fault(0, fmt.Sprintf("the file holds more than %d documents; the rest is not read",
				r.limits.Documents), "split the file"))
			return
		}
		r.document(d, s.glued)
	}
	r.mentionStrangers()
}

// document reads one span of the text.
func (r *reading) document(d *document, glued bool) {
	data := d.bytes()
	start := firstContent(data)
	switch {
	case !mayHoldObject(data):
		r.stranger(d)
		r.documents++
	case r.tooLarge(d, start):
		r.documents++
	case glued:
		r.fail(d.fault(start, "content stands on the line of the separator ---, which kubectl refuses",
			"begin the document on the next line"))
		r.documents++
	case data[start] == '{':
		r.braced(d)
	default:
		r.yaml(d)
	}
}

// tooLarge refuses a document that would cost too much.
func (r *reading) tooLarge(d *document, start int) bool {
	data := d.bytes()
	var message string
	switch {
	case len(data) > r.limits.DocumentBytes:
		message = fmt.Sprintf("the document is larger than %d bytes", r.limits.DocumentBytes)
	case len(data) > r.limits.Marks && marksIn(data) > r.limits.Marks:
		message = fmt.Sprintf("the document has more than %d lines, commas and colons", r.limits.Marks)
	default:
		return false
	}
	r.fail(d.fault(start, message, "the API server takes at most 3 MiB for one object; split a List"))
	return true
}

func marksIn(data []byte) int {
	return bytes.Count(data, []byte("\n")) + bytes.Count(data, []byte(",")) + bytes.Count(data, []byte(":"))
}

// yaml reads one YAML document.
func (r *reading) yaml(d *document) {
	defer func() { r.documents++ }()
	raw, fault := d.yamlJSON(r.limits)
	if fault == nil {
		fault = d.trailing()
	}
	if fault != nil {
		r.fail(fault)
		return
	}
	r.objects(d, raw)
}

// stranger counts a document that holds no Kubernetes object.
func (r *reading) stranger(d *document) {
	if r.strangers == 0 {
		r.firstStranger = d.start + max(0, firstContent(d.bytes()))
	}
	r.strangers++
}

// mentionStrangers says what of the text was not read as an object.
func (r *reading) mentionStrangers() {
	switch {
	case r.documents == 0 && !r.told:
		r.skip("empty")
	case r.strangers == 0:
	case !r.told:
		r.skip("not a Kubernetes object")
	default:
		line, _ := r.text.place(r.firstStranger)
		if r.strangers == 1 {
			r.skip(fmt.Sprintf("the document at line %d is not a Kubernetes object", line))
			return
		}
		r.skip(fmt.Sprintf("%d documents are not Kubernetes objects, the first at line %d", r.strangers, line))
	}
}

func (r *reading) skip(reason string) {
	r.emit(Entry{Skipped: &finding.Skipped{File: r.text.file, Reason: reason}})
}
