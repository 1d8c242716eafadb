package feed

import (
	"path"
	"time"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/ledger"
)

// Batch is a settled change of one content directory. The first batch of each
// directory that is not Waiting names all files in it.
type Batch struct {
	Content int  // index in Options.Contents, or in Options.Static beyond those
	Waiting bool // the directory does not answer, so its files are not known yet
	Changed []File
	Removed []string // paths below the directory
	// Faults are everything that is wrong with the tree now; what is published
	// from those places stays. Unread are places that could not be read even
	// once, LeftOut those that do not belong to the tree. File is a path below
	// the directory.
	Faults, Unread, LeftOut []article.Problem
	// Others counts the files of the tree that are not read, by extension in
	// lower case with the dot.
	Others map[string]int
	// Ignored counts the files and directories that the operator's patterns name.
	Ignored int
}

// File is a file of a content directory when it was found.
type File struct {
	Path    string // below the directory
	Partial bool   // it is being written, so only its existence is known
	Racy    bool   // it may change again without another stamp
	Stamp   ledger.Stamp
	Noticed time.Time // when its change was noticed; zero if that is unknown, or it may not have changed
}

// taken is what a batch contributes to the next snapshot.
type taken struct {
	changes []archive.Change
	stamps  map[string]ledger.Stamp // of the files read, by site path; zero: the next start reads the file again
	shown   []File                  // whose content the snapshot will show
}

// Apply reads the files in a batch and publishes the next snapshot. It must not
// be called by two goroutines at once.
func (p *Publisher) Apply(b Batch) {
	c := p.sources[b.Content]
	if b.Waiting {
		p.wait(c, b)
		return
	}
	if len(b.Changed)+len(b.Removed) > 0 { // a batch without files may be about a directory that does not answer
		c.reopen()
	}
	if c.static {
		p.applyStatic(c, b)
		return
	}
	again := p.updateAuthors(c, &b)
	t := taken{stamps: make(map[string]ledger.Stamp, len(b.Changed))}
	o := archive.Occasion{Live: c.scanned}
	if !c.scanned {
		o.Imported, o.Incomplete = []string{c.Mount}, p.incomplete
		t.changes, o.Old = p.skipRemembered(c, &b)
	} else if len(c.remembered) > 0 {
		t.changes = c.missing(b)
	}
	for _, rel := range b.Removed {
		delete(c.problems, rel)
		delete(c.hanging, rel)
		delete(c.texts, rel)
		t.changes = append(t.changes, archive.Change{File: path.Join(c.Mount, rel)})
	}
	for i, r := range c.read(b.Changed, p.snapshot, p.progress) {
		p.take(c, &t, b.Changed[i], r, again)
	}
	p.judge(c, b)
	c.scanned, c.waiting = true, false
	p.advance(t, o)
	if o.Live && p.took != nil {
		p.measure(t.shown)
	}
}

// take adds what was read from a file to what a batch contributes. Files that are
// read again count only if their bytes have the hash in again.
func (p *Publisher) take(c *content, t *taken, f File, r reading, again map[string][16]byte) {
	delete(c.hanging, r.rel)
	if r.hangs {
		c.hanging[r.rel] = f
	}
	if r.late {
		return
	}
	if known, ok := again[r.rel]; ok && (r.change.Article == nil || r.change.Article.Hash != known) {
		last, _ := p.snapshot.File(r.change.File)
		t.changes, t.stamps[last.File] = append(t.changes, last), ledger.Stamp{} // a batch for its new bytes comes, or the next start reads them
		return
	}
	change := c.accept(r, p.snapshot)
	t.changes, t.stamps[change.File] = append(t.changes, change), ledger.Stamp{}
	if len(r.problems) == 0 && !f.Racy {
		t.stamps[change.File] = f.Stamp
	}
	p.complain(c, r.problems...)
	if !r.hangs {
		t.shown = append(t.shown, f)
	}
}

// measure reports how long it took until files were published.
func (p *Publisher) measure(files []File) {
	now := p.now()
	for _, f := range files {
		if !f.Noticed.IsZero() {
			p.took(now.Sub(f.Noticed))
		}
	}
}
