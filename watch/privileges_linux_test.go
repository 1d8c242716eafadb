package watch

import (
	"os"
	"runtime"
	"testing"

	"golang.org/x/sys/unix"
)

// abdicate lets the superuser access the file system only as the user nobody. That is a property of the thread, which
// is locked to this goroutine and ends with it.
func abdicate(t *testing.T) {
	t.Helper()
	runtime.LockOSThread()
	if _, err := unix.SetfsuidRetUid(nobody); err != nil {
		t.Skip("root cannot give up reading everything here: ", err)
	}
	t.Cleanup(func() { _ = unix.Setfsuid(0) })
}

// leaseless prevents the test's thread from getting a lease on the file name: afterwards the file belongs to another
// user, or cannot be opened.
func leaseless(t *testing.T, name string) {
	t.Helper()
	if os.Geteuid() != 0 {
		must(t, os.Chmod(name, 0))
		return
	}
	must(t, os.Chown(name, nobody, nobody))
	runtime.LockOSThread() // so that the thread ends with the test
	h := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var caps [2]unix.CapUserData
	must(t, unix.Capget(&h, &caps[0]))
	caps[0].Effective &^= 1 << unix.CAP_LEASE
	must(t, unix.Capset(&h, &caps[0]))
}
