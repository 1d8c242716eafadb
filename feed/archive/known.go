package archive

// KnowsID reports whether an id is or was that of a story, or is reserved for one. It
// is compared to the letter.
func (s *Snapshot) KnowsID(id string) bool {
	_, known := s.holderOf(id)
	return known
}
