// Package jsonpointer names fields as RFC 6901 does: "" is a whole object, "/spec/containers/0" an element of a list. Nothing
// here fails: a pointer that leads nowhere finds nothing.
package jsonpointer

import (
	"strconv"
	"strings"
)

var (
	escaper   = strings.NewReplacer("~", "~0", "/", "~1")
	unescaper = strings.NewReplacer("~1", "/", "~0", "~")
)

// Child is the pointer of a key in what pointer leads to. The key is not escaped yet.
func Child(pointer, key string) string { return pointer + "/" + escaper.Replace(key) }

// Element is the pointer of an element of the list that pointer leads to.
func Element(pointer string, i int) string { return pointer + "/" + strconv.Itoa(i) }

// Within tells whether a pointer is parent or leads into what that leads to.
func Within(pointer, parent string) bool {
	rest, ok := strings.CutPrefix(pointer, parent)
	return ok && (rest == "" || rest[0] == '/')
}

// Steps splits a pointer into keys and indices, unescaped. What does not begin with a slash is taken as if it did.
func Steps(pointer string) []string {
	if pointer == "" {
		return nil
	}
	steps := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	for i, s := range steps {
		steps[i] = unescaper.Replace(s)
	}
	return steps
}

// Last is the last step of a pointer, unescaped; "" for a whole object.
func Last(pointer string) string {
	return unescaper.Replace(pointer[strings.LastIndexByte(pointer, '/')+1:])
}

// Index reads a step as an index of a list of length n. Of the ways to write a number only the shortest is an index.
func Index(step string, n int) (int, bool) {
	i, err := strconv.Atoi(step)
	return i, err == nil && i >= 0 && i < n && strconv.Itoa(i) == step
}

// Into goes one step down into a value that encoding/json decoded.
func Into(value any, step string) (any, bool) {
	switch v := value.(type) {
	case map[string]any:
		next, ok := v[step]
		return next, ok
	case []any:
		if i, ok := Index(step, len(v)); ok {
			return v[i], true
		}
	}
	return nil, false
}

// At gives the value at a pointer in what encoding/json decoded; nil where there is none, or null.
func At(value any, pointer string) any {
	for _, step := range Steps(pointer) {
		next, ok := Into(value, step)
		if !ok {
			return nil
		}
		value = next
	}
	return value
}
