// Package watch turns a directory tree into batches of settled changes.
//
// Events are hints; the truth is a look at the tree, compared with what was known before. Start-up, an event, a
// queue overflow and the periodic rescan all mark directories, and one look at a time reads again what is marked:
//
//	event, overflow ─> marks ─┐
//	rescan, poll ─────────────┴─ settle ─> look ─> diff ─> pending ─> Batch
//
// What matters is a regular file with one of [Options.Extensions], or one that [Options.Also] names, or a symbolic link
// to one inside the tree.
// Passed over in silence: names that begin with a dot, editors' temporary files (x~, #x#, *.tmp, *.swp; vim's
// 4913 has no extension), directories that systems and programs keep among other people's files (lost+found, @eaDir,
// node_modules), what [Options.Ignore] matches, files with other extensions, links to directories inside the tree.
// A copy that a synchroniser made of a conflict (post.sync-conflict-….md, "post (… conflicted copy …).md") waits while
// its original stands beside it. That is a [Fault], and so is whatever else is in the way.
//
// # What is promised
//
//   - Nothing is lost. The watch stands before the directory is read, at every depth: a file made in between is in
//     the listing or in an event. A directory that moved is watched anew under its new name: inotify(7) watches
//     inodes, and the old name would be reported for ever. When the queue of events overflows, everything is looked
//     at. Whoever applies the batches ends with what is on the disk, at the latest after [Options.Rescan].
//   - A file is whole when a batch names it. On Linux a read lease (fcntl(2), F_SETLEASE) is refused while anybody
//     has the file open for writing; where there are no leases, and for files of other users, size and times must
//     be the same in two looks, [Options.Settle] apart. A reader that finds another stamp than
//     [File.Stamp] came too late: the next batch names the file again.
//   - A change is seen. A file is compared by size, inode, and modification and change time in nanoseconds. One that
//     changed within a tick of the clock that stamps it may change again without a trace; it counts as changed at
//     the next look as well, so that whoever reads it compares content.
//   - A removal is one. It counts when it is still true after the tree was quiet for [Options.Settle] once more, or
//     when it lasted [Options.MaxDelay]: git and rsync unlink what they are about to write. What was created meanwhile
//     waits with it, so that a renamed file leaves and arrives in one batch.
//   - What cannot be read is a Fault, never a removal. So is a tree that is gone or suddenly without a file, a directory
//     that had files on a file system which is no longer mounted there, and one about which the file system has not
//     answered for a minute: the look waits for it, and a batch says so. No open waits for the writer of a pipe.
//   - Where there are no events everything is polled: on file systems that other machines change (NFS, SMB, FUSE,
//     9p, overlay and more), and beyond the limits of inotify. A poll takes at most a twentieth of the time.
//   - The root may be replaced, be a symbolic link that is swapped, or have something mounted over it: it is
//     compared every two seconds, and watched anew.
//
// # What is not
//
//   - Without leases, as on NFS, a writer that pauses for longer than Settle gives away half a file.
//   - Writes through a memory mapping, or through a hard link in another directory, mounts below the root, and
//     changes of what a symbolic link leads to in a hidden or ignored directory cause no event: the rescan finds
//     them, and some of them an earlier look.
//   - A file that changes all the time is looked at every MaxDelay, and not each of its versions is seen.
//   - macOS, the BSDs and Windows: no leases, all of the tree is watched by fsnotify as far as the limits go, and on
//     Windows files have no identity, so that nothing counts as moved.
//
// # Readings of the design
//
//   - File systems that others change, overlays too, are watched as well as polled: what this machine writes
//     there comes at once.
//   - A settled change is whole: what is created while removals wait for quiet waits with them, at most
//     watch.max_delay.
package watch

import (
	"log/slog"
	"time"
)

// Options say what to watch in a tree, and how patiently.
type Options struct {
	Settle     time.Duration // how long the tree must be quiet before it is looked at
	MaxDelay   time.Duration // a look waits at most this long from the first event
	Rescan     time.Duration // the whole tree is looked at this often; 0: never
	Poll       bool          // do without events
	Ignore     []string      // doublestar patterns of paths relative to the root; a directory that matches is not entered
	Extensions []string      // lower case, with the dot: only files with one of these matter
	// Also says which other files matter, hidden ones too: the entry name of the directory dir. Nil: none. It is
	// called from several goroutines.
	Also func(dir, name string) bool
	Log  *slog.Logger // nil: silence
}

// A Batch is what one look found changed. Paths are relative to the root and separated by slashes; the root is ".".
type Batch struct {
	Full        bool     // the first batch: Changed is every file of the tree
	Waiting     bool     // even before that: the first look has not ended, only Faults counts
	Changed     []File   // created, modified and moved files, sorted by path
	Removed     []string // sorted; empty in the first batch
	Faults      []Fault  // everything wrong with the tree now, not only what is new; sorted by path
	Directories int      // in the tree, the root among them
	// Others counts the regular files that were passed over because of their extension, by that: lower case, with the
	// dot, at most 12 bytes; under "" all others. It alone is no reason for a batch.
	Others map[string]int
}

// A File is a file of the tree as a look found it.
type File struct {
	Path    string
	Was     string // its path before: empty for a created file, Path for a modified one; a former path is in Removed too
	Partial bool   // somebody is writing it, and its Stamp is not known: only in the first batch, after MaxDelay
	Racy    bool   // it changed so lately that the next change may leave the same Stamp
	Stamp   Stamp
	Noticed time.Time // when the first event or look told of the change; zero: in the first batch, and if it looks as before
}

// A Stamp tells whether a file may hold something else than when it was last read, in another process as well.
type Stamp struct {
	Size  int64  // bytes
	Ctime int64  // of the last change of anything about it, in nanoseconds since 1970; of its modification where the system has no such time
	Inode uint64 // 0 where the system has none
}

// A Fault is something in the tree that is left out or cannot be read.
type Fault struct {
	Path   string // raw: it may hold a newline or bad UTF-8, so print it quoted
	Err    error  // says the effect and the hint; wraps the system's error where there is one
	Effect Effect
}

// An Effect says what a fault does to the files at its path and below.
type Effect uint8

const (
	LeftOut Effect = iota // they are none of the tree
	Unread                // nobody has seen yet which there are
	Kept                  // what was known of them stays
)

// Scan looks at the tree once. It fails where root is no readable directory.
func Scan(root string, opt Options) (Batch, error) {
	l, err := newLook(root, opt)
	if err != nil {
		return Batch{}, err
	}
	d, err := l.tree(nil, nil)
	if err != nil {
		return Batch{}, err
	}
	b := Batch{Full: true, Faults: d.allFaults(nil), Directories: d.total.dirs, Others: d.total.others}
	b.Changed, b.Removed = newPending(0).count(between(nil, d), true, time.Now())
	return b, nil
}
