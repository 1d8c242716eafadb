package archive

// fewRemoved is the smallest removal that can be held, in articles. Removing
// fewer files in a day is normal.
const fewRemoved = 20

// Hold is a removal that has to be accepted: so many files of a content directory
// went within a day that all articles of it that are still published stay.
//
// A hold ends when the operator accepts it, or when so many files are back, or new
// ones there, that the rest is small. It does not end because time passes, since
// the operator may not have seen it yet.
type Hold struct {
	Mount      string // of the content directory
	Held       int    // number of articles that are still published
	Lost       int    // how many lost their files within a day, with those that are held
	Of         int    // number of articles that there were before
	MaxRemoval int    // Content.MaxRemoval
}

// Holds returns the removals that are held, in the order of Options.Contents.
func (s *Snapshot) Holds() (list []Hold) {
	for i, held := range s.departures.held {
		if held != nil {
			removed, _ := s.countLosses(i, s.clock.Unix())
			c := s.options.Contents[i]
			list = append(list, Hold{c.Mount, held.Len(), removed + s.departures.gone[i], removed + s.shown[i], c.MaxRemoval})
		}
	}
	return list
}

// Held returns the number of articles that are published although their files are
// gone, because the removal is so large that it has to be accepted first.
func (s *Snapshot) Held() (sum int) {
	for _, h := range s.Holds() {
		sum += h.Held
	}
	return sum
}

// tooMany reports whether a removal has to be accepted, together with those of the
// files that depart and those of the last day. Each content directory is judged on
// its own, so that a small one is protected too. A missing directory counts as a
// removal; an unreadable one never gets here.
func (r *resolver) tooMany(content int, list []*candidate) bool {
	going := r.departures.gone[content]
	for _, c := range list {
		if c.shown != nil {
			going++
		}
	}
	return going > 0 && r.exceeds(content, going, r.old.shown[content])
}

// exceeds reports whether so many articles of a content directory go, of those that
// are there, that with those of the last day the removal has to be accepted.
func (r *resolver) exceeds(content, going, there int) bool {
	removed, looked := r.old.countLosses(content, r.now) // held articles may be released now
	r.delta.looked += looked
	lost := removed + going
	return lost >= fewRemoved && lost*100 > r.options.Contents[content].MaxRemoval*(removed+there)
}

// turnDepartures changes why the files of a content directory depart that are
// gone: they are held if too many are, and no longer if the rest of a large
// removal is small, so that a slow change ends as a fast one does. That rest gets
// a grace of its own.
func (r *resolver) turnDepartures(content int, from, to cause) {
	d := &r.departures
	if n := d.heldIn(content); from == removalHeld && n == 0 || from == fileGone && n == d.gone[content] {
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
		d.why, d.since = to, r.now
		r.setDeparture(file, d)
	}
}
