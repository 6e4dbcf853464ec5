package run

import "strings"

// syntaxOf is the options of a program in getopt's notation: letters, with ":" behind those that take a value, and the
// long names by letter.
type syntaxOf struct {
	short string
	long  map[string]byte
}

// options are those that were given, and what was not an option.
type options struct {
	values map[byte][]string
	flags  map[byte]bool
	rest   []string
}

func (o options) has(letter byte) bool { return o.flags[letter] }

// last is the value of an option, nil where it was not given; the last of several counts.
func (o options) last(letter byte) *string {
	v := o.values[letter]
	if len(v) == 0 {
		return nil
	}
	return &v[len(v)-1]
}

func (o options) text(letter byte) string {
	if v := o.last(letter); v != nil {
		return *v
	}
	return ""
}

// list is the value of an option split at commas, nil where it was not given.
func (o options) list(letter byte) []string {
	v := o.last(letter)
	if v == nil {
		return nil
	}
	return strings.FieldsFunc(*v, func(r rune) bool { return r == ',' })
}

// parse reads arguments as GNU getopt_long does, options and others mixed. It is false where an argument or an option is
// not known.
func (s syntaxOf) parse(args []string) (options, bool) {
	o := options{values: map[byte][]string{}, flags: map[byte]bool{}}
	for len(args) > 0 {
		a := args[0]
		args = args[1:]
		var ok bool
		switch {
		case a == "--":
			o.rest = append(o.rest, args...)
			return o, true
		case strings.HasPrefix(a, "--"):
			args, ok = s.longOption(&o, a[2:], args)
		case strings.HasPrefix(a, "-") && len(a) > 1:
			args, ok = s.shortOptions(&o, a[1:], args)
		default:
			o.rest = append(o.rest, a)
			ok = true
		}
		if !ok {
			return o, false
		}
	}
	return o, true
}

func (s syntaxOf) longOption(o *options, a string, args []string) ([]string, bool) {
	name, value, given := strings.Cut(a, "=")
	letter, ok := s.long[name]
	if !ok {
		return args, false
	}
	takes, _ := s.takes(letter)
	switch {
	case !takes:
		o.flags[letter] = true
		return args, !given
	case !given && len(args) == 0:
		return args, false
	case !given:
		value, args = args[0], args[1:]
	}
	o.add(letter, value)
	return args, true
}

func (s syntaxOf) shortOptions(o *options, a string, args []string) ([]string, bool) {
	for i := 0; i < len(a); i++ {
		takes, ok := s.takes(a[i])
		switch {
		case !ok:
			return args, false
		case !takes:
			o.flags[a[i]] = true
		case i+1 < len(a):
			o.add(a[i], a[i+1:])
			return args, true
		case len(args) == 0:
			return args, false
		default:
			o.add(a[i], args[0])
			return args[1:], true
		}
	}
	return args, true
}

func (o *options) add(letter byte, value string) {
	o.flags[letter] = true
	o.values[letter] = append(o.values[letter], value)
}

// takes tells whether a letter is an option, and whether it takes a value. Letters of long options that have no short
// form are capital in the notation only.
func (s syntaxOf) takes(letter byte) (value, ok bool) {
	i := strings.IndexByte(s.short, letter)
	if i < 0 || letter == ':' {
		return false, false
	}
	return i+1 < len(s.short) && s.short[i+1] == ':', true
}
