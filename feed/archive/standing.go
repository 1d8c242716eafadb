package archive

import (
	"slices"
	"time"

	"dateline/feed/article"
)

// Standing is what became of a file, of an address or of an id.
type Standing struct {
	Fate Fate
	// Article is that of the file, or the one that holds the page; nil if there is
	// none.
	Article *article.Article
	// Entry is the published article: the present one, or the one to which the
	// story moved.
	Entry *Entry
	// Files are those of other articles: the one that has the page, or those that
	// a waiting article may replace.
	Files []string
	Why   string    // what hides the article, as in Withheld
	Since time.Time // when the article was removed, or began to depart or to wait; zero: unknown
	Until time.Time // when it will be published or removed; zero: not by time alone
}

// Fate is a kind of Standing.
type Fate string

// The fates. Only articles that stand, depart or are held are published.
const (
	Unseen     Fate = ""           // nothing is known
	Stands     Fate = "published"  // it is published
	Departs    Fate = "departing"  // published until Until, as its file is gone or the page of its day dropped it
	IsHeld     Fate = "held"       // published until the operator accepts the removal
	IsHidden   Fate = "hidden"     // by its author, for Why
	Scheduled  Fate = "scheduled"  // until Until
	Expired    Fate = "expired"    // since Since
	Waits      Fate = "waiting"    // it may replace one of Files
	IsDropped  Fate = "dropped"    // the page of its day lists others, which hides it
	Taken      Fate = "taken"      // its page belongs to another file
	Superseded Fate = "superseded" // its file is there, but its story goes on in Entry
	HasMoved   Fate = "moved"      // its story goes on in Entry, or Entry declares its address
	IsRemoved  Fate = "removed"    // with its file; Since is zero if its author had hidden it before
	IsReserved Fate = "reserved"   // its id is that of an item of another feed, for an article that may come
	IsDayPage  Fate = "day page"
	IsAsset    Fate = "asset" // a file beside articles
)

// StandingOf returns the standing of a file, by its site path.
func (s *Snapshot) StandingOf(file string) Standing {
	if _, ok := s.dayPages.Get(file); ok {
		return Standing{Fate: IsDayPage}
	}
	if _, ok := s.assets.Get(file); ok {
		return Standing{Fate: IsAsset}
	}
	if !article.IsMarkdown(file) {
		return Standing{}
	}
	id := s.pageOf(file)
	p := s.page(id)
	if a := s.articleOf(id, file); a != nil {
		return s.standing(id, p, a)
	}
	if p.article != nil { // of another file
		return Standing{Fate: Taken, Article: p.article, Entry: p.entry, Files: []string{p.article.File}}
	}
	return s.gone(id, p)
}

// StandingAt returns the standing of an address, whose path is not
// percent-encoded: the first that is known of the pages that it may mean.
func (s *Snapshot) StandingAt(address string) (known Standing) {
	for _, page := range article.PagesAt(address) {
		if known = s.standingAt(article.Page(page)); known.Fate != Unseen {
			break
		}
	}
	return known
}

// StandingOfID returns the standing of an id, in full or as in front matter.
func (s *Snapshot) StandingOfID(id string) Standing {
	at, ok := s.holderOfGiven(id)
	if !ok || at == nowhere {
		return Standing{}
	}
	return s.standingAt(at)
}

func (s *Snapshot) standingAt(id article.PageID) Standing {
	p := s.page(id)
	if p.article != nil {
		return s.standing(id, p, p.article)
	}
	return s.gone(id, p)
}

// standing returns the standing of an article for a page.
func (s *Snapshot) standing(id article.PageID, p *page, a *article.Article) Standing {
	st := Standing{Article: a, Entry: p.entry}
	since, waits := s.waiting.Get(id)
	switch {
	case !s.isVisible(a):
		return s.withheldStanding(a)
	case a != p.article:
		st.Fate, st.Files = Taken, []string{p.article.File}
	case p.movedTo != 0:
		st.Fate = Superseded
		st.Entry, _ = s.Page(s.holder(id))
	case waits:
		st.Fate, st.Since, st.Until, st.Files = Waits, TimeOf(since), TimeOf(s.waitEnd(since)), s.mayReplace(id, a)
	case p.entry == nil:
		st.Fate = IsDropped
	default:
		s.whetherItDeparts(&st)
	}
	return st
}

// withheldStanding returns the standing of an article that its author keeps from
// the public.
func (s *Snapshot) withheldStanding(a *article.Article) Standing {
	w := s.withheld(a)
	st := Standing{Fate: IsHidden, Article: a, Why: w.Why, Until: w.Until}
	switch {
	case a.Hidden != "":
	case s.isExpired(a):
		st.Fate, st.Since = Expired, a.Expires
	default:
		st.Fate = Scheduled
	}
	return st
}

// whetherItDeparts completes the standing of a published article.
func (s *Snapshot) whetherItDeparts(st *Standing) {
	st.Fate = Stands
	d, departs := s.departures.files.Get(st.Article.File)
	content := s.options.Contents[s.contentOf(st.Article.File)]
	switch {
	case !departs, d.why == dayDropped && !content.HideSuperseded:
	case d.why == removalHeld:
		st.Fate, st.Since = IsHeld, TimeOf(d.since)
	default:
		st.Fate, st.Since, st.Until = Departs, TimeOf(d.since), TimeOf(d.since+s.graceOf(st.Article.File))
	}
}

// gone returns the standing of a page without an article.
func (s *Snapshot) gone(id article.PageID, p *page) Standing {
	if e, ok := s.ownerOf(id); ok {
		return Standing{Fate: HasMoved, Article: e.Article, Entry: e}
	}
	if at := s.holder(id); at != id {
		return s.standingAt(at)
	}
	if p.story == nil || !p.story.isRemoved() {
		return Standing{}
	}
	if p.story.isReserved() {
		return Standing{Fate: IsReserved}
	}
	st := Standing{Fate: IsRemoved}
	if !p.story.wasHidden() {
		st.Since = TimeOf(p.story.rare.removed)
	}
	return st
}

// mayReplace returns the files of the published articles that a waiting one
// resembles, by the same comparisons that let it wait.
func (s *Snapshot) mayReplace(id article.PageID, a *article.Article) (files []string) {
	only := &tx{Snapshot: s, old: s, ranks: map[int64]map[article.PageID]int{}} // reads the snapshot
	m := &matcher{stories: &stories{tx: only}}
	m.start(1)
	mt := minter{stories: m.stories, matcher: m}
	c := &candidate{page: s.page(id), id: id, date: s.dateOf(a)}
	l := newLooks(c, a)
	for _, live := range mt.liveOn(c.date, id) {
		if m.resembles(l, []looks{live}) {
			files = append(files, live.File)
		}
	}
	if m.resemblesDeparting(l) {
		files = append(files, s.departingLike(l)...)
	}
	slices.Sort(files)
	return slices.Compact(files)
}
