package archive

import "dateline/feed/article"

// Edit is what a change did to one published article, for people who ask about
// files.
type Edit struct {
	Kind string // "new", "scheduled" (new, because its time came), "changed", "renamed" (and perhaps changed), "removed"
	File string // site path; of a removed article, that of the file that is gone
	From string // the former site path of a renamed one
}

// The kinds of edits.
const (
	editNew       = "new"
	editScheduled = "scheduled"
	editChanged   = "changed"
	editRenamed   = "renamed"
	editRemoved   = "removed"
)

// noteEdit records an edit, unless it is of the first import of an archive: nobody
// reads thousands of names.
func (w *feedWriter) noteEdit(kind, file, from string) {
	if w.old.global.Len() > 0 || len(w.Imported) == 0 {
		w.delta.Edits = append(w.delta.Edits, Edit{kind, file, from})
	}
}

// notePut records that an entry was added, or that readers see a change of it.
func (w *feedWriter) notePut(id article.PageID, old, e *Entry) {
	switch {
	case old != nil && old.Path != e.Path: // noted as renamed
	case old != nil:
		w.noteEdit(editChanged, e.File, "")
	case w.old.page(id).article == e.Article && w.old.isFuture(e.Article):
		w.noteEdit(editScheduled, e.File, "")
	default:
		w.noteEdit(editNew, e.File, "")
	}
}
