package feed

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/ledger"
)

const (
	secretFile = "2026/04/1/secret.md"
	secret     = "---\ntitle: Secret\n---\nText.\n"
	nowHidden  = "---\ntitle: Secret\ndraft: true\n---\nText.\n"
)

// TestHiddenWhileDown hides an article while nothing runs: whatever state its
// file is in when the daemon starts, and whether another directory answers,
// what readers see never has it. A file that cannot be read at all, or that is
// being written and hides nothing so far, leaves its last good version.
func TestHiddenWhileDown(t *testing.T) {
	partial := func(t *testing.T, _ string, f *File) { f.Partial, f.Stamp = true, ledger.Stamp{} }
	for name, c := range map[string]struct {
		text  string
		found func(t *testing.T, dir string, f *File) // after the look at the tree
		stays bool
	}{
		"as it was":                   {text: secret, stays: true},
		"hidden":                      {text: nowHidden},
		"hidden, racy":                {text: nowHidden, found: func(_ *testing.T, _ string, f *File) { f.Racy = true }},
		"hidden, being written":       {text: nowHidden, found: partial},
		"hidden so far":               {text: strings.TrimSuffix(nowHidden, "ext.\n"), found: partial},
		"hidden, being written since": {text: nowHidden, found: func(t *testing.T, dir string, _ *File) { write(t, dir, secretFile, nowHidden+"More.\n") }},
		"hidden after the look":       {text: secret + "More.\n", found: func(t *testing.T, dir string, _ *File) { write(t, dir, secretFile, nowHidden) }},
		"half written":                {text: "---\ntitle: Sec", found: partial, stays: true},
		"emptied, to be written":      {text: "", found: partial, stays: true},
		"a directory in its place": {text: nowHidden, stays: true, found: func(t *testing.T, dir string, f *File) {
			must(t, os.Remove(filepath.Join(dir, secretFile)))
			must(t, os.Mkdir(filepath.Join(dir, secretFile), 0o755))
		}},
	} {
		for _, other := range []string{"answers", "does not answer"} {
			t.Run(name+", another directory "+other, func(t *testing.T) {
				dir, beside, url := t.TempDir(), t.TempDir(), "sqlite:"+filepath.Join(t.TempDir(), "dateline.db")
				write(t, dir, secretFile, secret)
				write(t, beside, "2026/04/1/other.md", "# Other\n")
				contents := []Content{{Dir: dir, Mount: "/a"}, {Dir: beside, Mount: "/b"}}
				p, book := recall(t, url, contents...)
				p.Apply(Batch{Changed: look(t, dir)})
				p.Apply(Batch{Content: 1, Changed: look(t, beside)})
				if p.Current().Snapshot.Global().Len() != 2 {
					t.Fatal("two articles are not published")
				}
				must(t, book.Close())

				write(t, dir, secretFile, c.text)
				p, book = recall(t, url, contents...)
				defer book.Close()
				if other == "answers" {
					p.Apply(Batch{Content: 1, Changed: look(t, beside)})
				} else {
					p.Apply(Batch{Content: 1, Waiting: true})
				}
				if p.Current() != nil {
					t.Fatal("what is remembered is served before the directory is read")
				}
				files := look(t, dir)
				if c.found != nil {
					c.found(t, dir, &files[0])
				}
				p.follow = func(s *archive.Snapshot, _ archive.Delta) {
					if _, there := s.Entry("/a/2026/04/1/secret"); there != c.stays {
						t.Errorf("published: %v", there)
					}
				}
				p.Apply(Batch{Changed: files})
				if _, there := p.Current().Snapshot.Entry("/b/2026/04/1/other"); !there {
					t.Error("the other directory is not served")
				}
				p.Tick()
			})
		}
	}
}

// recall makes a publisher that starts on a ledger.
func recall(t *testing.T, url string, contents ...Content) (*Publisher, *ledger.Ledger) {
	t.Helper()
	book, state, err := ledger.Open(ledger.Options{URL: url})
	must(t, err)
	p := publisherOf(t, contents...)
	p.Recall(book, state)
	return p, book
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestHiddenThoughBroken hides an article whatever else is wrong with its file,
// and does not say of one that was hidden before that it stays published.
func TestHiddenThoughBroken(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, secretFile, secret)
	p := publisherOf(t, Content{Dir: dir, Mount: "/"})
	p.Apply(Batch{Changed: found(secretFile)})
	c := p.contents[0]
	broken := func(hidden string) reading {
		r := reading{rel: secretFile, change: archive.Change{File: "/" + secretFile},
			problems: []article.Problem{{What: "broken", Effect: article.NotPublished, Fatal: true}}}
		if hidden != "" {
			r.change.Article = &article.Article{File: r.change.File, Path: article.PagePath(r.change.File), Rare: &article.Rare{Hidden: hidden}}
		}
		return r
	}
	for _, step := range []struct{ hidden, now, effect string }{
		{"", "", "the last good version stays published"},
		{"draft, in what cannot be read", "draft, in what cannot be read", article.NotPublished},
		{"", "draft, in what cannot be read", article.NotPublished},
	} {
		change := c.accept(broken(step.hidden), p.snapshot)
		p.advance(taken{changes: []archive.Change{change}}, archive.Occasion{})
		if change.Article == nil || change.Article.Hidden != step.now || c.problems[secretFile][0].Effect != step.effect {
			t.Errorf("%+v: %+v, %v", step, change.Article, c.problems[secretFile])
		}
		if _, there := p.Current().Snapshot.Entry("/2026/04/1/secret"); there != (step.now == "") {
			t.Errorf("%+v: published: %v", step, there)
		}
	}
}
