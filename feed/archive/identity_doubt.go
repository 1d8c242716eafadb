package archive

import "dateline/feed/article"

// doubt is a match that could not be made, because there are several of these
// lost articles or several of these found ones, which fit equally well.
type doubt struct{ lost, found []looks }

// doubt records that articles fit one another equally well.
func (m *matcher) doubt(lost, found []looks) {
	if m.doubts == nil {
		m.doubts = map[article.PageID]doubt{}
	}
	for _, f := range found {
		m.doubts[f.at.id] = doubt{lost, found}
	}
}

// choose returns the articles at some indexes of a list.
func choose(list []looks, at []int) []looks {
	chosen := make([]looks, len(at))
	for i, k := range at {
		chosen[i] = list[k]
	}
	return chosen
}

// maxDoubts bounds the complaints of one change.
const maxDoubts = 50

// tellDoubts complains about new articles that stay unmatched because of a doubt.
func (m *matcher) tellDoubts(found []looks) {
	for _, f := range found {
		if d, ok := m.doubts[f.at.id]; ok && len(m.delta.Doubts) < maxDoubts {
			m.delta.Doubts = append(m.delta.Doubts, article.Problem{File: f.File, About: article.Addresses, What: d.of(f),
				Effect: "it is a new story", Hint: "name the address that it had under aliases"})
		}
	}
}

// of says what is in doubt about a found article.
func (d doubt) of(f looks) string {
	if len(d.lost) > 1 {
		return "it may be " + d.lost[0].Path + " or " + d.lost[1].Path + " under a new name, equally likely"
	}
	other := d.found[0]
	if other.at == f.at {
		other = d.found[1]
	}
	return "it or " + other.Path + " may be " + d.lost[0].Path + " under a new name, equally likely"
}
