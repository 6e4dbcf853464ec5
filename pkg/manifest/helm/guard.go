package helm

import (
	"fmt"
	"strconv"
	"strings"
)

// stepFunction is called at the start of every round of a loop and of every named template, with the length of what stands
// in it; textFunction is given what tpl is to run.
const (
	stepFunction = "hullcheckStep"
	textFunction = "hullcheckText"
)

// guarded is a template that accounts for what it does: text/template knows no limits, and cannot be stopped from outside.
// Lines stay where they are.
func guarded(src string) string {
	tokens := lex(src)
	lengths := bodies(tokens)
	var out strings.Builder
	for i, t := range tokens {
		if !t.action {
			out.WriteString(src[t.start:t.end])
			continue
		}
		out.WriteString(guardTpl(src[t.start:t.end]))
		if t.word == "range" || t.word == "define" || t.word == "block" {
			trim := ""
			if t.trims {
				trim = " -"
			}
			// The action behind trims what this one would have.
			fmt.Fprintf(&out, "{{%s %d%s}}", stepFunction, lengths[i], trim)
		}
	}
	return out.String()
}

// bodies gives for each action that opens a block how long the text up to its end is.
func bodies(tokens []token) map[int]int {
	lengths := map[int]int{}
	var open []int
	for i, t := range tokens {
		switch t.word {
		case "if", "with", "range", "define", "block":
			open = append(open, i)
		case "end":
			if n := len(open); n > 0 {
				lengths[open[n-1]] = t.start - tokens[open[n-1]].end
				open = open[:n-1]
			}
		}
	}
	return lengths
}

// guardTpl passes the first argument of every tpl of an action through textFunction, so that what it runs is guarded too.
func guardTpl(action string) string {
	if !strings.Contains(action, "tpl") {
		return action
	}
	var out strings.Builder
	for pos := 0; pos < len(action); {
		switch c := action[pos]; {
		case c == '"' || c == '\'' || c == '`':
			end := stringEnd(action, pos)
			out.WriteString(action[pos:end])
			pos = end
		case !isLetter(c):
			out.WriteByte(c)
			pos++
		default:
			end := pos
			for end < len(action) && isLetter(action[end]) {
				end++
			}
			word := action[pos:end]
			out.WriteString(word)
			if word == "tpl" && (pos == 0 || action[pos-1] != '.' && action[pos-1] != '$') {
				end = guardArgument(&out, action, end)
			}
			pos = end
		}
	}
	return out.String()
}

// guardArgument writes the argument behind tpl with the guard around it, and gives the offset behind it.
func guardArgument(out *strings.Builder, action string, pos int) int {
	start := pos
	for start < len(action) && isSpace(action[start]) {
		start++
	}
	end := termEnd(action, start)
	if end == start {
		return pos
	}
	fmt.Fprintf(out, "%s(%s %s)", action[pos:start], textFunction, guardTpl(action[start:end]))
	return end
}

// termEnd is the offset behind the operand at pos: a string, something in parentheses, a field or variable, with the
// fields that are taken of it.
func termEnd(action string, pos int) int {
	for pos < len(action) {
		switch c := action[pos]; {
		case c == '"' || c == '\'' || c == '`':
			pos = stringEnd(action, pos)
		case c == '(':
			pos = parenEnd(action, pos)
		case isSpace(c) || c == '|' || c == ')' || c == '}' || c == ',':
			return pos
		default:
			pos++
		}
	}
	return pos
}

func parenEnd(action string, pos int) int {
	depth := 0
	for pos < len(action) {
		switch action[pos] {
		case '"', '\'', '`':
			pos = stringEnd(action, pos)
			continue
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return pos + 1
			}
		}
		pos++
	}
	return pos
}

// quoteMark and the following are what a mark is made of; no text that people write holds them.
const (
	markOpen  = "\uf8d0"
	markClose = "\uf8d1"
)

// marked is a template with a mark at the end of each line of its text, naming file and line. White space that an action
// would trim stays without.
func marked(src string, file int) string {
	var out strings.Builder
	line := 1
	for i, t := range lex(src) {
		text := src[t.start:t.end]
		if t.action {
			out.WriteString(text)
			line += strings.Count(text, "\n")
			continue
		}
		trimmed := i == 0 // nothing on the first line before this text
		if i > 0 {
			trimmed = trimsBefore(src, t.start)
		}
		for text != "" {
			end := strings.IndexByte(text, '\n')
			if end < 0 {
				out.WriteString(text)
				break
			}
			content := strings.TrimRight(text[:end], " \t\r")
			if content != "" || !trimmed {
				out.WriteString(content + markOpen + strconv.Itoa(file) + ":" + strconv.Itoa(line) + markClose + text[len(content):end+1])
			} else {
				out.WriteString(text[:end+1])
			}
			trimmed = true // a blank line needs no mark
			text = text[end+1:]
			line++
		}
	}
	return out.String()
}

// trimsBefore tells whether the action that ends at pos takes away the white space behind it.
func trimsBefore(src string, pos int) bool {
	return pos >= 4 && strings.HasSuffix(src[:pos], "-}}") && isSpace(src[pos-4])
}
