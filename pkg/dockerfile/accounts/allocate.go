package accounts

// Range is a range of ids to choose from.
type Range struct{ Min, Max int64 }

// above is what shadow's find_new_uid and find_new_gid choose for a user: the id above the highest in use in the range;
// at its end the first that is free.
func (t *Table) above(r Range, because string) ID {
	used, ok := t.usedIn(r)
	if !ok {
		return ID{Unknown: because + ": " + t.why()}
	}
	next := r.Min
	for id := range used {
		next = max(next, id+1)
	}
	if next > r.Max {
		return t.first(r, func(id int64) Tri { return inUse(used, id) }, because)
	}
	return ID{Value: next}
}

// below is what they choose for a system account: the id below the lowest in use, from the top of the range; with the
// lowest id in use, the first that is free from the top.
func (t *Table) below(r Range, because string) ID {
	used, ok := t.usedIn(r)
	if !ok {
		return ID{Unknown: because + ": " + t.why()}
	}
	next := r.Max
	for id := range used {
		next = min(next, id-1)
	}
	if next < r.Min {
		next = r.Max
	}
	for ; next >= r.Min; next-- {
		if !used[next] {
			return ID{Value: next}
		}
	}
	return ID{Unknown: because + ": no id is left"}
}

// first is the first id of a range that is not taken.
func (t *Table) first(r Range, taken func(id int64) Tri, because string) ID {
	for id := r.Min; id <= r.Max; id++ {
		switch taken(id) {
		case No:
			return ID{Value: id}
		case Maybe:
			return ID{Unknown: because + ": " + t.why()}
		case Yes:
		}
	}
	return ID{Unknown: because + ": no id is left"}
}

func inUse(used map[int64]bool, id int64) Tri {
	if used[id] {
		return Yes
	}
	return No
}

// usedIn are the ids in use in a range; ok is false where not all are known.
func (t *Table) usedIn(r Range) (used map[int64]bool, ok bool) {
	if !t.knowsIDs(r.Min) {
		return nil, false
	}
	used = map[int64]bool{}
	for _, l := range t.lines {
		if l.fields != nil && l.id >= r.Min && l.id <= r.Max {
			used[l.id] = true
		}
	}
	for _, v := range t.vague {
		if v.ID == nil {
			return nil, false
		}
		if *v.ID >= r.Min && *v.ID <= r.Max {
			used[*v.ID] = true
		}
	}
	return used, true
}
