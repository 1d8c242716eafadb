package archive

import (
	"path"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/language"

	"dateline/feed/article"
)

// Links to reserved addresses: lists of topics, outlets and languages, dates,
// feeds. Whether such an address answers is known only when all entries of a
// change are in their feeds, so links to it are resolved again then.

// directories are the first parts of the paths of the pages of each kind but
// OfContent, whose pages are at their mounts.
var directories = [kinds]string{OfTopic: "topics", OfOutlet: "sources", OfLanguage: "lang"}

// Directory returns the first part of the paths of the pages of a kind: "topics".
// It is empty for OfContent.
func (k Kind) Directory() string { return directories[k] }

// KindOf returns the kind whose pages are in a directory; ok is false if there is
// none.
func KindOf(directory string) (k Kind, ok bool) {
	i := slices.Index(directories[:OfContent], directory)
	return Kind(max(i, 0)), i >= 0
}

// ownKey returns the key of a reserved address that does not always answer, such
// as "own:topics/moon" or "own:2026-04-07". It is empty for any other address. A
// topic has the same key below all mounts, because it is known there, too.
func (s *Snapshot) ownKey(address string) string {
	if in, below, ok := s.ContentAt(address); ok {
		if date, _, ok := dateIn(below); ok {
			return ownDate(in.Topic, date)
		}
		address = below
	}
	if date, _, ok := dateIn(address); ok {
		return "own:" + date
	}
	directory, rest, _ := strings.Cut(strings.Trim(address, "/"), "/")
	k, ok := KindOf(directory)
	word, _, _ := strings.Cut(rest, "/")
	if !ok || word == "" {
		return ""
	}
	return "own:" + directory + "/" + s.slugOf(k, word)
}

// resemblesList reports whether an address looks like that of a list or a feed of
// Dateline, such as "/2026/04/" or "/zh/topics/moon/feed.rss". An article in a
// folder with a date does not, nor a Markdown file below a mount.
func (s *Snapshot) resemblesList(address string) bool {
	below := address
	if _, rest, ok := s.ContentAt(address); ok {
		if article.IsMarkdown(address) {
			return false
		}
		below = rest
	}
	return article.Reserved(below) && s.ownKey(address) != ""
}

// ownDate returns the key of a date in a content directory.
func ownDate(in *Topic, date string) string { return "own:" + in.Name + "/" + date }

// slugOf returns the slug that a word in an address is likely to mean.
func (s *Snapshot) slugOf(k Kind, word string) string {
	switch k {
	case OfOutlet:
		return registrable(word)
	case OfLanguage:
		return strings.ToLower(word)
	}
	if name, ok := s.aliases.slugs[word]; ok {
		word = name
	}
	return Slug(s.aliases.canonical(word))
}

// dateIn returns the date at the beginning of an address, and what follows it:
// "2026-04-07" and "feed.rss" for "/2026/4/7/feed.rss".
func dateIn(address string) (date, rest string, ok bool) {
	parts := strings.Split(strings.Trim(address, "/"), "/")
	layouts := []string{"2006", "2006-1", "2006-1-2"}
	for i, layout := range layouts {
		if i == len(parts) {
			break
		}
		t, err := time.Parse(layout, strings.Join(parts[:i+1], "-"))
		if err != nil {
			break
		}
		date, rest, ok = t.Format(time.DateOnly[:len("2006")+3*i]), strings.Join(parts[i+1:], "/"), true
	}
	return date, rest, ok
}

// findOwn finds reserved addresses. A link to the day page of the founding format
// leads to Dateline's page of that date.
func (l *linker) findOwn(f *article.Reference, pages []string) (lead, bool) {
	if day := l.dayAt(f.Path, pages); day != nil {
		date := day.Date.Format(time.DateOnly)
		return l.ownLead(l.hasDate(l.global, date), "/"+strings.ReplaceAll(date, "-", "/")+"/"+f.Suffix), true
	}
	i := slices.IndexFunc(pages, func(page string) bool {
		return (page == "" || !article.IsMarkdown(f.Path)) && article.Reserved(page)
	})
	if i < 0 {
		return l.findBelow(f, pages)
	}
	url := article.PathURI(f.Path)
	if pages[i] == "" {
		url = "/"
	}
	return l.ownLead(l.answers(l.global, pages[i]), url+f.Suffix), true
}

// ownLead returns a lead to a reserved address. Until it is known whether the
// address answers, the lead assumes that it does.
func (l *linker) ownLead(answers bool, url string) lead {
	if l.placed && !answers {
		return lead{own: true, dead: true}
	}
	return lead{url: url, own: true}
}

// dayAt returns the day page whose file or folder a link refers to, or nil.
func (l *linker) dayAt(file string, pages []string) *article.Day {
	if d, ok := l.dayPages.Get(file); ok || l.dayPages.Len() == 0 {
		return d
	}
	for _, page := range pages {
		if strings.HasSuffix(page, "/index") {
			for _, ext := range article.Extensions() {
				if d, ok := l.dayPages.Get(page + ext); ok {
					return d
				}
			}
		}
	}
	return nil
}

