package archive

import (
	"slices"
	"strings"
	"unicode"

	"dateline/feed/article"
)

// An author who corrects the date in a file's name often edits the article, too.
// So articles whose dates are at most a correction apart are one story if their
// texts are mostly the same, or if their titles are alike and more than half of
// the text is the same. Texts are compared by their sentences, because paragraphs
// are edited in part. Only what says something counts: short sentences are the
// same by chance, and in a series, such as "Weekly notes 12" and "Weekly notes
// 13", so are long ones; titles with different numbers are different stories.
const (
	// mostText is the share of the longer text that is the same in one story,
	// whatever its titles.
	mostText = 0.8
	// halfText is the share that has to be exceeded if the titles are alike.
	halfText = 0.5
	// sketch is the number of sentences by which articles are looked up: those
	// with the lowest hashes, because of two texts that share half of what they
	// say, 99 of 100 have one of eight such sentences in common.
	sketch = 8
)

// sentences returns the sentences of an article's body that are long enough to be
// hardly the same by chance, each once.
func (l looks) sentences() map[string]bool {
	all := map[string]bool{}
	for s := range strings.FieldsFuncSeq(l.body(), func(r rune) bool { return strings.ContainsRune("\n.!?。！？", r) }) {
		if s = strings.TrimSpace(s); len(s) >= someText {
			all[s] = true
		}
	}
	return all
}

// sketchOf returns pages that no article has, by which articles that share
// sentences are found.
func sketchOf(sentences map[string]bool) []article.PageID {
	marks := make([]article.PageID, 0, len(sentences))
	for s := range sentences {
		marks = append(marks, article.Page("sentence:"+s))
	}
	slices.Sort(marks)
	return slices.Clip(marks[:min(sketch, len(marks))])
}

// edited is an article with what is compared if its text and date may have been
// edited.
type edited struct {
	looks
	sentences map[string]bool
	size      int // of these in bytes
	numbers   []string
}

func newEdited(l looks) *edited {
	e := &edited{looks: l, sentences: l.sentences(), numbers: strings.FieldsFunc(l.title, func(r rune) bool { return !unicode.IsDigit(r) })}
	for s := range e.sentences {
		e.size += len(s)
	}
	return e
}

// likeness returns how similar two articles are whose dates are at most a
// correction apart: 1 to 2, or 0 if they are different stories. Without text they
// are one if they have a name, a source and nearly a title in common.
func (e *edited) likeness(f *edited) float64 {
	if e.Date.Sub(f.Date).Abs() > correction || !slices.Equal(e.numbers, f.numbers) {
		return 0
	}
	shared := 0
	for s := range e.sentences {
		if f.sentences[s] {
			shared += len(s)
		}
	}
	share := float64(shared) / float64(max(e.size, f.size, 1))
	if shared >= muchText && share >= mostText {
		return 1 + share
	}
	similarity := closeness(e.title, f.title)
	switch {
	case similarity < alike:
	case share > halfText:
		return 1 + share
	case e.size+f.size == 0 && e.slug() != "" && e.slug() == f.slug() && slices.ContainsFunc(e.urls(), func(url string) bool { return f.sources()[url] }):
		return 1 + similarity
	}
	return 0
}

// effort is the cost of comparing an article with another one, including
// its text.
func (e *edited) effort(f *edited) int64 {
	return effort([]looks{e.looks})*effort([]looks{f.looks}) + int64(32*len(e.sentences))
}

// matchEdited matches articles whose text and date were edited. Only those are
// compared that share a mark. It returns the articles that are not matched.
func (m *matcher) matchEdited(lost, found []looks) (stillLost, stillFound []looks) {
	if !m.affordsTexts(lost, found) {
		return lost, found
	}
	was, places := make([]*edited, len(lost)), map[article.PageID][]int{}
	for i, l := range lost {
		was[i] = newEdited(l)
		for _, mark := range l.marks() {
			places[mark] = append(places[mark], i)
		}
	}
	var pairs []pair
	for k, f := range found {
		is, seen := newEdited(f), map[int]bool{}
		for _, mark := range f.marks() {
			for _, i := range places[mark] {
				if seen[i] {
					continue
				}
				if seen[i] = true; m.effort < was[i].effort(is) {
					m.giveUp(found)
					return lost, found
				}
				m.effort -= was[i].effort(is)
				if likeness := was[i].likeness(is); likeness > 0 {
					pairs = append(pairs, pair{i, k, likeness})
				}
			}
		}
	}
	return m.newPairing(lost, found, pairs).settle()
}

// departingLike returns the files of departing articles of any date that share a
// mark with a new one.
func (s *Snapshot) departingLike(l looks) (files []string) {
	if s.departures.marks.Len() == 0 {
		return nil
	}
	for _, mark := range l.marks() {
		s.departures.marks.Ascend(marked{mark: mark}, func(m marked) bool {
			if m.mark == mark {
				files = append(files, m.file)
			}
			return m.mark == mark
		})
	}
	return files
}

// resemblesDeparting reports whether a new article may be a departing one of
// another date. Those that are held do not count, because a restart finds them
// only when it has found all files.
func (m *matcher) resemblesDeparting(f looks) bool {
	var is *edited
	for _, file := range m.departingLike(f) {
		d, _ := m.departures.files.Get(file)
		p := m.page(d.page)
		if d.why == removalHeld || p.story == nil || p.article == nil || d.page == f.at.id {
			continue
		}
		if is == nil {
			is = newEdited(f)
		}
		was := newEdited(newLooks(nil, p.article))
		if m.effort -= was.effort(is); m.effort < 0 {
			return false
		}
		if was.likeness(is) > 0 {
			return true
		}
	}
	return false
}
