package manifest

import "strings"

// unlikeness counts the single-letter slips between a name as written and a known one (missing, extra, wrong or swapped
// letters; case does not count beside them). alike is false where there are too many for the length of the name to take
// it for a slip.
func unlikeness(written, known string) (slips int, alike bool) {
	allowed := len(known) / 4
	if d := len(written) - len(known); d > allowed+1 || -d > allowed+1 {
		return 0, false
	}
	if written == known {
		return 0, true
	}
	slips = distance(strings.ToLower(written), strings.ToLower(known))
	return slips + 1, slips <= min(allowed, 3)
}

// distance is the optimal string alignment distance: edits by insertion, deletion, substitution and the swap of
// neighbours. Field names are ASCII; other text only counts more.
func distance(a, b string) int {
	before, last := make([]int, len(b)+1), make([]int, len(b)+1)
	current := make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		current[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			current[j] = min(last[j]+1, current[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				current[j] = min(current[j], before[j-2]+1)
			}
		}
		before, last, current = last, current, before
	}
	return last[len(b)]
}
