package watch

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"
)

// A look derives the next state of the tree from the previous one: it reads the marked directories and shares the rest.
// It uses all processors, so that a large tree takes less time.
type look struct {
	// Immutable after newTree.
	root    string // an absolute path
	rules   rules
	settle  time.Duration
	recent  time.Duration // age from which the first look takes a file for complete
	watches *watches      // nil for a single scan
	free    chan struct{} // holds a token for each additional goroutine that is reading
	asked   asked

	// Set at the start of each look, and only read during it.
	marks marked
	first bool // there is no previous state

	mu     sync.Mutex        // guards the rest
	grown  bool              // it found new directories, which were not watched before, so it is unknown whether they were quiet
	young  map[string]bool   // directories with a file that may change without leaving another stamp
	kinds  map[uint64]string // what remoteKind returned, by device
	inside *os.Root          // resolves symbolic links; opened for the first one, nil before
}

func newLook(root string, opt Options) (*look, error) {
	rules, err := newRules(opt)
	if err != nil {
		return nil, err
	}
	abs, err := filepath.Abs(root)
	if err != nil {
		return nil, fmt.Errorf("finding the tree %q: %w", root, err)
	}
	l := &look{root: abs, rules: rules, settle: opt.Settle, recent: recent, free: make(chan struct{}, runtime.GOMAXPROCS(0)-1),
		asked: asked{since: map[string]time.Time{}}}
	if opt.Optional {
		return l, nil
	}
	return l, readable(abs)
}

func readable(root string) error {
	f, err := os.OpenFile(root, os.O_RDONLY|syscall.O_NONBLOCK, 0) // O_NONBLOCK: root may be a pipe, and open would wait for its writer
	if err == nil {
		defer f.Close()
		_, err = f.ReadDir(1)
	}
	if err != nil && err != io.EOF {
		return fmt.Errorf("reading the tree: %w", err)
	}
	return nil
}

// tree examines everything in the tree that is marked. An error concerns the root itself, and leaves prev the last
// known state.
func (l *look) tree(prev *dir, set marked) (*dir, error) {
	l.marks, l.first, l.grown, l.young, l.kinds = set, prev == nil, false, map[string]bool{}, map[uint64]string{}
	answered := l.asked.about(top)
	l.watches.around()
	id, err := identify(l.root)
	answered()
	if err != nil {
		return nil, err
	}
	defer l.close()
	return l.dir(top, id, prev, l.marks[top])
}

func (l *look) close() {
	if l.inside != nil {
		l.inside.Close()
		l.inside = nil
	}
}

// dir looks at the directory rel, whose identity is id, as far as k asks for it. If k asks for the directory to be read
// in any case, id may be unknown.
func (l *look) dir(rel string, id identity, prev *dir, k mark) (*dir, error) {
	switch {
	case prev == nil, k&deep != 0, prev.id != id, prev.err != nil && k&list != 0:
		return l.read(rel, prev, deep)
	case prev.linked, k&list != 0:
		return l.read(rel, prev, 0)
	case prev.err == nil && (k&through != 0 || prev.total.linked > 0):
		return l.descend(rel, prev), nil
	}
	return prev, nil
}

// descend looks only at the directories below rel.
func (l *look) descend(rel string, prev *dir) *dir {
	next := *prev
	next.dirs = make([]child, 0, len(prev.dirs))
	for _, c := range prev.dirs {
		below := join(rel, c.name)
		d, err := l.dir(below, c.dir.id, c.dir, l.marks[below])
		next.add(c.name, c.dir, d, err)
	}
	return l.done(prev, &next)
}

// read lists rel again. It adds the watch before it reads, so that an entry that appears in between is in the listing
// or causes an event.
func (l *look) read(rel string, prev *dir, k mark) (*dir, error) {
	answered := l.asked.about(rel)
	defer answered()
	f, id, err := openDir(l.path(rel), rel == top)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if prev == nil || prev.id != id {
		l.grow()
		k = deep
	}
	remote := l.remote(id.dev, rel)
	watched := l.watches.add(rel, id, remote)
	entries, err := f.ReadDir(-1)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	r := reading{look: l, rel: rel, from: f, mark: k, prev: prev, next: &dir{id: id, unwatched: !watched}, remote: remote != "", entries: entries}
	for _, e := range entries {
		r.entry(e.Name(), e.Type())
	}
	answered()
	r.children()
	if prev != nil {
		r.forget()
	}
	return l.done(prev, r.next), nil
}

// done returns next, or prev if they are equal, so that unchanged directories are shared.
func (l *look) done(prev, next *dir) *dir {
	if prev != nil && prev.equal(next) {
		return prev
	}
	next.count()
	return next
}

// each calls do with 0 to n-1, on other goroutines as long as processors are free.
func (l *look) each(n int, do func(i int)) {
	var others sync.WaitGroup
	for i := range n {
		select {
		case l.free <- struct{}{}:
			others.Go(func() {
				defer func() { <-l.free }()
				do(i)
			})
		default:
			do(i)
		}
	}
	others.Wait()
}

func (l *look) grow() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.grown = true
}

// again asks for the directory rel to be looked at once more.
func (l *look) again(rel string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.young[rel] = true
}

// remote returns the kind of the file system dev, on which the directory rel is, if it can change without this
// machine's kernel knowing: on another machine, in a user-space program, in the lower layers of an overlay. For other
// file systems it returns "".
func (l *look) remote(dev uint64, rel string) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	kind, known := l.kinds[dev]
	if !known {
		kind = remoteKind(l.path(rel))
		l.kinds[dev] = kind
	}
	return kind
}

func (l *look) path(rel string) string { return filepath.Join(l.root, filepath.FromSlash(rel)) }

// add puts the result of looking at a subdirectory into its parent: one that is gone is left out, one that cannot be
// read keeps its last known state.
func (d *dir) add(name string, prev, next *dir, err error) {
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		return
	case err != nil:
		reason := errUnreadable(err)
		if prev == nil || prev.unread {
			reason = errUnread(err)
		}
		next = unreadable(prev, reason)
	case prev.unmountedAs(next):
		next = unreadable(prev, errUnmounted)
	}
	d.dirs = append(d.dirs, child{name, next})
}

// unmountedAs reports whether next is the empty mount point that is left of prev after its file system was unmounted.
func (d *dir) unmountedAs(next *dir) bool {
	return d != nil && d.id.dev != next.id.dev && d.total.files > 0 && next.total.files == 0
}
