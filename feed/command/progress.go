package command

import (
	"fmt"
	"os"
	"sync/atomic"
	"time"

	"golang.org/x/term"
)

// progress returns a function that shows the progress of long work, or nil if
// standard error is not a terminal. It shows nothing during the first second, so
// that usual starts and changes stay quiet.
func progress() func(done, total int) {
	if !term.IsTerminal(int(os.Stderr.Fd())) {
		return nil
	}
	var due atomic.Int64 // Unix milliseconds; 0 while there is no work
	return func(done, total int) {
		now, next := time.Now().UnixMilli(), due.Load()
		switch {
		case done == total:
			if due.Swap(0) != 0 && total > 1 {
				fmt.Fprint(os.Stderr, "\r\x1b[K")
			}
		case next == 0:
			due.CompareAndSwap(0, now+1000)
		case now >= next && due.CompareAndSwap(next, now+100):
			fmt.Fprintf(os.Stderr, "\r\x1b[Kreading: %d of %d files", done, total)
		}
	}
}
