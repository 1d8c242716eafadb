package serve

import (
	"context"
	"slices"

	"github.com/maypok86/otter/v2"

	"dateline/feed/archive"
	"dateline/feed/site"
)

// cache are the documents that are ready to send, by their canonical address,
// within a budget of bytes.
type cache = otter.Cache[string, *ready]

func newCache(bytes int) *cache {
	return otter.Must(&otter.Options[string, *ready]{
		MaximumWeight: uint64(bytes),
		Weigher:       func(_ string, r *ready) uint32 { return r.weight() },
		Executor:      func(work func()) { work() },
	})
}

// document returns the document of an address, which is made again only when its
// revision is another one. It is made once, however many ask for it at a time.
func (h *Handler) document(s *archive.Snapshot, a site.Address) *ready {
	h.asked.Add(1)
	d, ok := h.kept(a)
	if !ok {
		made, _, _ := h.making.Do(a.Path, func() (any, error) {
			if d, ok := h.kept(a); ok {
				return d, nil
			}
			return h.make(a), nil
		})
		if d = made.(*ready); d.revision != a.Revision { // it was made for another snapshot
			d = h.make(a)
		}
	}
	if a.Revision.Period == 0 {
		d.serial.Store(s.Serial())
	}
	return d
}

func (h *Handler) kept(a site.Address) (*ready, bool) {
	d, ok := h.documents.GetIfPresent(a.Path)
	return d, ok && d.revision == a.Revision
}

// make makes a document and keeps it, unless something could not be read for
// it. As many are made at once as there are processors, since each takes memory.
func (h *Handler) make(a site.Address) *ready {
	h.rendering <- struct{}{}
	defer func() { <-h.rendering }()
	h.made.Add(1)
	d := h.ready(a.Kind, a.Path, a.Make())
	d.revision = a.Revision
	h.remember(d)
	if d.Partial {
		d.key = ""
	} else {
		h.documents.Set(d.key, d)
	}
	return d
}

// keep has the cache weigh a document again that it keeps.
func (h *Handler) keep(r *ready) {
	h.documents.ComputeIfPresent(r.key, func(kept *ready) (*ready, otter.ComputeOp) {
		if kept != r {
			return kept, otter.CancelOp
		}
		return r, otter.WriteOp
	})
}

// Changed has Run make ready the feeds that a change has made out of date: all of
// few, and of many those of everything and those that somebody asked for before.
// It does not wait.
func (h *Handler) Changed(feeds []*archive.Feed) {
	h.outdated.Lock()
	defer h.outdated.Unlock()
	for _, f := range feeds {
		h.outdated.topics[f.Topic] = true
	}
	select {
	case h.changed <- struct{}{}:
	default: // Run has not taken the last one yet
	}
}

// few feeds are worth making before somebody asks for any: those of an
// article or two.
const few = 64

// Run makes documents ready before they are asked for, and packs better what
// is asked for, until ctx ends. Without it both come with the requests, and
// compression stays fast.
func (h *Handler) Run(ctx context.Context) {
	for {
		select { // news before packing
		case <-h.changed:
			h.prepare()
			continue
		default:
		}
		select {
		case <-ctx.Done():
			return
		case <-h.changed:
			h.prepare()
		case d := <-h.packing:
			h.pack(d)
		}
	}
}

// prepare makes the feeds that changed, those of everything first. They are those
// of the present snapshot, which may be a later one than that of the change.
func (h *Handler) prepare() {
	h.outdated.Lock()
	topics := h.outdated.topics
	h.outdated.topics = map[*archive.Topic]bool{}
	h.outdated.Unlock()
	s := h.Snapshot()
	if s == nil {
		return
	}
	h.makeAll(s, h.Site.Feeds(s, s.Global()))
	for t := range topics {
		if t == nil {
			continue
		}
		f, ok := s.Gathered(t.Kind, t.Slug)
		if !ok {
			continue
		}
		list := h.Site.Feeds(s, f)
		if len(topics) > few {
			list = slices.DeleteFunc(list, h.isNew)
		}
		h.makeAll(s, list)
	}
}

// isNew reports whether nobody asked for a document before, as far as is known.
func (h *Handler) isNew(a site.Address) bool {
	_, kept := h.documents.GetIfPresent(a.Path)
	return !kept
}

func (h *Handler) makeAll(s *archive.Snapshot, list []site.Address) {
	for _, a := range list {
		h.document(s, a)
	}
}
