package archive

import "dateline/feed/article"

// below holds the topic heading below which the pages of a date list each page:
// now, and before the change. If several day pages list it, the first one by name
// counts.
type below struct {
	now, before map[article.PageID]article.Name
}

// headings returns the heading below which the day pages of a date list each page.
func (d *day) headings() map[article.PageID]article.Name {
	if d == nil {
		return nil
	}
	all := map[article.PageID]article.Name{}
	for _, page := range d.inOrder() {
		for i, h := range page.Headings {
			end := len(page.Articles)
			if i+1 < len(page.Headings) {
				end = page.Headings[i+1].First
			}
			for _, c := range page.Articles[h.First:end] {
				if _, listed := all[c.Page]; !listed {
					all[c.Page] = h.Text
				}
			}
		}
	}
	return all
}

// belowOn returns the headings of a date.
func (m *matcher) belowOn(date int64) below {
	known, ok := m.below[date]
	if !ok {
		now, _ := m.days.Get(date)
		before, _ := m.old.days.Get(date)
		known = below{now.headings(), before.headings()}
		if m.below == nil {
			m.below = map[int64]below{}
		}
		m.below[date] = known
	}
	return known
}

// headingOf returns the topic heading below which the page of its day lists an
// article. If it does so no longer, it is the one below which it was last: before
// this change, or before it began to leave.
func (m *matcher) headingOf(c *candidate) article.Name {
	on := m.belowOn(c.date)
	if h, ok := listed(on.now, c.id, c.present()); ok {
		return h
	}
	if h, ok := listed(on.before, c.id, c.present()); ok {
		return h
	}
	return c.heading
}

// compareBelow is compare for articles whose headings count.
func (m *matcher) compareBelow(list []looks) []compared {
	all := m.compare(list)
	for i, l := range list {
		all[i].heading = m.headingOf(l.at)
	}
	return all
}

// matchBelow matches articles of one date below one heading of the page of their
// day: the only story that left the heading, and the only article that came below
// it. It is not the only one if the page lists another without a story, such as
// one whose file is still to come. Two that are wholly different stay two stories,
// because one replaced the other. It returns the articles that are not matched.
func (m *matcher) matchBelow(lost, found []looks) (stillLost, stillFound []looks) {
	if len(lost) == 0 || len(found) == 0 {
		return lost, found
	}
	came := m.cameBelow(m.belowOn(found[0].at.date).now, found)
	if len(came) == 0 {
		return lost, found
	}
	left := map[article.Name]int{}
	for _, l := range lost {
		left[m.headingOf(l.at)]++
	}
	taken := make([]bool, len(found))
	for i, l := range lost {
		h := m.headingOf(l.at)
		k, ok := came[h]
		if !ok || k == notAlone || left[h] > 1 || !m.areOne(lost[i:i+1], found[k:k+1]) || !m.isVacant(found[k].at.page) {
			stillLost = append(stillLost, l)
			continue
		}
		taken[k] = true
		m.move(l.at.id, found[k].at.id, "")
	}
	return stillLost, untaken(found, taken)
}

// notAlone stands for the index of the only article that came below a heading if
// there are several.
const notAlone = -1

// cameBelow returns, for each heading of a date, the index of the only article
// that came below it.
func (m *matcher) cameBelow(now map[article.PageID]article.Name, found []looks) map[article.Name]int {
	came, isFound := map[article.Name]int{}, map[article.PageID]bool{}
	for k, f := range found {
		h, ok := listed(now, f.at.id, f.Article)
		if !ok {
			continue
		}
		isFound[f.at.id] = true
		if _, other := came[h]; other {
			k = notAlone
		}
		came[h] = k
	}
	for id, h := range now {
		if _, ok := came[h]; ok && !isFound[m.Meant(id)] && m.isVacant(m.page(m.Meant(id))) {
			came[h] = notAlone
		}
	}
	return came
}

// areOne reports whether a lost and a found article below one heading are not
// wholly different.
func (m *matcher) areOne(lost, found []looks) bool {
	if !m.affords(lost, found) {
		return false
	}
	was, is := m.compareBelow(lost), m.compareBelow(found)
	return was[0].likeness(&is[0]) > 0
}
