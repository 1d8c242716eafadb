package render

import "dateline/feed/archive"

// VolumeOf returns the archive document of a subject that has an entry, and
// whether there is one: the window of the feed may hold the entry.
func (r *Renderer) VolumeOf(sub Subject, e *archive.Entry) (Volume, bool) {
	for _, shown := range r.Window(sub) {
		if shown == e {
			return Volume{}, false
		}
	}
	first := archive.MonthOf(e.Published().In(r.Site.Zone)) / sub.months * sub.months
	v, ok := r.Volume(sub, sub.volumeName(first))
	return v, ok && v.Revision != ""
}
