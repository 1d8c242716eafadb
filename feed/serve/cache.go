package serve

import (
	"context"
	"slices"

	"github.com/maypok86/otter/v2"

	"dateline/feed/archive"
	"dateline/feed/site"
)

// cache holds documents that are ready to send, by canonical address, within a
// budget of bytes.
type cache = otter.Cache[string, *ready]

func newCache(bytes int) *cache {
	return otter.Must(&otter.Options[string, *ready]{
		MaximumWeight: uint64(bytes),
		Weigher:       func(_ string, r *ready) uint32 { return r.weight() },
		Executor:      func(work func()) { work() },
	})
}

// document returns the document at an address. It is rendered again only if the
// revision has changed, and once for any number of concurrent requests.
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
		if d = made.(*ready); !d.isOf(a) { // it was rendered for another snapshot
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
	return d, ok && d.isOf(a)
}

// isOf reports whether a document is the present version of that at an address. A
// change may leave the bytes as they are. Then the document is still made again,
// so that its Last-Modified is the one that a process started now would send.
func (d *ready) isOf(a site.Address) bool {
	return d.revision == a.Revision && d.dated.Equal(a.Modified)
}

// make renders a document and caches it, unless something that it needs could not
// be read or too few will ask for it. Only as many are rendered at once as there are processors, since each
// takes memory.
func (h *Handler) make(a site.Address) *ready {
	h.rendering <- struct{}{}
	defer func() { <-h.rendering }()
	h.made.Add(1)
	made := a.Make()
	if !a.Modified.IsZero() {
		made.Modified = a.Modified
	}
	d := h.ready(a.Kind, a.Path, made)
	d.revision, d.dated = a.Revision, a.Modified
	h.remember(d)
	if d.Partial || a.Fleeting {
		d.key = ""
	} else {
		h.documents.Set(d.key, d)
	}
	return d
}

// keep updates the weight of a document in the cache.
func (h *Handler) keep(r *ready) {
	h.documents.ComputeIfPresent(r.key, func(kept *ready) (*ready, otter.ComputeOp) {
		if kept != r {
			return kept, otter.CancelOp
		}
		return r, otter.WriteOp
	})
}

// Changed lets Run render the feeds that a change has made outdated: if they are
// few, all of them, otherwise that of everything and those that have been
// requested before. It does not wait.
func (h *Handler) Changed(feeds []*archive.Feed) {
	h.outdated.Lock()
	defer h.outdated.Unlock()
	for _, f := range feeds {
		h.outdated.topics[f.Topic] = true
	}
	select {
	case h.changed <- struct{}{}:
	default: // Run has not yet received the previous value
	}
}

// few is how many feeds are worth rendering before they are requested: as many as
// an article or two have.
const few = 64

// Run renders documents before they are requested, and compresses requested ones
// better, until ctx ends. Without it, documents are rendered on request, and
// compression stays fast.
func (h *Handler) Run(ctx context.Context) {
	for {
		select { // rendering takes precedence over packing
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

// prepare renders the feeds that changed, that of everything first. It uses the
// present snapshot, which may be later than the change.
func (h *Handler) prepare() {
	h.outdated.Lock()
	topics := h.outdated.topics
	h.outdated.topics = map[*archive.Topic]bool{}
	h.outdated.Unlock()
	s := h.Snapshot()
	if s == nil {
		return
	}
	h.makeAll(s, h.Site.Feeds(s, nil))
	for t := range topics {
		if t == nil {
			continue
		}
		list := h.Site.Feeds(s, t)
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
