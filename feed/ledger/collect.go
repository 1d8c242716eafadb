package ledger

import (
	"runtime/debug"
	"sync"
)

// StartGrowth is the percentage for DelayGC while a ledger is read and the
// archive is built from it: nearly all of that memory stays in use, so marking it
// is wasted work. At 100,000 articles a start is a tenth shorter than with 100,
// the default, and its heap a tenth larger.
const StartGrowth = 400

// growth is the pace of garbage collection. It belongs to the whole process,
// and a generation of the daemon may start while another one reads many files.
var growth struct {
	sync.Mutex     // guards the fields below
	delays     int // calls of DelayGC whose restore has not been called
	now        int // the percentage that they set
	before     int // the percentage to restore after the last of them
}

// DelayGC lets the heap grow by a percentage between garbage collections, until
// restore is called. If delays overlap, the largest percentage counts until the
// last of them ends. It stops the world for a moment, so it is for long work.
func DelayGC(percent int) (restore func()) {
	growth.Lock()
	defer growth.Unlock()
	if growth.delays == 0 {
		growth.now = percent
		growth.before = debug.SetGCPercent(percent)
	} else if percent > growth.now {
		growth.now = percent
		debug.SetGCPercent(percent)
	}
	growth.delays++
	return sync.OnceFunc(restoreGC)
}

func restoreGC() {
	growth.Lock()
	defer growth.Unlock()
	if growth.delays--; growth.delays == 0 {
		debug.SetGCPercent(growth.before)
	}
}
