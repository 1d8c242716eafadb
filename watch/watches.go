package watch

import (
	"errors"
	"io/fs"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"syscall"

	"github.com/fsnotify/fsnotify"
	"github.com/tidwall/btree"
)

// A notifier is the part of fsnotify.Watcher that says which directories to report on.
type notifier interface {
	Add(dir string) error
	Remove(dir string) error
}

// watches are the directories that events come from.
//
// fsnotify knows a watched inode by the first name it was added under, and adding another name does nothing. So
// the name an inode was added under is kept, and given up before the inode is added under another.
type watches struct {
	notify notifier // nil: there are no events, everything is polled
	root   string
	log    *slog.Logger

	mu    sync.Mutex // guards the rest
	names map[identity]string
	ids   btree.Map[string, identity] // in the order of paths, so that a directory is followed by those below it
	told  map[string]bool             // reasons why directories are polled that the log has
}

func newWatches(root string, log *slog.Logger) *watches {
	return &watches{root: root, names: map[identity]string{}, told: map[string]bool{}, log: log}
}

// add watches the directory rel, last seen as id, and reports whether events will tell of all its changes: those of
// other machines, on the file system called remote, make none. It is called before every reading of the directory:
// an inode number may come back after its directory and watch are gone. A nil watches watches nothing and asks for
// no polling.
func (w *watches) add(rel string, id identity, remote string) bool {
	if w == nil {
		return true
	}
	if w.notify == nil {
		return false
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if old, ok := w.ids.Get(rel); ok && old != id {
		w.forget(rel)
	}
	if name, ok := w.names[id]; ok && name != rel {
		w.forget(name)
	}
	if err := w.notify.Add(w.path(rel)); err != nil {
		return w.refused(err)
	}
	if id != (identity{}) {
		w.ids.Set(rel, id)
		w.names[id] = rel
	}
	if remote != "" {
		w.say(remote, "directories are polled, because no event reports what other machines or lower layers change", "file system", remote)
	}
	return remote == ""
}

// around watches the directory that holds the root, as far as it can: it tells when the root goes and comes back.
func (w *watches) around() {
	if w != nil && w.notify != nil {
		_ = w.notify.Add(filepath.Dir(w.root)) // without it the poll finds out
	}
}

// drop gives up the watches of the directory rel and everything below it.
func (w *watches) drop(rel string) {
	if w == nil || w.notify == nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.forget(rel)
}

// forget is drop, with the lock held.
func (w *watches) forget(rel string) {
	below, from := []string{rel}, join(rel, "")
	if rel == top {
		below, from = nil, ""
	}
	w.ids.Ascend(from, func(name string, _ identity) bool {
		if strings.HasPrefix(name, from) {
			below = append(below, name)
		}
		return strings.HasPrefix(name, from)
	})
	for _, name := range below {
		id, ok := w.ids.Delete(name)
		if !ok {
			continue
		}
		w.remove(name)
		if w.names[id] == name {
			delete(w.names, id)
		}
	}
}

// remove gives up the watch of rel, if the kernel has not dropped it first.
func (w *watches) remove(rel string) {
	// Where directories were swapped between lstat and Add, so that Add met an inode known by another name, fsnotify
	// 1.10.1 dereferences nil here. Its lock is free again, and adding the name anew mends its tables.
	defer func() { _ = recover() }()
	_ = w.notify.Remove(w.path(rel))
}

// refused reports whether a watch that the system refused with err needs no polling, and logs the first that does.
func (w *watches) refused(err error) bool {
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fsnotify.ErrClosed) {
		return true // gone; the directory above tells, or nobody listens any more
	}
	if !errors.Is(err, fs.ErrPermission) {
		w.limit(err)
	}
	return false
}

// limit says that the system gives no more watches.
func (w *watches) limit(err error) {
	hint := "see inotify(7)"
	switch {
	case errors.Is(err, syscall.ENOSPC):
		hint = "raise fs.inotify.max_user_watches"
	case errors.Is(err, syscall.EMFILE):
		hint = "raise fs.inotify.max_user_instances, or the limit on open files"
	}
	w.say(hint, "directories that cannot be watched are polled", "err", err, "hint", hint)
}

// say logs once for a reason why directories are polled.
func (w *watches) say(reason, text string, args ...any) {
	if !w.told[reason] {
		w.told[reason] = true
		w.log.Warn(text, append([]any{"tree", w.root}, args...)...)
	}
}

func (w *watches) path(rel string) string { return filepath.Join(w.root, filepath.FromSlash(rel)) }
