package feed

import (
	"path"
	"time"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/ledger"
)

// Batch is a settled change of one content directory. The first of each that
// is not Waiting names all files that are there.
type Batch struct {
	Content int  // index in Options.Contents
	Waiting bool // the directory does not answer: nobody knows yet which files there are
	Changed []File
	Removed []string // paths below the directory
	// Faults are all that is wrong with the tree now; File is a path below the
	// directory. What was known there stays. Unread are places that nobody
	// could ever read, LeftOut what is none of the tree.
	Faults, Unread, LeftOut []article.Problem
	// Others counts the files of the tree that are not read, by extension, lower
	// case with the dot.
	Others map[string]int
}

// File is a file of a content directory as it was found.
type File struct {
	Path    string // below the directory
	Partial bool   // somebody is writing it: only that it is there is known
	Racy    bool   // it may change without changing its stamp
	Stamp   ledger.Stamp
	Noticed time.Time // when the change was; zero: that is not known, or there may be none
}

// Apply reads what a batch names and publishes the snapshot after it. It
// must not be called by two goroutines at once.
func (p *Publisher) Apply(b Batch) {
	c := p.contents[b.Content]
	if b.Waiting {
		p.wait(c, b)
		return
	}
	if len(b.Changed)+len(b.Removed) > 0 { // else it may tell that the directory does not answer
		c.reopen()
	}
	again := p.meetAuthors(c, &b)
	var changes []archive.Change
	o := archive.Occasion{Live: c.scanned}
	if !c.scanned {
		o.Imported = []string{c.Mount}
		changes, o.Old = p.find(c, &b)
	} else if len(c.known) > 0 {
		changes = c.found(b)
	}
	for _, rel := range b.Removed {
		delete(c.problems, rel)
		delete(c.hanging, rel)
		changes = append(changes, archive.Change{File: path.Join(c.Mount, rel)})
	}
	var shown []File
	read := make(map[string]ledger.Stamp, len(b.Changed))
	for i, r := range c.read(b.Changed, p.snapshot, p.progress) {
		delete(c.hanging, r.rel)
		if r.hangs {
			c.hanging[r.rel] = b.Changed[i]
		}
		if r.late {
			continue
		}
		if known, ok := again[r.rel]; ok && (r.change.Article == nil || r.change.Article.Hash != known) {
			last, _ := p.snapshot.File(r.change.File)
			changes, read[last.File] = append(changes, last), ledger.Stamp{} // the next start reads it, if no batch comes before
			continue
		}
		change := c.accept(r, p.snapshot)
		changes = append(changes, change)
		read[change.File] = ledger.Stamp{}
		if len(r.problems) == 0 && !b.Changed[i].Racy {
			read[change.File] = b.Changed[i].Stamp
		}
		p.complain(c, r.problems...)
		if !r.hangs {
			shown = append(shown, b.Changed[i])
		}
	}
	p.judge(c, b)
	c.scanned, c.waiting = true, false
	p.advance(changes, read, o)
	if o.Live && p.took != nil {
		p.measure(shown)
	}
}

// measure tells how long files took to be shown.
func (p *Publisher) measure(files []File) {
	now := p.now()
	for _, f := range files {
		if !f.Noticed.IsZero() {
			p.took(now.Sub(f.Noticed))
		}
	}
}
