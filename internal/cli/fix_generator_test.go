package cli

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// generator writes workloads in every style that YAML allows and people use.
type generator struct {
	*rand.Rand
	comments int
	// unit is the indentation of mappings, dash that of lists, of the document at hand.
	unit, dash int
}

// file is a text of several documents.
func (g *generator) file(documents int) string {
	var b strings.Builder
	for i := range documents {
		g.unit, g.dash = 2+2*g.IntN(2), 0
		if g.IntN(2) == 0 {
			g.dash = g.unit
		}
		if i > 0 || g.IntN(3) == 0 {
			b.WriteString("---\n")
		}
		name := fmt.Sprintf("w%d", g.IntN(1_000_000_000))
		if g.IntN(12) == 0 {
			b.WriteString(g.json(g.workload(name)) + "\n")
			continue
		}
		g.mapping(&b, g.workload(name), 0)
	}
	text := b.String()
	if g.IntN(3) == 0 {
		text = strings.ReplaceAll(text, "\n", "\r\n")
	}
	if g.IntN(4) == 0 {
		text = strings.TrimRight(text, "\r\n")
	}
	if g.IntN(8) == 0 {
		text = "\ufeff" + text
	}
	return text
}

// field is an entry of a mapping; a value is a fields, a list, or text as it is written.
type field struct {
	key   string
	value any
}

type (
	fields []field
	list   []any
)

func (g *generator) workload(name string) fields {
	pod := fields{}
	if g.IntN(2) == 0 {
		pod = append(pod, field{"securityContext", g.podSecurity()})
	}
	pod = append(pod, field{"containers", g.containers()})
	if g.IntN(3) == 0 {
		pod = append(pod, field{"volumes", list{fields{{"name", "tmp"}, {"emptyDir", fields{}}}}})
	}
	if g.IntN(4) == 0 {
		pod = append(pod, field{"terminationGracePeriodSeconds", "3"})
	}
	return fields{
		{"apiVersion", "apps/v1"},
		{"kind", "Deployment"},
		{"metadata", fields{{"name", name}, {"annotations", fields{{"note", "\"a\tb # no comment\""}}}}},
		{"spec", fields{
			{"selector", fields{{"matchLabels", fields{{"app", name}}}}},
			{"template", fields{{"metadata", fields{{"labels", fields{{"app", name}}}}}, {"spec", pod}}},
		}},
	}
}

func (g *generator) containers() list {
	shared := ""
	if g.IntN(4) == 0 {
		shared = "&sc "
	}
	var out list
	for i := range 1 + g.IntN(3) {
		c := fields{{"name", fmt.Sprintf("c%d", i)}, {"image", g.pick(imageNames...)}}
		if g.IntN(3) == 0 {
			c = append(c, field{"args", g.args()})
		}
		switch {
		case shared != "" && i == 0:
			c = append(c, field{"securityContext", anchored{shared, g.security()}})
		case shared != "" && g.IntN(3) > 0:
			c = append(c, field{"securityContext", "*sc"})
		case g.IntN(3) > 0:
			c = append(c, field{"securityContext", g.security()})
		}
		if g.IntN(4) == 0 {
			c = append(c, field{"volumeMounts", list{fields{{"name", "tmp"}, {"mountPath", g.pick("/tmp", "/data")}}}})
		}
		if g.IntN(2) == 0 {
			c = append(c, field{"ports", list{fields{{"containerPort", "8080"}}}})
		}
		out = append(out, c)
	}
	return out
}

var imageNames = []string{
	"registry.example.com/acme/number:1", "registry.example.com/acme/name:1", "registry.example.com/acme/root:1",
	"registry.example.com/acme/unread:1",
}

// anchored is a value with an anchor.
type anchored struct {
	anchor string
	value  any
}

func (g *generator) args() any {
	if g.IntN(2) == 0 {
		return list{"--a", "\"x\ty\"", "'it''s'"}
	}
	return list{"run", block("first: line\n\n# no comment\nlast")}
}

// block is the text of a literal block scalar.
type block string

func (g *generator) podSecurity() any {
	if g.IntN(5) == 0 {
		return ""
	}
	return g.some(
		field{"runAsNonRoot", g.pick("true", "false", "yes", "")}, field{"fsGroup", "2000"},
		field{"seccompProfile", fields{{"type", g.pick("RuntimeDefault", "'Unconfined'")}}},
	)
}

func (g *generator) security() any {
	if g.IntN(5) == 0 {
		return ""
	}
	return g.some(
		field{"runAsNonRoot", g.pick("true", "false", "no")}, field{"runAsUser", g.pick("1000", "0", "10001")},
		field{"privileged", g.pick("true", "false")},
		field{"readOnlyRootFilesystem", g.pick("false", "true", "~")}, field{"allowPrivilegeEscalation", g.pick("true", "false", "off")},
		field{"capabilities", g.some(
			field{"drop", list{g.pick("NET_RAW", "all", "\"ALL\"", "MKNOD")}}, field{"add", list{g.pick("CHOWN", "NET_BIND_SERVICE")}},
		)},
	)
}

// some are those of the fields that chance takes, in any order.
func (g *generator) some(all ...field) fields {
	out := fields{}
	for _, i := range g.Perm(len(all)) {
		if g.IntN(2) == 0 {
			out = append(out, all[i])
		}
	}
	return out
}

func (g *generator) pick(words ...string) string { return words[g.IntN(len(words))] }
