//go:build !linux

package express

import "os"

// sending is empty: this package uses sendfile on Linux only, and copies files
// elsewhere.
type sending struct{}

func (e *exchange) sendFile(*os.File, int64, int) (n int, ok bool) { return 0, false }
