package archive

import (
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/tidwall/btree"

	"dateline/feed/article"
)

// The targets of links in bodies: pages and their parts, files, names, reserved
// addresses. An entry holds what its links lead to (Entry.Links), and is rebuilt
// when a target is added, moved or removed. To find these entries, the archive
// keeps the users of each key: the pages whose articles look something up under
// it. A change touches the keys of what it changes, and only the users of touched
// keys are examined.

// use is a page whose article links to or shows what a key stands for.
type use struct{ of, page article.PageID }

func newUses() *btree.BTreeG[use] {
	return btree.NewBTreeGOptions(func(a, b use) bool {
		return a.of < b.of || a.of == b.of && a.page < b.page
	}, btree.Options{NoLocks: true})
}

// usersOf returns the pages whose articles link to or show what a key stands for.
func (s *Snapshot) usersOf(of article.PageID) iter.Seq[article.PageID] {
	return func(yield func(article.PageID) bool) {
		s.users.Ascend(use{of, 0}, func(u use) bool { return u.of == of && yield(u.page) })
	}
}

// partOf returns the key of the parts of what a key stands for.
func partOf(key article.PageID) article.PageID { return key ^ 1 }

// uses calls yield for the keys of everything to which an article links and
// that it shows.
func (s *Snapshot) uses(a *article.Article, yield func(article.PageID)) {
	for i := range a.References {
		f := &a.References[i]
		_, part := partIn(f.Suffix)
		for _, key := range s.keysOf(f, a) {
			yield(key)
			if part != "" {
				yield(partOf(key))
			}
		}
	}
	both := func(path string) {
		yield(article.Page(path))
		if composed := article.Composed(path); composed != path {
			yield(article.Page(composed))
		}
	}
	if a.CoverPath != "" {
		both(a.CoverPath)
	}
	if a.Enclosure != nil && a.Enclosure.Path != "" {
		both(a.Enclosure.Path)
	}
}

// keysOf returns the keys under which a reference of an article is looked up.
func (s *Snapshot) keysOf(f *article.Reference, from *article.Article) (keys []article.PageID) {
	if f.Name != "" {
		return keysOfName(f.Name)
	}
	if own := s.ownKey(f.Path); own != "" {
		keys = append(keys, article.Page(own))
	}
	pages := f.Pages()
	if rooted, ok := s.rooted(f, from); ok {
		pages = append(pages, rooted.Pages()...)
	}
	for _, page := range pages {
		keys = append(keys, article.Page(page))
	}
	return keys
}

// linker finds what the references of articles lead to, and which entries must be
// rebuilt because theirs lead elsewhere now. It owns the index of names.
type linker struct {
	*tx
	touched  map[article.PageID]struct{}            // keys that stand for something else now
	parts    map[*article.Article]map[string]string // ids of the parts of an article, by spelling
	nearest  map[sought]called                      // what names refer to in a folder
	fitting  map[string][]namesake                  // everything that a name fits
	unplaced []article.PageID                       // pages that link to reserved addresses
	suspects []article.PageID                       // pages of entries that may have new dead links
	placed   bool                                   // all entries are in their feeds, so it is known which addresses answer
}

func newLinker() linker {
	return linker{touched: map[article.PageID]struct{}{}, parts: map[*article.Article]map[string]string{}, nearest: map[sought]called{}, fitting: map[string][]namesake{}}
}

// touch records that keys stand for something else now.
func (l *linker) touch(keys ...article.PageID) {
	for _, key := range keys {
		l.touched[key] = struct{}{}
	}
}

// relink makes sure that the entries are rebuilt whose links lead elsewhere
// because pages, files or names changed. It skips those that are rebuilt anyway.
func (l *linker) relink() {
	l.moveNames()
	if l.users.Len() == 0 || l.loading || l.pages.Len() == len(l.due) {
		return
	}
	for _, d := range l.due {
		l.touchChanged(d)
	}
	l.relinkUsers()
}

// relinkUsers resolves the links of the users of touched keys again.
func (l *linker) relinkUsers() {
	seen := map[article.PageID]bool{}
	for _, key := range slices.Sorted(maps.Keys(l.touched)) {
		for id := range l.usersOf(key) {
			if p := l.page(id); !seen[id] && p.serial != l.serial && p.entry != nil {
				l.relinkPage(id, p)
			}
			seen[id] = true
		}
	}
	clear(l.touched)
}

