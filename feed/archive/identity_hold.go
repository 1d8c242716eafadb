package archive

// fewRemoved is the smallest removal that can be held, in articles. Removing
// fewer files at once is normal.
const fewRemoved = 20

// tooMany reports whether a removal has to be accepted, together with those of the
// files that depart. Each content directory is judged on its own, so that a small
// one is protected too. A missing directory counts as a removal; an unreadable one
// never gets here.
func (r *resolver) tooMany(content int, list []*candidate) bool {
	shown := r.departures.gone[content]
	for _, c := range list {
		if c.shown != nil {
			shown++
		}
	}
	return shown >= fewRemoved && shown*100 > r.options.Contents[content].MaxRemoval*r.old.shown[content]
}

// turnDepartures changes why the files of a content directory depart that are
// gone: they are held if too many are, and no longer if the rest of a large
// removal is small, so that a slow change ends as a fast one does. That rest gets
// a grace of its own.
func (r *resolver) turnDepartures(content int, from, to cause) {
	d := &r.departures
	if n := d.held[content]; from == removalHeld && n == 0 || from == fileGone && n == d.gone[content] {
		return
	}
	turned := map[string]departure{}
	d.files.Scan(func(file string, d departure) bool {
		if d.why == from && r.contentOf(file) == content {
			turned[file] = d
		}
		return true
	})
	for file, d := range turned {
		if d.why = to; to == fileGone {
			d.since = r.now
		}
		r.setDeparture(file, d)
	}
}
