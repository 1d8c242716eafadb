package readers

import (
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"dateline/feed"
	"dateline/feed/archive"
	"dateline/feed/config"
	"dateline/feed/ledger"
	"dateline/feed/render"
	"dateline/feed/setup"
	catalogue "dateline/feed/site"
)

// running is a site as the daemon runs it for weeks: with a configuration, a
// ledger, restarts, and a clock that stands still until the test moves it.
type running struct {
	*testing.T
	config *config.Config
	now    time.Time
	seen   func() // called after each change; it may be nil

	publisher *feed.Publisher
	book      *ledger.Ledger
	site      *catalogue.Catalogue
}

// run starts a site without articles.
func run(t *testing.T, c *config.Config, now time.Time) *running {
	t.Helper()
	c.Site.BaseURL, c.Site.IDAuthority = base, "example.org,2026"
	c.Content[0].Dir = t.TempDir()
	c.Ledger.URL = "sqlite:" + filepath.Join(t.TempDir(), "dateline.db")
	r := &running{T: t, config: c, now: now}
	r.start()
	t.Cleanup(r.stop)
	return r
}

// start starts from the ledger, and reads the tree.
func (r *running) start() {
	r.Helper()
	o, err := setup.Publisher(r.config)
	if err != nil {
		r.Fatal(err)
	}
	o.Log, o.Now = slog.New(slog.DiscardHandler), func() time.Time { return r.now }
	o.Archive.Epoch = r.now.AddDate(-1, 0, 0)
	book, state, err := ledger.Open(ledger.Options{URL: r.config.Ledger.URL})
	if err != nil {
		r.Fatal(err)
	}
	p, err := feed.New(o)
	if err != nil {
		r.Fatal(err)
	}
	p.Recall(book, state)
	r.publisher, r.book = p, book
	r.site = catalogue.New(catalogue.Options{Renderer: render.New(setup.Site(r.config, p)), Now: o.Now})
	r.publisher.Apply(feed.Batch{Changed: r.files()})
	r.look()
}

func (r *running) stop() {
	r.publisher.Close()
	if err := r.book.Close(); err != nil {
		r.Error(err)
	}
}

// restart stops the site, and starts it from its ledger a second later.
func (r *running) restart() {
	r.Helper()
	r.stop()
	r.now = r.now.Add(time.Second)
	r.start()
}

func (r *running) snapshot() *archive.Snapshot { return r.publisher.Current().Snapshot }

func (r *running) look() {
	if r.seen != nil {
		r.seen()
	}
}

// files returns what a scan of the tree finds.
func (r *running) files() (list []feed.File) {
	r.Helper()
	for _, f := range files(r.T, r.config.Content[0].Dir) {
		list = append(list, r.found(f.Path))
	}
	return list
}

// found returns a file as a watcher finds it.
func (r *running) found(path string) feed.File {
	return feed.File{Path: path, Stamp: ledger.StampOf(filepath.Join(r.config.Content[0].Dir, path))}
}

// commit is a batch of a watcher that has found some files changed.
func (r *running) commit(paths ...string) {
	r.Helper()
	var b feed.Batch
	for _, p := range paths {
		if _, err := fs.Stat(os.DirFS(r.config.Content[0].Dir), p); err == nil {
			b.Changed = append(b.Changed, r.found(p))
		} else {
			b.Removed = append(b.Removed, p)
		}
	}
	r.publisher.Apply(b)
	r.look()
}

// maxWakes is how often a site may ask to be woken within one wait.
const maxWakes = 10_000

// wait lets time pass, in which the site does what falls due.
func (r *running) wait(d time.Duration) {
	r.Helper()
	until := r.now.Add(d)
	for range maxWakes {
		wake := r.snapshot().Wake()
		if wake.Before(r.now.Add(time.Second)) && !wake.IsZero() {
			wake = r.now.Add(time.Second) // the publisher does not tick more often
		}
		if wake.IsZero() || wake.After(until) {
			r.now = until
			return
		}
		r.now = wake
		r.publisher.Tick()
		r.look()
	}
	r.Fatalf("the site asks to be woken more than %d times in %s, now for %s", maxWakes, d, r.snapshot().Wake())
}

// document renders what is at an address; ok is false if there is nothing.
func (r *running) document(path string) (d render.Document, ok bool) {
	r.Helper()
	a := r.site.LookupURI(r.snapshot(), path)
	if a.Status != catalogue.Found {
		return d, false
	}
	return a.Make(), true
}
