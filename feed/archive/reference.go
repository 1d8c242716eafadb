package archive

import (
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/tidwall/btree"

	"dateline/feed/article"
)

// What bodies lead to: pages and parts of them, files, names that are to be
// found, addresses of Dateline's own. An entry holds what it is (Entry.Links),
// and is made again when that comes, moves or goes. For this the archive keeps
// users: for each key under which something may be looked for, the pages whose
// articles do. A change touches the keys of what it changes, and only the users
// of these are looked at.

// use is a page whose article leads to what stands under a key, or shows it.
type use struct{ of, page article.PageID }

func newUses() *btree.BTreeG[use] {
	return btree.NewBTreeGOptions(func(a, b use) bool {
		return a.of < b.of || a.of == b.of && a.page < b.page
	}, btree.Options{NoLocks: true})
}

// usersOf returns the pages whose articles lead to what stands under a key, or
// show it.
func (s *Snapshot) usersOf(of article.PageID) iter.Seq[article.PageID] {
	return func(yield func(article.PageID) bool) {
		s.users.Ascend(use{of, 0}, func(u use) bool { return u.of == of && yield(u.page) })
	}
}

// partOf returns the key of the parts of what stands under a key.
func partOf(key article.PageID) article.PageID { return key ^ 1 }

// uses calls yield for the keys of all that an article leads to and shows.
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

// keysOf returns the keys under which a reference of an article is looked for.
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

// linker finds what the references of articles lead to, and which entries are
// to be made again because theirs lead elsewhere now.
type linker struct {
	*tx
	touched  map[article.PageID]struct{}            // keys under which something else is found now
	parts    map[*article.Article]map[string]string // ids by what they are looked for
	nearest  map[sought]called                      // what names were found to mean
	fitting  map[string][]namesake                  // what fits a name
	unplaced []article.PageID                       // pages that lead to addresses of Dateline's own
	suspects []article.PageID                       // pages of entries that have or may have new complaints
	placed   bool                                   // all entries stand: it is known which of these answer
}

func newLinker() linker {
	return linker{touched: map[article.PageID]struct{}{}, parts: map[*article.Article]map[string]string{}, nearest: map[sought]called{}, fitting: map[string][]namesake{}}
}

// touch notes that something else is found under a key.
func (l *linker) touch(keys ...article.PageID) {
	for _, key := range keys {
		l.touched[key] = struct{}{}
	}
}

// relink has the entries made again that lead elsewhere since pages, files and
// names changed. All that are made in any case are not looked at.
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

// relinkUsers looks again at what the users of touched keys lead to.
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

// relinkPage has the entry of a page made again if it leads elsewhere. If it
// only goes astray for another reason, its complaints are made again.
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

// state is what links to a page depend on besides what its article says.
type state struct {
	article *article.Article
	shown   bool
	movedTo article.PageID
	gone    bool   // readers are told that it was removed
	why     string // it is not shown
}

func (s *Snapshot) stateOf(p *page, shown bool) state {
	is := state{article: p.article, shown: shown, movedTo: p.movedTo, gone: isGone(p)}
	if !shown && p.article != nil {
		is.why = s.withheld(p.article).Why
	}
	return is
}

// isGone reports whether a story stood at a page whose file was removed, or
// which has expired, and which its author did not hide.
func isGone(p *page) bool { return p.story != nil && p.story.isRemoved() && !p.story.wasHidden() }

// touchChanged touches the keys of a page, or of its parts or names, if links to
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

// touchEdited touches the keys of a page that stays where it is, with another
// article.
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

// keysOfPage returns the keys under which a page is found: itself, where its
// story stood, and what its article says.
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

// formerOf returns where the story of a page stood.
func formerOf(p *page) []string {
	if p.story == nil {
		return nil
	}
	return p.story.former()
}

// keysOfArticle returns the keys of the former addresses and of the names of an
// article.
func (l *linker) keysOfArticle(a *article.Article) (keys []article.PageID) {
	for _, path := range a.Former() {
		keys = append(keys, article.Page(path))
	}
	return append(keys, namesOf(a)...)
}

// partIn splits what follows the path of a link into its query and the part of
// the page that it means. Nothing and "top" mean its beginning, and what stands
// behind ":~:" browsers look for in the text (WICG Text Fragments).
func partIn(suffix string) (query, part string) {
	query, part, _ = strings.Cut(suffix, "#")
	if part == "top" || strings.Contains(part, ":~:") {
		part = ""
	}
	return query, part
}
