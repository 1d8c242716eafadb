package feed

import (
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/config"
	"dateline/feed/ledger"
	"dateline/feed/render"
)

// blog is a directory of articles with a ledger, whose address changes.
type blog struct {
	*testing.T
	dir, url string
	base     string
	log      strings.Builder
}

func newBlog(t *testing.T, base string) *blog {
	b := &blog{T: t, dir: t.TempDir(), url: "sqlite:" + t.TempDir() + "/dateline.db", base: base}
	write(t, b.dir, "2026-04-01-moon.md", "# Moon\n\nIt rises.\n")
	write(t, b.dir, "2026-04-02-mars.md", "# Mars\n\nIt is red.\n")
	return b
}

// open starts on the ledger, whose changes are written together if the caller says
// so.
func (b *blog) open(o ledger.Options) (*Publisher, *ledger.Ledger) {
	b.Helper()
	o.URL = b.url
	book, state, err := ledger.Open(o)
	if err != nil {
		b.Fatal(err)
	}
	p, err := New(Options{Contents: []Content{{Dir: b.dir, Mount: "/"}}, Grammar: article.Grammar(config.Default().Grammar), BaseURL: b.base,
		Archive: archive.Options{Zone: time.UTC, BaseURL: b.base, Limits: defaultLimits}, Log: slog.New(slog.NewTextHandler(&b.log, nil))})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(p.Close)
	p.now = func() time.Time { return time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC) }
	p.Recall(book, state)
	return p, book
}

// start starts, and returns what is published.
func (b *blog) start() *archive.Snapshot {
	b.Helper()
	p, book := b.open(ledger.Options{})
	defer book.Close()
	p.Apply(Batch{Changed: look(b.T, b.dir)})
	return p.Current().Snapshot
}

// command does what dateline adopt does with a ledger, and returns the error.
func (b *blog) command(do func(*Publisher) error) error {
	b.Helper()
	p, book := b.open(ledger.Options{Together: true})
	defer book.Close()
	p.Apply(Batch{Changed: look(b.T, b.dir)})
	return do(p)
}

// remembered returns the ledger without what an opening changes.
func (b *blog) remembered() *ledger.State {
	b.Helper()
	s, err := ledger.Read(b.url)
	if err != nil {
		b.Fatal(err)
	}
	return s
}

func (b *blog) ids(s *archive.Snapshot) (list []string) {
	for e := range s.Global().Newest() {
		list = append(list, e.ID()+e.Published().Format(" 01-02 15:04:05"))
	}
	return list
}

var fromFeed = []archive.Adoption{
	{File: "/2026-04-01-moon.md", ID: "https://old.example/moon/", Published: time.Date(2026, 4, 1, 9, 30, 0, 0, time.UTC)},
	{ID: "https://old.example/lost/", Published: time.Date(2026, 3, 1, 9, 30, 0, 0, time.UTC)},
}

