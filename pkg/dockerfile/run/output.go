package run

import (
	"strconv"
	"strings"
)

// echo writes its arguments. Whether it minds backslashes depends on the shell, so their output is not known.
func echo(_ *machine, st *state, c *call) outcome {
	words, ok := c.texts()
	if !ok || strings.Contains(strings.Join(words, ""), `\`) {
		return succeed(st)
	}
	end := "\n"
	for len(words) > 0 && (words[0] == "-n" || words[0] == "-e" || words[0] == "-ne" || words[0] == "-E") {
		if strings.Contains(words[0], "n") {
			end = ""
		}
		if strings.Contains(words[0], "e") {
			return succeed(st) // dash writes "-e", bash does not
		}
		words = words[1:]
	}
	text := strings.Join(words, " ") + end
	c.output = &text
	return succeed(st)
}

// printf follows formats of %s, %d, %% and the usual escapes.
func printf(_ *machine, st *state, c *call) outcome {
	words, ok := c.texts()
	if !ok || len(words) == 0 || strings.HasPrefix(words[0], "-") {
		return succeed(st)
	}
	var b strings.Builder
	args := words[1:]
	for first := true; first || len(args) > 0; first = false {
		rest, ok := format(&b, words[0], args)
		if !ok || len(rest) == len(args) && len(args) > 0 || b.Len() > maxScript {
			return succeed(st)
		}
		args = rest
	}
	text := b.String()
	c.output = &text
	return succeed(st)
}

func format(b *strings.Builder, f string, args []string) (rest []string, ok bool) {
	for i := 0; i < len(f); i++ {
		if (f[i] == '%' || f[i] == '\\') && i+1 == len(f) {
			return nil, false
		}
		switch f[i] {
		case '%':
			i++
			switch f[i] {
			case '%':
				b.WriteByte('%')
			case 's', 'd', 'i', 'u':
				v := ""
				if len(args) > 0 {
					v, args = args[0], args[1:]
				}
				if _, err := strconv.ParseInt(v, 10, 64); f[i] != 's' && err != nil {
					return nil, false
				}
				b.WriteString(v)
			default:
				return nil, false
			}
		case '\\':
			i++
			escaped, known := map[byte]string{'n': "\n", 't': "\t", '\\': `\`, '"': `"`}[f[i]]
			if !known {
				return nil, false
			}
			b.WriteString(escaped)
		default:
			b.WriteByte(f[i])
		}
	}
	return args, true
}

// cat copies standard input, or files whose content is known.
func cat(x *machine, st *state, c *call) outcome {
	words, ok := c.texts()
	if !ok {
		return either(st)
	}
	if len(words) == 0 || len(words) == 1 && words[0] == "-" {
		c.output = c.input
		return succeed(st)
	}
	var b strings.Builder
	for _, w := range words {
		text, ok := x.readFile(st, w)
		if !ok {
			return either(st)
		}
		b.WriteString(text)
	}
	text := b.String()
	c.output = &text
	return succeed(st)
}

// readFile is the content of a file that is known to the last byte.
func (x *machine) readFile(st *state, name string) (string, bool) {
	if !st.cwd.known && !strings.HasPrefix(name, "/") {
		return "", false
	}
	at := st.tree.Resolve(x.s, x.absolute(st, name), true)
	t, p := st.tree, at.Path
	if m, hidden := x.hidden(at.Path); hidden {
		var ok bool
		if t, p, ok = m.tree(at.Path); !ok {
			return "", false
		}
	}
	content, ok := t.Content(x.s, p)
	return string(content.Data), ok && content.Complete()
}

// tee writes its standard input to files.
func tee(x *machine, st *state, c *call) outcome {
	add := false
	for _, a := range c.args[1:] {
		switch {
		case a.known && (a.text == "-a" || a.text == "--append"):
			add = true
		case a.known && strings.HasPrefix(a.text, "/dev/"), a.known && strings.HasPrefix(a.text, "-"):
		default:
			x.write(st, value{a.text, a.known}, c.input, add)
		}
	}
	c.output = c.input
	return either(st)
}
