package watch

import (
	"path"
	"sync"
	"time"
)

// A mark is what to read again in a directory.
type mark uint8

const (
	list    mark = 1 << iota // its entries
	deep                     // everything below it
	through                  // something below it is marked
)

// maxMarks bounds the memory that a storm of events takes. Beyond it, looking at the whole tree costs no more than
// looking at each marked directory.
const maxMarks = 50_000

// marked holds the marks of directories by their relative path.
type marked map[string]mark

func (m marked) add(rel string, k mark) {
	m[rel] |= k
	for rel != top {
		rel = path.Dir(rel)
		if m[rel]&through != 0 {
			return
		}
		m[rel] |= through
	}
}

// marks collects which directories events, and earlier looks that need another one, ask to be read again.
type marks struct {
	wake chan struct{} // holds a token once there is a first mark

	mu          sync.Mutex // guards the fields down to last
	set         marked
	times       markTimes // of set
	first, last time.Time // when the marks of set were made

	taken markTimes // belongs to the set that was taken last; owned by the goroutine that takes
}

// markTimes holds when each directory was marked first.
type markTimes map[string]time.Time

// of returns when the entries of the directory rel were first marked, in the marks set that was taken with h. It returns
// now if they were not marked.
func (h markTimes) of(rel string, set marked, now time.Time) time.Time {
	first := h[rel]
	for rel != top {
		if rel = path.Dir(rel); set[rel]&deep != 0 {
			first = earliest(first, h[rel])
		}
	}
	if first.IsZero() {
		return now
	}
	return first
}

func newMarks() *marks {
	return &marks{wake: make(chan struct{}, 1), set: marked{}, times: markTimes{}}
}

func (m *marks) add(rel string, k mark, now time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.set) == 0 {
		m.first = now
		select {
		case m.wake <- struct{}{}:
		default:
		}
	}
	m.last = now
	if len(m.set) > maxMarks {
		clear(m.set)
		clear(m.times)
		rel, k = top, deep
	}
	m.set.add(rel, k)
	if _, ok := m.times[rel]; !ok {
		m.times[rel] = now
	}
}

// any reports whether there are marks.
func (m *marks) any() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.set) > 0
}

// due returns when to take the marks: once the tree has been quiet for settle, but at most delay after the first mark.
// It returns the zero time if there are none.
func (m *marks) due(settle, delay time.Duration) time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.set) == 0 {
		return time.Time{}
	}
	return earliest(m.last.Add(settle), m.first.Add(delay))
}

// take returns the marks and clears them. settled reports whether there were any and the last one is at least settle
// old.
func (m *marks) take(now time.Time, settle time.Duration) (set marked, settled bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	set, m.set = m.set, marked{}
	m.taken, m.times = m.times, markTimes{}
	return set, len(set) > 0 && now.Sub(m.last) >= settle
}

// earliest returns the earliest of some times. A zero time does not count.
func earliest(times ...time.Time) time.Time {
	var first time.Time
	for _, t := range times {
		if first.IsZero() || !t.IsZero() && t.Before(first) {
			first = t
		}
	}
	return first
}
