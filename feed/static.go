package feed

import (
	"path"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/ledger"
)

// Static is a directory of files that stand on the site without being beside an
// article: the pictures and papers that a generator copies to the root of a site.
// Only files of the types that are served beside articles count, and of them only
// names and sizes, because there may be gigabytes of them: no file is read before a
// client asks for it. So nothing is known of the dimensions of a picture, and one that
// is broken or cannot be opened is found only then. The ledger keeps nothing of them.
type Static struct {
	Dir string
	At  string // the path of the directory on the site: "/" or "/assets"
}

// openStatic returns a static directory that is opened with its first batch: it
// need not exist, and no start waits for its disk.
func (p *Publisher) openStatic(i int, s Static) *content {
	c := p.newContent(Content{Dir: s.Dir, Mount: path.Join(archive.StaticRoot(i), s.At)})
	c.static = true
	return c
}

// applyStatic publishes a batch of a static directory.
func (p *Publisher) applyStatic(c *content, b Batch) {
	t, live := taken{shown: b.Changed}, c.scanned
	b.Others = nil // the parts of a site that are no articles, such as its styles, are no news
	for _, rel := range b.Removed {
		delete(c.problems, rel)
		t.changes = append(t.changes, archive.Change{File: path.Join(c.Mount, rel)})
	}
	for _, f := range b.Changed {
		if change, ok := p.staticFile(c, f); ok {
			t.changes = append(t.changes, change)
		}
	}
	p.judge(c, b)
	c.scanned, c.waiting = true, false
	p.advance(t, archive.Occasion{Live: live})
	if live && p.took != nil {
		p.measure(t.shown)
	}
}

// staticFile returns what changes with a file. ok is false if that is nothing now:
// the file is being written, or was removed, so another batch names it.
func (p *Publisher) staticFile(c *content, f File) (change archive.Change, ok bool) {
	delete(c.problems, f.Path)
	if f.Partial || !article.IsAsset(f.Path) {
		return change, false
	}
	size := f.Stamp.Size
	if f.Stamp == (ledger.Stamp{}) {
		var err error
		if size, err = c.sizeOf(f); err != nil {
			return change, false
		}
	}
	return archive.Change{File: path.Join(c.Mount, f.Path), Asset: &archive.Asset{Type: article.AssetType(f.Path), Length: size}}, true
}
