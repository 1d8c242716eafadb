package watch

import (
	"errors"
	"io/fs"
	"log/slog"
	"path/filepath"
	"strings"
	"syscall"
)

// A notifier is the part of fsnotify.Watcher that says which directories to report on.
type notifier interface {
	Add(dir string) error
	Remove(dir string) error
}

// watches are the directories that events come from. Owned by the goroutine that looks.
//
// fsnotify knows a watched inode by the first name it was added under, and adding another name does nothing. So
// the name an inode was added under is kept, and given up before the inode is added under another.
type watches struct {
	notify notifier // nil: there are no events, everything is polled
	root   string
	names  map[identity]string
	ids    map[string]identity
	log    *slog.Logger
	told   bool // the log has it that directories are polled
}

func newWatches(root string, log *slog.Logger) *watches {
	return &watches{root: root, names: map[identity]string{}, ids: map[string]identity{}, log: log}
}

// add watches the directory rel, last seen as id, and reports whether events will tell of its changes. It is called
// before every reading of the directory: an inode number may come back after its directory and watch are gone.
// A nil watches watches nothing and asks for no polling.
func (w *watches) add(rel string, id identity) bool {
	if w == nil {
		return true
	}
	if w.notify == nil {
		return false
	}
	if old, ok := w.ids[rel]; ok && old != id {
		w.drop(rel)
	}
	if name, ok := w.names[id]; ok && name != rel {
		w.drop(name)
	}
	if err := w.notify.Add(w.path(rel)); err != nil {
		return w.refused(err)
	}
	if id != (identity{}) {
		w.ids[rel], w.names[id] = id, rel
	}
	return true
}

// around watches the directory that holds the root, as far as it can: it tells when the root goes and comes back.
func (w *watches) around() {
	if w != nil && w.notify != nil {
		_ = w.notify.Add(filepath.Dir(w.root)) // without it the poll finds out
	}
}

// drop forgets the directory rel and everything below it.
func (w *watches) drop(rel string) {
	if w == nil || w.notify == nil {
		return
	}
	for name, id := range w.ids {
		if !within(name, rel) {
			continue
		}
		w.remove(name)
		delete(w.ids, name)
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
	if errors.Is(err, fs.ErrNotExist) {
		return true // gone; the directory above tells
	}
	if !errors.Is(err, fs.ErrPermission) {
		w.poll(err)
	}
	return false
}

// poll says once why directories are polled.
func (w *watches) poll(err error) {
	if w.told {
		return
	}
	w.told = true
	mend := "see inotify(7)"
	switch {
	case errors.Is(err, syscall.ENOSPC):
		mend = "raise fs.inotify.max_user_watches"
	case errors.Is(err, syscall.EMFILE):
		mend = "raise fs.inotify.max_user_instances or the limit of open files"
	}
	w.log.Warn("directories without a watch are polled", "tree", w.root, "err", err, "mend", mend)
}

func (w *watches) path(rel string) string { return filepath.Join(w.root, filepath.FromSlash(rel)) }

// within reports whether rel is the directory above or below it.
func within(rel, above string) bool {
	rest, ok := strings.CutPrefix(rel, above)
	return above == top || ok && (rest == "" || rest[0] == '/')
}
