package image

// First is the platform that the selector names first; false where it takes all.
func (s Selector) First() (Platform, bool) {
	if len(s.want) == 0 {
		return Platform{}, false
	}
	return s.want[0], true
}
