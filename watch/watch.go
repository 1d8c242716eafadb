// Package watch turns a directory tree into batches of settled changes.
//
// Events are hints; the truth is a look at the tree, compared with what was known before. Start-up, an event, a
// queue overflow and the periodic rescan all mark directories, and one goroutine looks again at what is marked:
//
//	event, overflow ─> marks ─┐
//	rescan, poll ─────────────┴─ settle ─> look ─> diff ─> Batch
//
// What matters is a regular file with one of [Options.Extensions], or a symbolic link to one inside the tree.
// Passed over in silence: names that begin with a dot, editors' temporary files (x~, #x#, *.tmp, *.swp; vim's
// 4913 has no extension), what [Options.Ignore] matches, files with other extensions, links to directories inside
// the tree. Whatever else is in the way is a [Fault].
//
// Rules that keep a batch true:
//
//   - The watch stands before the directory is read, at every depth: a file made in between is in the listing or
//     in an event.
//   - A directory that moved is watched anew under its new name; inotify(7) watches inodes, and the old name would
//     be reported for ever.
//   - A file is compared by size, inode, and modification and change time in nanoseconds. One that changed within
//     a clock tick of the look may change again without a trace; it counts as changed at the next look as well.
//   - A removal counts when the tree was quiet for [Options.Settle] after it, or when it lasted [Options.MaxDelay]:
//     git and rsync unlink what they are about to write.
//   - What cannot be read is a Fault, never a removal. So is a tree that is gone, or suddenly without a file.
package watch

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Options say what to watch in a tree, and how patiently.
type Options struct {
	Settle     time.Duration // how long the tree must be quiet before it is looked at
	MaxDelay   time.Duration // a look waits at most this long from the first event
	Rescan     time.Duration // the whole tree is looked at this often; 0: never
	Ignore     []string      // doublestar patterns of paths relative to the root; a directory that matches is not entered
	Extensions []string      // lower case, with the dot: only files with one of these matter
	Log        *slog.Logger  // nil: silence
}

// A Batch is what one look found changed. Paths are relative to the root and separated by slashes; the root is ".".
type Batch struct {
	Full        bool     // the first batch: Changed is every file of the tree
	Changed     []File   // created or modified files, sorted by path
	Removed     []string // sorted; empty in the first batch
	Faults      []Fault  // everything wrong with the tree now, not only what is new; sorted by path
	Directories int      // in the tree, the root among them
}

// A File is a file of the tree as a look found it.
type File struct {
	Path  string
	Stamp Stamp
}

// A Stamp tells whether a file may hold something else than when it was last read, in another process as well. The
// zero Stamp is unknown: the file changed so lately that the next change may leave the same stamp.
type Stamp struct {
	Size  int64  // bytes
	Mtime int64  // nanoseconds since 1970
	Inode uint64 // 0 where the system has none
}

// A Fault is something in the tree that is left out or cannot be read.
type Fault struct {
	Path string // raw: it may hold a newline or bad UTF-8, so print it quoted
	Err  error  // says the effect and the mend; wraps the system's error where there is one
}

// Scan looks at the tree once. It fails where root is no readable directory.
func Scan(root string, opt Options) (Batch, error) {
	l, err := newLook(root, opt)
	if err != nil {
		return Batch{}, err
	}
	d, err := l.tree(nil)
	if err != nil {
		return Batch{}, err
	}
	b := Batch{Full: true, Faults: d.allFaults(nil), Directories: d.total.dirs}
	diff(nil, d, top, &b)
	b.sort()
	return b, nil
}

// sort puts the changed files in order: diff groups them by directory.
func (b *Batch) sort() {
	slices.SortFunc(b.Changed, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
}

func newLook(root string, opt Options) (look, error) {
	rules, err := newRules(opt)
	if err != nil {
		return look{}, err
	}
	abs, err := filepath.Abs(root)
	if err != nil {
		return look{}, fmt.Errorf("finding the tree %q: %w", root, err)
	}
	return look{root: abs, rules: rules, settle: opt.Settle, young: map[string]bool{}}, readable(abs)
}

func readable(root string) error {
	f, err := os.Open(root)
	if err == nil {
		defer f.Close()
		_, err = f.ReadDir(1)
	}
	if err != nil && err != io.EOF {
		return fmt.Errorf("reading the tree: %w", err)
	}
	return nil
}
