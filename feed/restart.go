package feed

import (
	"path"
	"slices"
	"strings"
	"sync"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/ledger"
)

// What a start takes from the ledger: the last archive, and the stamps of the
// files, so that only files that have changed since are read.

// Recall starts from what a ledger holds, and saves later changes in it; if l is
// nil, nothing is saved. It must be called before the first Apply.
func (p *Publisher) Recall(l *ledger.Ledger, s *ledger.State) {
	defer ledger.DelayGC(ledger.StartGrowth)()
	p.ledger = l
	p.parsers, p.savedAt, p.adopted = s.Parser, s.Clock, s.Adoptions
	p.incomplete = s.Parser == "" && len(s.Items) > 0
	p.wasEmpty = len(s.Items) == 0
	remembered := p.stillPages(s.Files)
	files := make([]archive.Change, len(remembered))
	for i, f := range remembered {
		files[i] = f.Change
	}
	var noting sync.WaitGroup // it takes as long as loading the archive, and is independent of it
	noting.Go(func() { p.noteStamps(remembered) })
	var missed archive.Memory
	p.snapshot, missed = archive.Load(p.archive, s.Memory, files)
	noting.Wait()
	p.logMinting()
	p.save(ledger.Changes{Memory: missed})
}

// stillPages returns files without the pages that the configuration no longer names. Their
// files are read again, and the ledger drops what it has of them.
func (p *Publisher) stillPages(files []ledger.File) []ledger.File {
	return slices.DeleteFunc(files, func(f ledger.File) bool {
		if f.Page == nil {
			return false
		}
		c, rel := p.locate(f.File)
		return c == nil || !slices.Contains(c.Pages, rel)
	})
}

// noteStamps records which version of each file the ledger holds. Files of
// directories that are no longer configured are removed with the first batch.
func (p *Publisher) noteStamps(files []ledger.File) {
	for _, c := range p.contents {
		c.remembered = make(map[string]ledger.Stamp, len(files)/len(p.contents))
	}
	for _, f := range files {
		if c, rel := p.locate(f.File); c != nil {
			c.remembered[rel] = f.Stamp
		} else {
			p.ownerless = append(p.ownerless, archive.Change{File: f.File})
		}
	}
}

// Recalled returns the snapshot from the ledger. It may be called between Recall
// and the first Apply.
func (p *Publisher) Recalled() *archive.Snapshot { return p.snapshot }

// parserKey identifies the parsers and their options. Files that were parsed
// under another key are read again.
func (p *Publisher) parserKey() string {
	keys := make([]string, len(p.contents))
	for i, c := range p.contents {
		keys[i] = c.key
	}
	return strings.Join(keys, " ")
}

// isStale reports whether what the ledger holds of a content directory was read
// by another parser.
func (p *Publisher) isStale(content int) bool {
	keys := strings.Fields(p.parsers)
	return len(keys) != len(p.contents) || keys[content] != p.contents[content].key
}

// skipRemembered removes from the first batch of a directory the files that have
// not changed since they were saved in the ledger, unless they were gone meanwhile
// and their articles depart. It returns the removals of files that are gone, and
// the files, by site path, that are older than the ledger but not in it, because
// another parser saw no article in them or the ledger was damaged.
func (p *Publisher) skipRemembered(c *content, b *Batch) (gone []archive.Change, old map[string]bool) {
	unread, stale := b.Changed[:0:0], p.isStale(b.Content)
	old = map[string]bool{}
	for _, f := range b.Changed {
		known, ok := c.remembered[f.Path]
		if !ok && stale && f.Stamp.Ctime != 0 && f.Stamp.Ctime < p.savedAt.UnixNano() {
			old[path.Join(c.Mount, f.Path)] = true
		}
		if !ok || stale || f.Racy || known != f.Stamp || known == (ledger.Stamp{}) || p.snapshot.Departs(path.Join(c.Mount, f.Path)) {
			unread = append(unread, f)
		} else {
			c.hasArticle = c.hasArticle || article.IsMarkdown(f.Path)
		}
		delete(c.remembered, f.Path)
	}
	b.Changed = unread
	gone, p.ownerless = p.ownerless, nil
	for rel := range c.remembered {
		if !covers(b.Unread, rel) {
			gone = append(gone, c.forget(rel))
		}
	}
	return gone, old
}