// relinkPage makes sure that the entry of a page is rebuilt if its links lead
// elsewhere. If only the reason changed why a link is dead, just the complaints
// are made again.
func (l *linker) relinkPage(id article.PageID, p *page) {
	found := l.linksOf(p.article, p.entry)
	if found.own && !l.placed {
		l.unplaced = append(l.unplaced, id)
	}
	switch {
	case !slices.Equal(found.urls, p.entry.Links):
		l.remake(id)
	case found.dead:
		l.noteDeadLinks(id, p.entry)
	default:
		l.deadLinks.Delete(id)
	}
}

// state is what links to a page depend on besides the text of its article.
type state struct {
	article *article.Article
	shown   bool
	movedTo article.PageID
	gone    bool   // its address answers that it was removed
	why     string // why it is not shown
}

func (s *Snapshot) stateOf(p *page, shown bool) state {
	is := state{article: p.article, shown: shown, movedTo: p.movedTo, gone: isGone(p)}
	if !shown && p.article != nil {
		is.why = s.withheld(p.article).Why
	}
	return is
}

// isGone reports whether the story of a page was removed or has expired, and
// was not hidden by its author.
func isGone(p *page) bool { return p.story != nil && p.story.isRemoved() && !p.story.wasHidden() }

// touchChanged touches the keys of a page, its parts or its names, if links to
// these may lead elsewhere with this change.
func (l *linker) touchChanged(d due) {
	old, known := l.old.pages.Get(d.id)
	if !known {
		old = &page{}
	}
	was, is := l.old.stateOf(old, old.entry != nil), l.stateOf(d.page, d.shown)
	switch {
	case was == is:
	case was.shown && is.shown && was.movedTo == is.movedTo && slices.Equal(formerOf(old), formerOf(d.page)):
		l.touchEdited(d, was.article)
	default:
		l.touch(l.keysOfPage(d.id, old)...)
		l.touch(l.keysOfPage(d.id, d.page)...)
	}
}

// touchEdited touches the keys of a page that stays where it is and has
// another article.
func (l *linker) touchEdited(d due, was *article.Article) {
	keys := l.keysOfPage(d.id, d.page)
	if was.Title != d.article.Title || was.File != d.article.File || l.dateOf(was) != l.dateOf(d.article) || !slices.Equal(was.Former(), d.article.Former()) {
		l.touch(l.keysOfArticle(was)...)
		l.touch(l.keysOfArticle(d.article)...)
	}
	isUsed := func(key article.PageID) bool {
		for range l.usersOf(partOf(key)) {
			return true
		}
		return false
	}
	if keys = slices.DeleteFunc(keys, func(key article.PageID) bool { return !isUsed(key) }); len(keys) == 0 || haveSameParts(was, d.article) {
		return
	}
	for _, key := range keys {
		l.touch(partOf(key))
	}
}

// keysOfPage returns the keys under which a page is found: itself, the former
// pages of its story, and what its article says.
func (l *linker) keysOfPage(id article.PageID, p *page) []article.PageID {
	keys := []article.PageID{id}
	for _, path := range formerOf(p) {
		keys = append(append(keys, article.Page(path)), namesOfPath(path)...)
	}
	if p.article != nil {
		keys = append(keys, l.keysOfArticle(p.article)...)
	}
	return keys
}

// formerOf returns the former paths of the story of a page.
func formerOf(p *page) []string {
	if p.story == nil {
		return nil
	}
	return p.story.former()
}

// keysOfArticle returns the keys of the former addresses, of the usual page and of
// the names of an article.
func (l *linker) keysOfArticle(a *article.Article) (keys []article.PageID) {
	usualKeys(a, func(usual article.PageID) { keys = append(keys, usual) })
	for _, path := range a.Former() {
		keys = append(keys, article.Page(path))
	}
	return append(keys, namesOf(a)...)
}

// partIn splits what follows the path of a link into its query and the part of
// the page that it means. An empty fragment and "top" mean the beginning of
// the page. Browsers look for what follows ":~:" in the text (WICG Text
// Fragments).
func partIn(suffix string) (query, part string) {
	query, part, _ = strings.Cut(suffix, "#")
	if part == "top" || strings.Contains(part, ":~:") {
		part = ""
	}
	return query, part
}
