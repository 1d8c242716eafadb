package watch

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
)

// listen marks the directories that events hint at. It does nothing else, so that the kernel's queue (16,384 events)
// stays short however long a look or the receiver of a batch takes.
func (t *Tree) listen() {
	for {
		select {
		case e, ok := <-t.events.Events:
			if !ok {
				return
			}
			t.hint(e)
		case err, ok := <-t.events.Errors:
			if !ok {
				return
			}
			if errors.Is(err, fsnotify.ErrEventOverflow) {
				t.overflows.Add(1)
			} else {
				t.opt.Log.Warn("events were lost; scanning the whole tree", "err", err)
			}
			t.marks.add(top, deep, time.Now())
		}
	}
}

// hint marks what the event e may have changed. An entry whose name matters is never entered as a directory; any other
// entry may be a directory, and everything below it is new.
func (t *Tree) hint(e fsnotify.Event) {
	rel, inside := t.rel(e.Name)
	parent, name := path.Split(rel)
	parent = path.Clean(parent)
	now := time.Now()
	switch {
	case rel == top:
		t.marks.add(top, deep, now)
	case !inside, t.look.rules.skips(parent, name):
		if e.Has(fsnotify.Create) && isLink(e.Name) {
			t.marks.add(top, list, now) // the path to the root, or to files of the tree, may lead through this link
		}
	case t.look.rules.wants(parent, name):
		t.marks.add(parent, list, now)
	case e.Op != fsnotify.Write:
		t.marks.add(parent, list, now)
		t.marks.add(rel, deep, now)
	}
}

func isLink(name string) bool {
	info, err := os.Lstat(name)
	return err == nil && info.Mode()&fs.ModeSymlink != 0
}

// rel turns a name that fsnotify reports into a path relative to the root. It reports whether the name is in the tree.
func (t *Tree) rel(name string) (string, bool) {
	root := t.look.root
	if name == root {
		return top, true
	}
	rel, ok := strings.CutPrefix(name, strings.TrimSuffix(root, string(filepath.Separator))+string(filepath.Separator))
	return filepath.ToSlash(rel), ok
}
