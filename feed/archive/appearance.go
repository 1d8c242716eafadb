package archive

import "time"

// Appearance is what documents look like, and since when.
type Appearance struct {
	ID    string // see Options.Appearance
	Since time.Time
}

// setAppearance records since when documents look as they do now.
func (n *next) setAppearance() {
	if n.appearance.ID != n.options.Appearance {
		n.appearance = Appearance{n.options.Appearance, TimeOf(n.commit())}
		n.committed = n.commit()
		n.delta.Memory.Appearance = n.appearance
	}
}

// Modified returns when a document was last modified whose articles changed at a
// moment: then, or when it began to look as it does, whichever is later. Another
// configuration or version of the program counts as a change of all documents,
// because a client that asks by time alone would not learn of it otherwise. The
// result is the zero time if either moment is unknown. That of another appearance
// is unknown from the start until the first change.
func (s *Snapshot) Modified(changed time.Time) time.Time {
	switch {
	case changed.IsZero() || s.appearance.ID != s.options.Appearance:
		return time.Time{}
	case s.appearance.Since.After(changed):
		return s.appearance.Since
	}
	return changed
}
