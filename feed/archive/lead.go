package archive

import (
	"cmp"
	"net/url"
	"path"
	"slices"
	"strings"

	"dateline/feed/article"
)

// lead is what a link leads to.
type lead struct {
	url  string // as in Entry.Links
	dead bool   // it is dead, or misses what is meant
	own  bool   // a reserved address: whether it answers is known when all entries are in their feeds
}

// links are what the references of an article lead to, as in Entry.Links.
type links struct {
	urls      []string
	dead, own bool // see lead
}

// linksOf returns what the references of an article lead to. Its last entry is
// before, or nil.
func (l *linker) linksOf(a *article.Article, before *Entry) (found links) {
	if len(a.References) == 0 {
		return found
	}
	found.urls = make([]string, len(a.References))
	for i := range a.References {
		to := l.find(&a.References[i], a)
		if to.own && !l.placed && before != nil && before.Article == a {
			to.url, to.dead = before.Links[i], before.Links[i] == ""
		}
		found.urls[i], found.dead, found.own = to.url, found.dead || to.dead, found.own || to.own
	}
	return found
}

// find returns what a reference of an article leads to, in this order: what
// exists there; a reserved address; what was removed there; what exists at the
// same path below the content directory; what the author's own site has there. A
// link to a removed article stays, because its address answers 410, unless the
// author's site may have the page. A link to an article that is not shown leads
// nowhere, because the author's site does not show it either.
func (l *linker) find(f *article.Reference, from *article.Article) lead {
	l.delta.resolved++
	if f.Name != "" {
		return l.findNamed(f, from)
	}
	pages := f.Pages()
	if to, ok := l.findAt(f, pages); ok {
		return to
	}
	home, own := f.URLAt(l.options.Home), false
	if !l.meansHome(f) {
		to, ok := l.findOwn(f, pages)
		if own = to.own; ok && (!to.dead || home == "") {
			return to
		}
	}
	for _, page := range pages {
		if p, ok := l.pages.Get(l.holder(article.Page(page))); ok && home == "" && isGone(p) {
			return lead{url: article.PageURI(page) + f.Suffix, dead: true, own: own}
		}
	}
	if rooted, ok := l.rooted(f, from); ok {
		if to, ok := l.findAt(&rooted, rooted.Pages()); ok {
			return to
		}
	}
	if home != "" && l.unshown(f) == nil {
		return lead{url: home, own: own}
	}
	return lead{dead: true, own: own}
}

// findAt returns the file or article at the target of a reference, else an
// article that was there, declares that address or has it as its usual page, else a
// page without a date.
func (l *linker) findAt(f *article.Reference, pages []string) (lead, bool) {
	if l.asset(f.Path) != nil {
		return lead{url: article.AssetPath(f.Path) + f.Suffix}, true
	}
	if id, a := l.fileAt(f.Path); a != nil && l.standing(id) == a {
		return l.atPart(a, f.Suffix), true
	}
	for _, page := range pages {
		if a := l.standing(article.Page(page)); a != nil && a.Path == page {
			return l.atPart(a, f.Suffix), true
		}
	}
	for _, page := range pages {
		if id, ok := l.owner(article.Page(page), l.standing); ok {
			return l.atPart(l.standing(id), f.Suffix), true
		}
	}
	return l.findSheet(f, pages)
}

// rooted returns a relative link as one from the content directory of its
// article: Obsidian can write such links ("absolute path in vault"), and Hugo
// resolves otherwise dead links like this. Any path below the folder of the
// article may have been such a link.
func (s *Snapshot) rooted(f *article.Reference, from *article.Article) (article.Reference, bool) {
	mount := strings.TrimSuffix(s.options.Contents[s.contentOf(from.File)].Mount, "/")
	rest, below := strings.CutPrefix(f.Path, path.Dir(from.File)+"/")
	return article.Reference{Path: mount + "/" + rest, Suffix: f.Suffix}, below && path.Dir(from.File) != mount
}

// standing returns the article that is published at a page, or will be with this
// change, or nil.
func (l *linker) standing(id article.PageID) *article.Article {
	p, ok := l.pages.Get(id)
	if ok && (p.serial == l.serial && p.shown || p.serial != l.serial && p.entry != nil) {
		return p.article
	}
	return nil
}

// atPart returns the address of an article, and of the part that is meant if
// the article has it.
func (l *linker) atPart(a *article.Article, suffix string) lead {
	return l.atPartOf(a, l.linkTo(a), suffix)
}

// atPartOf is atPart for an article or a page without a date at a URL.
func (l *linker) atPartOf(a *article.Article, url, suffix string) lead {
	query, part := partIn(suffix)
	if part == "" {
		return lead{url: url + suffix}
	}
	id, ok := l.partAt(a, part)
	if id != "" {
		id = "#" + id
	}
	return lead{url: url + query + id, dead: !ok}
}

// partAt returns the part of an article that a fragment in a URL means: the id
// that equals it, else one that folds alike, else the beginning, where the title
// is.
func (l *linker) partAt(a *article.Article, fragment string) (id string, ok bool) {
	plain, err := url.PathUnescape(fragment)
	if err != nil {
		plain = fragment
	}
	ids, known := l.parts[a]
	if !known {
		ids = map[string]string{}
		for id := range a.Parts() {
			ids[id] = id
			if fold := article.FoldPart(id); fold != "" && ids[fold] == "" {
				ids[fold] = id
			}
		}
		l.parts[a] = ids
	}
	fold := article.FoldPart(plain)
	switch id = cmp.Or(ids[plain], ids[fold]); {
	case id == plain && id != "":
		return fragment, true
	case id == "":
		return "", fold != "" && fold == article.FoldPart(a.Title)
	}
	return article.URI(id), true
}

// haveSameParts reports whether fragments mean the same in two articles.
func haveSameParts(a, b *article.Article) bool {
	return a.Title == b.Title && (a.HTML == b.HTML || slices.Equal(slices.Collect(a.Parts()), slices.Collect(b.Parts())))
}
