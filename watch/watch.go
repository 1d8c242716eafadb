// Package watch turns a directory tree into batches of settled changes.
//
// Events are hints; the truth is a look at the tree, compared with what was known before. Start-up, an event, an
// overflow of the event queue and the periodic rescan all mark directories, and one look at a time reads the marked
// directories again:
//
//	event, overflow ─> marks ─┐
//	rescan, poll ─────────────┴─ settle ─> look ─> diff ─> pending ─> Batch
//
// A file matters if it is a regular file with one of [Options.Extensions], or one that [Options.Also] names, or a
// symbolic link to such a file inside the tree. Passed over silently are names that begin with a dot, temporary files
// of editors (x~, #x#, *.tmp, *.swp; vim's 4913 has no extension), directories that systems and programs keep among
// people's files (lost+found, @eaDir, node_modules), whatever [Options.Ignore] matches, files with other extensions,
// and links to directories inside the tree. Everything else that cannot be read as a file is a [Fault]; so is a
// conflicting copy made by a synchroniser (post.sync-conflict-….md, "post (… conflicted copy …).md"), which is left
// out as long as its original exists.
//
// # Promises
//
//   - Nothing is lost. A directory is watched before it is read, at every depth, so that a file made in between is in
//     the listing or causes an event. A directory that moved is watched anew under its new name, because inotify(7)
//     watches inodes and would report the old name forever. When the event queue overflows, the whole tree is scanned.
//     Applying all batches leads to the state of the disk, at the latest after [Options.Rescan].
//   - A file in a batch is complete. On Linux, a read lease (fcntl(2), F_SETLEASE) is refused as long as anybody has
//     the file open for writing. Where there are no leases, and for files of other users, size and times must be the
//     same in two looks, [Options.Settle] apart. A reader that finds another stamp than [File.Stamp] came too late,
//     and the next batch names the file again.
//   - Every change is seen. Files are compared by size, inode, modification time and change time, in nanoseconds. A
//     file that changed within one tick of the clock that stamps it may change again without leaving another stamp.
//     The next look therefore reports it once more, so that the reader compares its content.
//   - A removal is final. It counts when it is still true after the tree was quiet for [Options.Settle] once more, or
//     when it has lasted for [Options.MaxDelay], because git and rsync unlink files that they are about to write.
//     Files created in the meantime wait with it, at most for MaxDelay, so that a renamed file leaves and arrives in
//     the same batch, and a batch is a complete change.
//   - What cannot be read is a Fault, never a removal. The same holds for a tree that is gone or suddenly has no files,
//     for a directory that had files on a file system which is no longer mounted, and for one about which the file
//     system has not answered for a minute: the look waits for the answer, and a batch reports that. Opening a file
//     never waits for the writer of a pipe.
//   - Where there are no events, directories are polled: beyond the limits of inotify, and on file systems that can
//     change on other machines or below an overlay (NFS, SMB, FUSE, 9p and more). The latter are watched as well, so
//     that what this machine writes there arrives at once. Polling takes at most a twentieth of the time.
//   - The root may be replaced, be a symbolic link that is swapped, or have something mounted over it. It is checked
//     every two seconds, and then watched anew.
//
// # Limits
//
//   - Without leases, as on NFS, half a file may be read if its writer pauses for longer than Settle.
//   - Some changes cause no event: writes through a memory mapping, or through a hard link in another directory;
//     mounts below the root; changes of a symbolic link's target in a hidden or ignored directory. The rescan finds
//     them, and an earlier look may.
//   - A file that changes all the time is looked at every MaxDelay, and not every version of it is seen.
//   - On macOS, the BSDs and Windows there are no leases. fsnotify watches the whole tree as far as the limits of the
//     system go. On Windows files have no identity, so that no file counts as moved.
package watch

import (
	"log/slog"
	"time"
)

// Options are which files of a tree to watch, and how long to wait for changes to settle.
type Options struct {
	Settle     time.Duration // how long the tree must be quiet before a look
	MaxDelay   time.Duration // a look waits at most this long after the first event
	Rescan     time.Duration // how often the whole tree is scanned; 0: never
	Poll       bool          // poll instead of using events
	Optional   bool          // the tree need not exist: as long as it never has, that is a fault, which is looked at as often as a poll
	Ignore     []string      // doublestar patterns of paths relative to the root; matching directories are not entered
	Extensions []string      // lower case, with the dot: only files with one of these matter
	// Also reports whether the entry name of the directory dir matters although its extension does not, even if it is
	// hidden. It is called from several goroutines. Nil means that no other file matters.
	Also func(dir, name string) bool
	Log  *slog.Logger // its lines do not name the tree; nil: nothing is logged
}

// A Batch holds the changes that one look found. Paths are relative to the root and separated by slashes; the root is ".".
type Batch struct {
	Full        bool     // the first batch: Changed holds every file of the tree
	Waiting     bool     // a batch before the first: the first look has not ended, and only Faults is set
	Changed     []File   // created, modified and moved files, sorted by path
	Removed     []string // sorted; empty in the first batch
	Faults      []Fault  // everything that is wrong with the tree now, not only what is new; sorted by path
	Directories int      // in the tree, the root among them
	// Others counts the regular files that were passed over because of their extension, by that extension: in lower case,
	// with the dot, at most 12 bytes; all others count under "". A change of Others alone does not cause a batch.
	Others map[string]int
	// Ignored counts the files and directories that a pattern of Options.Ignore names, without what is in such directories.
	// It does not cause a batch either.
	Ignored int
}

// A File is a file of the tree as a look found it.
type File struct {
	Path    string
	Was     string // its former path: empty for a created file, Path for a modified one; the former path of a moved file is in Removed too
	Partial bool   // it is still being written, and its Stamp is not known; only in the first batch, after MaxDelay
	Racy    bool   // it changed so recently that another change may leave the same Stamp
	Stamp   Stamp
	Noticed time.Time // when an event or a look noticed the change first; zero in the first batch, and if the stamp has not changed
}

// A Stamp shows whether a file may have changed since it was last read, even by another process.
type Stamp struct {
	Size  int64  // bytes
	Ctime int64  // change time, in nanoseconds since 1970; the modification time if the system has no change time
	Inode uint64 // 0 if the system has none
}

// A Fault is something in the tree that is left out or cannot be read.
type Fault struct {
	Path   string // as on the disk: it may contain a newline or invalid UTF-8, so print it quoted
	Err    error  // "what; effect; hint"; wraps the error of the system, if there is one
	Effect Effect
}

// An Effect is what a fault means for the files at its path and below.
type Effect uint8

const (
	LeftOut Effect = iota // they are not part of the tree
	Unread                // it is not known yet which files there are
	Kept                  // their last known state stays
)

// Scan looks at the tree once. It fails if root is not a readable directory, unless that is optional.
func Scan(root string, opt Options) (Batch, error) {
	l, err := newLook(root, opt)
	if err != nil {
		return Batch{}, err
	}
	d, err := l.tree(nil, nil)
	if err != nil {
		if !opt.Optional {
			return Batch{}, err
		}
		d = unreadable(nil, errMissing(err))
	}
	b := Batch{Full: true, Faults: d.allFaults(nil), Directories: d.total.dirs, Others: d.total.others, Ignored: d.total.ignored}
	b.Changed, b.Removed = newPending(0).count(between(nil, d), quiet(true), time.Now())
	return b, nil
}
