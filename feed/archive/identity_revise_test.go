package archive

import (
	"testing"
	"time"

	"dateline/feed/article"
)

// TestFirstText edits an article of a month ago that had no text.
func TestFirstText(t *testing.T) {
	source := []article.Link{{Name: "A", URL: "https://a.example/1"}}
	copied := []article.Link{{Name: "B", URL: "https://web.archive.org/web/2019/http://a.example/1"}}
	other := []article.Link{{Name: "A", URL: "https://a.example/2"}}
	for name, c := range map[string]struct {
		edit func(*article.Article)
		news bool
	}{
		"a first text":                           {func(a *article.Article) { a.HTML = "<p>Text.</p>" }, false},
		"a first summary":                        {func(a *article.Article) { a.Rare = &article.Rare{Summary: "Summary."} }, false},
		"a first text, and a copy of the source": {func(a *article.Article) { a.HTML, a.Sources = "<p>Text.</p>", copied }, false},
		"a first text and another source":        {func(a *article.Article) { a.HTML, a.Sources = "<p>Text.</p>", other }, true},
		"a first text and another title":         {func(a *article.Article) { a.HTML, a.Title = "<p>Text.</p>", "B" }, true},
		"a first text and an author": {func(a *article.Article) {
			a.HTML, a.Rare = "<p>Text.</p>", &article.Rare{Authors: []article.Author{{Name: "Ada"}}}
		}, true},
		"another source": {func(a *article.Article) { a.Sources = other }, true},
		"an author":      {func(a *article.Article) { a.Rare = &article.Rare{Authors: []article.Author{{Name: "Ada"}}} }, true},
		"a source more":  {func(a *article.Article) { a.Sources = append(other, source...) }, true},
		"a first text, and the source without its TLS": {func(a *article.Article) {
			a.HTML, a.Sources = "<p>Text.</p>", []article.Link{{URL: "http://a.example/1"}}
		}, false},
	} {
		a := piece("/1/a.md", "2026-04-01", "A")
		a.Sources, a.Hash = source, [16]byte{1}
		a.Fingerprint = uint64(article.Page(name))
		s, _ := with(New(options()), []Change{{File: a.File, Article: a}})
		edited := *a
		c.edit(&edited)
		edited.Hash, edited.Fingerprint = [16]byte{2}, a.Fingerprint+1
		s, _ = s.With([]Change{{File: a.File, Article: &edited}}, Occasion{Now: noon.Add(time.Hour), Live: true})
		e, _ := s.Entry("/1/a")
		if news := !e.Updated().Equal(e.Published()); news != c.news {
			t.Errorf("%s: is news: %v, want %v", name, news, c.news)
		}
	}
}

// upgraded is an archive in which every article has the fingerprint that former
// versions gave it, as in their ledgers.
type upgraded struct {
	*testing.T
	parser *article.Parser
	book   *book
	s      *Snapshot
	now    time.Time
}

// read applies files as this version reads them, or as former ones did.
func (u *upgraded) read(former bool, texts ...string) *Entry {
	u.Helper()
	for _, text := range texts {
		a := u.parser.Parse("2026/04/1/a.md", []byte(text)).Article
		if former {
			a.Fingerprint = a.FormerFingerprint()
		}
		u.apply(Change{File: a.File, Article: a})
	}
	e, _ := u.s.Entry("/2026/04/1/a")
	return e
}

func (u *upgraded) apply(c Change) {
	var d Delta
	u.now = u.now.Add(time.Hour)
	u.s, d = u.s.With([]Change{c}, Occasion{Now: u.now, Live: true})
	u.book.save(d, []Change{c})
}

// restart loads the archive from what was saved.
func (u *upgraded) restart() { u.s = u.book.load(options()) }