// TestAdoptFirst adopts a feed before the first start, which then finds nothing new,
// and takes it back.
func TestAdoptFirst(t *testing.T) {
	b := newBlog(t, "https://news.example")
	if err := b.command(func(p *Publisher) error { return p.Adopt(fromFeed) }); err != nil {
		t.Fatal(err)
	}
	s := b.remembered()
	if len(s.Adoptions) != 2 || s.Adoptions[0].Adoption != 1 || s.Adoptions[1].Number != 2 || len(s.Files) != 2 || s.Parser == "" {
		t.Errorf("%d files, parser %q, adoptions %+v", len(s.Files), s.Parser, s.Adoptions)
	}
	want := []string{"tag:news.example,2026:/2026-04-02-mars 04-02 00:00:00", "https://old.example/moon/ 04-01 09:30:00"}
	for range 2 {
		is := b.start()
		if diff := cmp.Diff(want, b.ids(is)); diff != "" {
			t.Errorf("ids and times (-want +got):\n%s", diff)
		}
		for e := range is.Global().Newest() {
			if !e.FirstSeen().IsZero() {
				t.Errorf("%s is new", e.ID())
			}
		}
	}
	for _, n := range []int{2, 0} {
		err := b.command(func(p *Publisher) error {
			got, err := p.Unadopt()
			if got != n {
				t.Errorf("%d ids are taken back, want %d", got, n)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	want = []string{"tag:news.example,2026:/2026-04-02-mars 04-02 00:00:00", "tag:news.example,2026:/2026-04-01-moon 04-01 00:00:00"}
	if diff := cmp.Diff(want, b.ids(b.start())); diff != "" {
		t.Errorf("after it was taken back (-want +got):\n%s", diff)
	}
	if s := b.remembered(); len(s.Adoptions) > 0 || slices.ContainsFunc(s.Items, func(it archive.Item) bool { return it.Adopted || it.Path == "" }) {
		t.Errorf("the ledger still has %+v, %+v", s.Adoptions, s.Items)
	}
}

// TestAdoptNothing adopts what cannot be, and stops before an adoption is complete:
// the ledger stays as it was.
func TestAdoptNothing(t *testing.T) {
	for name, begun := range map[string]bool{"an empty ledger": false, "a ledger in use": true} {
		t.Run(name, func(t *testing.T) {
			b := newBlog(t, "https://news.example")
			if begun {
				b.start()
			}
			before := b.remembered()
			write(t, b.dir, "2026-04-03-venus.md", "# Venus\n\nIt shines.\n")
			twice := append(slices.Clone(fromFeed), fromFeed[0])
			if err := b.command(func(p *Publisher) error { return p.Adopt(twice) }); err == nil || !strings.Contains(err.Error(), "twice") {
				t.Errorf("error %v", err)
			}
			if err := b.command(func(*Publisher) error { return nil }); err != nil { // it ends before it adopts
				t.Fatal(err)
			}
			if diff := cmp.Diff(before, b.remembered(), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("the ledger changes (-before +after):\n%s", diff)
			}
		})
	}
}

// TestAdoptInUse does not adopt while a daemon has the ledger.
func TestAdoptInUse(t *testing.T) {
	b := newBlog(t, "https://news.example")
	_, book := b.open(ledger.Options{})
	defer book.Close()
	if _, _, err := ledger.Open(ledger.Options{URL: b.url, Together: true}); err == nil || !strings.Contains(err.Error(), "another Dateline is using it") {
		t.Errorf("error %v", err)
	}
}

// TestPublicStart starts at a public address after a trial, at which a reader from
// elsewhere may have come before.
func TestPublicStart(t *testing.T) {
	for name, test := range map[string]struct {
		polled bool
		tag    string
	}{"nobody has polled": {false, "tag:news.example,2026:"}, "a client from elsewhere has": {true, "tag:127.0.0.1,2026:"}} {
		t.Run(name, func(t *testing.T) {
			b := newBlog(t, "http://127.0.0.1:8080")
			p, book := b.open(ledger.Options{})
			p.Apply(Batch{Changed: look(t, b.dir)})
			if test.polled {
				p.Polled()
				p.Polled() // it does not block
				<-p.polls
				p.keepIDs()
			}
			if p.Current().Snapshot.Provisional() == test.polled {
				t.Error("a poll changes nothing")
			}
			// The process dies here, with the ledger as it is.
			copied := b.remembered()
			book.Close()
			if (copied.Minting.Stage == archive.Permanent) != test.polled {
				t.Errorf("the ledger says %+v", copied.Minting)
			}
			b.base = "https://news.example"
			if first, second := b.start(), b.start(); !strings.HasPrefix(b.ids(first)[0], test.tag) || !slices.Equal(b.ids(first), b.ids(second)) {
				t.Errorf("ids %q, then %q", b.ids(first), b.ids(second))
			}
			told := strings.Contains(b.log.String(), "minted anew")
			if n := len(b.remembered().Items); told == test.polled || n != 2 {
				t.Errorf("%d items, log:\n%s", n, b.log.String())
			}
			b.base = "https://other.example"
			if ids := b.ids(b.start()); !strings.HasPrefix(ids[0], test.tag) {
				t.Errorf("at another address, ids are %q", ids)
			}
		})
	}
}

// TestFeedIDs renders feeds from ledgers of 0.11.0 and of now: their ids stay when
// the site has another address.
func TestFeedIDs(t *testing.T) {
	for name, test := range map[string]struct{ ledger, want, topic string }{
		"0.11.0":       {"testdata/ledger-0.11.0.gz", "https://example.org/feed.atom?limit=9", "https://example.org/topics/outings/feed.atom"},
		"a new ledger": {"", "tag:example.org,2026:/feed?limit=9", "tag:example.org,2026:/topics/outings/feed"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBlog(t, "https://example.org")
			write(t, b.dir, "2026-04-03-walk.md", "---\ntags: [Outings]\n---\n# A walk\n")
			if test.ledger != "" {
				b.url = "sqlite:" + unpacked(t, test.ledger)
			}
			for _, base := range []string{"https://example.org", "https://other.example", "http://localhost"} {
				b.base = base
				s := b.start()
				r := render.New(render.Site{Title: "Site", BaseURL: base, Language: "en", Zone: time.UTC, Items: 50, ItemLink: "page"})
				all := render.Of(s.Global())
				all.Variant.Limit = 9
				outings, _ := s.Topic("outings")
				for _, want := range []struct {
					render.Subject
					id string
				}{{all, test.want}, {render.Of(outings), test.topic}} {
					if doc := string(r.Feed(s, want.Subject, render.Atom).Body); !strings.Contains(doc, "<id>"+want.id+"</id>") {
						t.Errorf("at %s, the feed does not have the id %s:\n%.400s", base, want.id, doc)
					}
				}
			}
		})
	}
}

// TestKilledAdoption looks into the ledger while an adoption runs, as a start after a
// kill would find it: nothing is there, not even the import, before all is.
func TestKilledAdoption(t *testing.T) {
	b := newBlog(t, "https://news.example")
	p, book := b.open(ledger.Options{Together: true})
	p.Apply(Batch{Changed: look(t, b.dir)})
	if s := b.remembered(); len(s.Items)+len(s.Files)+len(s.Mounts) > 0 {
		t.Errorf("before the adoption, the ledger has %+v", s)
	}
	if err := p.Adopt(fromFeed); err != nil {
		t.Fatal(err)
	}
	book.Close()
	if s := b.remembered(); len(s.Adoptions) != 2 || len(s.Files) != 2 {
		t.Errorf("after it, the ledger has %+v", s.Adoptions)
	}
}
