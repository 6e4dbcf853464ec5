package accounts

import (
	"bytes"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/dockerfile/known"
)

// Tri is an answer that may not be known.
type Tri int

// The three answers.
const (
	No Tri = iota
	Yes
	Maybe
)

// Table is passwd or group as far as it is known.
type Table struct {
	lines []line
	more  []known.Doubt
	vague map[string]known.Vague
}

// line is one line as it stands; fields are nil where it is no account.
type line struct {
	raw    string
	fields []string
	id     int64
}

// Parse reads a file as shadow does: what is no account (a comment, too few fields, no number) is kept and means nothing.
func Parse(c known.Content) *Table {
	t := &Table{more: c.More, vague: maps.Clone(c.Vague)}
	data := bytes.TrimSuffix(c.Data, []byte("\n"))
	if len(data) == 0 {
		return t
	}
	for l := range strings.SplitSeq(string(data), "\n") {
		t.lines = append(t.lines, parseLine(l))
	}
	return t
}

func parseLine(raw string) line {
	l := line{raw: raw, fields: strings.Split(raw, ":")}
	if len(l.fields) < 4 {
		return line{raw: raw}
	}
	id, err := strconv.ParseInt(l.fields[2], 10, 64)
	if err != nil || id < 0 || l.fields[0] == "" {
		return line{raw: raw}
	}
	l.id = id
	return l
}

// Content writes the table.
func (t *Table) Content() known.Content {
	var b bytes.Buffer
	for _, l := range t.lines {
		b.WriteString(l.raw)
		b.WriteByte('\n')
	}
	return known.Content{Data: b.Bytes(), More: t.more, Vague: t.vague}
}

func (t *Table) clone() *Table {
	return &Table{lines: slices.Clone(t.lines), more: slices.Clip(t.more), vague: maps.Clone(t.vague)}
}

// find is the first line of a name. Where exists is Yes and there is no line, the account is there and vague.
func (t *Table) find(name string) (l *line, exists Tri) {
	for i := range t.lines {
		if t.lines[i].fields != nil && t.lines[i].fields[0] == name {
			return &t.lines[i], Yes
		}
	}
	if _, ok := t.vague[name]; ok {
		return nil, Yes
	}
	if len(t.more) > 0 {
		return nil, Maybe
	}
	return nil, No
}

// findID is the first line of an id.
func (t *Table) findID(id int64) (l *line, exists Tri) {
	for i := range t.lines {
		if t.lines[i].fields != nil && t.lines[i].id == id {
			return &t.lines[i], Yes
		}
	}
	for _, v := range t.vague {
		switch {
		case v.ID == nil:
			exists = Maybe
		case *v.ID == id:
			return nil, Yes
		}
	}
	if !t.knowsIDs(id) {
		exists = Maybe
	}
	return nil, exists
}

// knowsIDs tells whether every use of an id, and of those above, is known: package managers add accounts below
// FirstUser only.
func (t *Table) knowsIDs(id int64) bool {
	for _, d := range t.more {
		if id < FirstUser || d.Accounts == known.AnyAccount {
			return false
		}
	}
	return true
}

// FirstUser is the first id that no system account has (UID_MIN of login.defs, Debian policy 9.2.2, BusyBox).
const FirstUser = 1000

// set replaces the first line of a name, or adds one at the end.
func (t *Table) set(fields ...string) {
	l := parseLine(strings.Join(fields, ":"))
	if old, _ := t.find(fields[0]); old != nil {
		*old = l
		return
	}
	delete(t.vague, fields[0])
	t.lines = append(t.lines, l)
}

// setVague notes an account of which not all is known.
func (t *Table) setVague(name string, v known.Vague) {
	t.remove(name)
	if t.vague == nil {
		t.vague = map[string]known.Vague{}
	}
	t.vague[name] = v
}

// remove takes away every account of a name.
func (t *Table) remove(name string) {
	t.lines = slices.DeleteFunc(t.lines, func(l line) bool { return l.fields != nil && l.fields[0] == name })
	delete(t.vague, name)
}

// doubt notes that accounts may have come or gone.
func (t *Table) doubt(because string) {
	t.more = known.Content{More: t.more}.WithDoubts(known.Doubt{Because: because, Accounts: known.AnyAccount}).More
}

// why is a reason for which an answer about the table is not known.
func (t *Table) why() string { return t.Content().Because() }