// newUpgraded returns such an archive with an article of several texts, one after
// another, and when that was updated.
func newUpgraded(t *testing.T, texts ...string) (*upgraded, time.Time) {
	u := &upgraded{T: t, book: newBook(), s: New(options()), now: noon,
		parser: article.NewParser(article.Options{Mount: "/", BaseURL: "https://example.org", Language: "en", Zone: time.UTC,
			Grammar: article.Grammar{Source: []string{"Sources"}, Related: []string{"Related"}}})}
	at := u.read(true, texts...).Updated()
	u.restart()
	return u, at
}

// TestUpgradedFingerprints checks that no article is updated because this version
// computes fingerprints in another way: neither when its file is read again, nor
// by later edits that touch nothing, nor by values that flap back or come back.
func TestUpgradedFingerprints(t *testing.T) {
	const a = "# A\n\nText.\n\n### Sources:\n- [x](https://web.archive.org/web/2019/https://x.example/1)\n- [y](https://y.example)\n"
	const flapped = "# B\n\nText.\n\n### Sources:\n- [x](https://x.example/1)\n- [y](https://y.example)\n"
	const related = "\n### Related:\n- [z](/2026/04/2/z.md)\n"
	for name, run := range map[string]func(u *upgraded) *Entry{
		"read again":                       func(u *upgraded) *Entry { return u.read(false, a) },
		"read again, then edited":          func(u *upgraded) *Entry { return u.read(false, a, a+related) },
		"edited meanwhile":                 func(u *upgraded) *Entry { return u.read(false, a+related) },
		"flapped back":                     func(u *upgraded) *Entry { return u.read(false, a, flapped, a) },
		"flapped back meanwhile":           func(u *upgraded) *Entry { return u.read(false, flapped) },
		"the page instead of its copy":     func(u *upgraded) *Entry { u.read(false, a); return u.read(false, flapped, a+related) },
		"read again, restarted and edited": func(u *upgraded) *Entry { u.read(false, a); u.restart(); return u.read(false, a+related) },
		"removed, and back": func(u *upgraded) *Entry {
			u.apply(Change{File: "/2026/04/1/a.md"})
			u.restart()
			return u.read(false, a)
		},
	} {
		u, at := newUpgraded(t, flapped, a)
		if e := run(u); !e.Updated().Equal(at) {
			t.Errorf("%s: updated %v, want %v", name, e.Updated(), at)
		}
		if e := u.read(false, a+"\nMore.\n"); !e.Updated().After(at) {
			t.Errorf("%s: then another text is no update", name)
		}
	}
}

// TestHiddenAfterUpgrade checks that a story that was removed under a former
// version leaves no trace when its article appears as a draft.
func TestHiddenAfterUpgrade(t *testing.T) {
	const a = "# A\n\nText.\n\n### Sources:\n- [x](https://x.example/1)\n"
	u, _ := newUpgraded(t, a)
	u.apply(Change{File: "/2026/04/1/a.md"})
	u.restart()
	if len(u.s.Global().Tombstones(9)) != 1 {
		t.Fatal("a removed article has no tombstone")
	}
	draft := u.parser.Parse("2026/04/1/other.md", []byte("---\ndraft: true\n---\n"+a)).Article
	u.apply(Change{File: draft.File, Article: draft})
	if n := len(u.s.Global().Tombstones(9)); n != 0 {
		t.Errorf("%d tombstones are left of an article that is a draft now", n)
	}
}

// TestUpgradeTakesNoMemory checks that the new fingerprint of an article replaces
// its former one.
func TestUpgradeTakesNoMemory(t *testing.T) {
	const a = "# A\n\n### Sources:\n- [x](https://x.example/1)\n"
	u, _ := newUpgraded(t, a)
	e := u.read(false, a)
	if e.story.rare != nil || e.story.print != e.Fingerprint || e.Fingerprint == e.FormerFingerprint() {
		t.Errorf("the story has the fingerprints %v and %v, want only that of the article, %v", e.story.print, e.story.rare, e.Fingerprint)
	}
	item := u.book.items[e.ID()]
	if len(item.Prints) != 1 || item.Prints[0] != e.Fingerprint {
		t.Errorf("the ledger has the fingerprints %v, want %v", item.Prints, e.Fingerprint)
	}
}
