package manifest

import "go.yaml.in/yaml/v3"

// find gives the first node, in the order of the text, that a test holds for; depth is that of the node, 1 for the root.
// Aliases are not followed, so every node is met once.
func find(n *yaml.Node, depth int, test func(n *yaml.Node, depth int) bool) *yaml.Node {
	if n == nil || test(n, depth) {
		return n
	}
	for _, c := range n.Content {
		if hit := find(c, depth+1, test); hit != nil {
			return hit
		}
	}
	return nil
}

// duplicate is a key that its mapping already has, under the name that it has in JSON.
type duplicate struct {
	key, first *yaml.Node
	name       string
}

// duplicates lists them in the order of the text. Merge keys are not keys: they override and are overridden.
func duplicates(root *yaml.Node) []duplicate {
	var all []duplicate
	find(root, 1, func(n *yaml.Node, _ int) bool {
		if n.Kind != yaml.MappingNode {
			return false
		}
		seen := make(map[string]*yaml.Node, len(n.Content)/2)
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := n.Content[i]
			if isMerge(key) {
				continue
			}
			name, _ := jsonKey(key)
			if first, has := seen[name]; has {
				all = append(all, duplicate{key: key, first: first, name: name})
			} else {
				seen[name] = key
			}
		}
		return false
	})
	return all
}
