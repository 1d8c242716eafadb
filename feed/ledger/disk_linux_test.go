package ledger

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

const diskEnv = "DATELINE_LEDGER_DISK"

// disk returns a ledger on a small file system of its own, in a process of its
// own. In that process it reports true.
func disk(t *testing.T) (l *testLedger, inside bool) {
	l = newLedger(t)
	if os.Getenv(diskEnv) != "" {
		must(t, syscall.Mount("", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, ""))
		must(t, syscall.Mount("tmpfs", filepath.Dir(l.path), "tmpfs", 0, "size=1m"))
		t.Cleanup(func() { must(t, syscall.Unmount(filepath.Dir(l.path), 0)) })
		return l, true
	}
	child := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	child.Env = append(os.Environ(), diskEnv+"=1")
	child.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS}
	if os.Getuid() != 0 {
		child.SysProcAttr.Cloneflags |= syscall.CLONE_NEWUSER
		child.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}}
		child.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}}
	}
	out, err := child.CombinedOutput()
	if child.Process == nil || strings.Contains(string(out), "operation not permitted") {
		t.Skipf("this system lets the test mount nothing: %v", err)
	}
	if err != nil || !strings.Contains(string(out), "--- PASS: "+t.Name()) {
		t.Errorf("%v\n%s", err, out)
	}
	return nil, false
}

func (t *testLedger) remount(flags uintptr, size string) {
	t.Helper()
	must(t, syscall.Mount("", filepath.Dir(t.path), "tmpfs", syscall.MS_REMOUNT|flags, "size="+size))
}

func TestFullDisk(t *testing.T) {
	l, inside := disk(t)
	if !inside {
		return
	}
	ledger, _ := l.open()
	want := sample(t, 3)
	must(t, ledger.Save(want))
	var failed error
	for n := 0; failed == nil && n < 100; n++ {
		more := change(n)
		more.Topics[0].Name = strings.Repeat("x", 40_000)
		want = merge(want, more)
		failed = ledger.Save(more)
	}
	l.wants(failed, `ledger "PATH": cannot be written: database or disk is full (13); changes are kept in memory, and are lost if Dateline stops before they are saved; free space on the disk; the changes are saved then`)
	if !errors.Is(failed, ErrUnwritable) {
		t.Error("it is not ErrUnwritable")
	}
	for n := 100; n < 110; n++ { // later changes wait behind, the newest counts
		more := change(n)
		more.Parser = fmt.Sprint("parser ", n)
		want = merge(want, more)
		if ledger.Save(more) == nil {
			t.Error("saved on a full disk")
		}
	}
	l.remount(0, "8m")
	must(t, ledger.Retry())
	must(t, ledger.Close())
	l.holds(State(want))
}

func TestReadOnlyDisk(t *testing.T) {
	l, inside := disk(t)
	if !inside {
		return
	}
	want := sample(t, 3)
	l.fill(want)
	l.remount(syscall.MS_RDONLY, "1m")
	ledger, s, err := Open(l.options())
	l.wants(err, `ledger "PATH": cannot be written: read-only file system; changes are kept in memory, and are lost if Dateline stops before they are saved; give dateline permission to write the file and its directory; the changes are saved then`)
	if !errors.Is(err, ErrUnwritable) {
		t.Fatal("it is not ErrUnwritable")
	}
	same(t, State(want), *s)
	if err := ledger.Retry(); !errors.Is(err, ErrUnwritable) || Problem(err).Error() != err.Error() {
		t.Errorf("without changes: %v", err)
	}
	for n := range 3 {
		want = merge(want, change(n))
		if err := ledger.Save(change(n)); !errors.Is(err, ErrUnwritable) {
			t.Errorf("saving: %v", err)
		}
	}
	if err := ledger.Retry(); !errors.Is(err, ErrUnwritable) {
		t.Errorf("trying again: %v", err)
	}
	l.remount(0, "1m")
	must(t, ledger.Retry())
	must(t, ledger.Close())
	l.holds(State(want))
}

// TestReadOnlyAfterCrash reads what is only in the log.
func TestReadOnlyAfterCrash(t *testing.T) {
	l, inside := disk(t)
	if !inside {
		return
	}
	crashed, states := crashed(t)
	for _, suffix := range companions {
		if data, err := os.ReadFile(crashed.path + suffix); err == nil {
			must(t, os.WriteFile(l.path+suffix, data, 0o644))
		}
	}
	l.remount(syscall.MS_RDONLY, "1m")
	ledger, s, err := Open(l.options())
	if !errors.Is(err, ErrUnwritable) {
		t.Fatal(err)
	}
	same(t, states[len(states)-1], *s)
	l.remount(0, "1m")
	must(t, ledger.Save(Changes{Parser: "parser 2"}))
	must(t, ledger.Close())
}

// TestReadOnlyFromTheStart has no ledger, nor where to put one.
func TestReadOnlyFromTheStart(t *testing.T) {
	l, inside := disk(t)
	if !inside {
		return
	}
	l.remount(syscall.MS_RDONLY, "1m")
	ledger, s, err := Open(l.options())
	if !errors.Is(err, ErrUnwritable) {
		t.Fatal(err)
	}
	same(t, State{}, *s)
	want := sample(t, 3)
	if err := ledger.Save(want); !errors.Is(err, ErrUnwritable) {
		t.Errorf("saving: %v", err)
	}
	if err := ledger.Close(); !errors.Is(err, ErrUnwritable) {
		t.Errorf("closing: %v", err)
	}
	if ledger, _, err = Open(l.options()); !errors.Is(err, ErrUnwritable) {
		t.Fatal(err)
	}
	if err := ledger.Save(want); !errors.Is(err, ErrUnwritable) {
		t.Errorf("saving: %v", err)
	}
	l.remount(0, "1m")
	must(t, ledger.Close()) // which tries once more
	l.holds(State(want))
}

// TestDamagedReadOnly serves what can be read, and mends it later.
func TestDamagedReadOnly(t *testing.T) {
	l, inside := disk(t)
	if !inside {
		return
	}
	want := sample(t, 3)
	l.fill(want)
	edit(t, l.path, "DELETE FROM items")
	l.remount(syscall.MS_RDONLY, "1m")
	ledger, s, err := Open(l.options())
	if !errors.Is(err, ErrUnwritable) {
		t.Fatal(err)
	}
	same(t, State(want), *s)
	if !strings.Contains(l.log.String(), "damaged") {
		t.Errorf("log: %s", l.log.String())
	}
	l.remount(0, "1m")
	want = merge(want, change(1))
	must(t, ledger.Save(change(1)))
	must(t, ledger.Close())
	l.holds(State(want))
	if l.rowsOnly() {
		t.Error("nothing is set aside")
	}
}

// TestForbidden has files that another user owns.
func TestForbidden(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root may read and write everything")
	}
	l := newLedger(t)
	want := sample(t, 3)
	l.fill(want)
	must(t, os.Chmod(l.path, 0o444))
	ledger, s, err := Open(l.options())
	if !errors.Is(err, ErrUnwritable) {
		t.Fatal(err)
	}
	same(t, State(want), *s)
	must(t, os.Chmod(l.path, 0))
	_, err = Read("sqlite:" + l.path)
	l.wants(err, `ledger "PATH": cannot be read: permission denied; nothing is served; give dateline permission to read the file, or name another one in ledger.url`)
	must(t, os.Chmod(l.path, 0o644))
	must(t, ledger.Save(Changes{Parser: "parser 2"}))
	must(t, ledger.Close())
}