// unanswered are reserved addresses that are not used yet. Files below covers are
// found by their paths.
var unanswered = []string{"covers", "changes", "build", "hub", "help", "subscribe", ".well-known", "rss", "atom", "llms-full.txt", "humans.txt",
	"security.txt", "icon.svg", "icon.png", "style.css", "-"}

// answers reports whether a reserved address answers, at the root or below the mount
// of a content directory. It assumes that selections do, because the page of a
// selection says itself what is wrong with it.
func (s *Snapshot) answers(in *Feed, address string) bool {
	if date, rest, ok := dateIn(address); ok {
		return s.hasDate(in, date) && (rest == "" || path.Ext(rest) != "")
	}
	directory, rest, _ := strings.Cut(strings.Trim(address, "/"), "/")
	k, ok := KindOf(directory)
	word, _, _ := strings.Cut(rest, "/")
	if !ok || word == "" || strings.ContainsAny(word, "+,") {
		return !slices.Contains(unanswered, directory) && (in.Topic == nil || !ofWhole(directory)) && (directory != "digest" || rest != "")
	}
	f, known := s.Gathered(k, word)
	return known && (k == OfTopic || f.Len() > 0)
}

// Gathered returns the feed of a topic by its slug or by another spelling of
// its name, of an outlet by one of its hosts, of a language by its tag, or of a
// content directory by its slug.
func (s *Snapshot) Gathered(k Kind, word string) (*Feed, bool) {
	switch k {
	case OfContent:
		return s.feeds[k].Get(word)
	case OfOutlet:
		return s.Outlet(word)
	case OfLanguage:
		tag, err := language.Parse(word)
		if err != nil {
			return nil, false
		}
		return s.Language(tag.String())
	}
	if f, ok := s.Topic(word); ok {
		return f, true
	}
	t, ok := s.TopicNamed(word)
	if !ok {
		return nil, false
	}
	return s.Topic(t.Slug)
}

// GatheredLike is Gathered for a word in an address that another program made of a
// name: capitals, spaces, hyphens and underscores do not matter.
func (s *Snapshot) GatheredLike(k Kind, word string) (*Feed, bool) {
	if f, ok := s.Gathered(k, word); ok {
		return f, true
	}
	slug := s.slugOf(k, word)
	if f, ok := s.Gathered(k, slug); ok && (foldName(word) == slug || foldName(word) == foldName(f.Topic.Name)) {
		return f, true
	}
	return nil, false
}

// hasDate reports whether an article of a feed was published in a year, month or
// day, in the zone of the site. A date without articles answers 404, because no feed
// reader can have subscribed to it.
func (s *Snapshot) hasDate(in *Feed, date string) bool {
	from, until, ok := Period(date, s.options.Zone)
	if !ok {
		return false
	}
	for range in.Between(from, until) {
		return true
	}
	return false
}

// place resolves links to reserved addresses again when all entries are in their
// feeds: links in this change, and others to addresses that were added or removed
// with it.
func (w *feedWriter) place() {
	w.links.placed = true
	first := len(w.due)
	for _, id := range w.links.unplaced {
		p := w.page(id)
		if p.entry == nil || slices.Equal(w.links.linksOf(p.article, nil).urls, p.entry.Links) {
			continue
		}
		if p.serial == w.serial {
			w.putAgain(due{id, p})
		} else {
			w.remake(id)
		}
	}
	if !w.loading && w.users.Len() > 0 {
		w.touchOwn()
		w.links.relinkUsers()
	}
	for _, d := range w.due[first:] {
		d.shown = true
		w.putAgain(d)
	}
}

// putAgain rebuilds the entry of a page.
func (w *feedWriter) putAgain(d due) {
	w.unreport(d.id)
	w.put(d, w.entry(d))
}

// touchOwn touches the keys of topics, outlets, languages and dates that have
// their first article with this change, or lost their last.
func (w *feedWriter) touchOwn() {
	for t, f := range w.open {
		if t == nil || t.Kind == OfContent {
			continue
		}
		if was := w.old.feed(t); was == nil || (was.Len() == 0) != (f.Len() == 0) {
			own := "own:" + t.Kind.Directory() + "/"
			w.links.touch(article.Page(own+w.slugOf(t.Kind, t.Slug)), article.Page(own+w.slugOf(t.Kind, t.Name)))
		}
	}
	seen := map[string]bool{}
	for _, at := range w.delta.Moments {
		day := time.Unix(at, 0).In(w.options.Zone).Format(time.DateOnly)
		for _, date := range []string{day, day[:7], day[:4]} {
			if !seen[date] && w.old.hasDate(w.old.global, date) != w.hasDate(w.global, date) {
				w.links.touchDate(date)
			}
			if !seen[date] {
				w.touchDateBelow(date)
			}
			seen[date] = true
		}
	}
}

// touchDate touches the keys of a date and of its day pages.
func (l *linker) touchDate(date string) {
	l.touch(article.Page("own:" + date))
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return
	}
	if d, ok := l.days.Get(dateNumber(t)); ok {
		for _, page := range d.pages {
			l.touch(article.Page(article.PagePath(page.File)))
		}
	}
}
