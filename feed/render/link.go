package render

import "dateline/feed/archive"

// Link returns the URL to which the item of an entry links in feeds.
func (r *Renderer) Link(e *archive.Entry) string { return r.link(e) }
