package feed

import (
	"path"
	"strings"
	"sync"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/ledger"
)

// Recall starts from what a ledger remembers, and has it remember from now
// on; without a ledger nothing is saved. It comes before the first Apply.
func (p *Publisher) Recall(l *ledger.Ledger, s *ledger.State) {
	defer ledger.DelayGC(ledger.StartGrowth)()
	p.ledger = l
	p.parsers, p.until = s.Parser, s.Clock
	files := make([]archive.Change, len(s.Files))
	for i, f := range s.Files {
		files[i] = f.Change
	}
	var noting sync.WaitGroup
	noting.Go(func() { p.know(s.Files) })
	var missed archive.Memory
	p.snapshot, missed = archive.Load(p.archive, s.Memory, files)
	noting.Wait()
	p.save(ledger.Changes{Memory: missed})
}

// know notes which files need not be read again: all that did not change
// since. Those of directories that are no longer configured are gone.
func (p *Publisher) know(files []ledger.File) {
	for _, c := range p.contents {
		c.known = make(map[string]ledger.Stamp, len(files)/len(p.contents))
	}
	for _, f := range files {
		if c, rel := p.locate(f.File); c != nil {
			c.known[rel] = f.Stamp
		} else {
			p.ownerless = append(p.ownerless, archive.Change{File: f.File})
		}
	}
}

// Recalled gives the snapshot of what is remembered. It is for use between
// Recall and the first Apply.
func (p *Publisher) Recalled() *archive.Snapshot { return p.snapshot }

// parserKey identifies how files are read.
func (p *Publisher) parserKey() string {
	keys := make([]string, len(p.contents))
	for i, c := range p.contents {
		keys[i] = c.key
	}
	return strings.Join(keys, " ")
}

// stale reports whether another parser than the present one read what the
// ledger holds of a content directory.
func (p *Publisher) stale(content int) bool {
	keys := strings.Fields(p.parsers)
	return len(keys) != len(p.contents) || keys[content] != p.contents[content].key
}

// find compares the first batch of a directory with what is remembered: it
// leaves in the batch what must be read, and gives the removal of what is
// gone. Old are the files that were there when the ledger was written last, by
// another parser, which saw no article in them.
func (p *Publisher) find(c *content, b *Batch) (gone []archive.Change, old map[string]bool) {
	unread, stale := b.Changed[:0:0], p.stale(b.Content)
	old = map[string]bool{}
	for _, f := range b.Changed {
		if article.IsMarkdown(f.Path) {
			c.texts++
		}
		known, ok := c.known[f.Path]
		if !ok && stale && f.Stamp.Ctime != 0 && f.Stamp.Ctime < p.until.UnixNano() {
			old[path.Join(c.Mount, f.Path)] = true
		}
		if !ok || stale || f.Racy || known != f.Stamp || known == (ledger.Stamp{}) {
			unread = append(unread, f)
		} else {
			c.fruitful = c.fruitful || article.IsMarkdown(f.Path)
		}
		delete(c.known, f.Path)
	}
	b.Changed = unread
	gone, p.ownerless = p.ownerless, nil
	for rel := range c.known {
		if !covers(b.Unread, rel) {
			gone = append(gone, c.forget(rel))
		}
	}
	return gone, old
}

// toSave gathers what a change brings for the ledger.
func (p *Publisher) toSave(changes []archive.Change, read map[string]ledger.Stamp, delta archive.Delta) ledger.Changes {
	if p.ledger == nil {
		return ledger.Changes{}
	}
	save := ledger.Changes{Memory: delta.Memory}
	if now := p.parserKey(); now != p.parsers && p.scanned() {
		p.parsers, save.Parser = now, now
	}
	for _, c := range changes {
		read, there := read[c.File]
		if _, kept := p.snapshot.File(c.File); there || !kept {
			save.Files = append(save.Files, ledger.File{Change: c, Stamp: read})
		}
	}
	for _, file := range delta.Gone {
		save.Files = append(save.Files, ledger.File{Change: archive.Change{File: file}})
	}
	return save
}

// save has the ledger remember. What it cannot save it keeps and saves later.
func (p *Publisher) save(c ledger.Changes) {
	if p.ledger == nil {
		return
	}
	before := p.fault
	p.fault = p.ledger.Save(c)
	switch {
	case p.fault != nil && before == nil:
		p.log.Error(ledgerProblem(p.fault).Error())
	case p.fault == nil && before != nil:
		p.log.Info("the ledger is saved again")
	}
}
