package watch

import (
	"errors"
	"io/fs"
	"log/slog"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"

	"github.com/fsnotify/fsnotify"
	"github.com/tidwall/btree"
)

// A notifier is the part of fsnotify.Watcher that adds and removes watches.
type notifier interface {
	Add(dir string) error
	Remove(dir string) error
}

// watches are the directories that events come from.
//
// fsnotify knows a watched inode by the first name under which it was added, and adding it under another name has no
// effect. So watches remembers the name of each inode, and removes that watch before it adds the inode under another.
type watches struct {
	// Immutable after Open.
	notify notifier // nil: there are no events, and everything is polled
	root   string
	log    *slog.Logger

	mu    sync.Mutex // guards the rest
	names map[identity]string
	ids   btree.Map[string, identity] // ordered by path, so that a directory is followed by those below it
	told  map[string]bool             // reasons for polling that were logged already
}

func newWatches(root string, log *slog.Logger) *watches {
	return &watches{root: root, names: map[identity]string{}, told: map[string]bool{}, log: log}
}

// add watches the directory rel, last seen as id, and reports whether events will report all its changes. They do not
// if it is on a file system of the kind remote, which other machines can change. It is called before every reading of
// the directory, because an inode number may be reused after its directory and watch are gone. On a nil watches it does
// nothing and returns true, so that nothing is polled.
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
		w.say(remote, "directories are polled, because this file system does not report changes made by other machines or in lower layers", "file system", remote)
	}
	return remote == ""
}

// around watches the directory that holds the root, if it can, so that events show when the root disappears and
// returns.
func (w *watches) around() {
	if w != nil && w.notify != nil {
		_ = w.notify.Add(filepath.Dir(w.root)) // if this fails, the poll finds out
	}
}

// drop removes the watches of the directory rel and of everything below it.
func (w *watches) drop(rel string) {
	if w == nil || w.notify == nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.forget(rel)
}

// forget is drop with the lock held.
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

// remove removes the watch of rel. An error means that the kernel has dropped it already.
//
// fsnotify 1.10.1 dereferences nil in Remove if directories were swapped between lstat and Add: its inotify backend
// (watches.updatePath) then deletes a watch but not its path, and removePath finds the path without a watch. Its tables
// are consistent again after that panic, and its lock is released, so remove ignores this one panic and no other.
func (w *watches) remove(rel string) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case runtime.Error:
			if !strings.Contains(p.Error(), "nil pointer dereference") {
				panic(p)
			}
		default:
			panic(p)
		}
	}()
	_ = w.notify.Remove(w.path(rel))
}

// refused reports whether a directory needs no polling although the system refused to watch it with err. It logs the
// first refusal for which it does.
func (w *watches) refused(err error) bool {
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fsnotify.ErrClosed) {
		return true // the directory is gone, which its parent reports, or the tree is being closed
	}
	if !errors.Is(err, fs.ErrPermission) {
		w.limit(err)
	}
	return false
}

// limit logs that the system grants no more watches.
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

// say logs a reason why directories are polled, once.
func (w *watches) say(reason, text string, args ...any) {
	if !w.told[reason] {
		w.told[reason] = true
		w.log.Warn(text, args...)
	}
}

func (w *watches) path(rel string) string { return filepath.Join(w.root, filepath.FromSlash(rel)) }
