package serve

import (
	"context"

	"github.com/maypok86/otter/v2"

	"dateline/feed/archive"
	"dateline/feed/render"
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

// wanted is a document that a request is for.
type wanted struct {
	kind     Kind
	key      string // its canonical address
	revision render.Revision
	serial   uint32 // of the snapshot; 0 where time changes it too
	make     func() render.Document
}

// document gives a document that is wanted. It is made once, however many ask
// for it at a time.
func (h *Handler) document(want wanted) *ready {
	h.asked.Add(1)
	d, ok := h.kept(want)
	if !ok {
		made, _, _ := h.making.Do(want.key, func() (any, error) {
			if d, ok := h.kept(want); ok {
				return d, nil
			}
			return h.make(want), nil
		})
		if d = made.(*ready); d.revision != want.revision { // it was made for another snapshot
			d = h.make(want)
		}
	}
	if want.serial != 0 {
		d.serial.Store(want.serial)
	}
	return d
}

func (h *Handler) kept(want wanted) (*ready, bool) {
	d, ok := h.documents.GetIfPresent(want.key)
	return d, ok && d.revision == want.revision
}

// make makes a document and keeps it, unless something could not be read for
// it. So many are made at once as there are processors to do it, since each
// takes memory.
func (h *Handler) make(want wanted) *ready {
	h.rendering <- struct{}{}
	defer func() { <-h.rendering }()
	h.made.Add(1)
	d := h.ready(want.kind, want.key, want.make())
	d.revision = want.revision
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

// Changed has Run make ready what a change has made out of date: of few
// feeds all, of many those of everything, and those that somebody asked for
// before. It does not wait.
func (h *Handler) Changed(feeds []*archive.Feed) {
	h.outdated.Lock()
	defer h.outdated.Unlock()
	for _, f := range feeds {
		h.outdated.feeds[render.TopicPath(f.Topic)] = f
	}
	select {
	case h.changed <- struct{}{}:
	default: // it is told already
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

// prepare makes the documents of the feeds that changed, those of everything
// first.
func (h *Handler) prepare() {
	h.outdated.Lock()
	feeds := h.outdated.feeds
	h.outdated.feeds = map[string]*archive.Feed{}
	h.outdated.Unlock()
	s := h.Snapshot()
	if s == nil {
		return
	}
	h.makeReady(s, s.Global(), true)
	for _, f := range feeds {
		if f.Topic != nil {
			h.makeReady(s, f, len(feeds) <= few)
		}
	}
}

// makeReady makes the documents of a feed, all or those that are kept.
func (h *Handler) makeReady(s *archive.Snapshot, f *archive.Feed, all bool) {
	sub := render.Of(f)
	for _, format := range render.Formats {
		if _, asked := h.documents.GetIfPresent(sub.FeedPath(format)); asked || all {
			h.document(h.ofFeed(s, sub, format))
		}
	}
}
