package feed

import "time"

// Wait is a number of articles that wait for the end of a change.
type Wait struct {
	Articles int       `json:"articles"`
	Until    time.Time `json:"until,omitzero"`  // when the last of them ends, unless files are still being changed
	Files    []string  `json:"files,omitempty"` // of the first maxNamed, by the names that the operator knows
}

// maxNamed bounds the files that are named. A longer list is for nobody to read.
const maxNamed = 10

// add adds an article to the wait.
func (w *Wait) add(file string, until time.Time) {
	w.Articles++
	if until.After(w.Until) {
		w.Until = until
	}
	if len(w.Files) < maxNamed {
		w.Files = append(w.Files, file)
	}
}
