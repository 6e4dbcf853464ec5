package yamledit

// missing stands for a value that is not there.
type missing struct{}

// toward tells whether every difference between before and after is one that goal wants. An edit of an anchor's node is
// fine where each alias was to be changed alike.
func toward(before, after, goal any) bool {
	if equal(before, after) || equal(after, goal) {
		return true
	}
	switch a := after.(type) {
	case map[string]any:
		g, ok := goal.(map[string]any)
		if !ok {
			return false
		}
		b, _ := before.(map[string]any)
		for name := range union(a, b) {
			if !toward(entry(b, name), entry(a, name), entry(g, name)) {
				return false
			}
		}
		return true
	case []any:
		g, ok := goal.([]any)
		b, _ := before.([]any)
		if ok && len(a) < len(b) {
			return subsequence(a, b) && subsequence(g, a)
		}
		if !ok || len(a) > len(g) {
			return false
		}
		for i := range a {
			if !toward(element(b, i), a[i], g[i]) {
				return false
			}
		}
		return true
	}
	return false
}

func union(a, b map[string]any) map[string]bool {
	names := make(map[string]bool, len(a)+len(b))
	for n := range a {
		names[n] = true
	}
	for n := range b {
		names[n] = true
	}
	return names
}

func entry(m map[string]any, name string) any {
	if v, ok := m[name]; ok {
		return v
	}
	return missing{}
}

func element(l []any, i int) any {
	if i < len(l) {
		return l[i]
	}
	return missing{}
}

// subsequence tells whether short is long with elements left out.
func subsequence(short, long []any) bool {
	for _, v := range long {
		if len(short) > 0 && equal(short[0], v) {
			short = short[1:]
		}
	}
	return len(short) == 0
}
