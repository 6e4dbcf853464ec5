package ruleexamples

import (
	"errors"
	"fmt"
	"strings"

	"sigs.k8s.io/yaml"
)

// Pair finds a bad and a good example that differ in a single field, of the manifest or of the image, or in a single line
// of a Dockerfile. Such a pair shows that the rule fires because of this field and of nothing else.
func Pair(examples []Example) (bad, good Example, err error) {
	for _, bad := range examples {
		for _, good := range examples {
			if !bad.Bad || good.Bad {
				continue
			}
			n, err := differences(bad, good)
			if err != nil {
				return Example{}, Example{}, err
			}
			if n == 1 {
				return bad, good, nil
			}
		}
	}
	return Example{}, Example{}, errors.New("no bad and good example differ in a single field")
}

// differences counts the fields that two examples do not share.
func differences(a, b Example) (int, error) {
	lines := 0
	if a.Dockerfile || b.Dockerfile {
		lines = differentLines(strings.Split(string(a.Text), "\n"), strings.Split(string(b.Text), "\n"))
		a.Text, b.Text = nil, nil
	}
	left, err := fields(a)
	if err != nil {
		return 0, err
	}
	right, err := fields(b)
	if err != nil {
		return 0, err
	}
	n := lines
	var onlyLeft, onlyRight []string
	for path, value := range left {
		if other, ok := right[path]; !ok {
			onlyLeft = append(onlyLeft, value)
		} else if other != value {
			n++
		}
	}
	for path, value := range right {
		if _, ok := left[path]; !ok {
			onlyRight = append(onlyRight, value)
		}
	}
	// A field that is renamed or moved with its value is one difference, not two.
	if len(onlyLeft) == 1 && len(onlyRight) == 1 && onlyLeft[0] == onlyRight[0] {
		return n + 1, nil
	}
	return n + len(onlyLeft) + len(onlyRight), nil
}

// differentLines counts the lines that stand in only one of two texts: a line that was changed or moved counts once.
func differentLines(a, b []string) int {
	common := make([][]int, len(a)+1) // of the first i and j lines
	for i := range common {
		common[i] = make([]int, len(b)+1)
	}
	for i := range a {
		for j := range b {
			if a[i] == b[j] {
				common[i+1][j+1] = common[i][j] + 1
			} else {
				common[i+1][j+1] = max(common[i][j+1], common[i+1][j])
			}
		}
	}
	return max(len(a), len(b)) - common[len(a)][len(b)]
}

// fields are the leaves of an example's files by their paths.
func fields(x Example) (map[string]string, error) {
	leaves := map[string]string{}
	for prefix, text := range map[string][]byte{"text": x.Text, "image": x.ImageText} {
		var v any
		if err := yaml.Unmarshal(text, &v); err != nil {
			return nil, fmt.Errorf("decode example %s: %w", x.Name, err)
		}
		flatten(leaves, prefix, v)
	}
	return leaves, nil
}

func flatten(leaves map[string]string, path string, v any) {
	switch v := v.(type) {
	case map[string]any:
		for key, value := range v {
			flatten(leaves, path+"/"+key, value)
		}
	case []any:
		for i, value := range v {
			flatten(leaves, fmt.Sprintf("%s/%d", path, i), value)
		}
	case nil:
	default:
		leaves[path] = fmt.Sprint(v)
	}
}
