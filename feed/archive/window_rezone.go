package archive

import "math"

// isRezoned reports whether the time of publication of an entry follows a change of
// the zone in this change.
func (w *feedWriter) isRezoned(e *Entry) bool {
	if w.rezoned == nil {
		return false
	}
	_, ok := w.rezoned[e.ID()]
	return ok
}

// mostShift bounds by how much a time of publication moves with the zone: offsets are
// from -12 to +14 hours, and a date may be left out.
const mostShift = 3 * secondsADay

// rezoneWindows lets the windows of feeds hold what they held before times of
// publication followed a change of the zone: an entry that the window never held
// stays below its bound. An entry that is older than that one now is then left out,
// because what is old and comes up as new is worse than what leaves a window early.
func (w *feedWriter) rezoneWindows() {
	if w.rezoned == nil {
		return
	}
	for _, f := range w.open {
		bound := f.state.oldest
		if bound == 0 {
			continue
		}
		least, most := bound, int64(math.MinInt64)
		for e := range (Span{f, f, bound - mostShift, bound + mostShift}).entries() {
			was, moved := w.rezoned[e.ID()]
			if !moved {
				was = e.published
			}
			if was >= bound {
				least = min(least, e.published)
			} else if f.accepts(e) {
				most = max(most, e.published)
			}
		}
		f.state.oldest = max(least, most+1)
	}
}
