package archive

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"dateline/feed/article"
)

// Change is what became of one file: exactly one of Article, Day and Image
// is set, or none when the file is gone or holds nothing of use any more.
type Change struct {
	File    string // site path with extension
	Article *article.Article
	Day     *article.Day
	Image   *Image
}

// Delta says which feeds a change touched, Related lists in content aside.
type Delta struct {
	// Feeds are the feeds of the new snapshot whose documents may differ,
	// the global one first.
	Feeds []*Feed
	// Added, Changed and Removed count entries.
	Added, Changed, Removed int
}

// next is a Snapshot being made. Its trees are copies on write; what fresh
// holds was made by this change and may be written to.
type next struct {
	*Snapshot
	due     map[article.PageID]bool        // pages to look at again
	dates   map[int64]bool                 // calendar dates to look at again
	times   map[*article.Article]time.Time // of the articles of those dates
	fresh   map[any]bool                   // pages, days and feeds
	visible map[string]bool                // slugs of feeds whose documents may differ
	delta   Delta
}

// With gives the snapshot after some changes.
func (s *Snapshot) With(changes []Change) (*Snapshot, Delta) {
	n := &next{
		Snapshot: s.copy(),
		due:      map[article.PageID]bool{},
		dates:    map[int64]bool{},
		times:    map[*article.Article]time.Time{},
		fresh:    map[any]bool{},
		visible:  map[string]bool{},
	}
	for _, c := range changes {
		n.applyArticle(c.File, c.Article)
		n.applyDay(c.File, c.Day)
		n.applyImage(c.File, c.Image)
	}
	for date := range n.dates {
		n.order(date)
	}
	n.publish()
	for _, slug := range slices.Sorted(maps.Keys(n.visible)) {
		n.delta.Feeds = append(n.delta.Feeds, n.feed(slug))
	}
	return n.Snapshot, n.delta
}

func (s *Snapshot) copy() *Snapshot {
	return &Snapshot{
		options:  s.options,
		tag:      s.tag,
		pages:    *s.pages.Copy(),
		days:     *s.days.Copy(),
		dayPages: *s.dayPages.Copy(),
		images:   *s.images.Copy(),
		users:    *s.users.Copy(),
		rivals:   *s.rivals.Copy(),
		bare:     *s.bare.Copy(),
		global:   s.global,
		topics:   *s.topics.Copy(),
		folded:   *s.folded.Copy(),
	}
}

// page gives a page to write to, and has its entry made again.
func (n *next) page(id article.PageID) *page {
	n.due[id] = true
	p, ok := n.pages.Get(id)
	if ok && n.fresh[p] {
		return p
	}
	if ok {
		p = &page{p.article, p.entry, slices.Clone(p.claims)}
	} else {
		p = &page{}
	}
	n.fresh[p] = true
	n.pages.Set(id, p)
	return p
}

// applyArticle sets the article of a file, or nil. Of several files for one
// page, such as x.md beside x.markdown, the first by name holds the page.
func (n *next) applyArticle(file string, a *article.Article) {
	id := article.Page(article.PagePath(file))
	if _, known := n.pages.Get(id); !known && a == nil {
		return
	}
	p := n.page(id)
	old := p.standing()
	rivals, _ := n.rivals.Get(id)
	files := slices.DeleteFunc(slices.Concat([]*article.Article{p.article, a}, rivals), func(f *article.Article) bool {
		return f == nil || f.File == file && f != a
	})
	slices.SortFunc(files, func(a, b *article.Article) int { return cmp.Compare(a.File, b.File) })
	p.article = nil
	if len(files) > 0 {
		p.article = files[0]
	}
	if len(files) > 1 {
		n.rivals.Set(id, files[1:])
	} else if rivals != nil {
		n.rivals.Delete(id)
	}
	if now := p.standing(); now != old {
		n.withdraw(id, old)
		n.enter(id, now)
	}
}

// standing gives the article that a page shows, nil for none or a draft.
func (p *page) standing() *article.Article {
	if p.article == nil || p.article.Draft {
		return nil
	}
	return p.article
}

// enter notes what an article claims, uses and which date it stands on.
func (n *next) enter(id article.PageID, a *article.Article) {
	if a == nil {
		return
	}
	n.hear(a.Related)
	for _, file := range a.Images {
		users, _ := n.users.Get(file)
		n.users.Set(file, append(slices.Clip(users), id))
	}
	d := n.day(n.dateOf(a))
	d.articles = append(d.articles, dated{a, id})
}

func (n *next) withdraw(id article.PageID, a *article.Article) {
	if a == nil {
		return
	}
	n.forget(a.Related)
	for _, file := range a.Images {
		users, _ := n.users.Get(file)
		n.users.Set(file, without(users, id))
	}
	d := n.day(n.dateOf(a))
	d.articles = without(d.articles, dated{a, id})
}

func (n *next) applyDay(file string, d *article.Day) {
	if old, _ := n.dayPages.Delete(file); old != nil {
		n.forget(old.Articles)
		on := n.day(dateNumber(old.Date))
		on.pages = without(on.pages, old)
	}
	if d != nil {
		n.dayPages.Set(file, d)
		n.hear(d.Articles)
		on := n.day(dateNumber(d.Date))
		on.pages = append(on.pages, d)
	}
}

func (n *next) applyImage(file string, image *Image) {
	old, had := n.images.Delete(file)
	if image != nil {
		n.images.Set(file, image)
	}
	if had && image != nil && *old == *image || !had && image == nil {
		return
	}
	users, _ := n.users.Get(file)
	for _, id := range users {
		n.page(id)
	}
}

// hear and forget note what one page claims for others.
func (n *next) hear(list []article.Claim) {
	for _, c := range list {
		p := n.page(c.Page)
		if i := slices.IndexFunc(p.claims, func(k claim) bool { return k.topic == c.Topic }); i >= 0 {
			p.claims[i].times++
		} else {
			p.claims = append(p.claims, claim{c.Topic, 1})
		}
	}
}

func (n *next) forget(list []article.Claim) {
	for _, c := range list {
		p := n.page(c.Page)
		i := slices.IndexFunc(p.claims, func(k claim) bool { return k.topic == c.Topic })
		if p.claims[i].times--; p.claims[i].times == 0 {
			p.claims = slices.Delete(p.claims, i, i+1)
		}
	}
}

func without[T comparable](list []T, value T) []T {
	return slices.DeleteFunc(slices.Clone(list), func(v T) bool { return v == value })
}
