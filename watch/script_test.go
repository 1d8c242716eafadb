//go:build linux

package watch

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fsnotify/fsnotify"
	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"golang.org/x/sys/unix"
)

// TestScript plays every archive of testdata twice: with a fake clock that stops between the steps and the events that
// inotify(7) would send, and in real time with inotify itself.
//
// The files below tree/ exist when the watch begins. The file script has one step per line:
//
//	write PATH TEXT          truncates, or makes the file and its directories
//	append PATH TEXT         makes the file too
//	open PATH TEXT           writes and stays open, until
//	close PATH
//	rename OLD NEW
//	remove PATH              and all below it
//	mkdir PATH
//	link TARGET PATH         symbolic
//	hardlink OLD NEW
//	chmod PATH MODE
//	overflow                 of the queue of events
//	lost STEP                a step whose events the overflow loses
//	repeat N INTERVAL STEP
//	wait DURATION
//	batch[@DURATION] ...     the next batch: +created ~modified old>new -removed !fault; without words, only a fault ended
//	none                     no batch came but those in the lines before
//	amid LINE                a batch or none that inotify may report differently during the steps around it
//	only fake REASON         not for inotify
//	poll INTERVAL            instead of an hour; must be the first line
//	deaf PATH                a directory that gets no watch; must be the first line or the second
//
// The duration of a batch counts from the first event after the previous batch or, if there is none, from that batch.
// No batch may come within a minute after the last line.
//
// With inotify the times of looks vary, so only the sum of the batches between two steps is compared: what is created,
// modified and removed, and which faults there are at the end. A move counts as a removal and a creation. A file may
// come once more than the lines say if its content is the same: see the package's promise on changes within a tick.
func TestScript(t *testing.T) {
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal("no scripts", err)
	}
	for _, name := range archives {
		a, err := txtar.ParseFile(name)
		must(t, err)
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			t.Run("fake", func(t *testing.T) {
				root := t.TempDir()
				synctest.Test(t, func(t *testing.T) { newStage(t, root, a).fake() })
			})
			t.Run("inotify", func(t *testing.T) { newStage(t, t.TempDir(), a).real() })
		})
	}
}

// A stage is a tree on which a script is played.
type stage struct {
	*testing.T
	root   string
	lines  []string
	kernel *kernel // nil: the real one
	held   map[string]*os.File
}

func newStage(t *testing.T, root string, a *txtar.Archive) *stage {
	s := &stage{T: t, root: root, held: map[string]*os.File{}}
	for _, f := range a.Files {
		rel, ok := strings.CutPrefix(f.Name, "tree/")
		switch {
		case ok:
			write(t, root, rel, string(f.Data))
		case f.Name == "script":
			s.lines = strings.Split(strings.TrimSpace(string(f.Data)), "\n")
		default:
			t.Fatalf("%s is neither the script nor in the tree", f.Name)
		}
	}
	if len(s.lines) == 0 {
		t.Fatal("no script")
	}
	t.Cleanup(func() {
		for _, f := range s.held {
			f.Close()
		}
	})
	return s
}

// fake plays the script in a synctest bubble.
func (s *stage) fake() {
	// The clock is an hour ahead of the one that stamps files, so that a look never falls into the tick of a change.
	time.Sleep(time.Until(clock(unix.CLOCK_REALTIME).Add(time.Hour)))
	s.kernel = &kernel{names: map[identity]string{}, events: make(chan fsnotify.Event), errors: make(chan error)}
	opt := quick
	opt.Settle, opt.MaxDelay = 300*time.Millisecond, 5*time.Second
	tree, err := newTree(s.root, opt)
	must(s.T, err)
	tree.events = &fsnotify.Watcher{Events: s.kernel.events, Errors: s.kernel.errors} // has no Close
	tree.look.watches.notify = s.kernel
	tree.pollEvery = time.Hour // only events can cause a look
	for _, line := range s.lines[:min(2, len(s.lines))] {
		if every, ok := strings.CutPrefix(line, "poll "); ok {
			tree.pollEvery = s.duration(every)
		}
		if rel, ok := strings.CutPrefix(line, "deaf "); ok {
			s.kernel.deaf = s.path(rel)
		}
	}
	tree.start()
	defer func() {
		tree.stop()
		close(s.kernel.events)
		tree.running.Wait()
	}()
	c := &clerk{stage: s, came: make(chan delivery, 1000), files: map[string]bool{}}
	go func() {
		for b := range tree.Batches() {
			c.came <- delivery{b, time.Now()}
		}
	}()
	if b := c.next(); !b.Full {
		s.Fatalf("first batch %+v", b)
	}
	for i, line := range s.lines {
		ticked()
		c.play(fmt.Sprintf("line %d, %s", i+1, line), line)
	}
	c.play("at the end", "wait 1m")
	c.play("at the end", "none")
	b, err := Scan(s.root, opt)
	must(s.T, err)
	if diff := cmp.Diff(paths(b), slices.Sorted(maps.Keys(c.files))); diff != "" {
		s.Errorf("the tree against what the batches say is in it:\n%s", diff)
	}
}

// A delivery is a batch and the time when it came.
type delivery struct {
	Batch
	at time.Time
}

// A clerk compares batches, as they come, with the lines of a script.
type clerk struct {
	*stage
	came  chan delivery
	first time.Time // of the first event since the last batch; zero: none
	last  time.Time // of the last batch
	files map[string]bool
}

func (c *clerk) play(at, line string) {
	c.Helper()
	op, rest, _ := strings.Cut(strings.TrimPrefix(line, "amid "), " ")
	op, after, timed := strings.Cut(op, "@")
	switch op {
	case "only", "poll", "deaf":
	case "wait":
		time.Sleep(c.duration(rest))
		synctest.Wait()
	case "none":
		synctest.Wait()
		for len(c.came) > 0 {
			c.Errorf("%s: a batch came: %s", at, c.next())
		}
	case "batch":
		from := c.last
		if !c.first.IsZero() {
			from = c.first
		}
		b := c.next()
		if b.String() != rest {
			c.Errorf("%s: got %s", at, b)
		}
		if took := b.at.Sub(from); timed && took != c.duration(after) {
			c.Errorf("%s: came after %v", at, took)
		}
	case "repeat":
		n, interval, step := c.repeated(rest)
		for range n {
			c.play(at, step)
			c.play(at, "wait "+interval)
		}
	default:
		c.do(line)
		if c.kernel.send() && c.first.IsZero() {
			c.first = time.Now()
		}
		synctest.Wait()
	}
}

// next receives the next batch, and waits up to two minutes for it.
func (c *clerk) next() delivery {
	c.Helper()
	select {
	case b := <-c.came:
		c.first, c.last = time.Time{}, b.at
		for _, f := range b.Changed {
			c.files[f.Path] = true
		}
		for _, p := range b.Removed {
			delete(c.files, p)
		}
		synctest.Wait()
		return b
	case <-time.After(2 * time.Minute):
		c.Fatal("no batch comes")
		return delivery{}
	}
}

// String returns a batch as a line of a script.
func (b delivery) String() string {
	var words []string
	moved := map[string]bool{}
	for _, f := range b.Changed {
		switch f.Was {
		case "":
			words = append(words, "+"+f.Path)
		case f.Path:
			words = append(words, "~"+f.Path)
		default:
			words = append(words, f.Was+">"+f.Path)
			moved[f.Was] = true
		}
	}
	for _, p := range b.Removed {
		if !moved[p] {
			words = append(words, "-"+p)
		}
	}
	for _, f := range b.Faults {
		words = append(words, "!"+f.Path)
	}
	return strings.Join(words, " ")
}

// real plays the script with inotify.
func (s *stage) real() {
	p := &part{view: open(s.T, s.root, quick), faults: map[string]bool{}}
	p.begin()
	for i, line := range s.lines {
		line, amid := strings.CutPrefix(line, "amid ")
		op, rest, _ := strings.Cut(line, " ")
		op, _, _ = strings.Cut(op, "@")
		switch op {
		case "only":
			return // the rest of the line is the reason
		case "wait", "poll", "deaf":
		case "none":
			p.told = p.told || !amid
		case "batch":
			p.tell(rest)
			p.told = p.told || !amid
		default:
			p.end(i)
			s.act(p.tree, line)
		}
	}
	p.end(len(s.lines))
	b, err := Scan(s.root, quick)
	must(s.T, err)
	if diff := cmp.Diff(paths(b), slices.Sorted(maps.Keys(p.files))); diff != "" {
		s.Errorf("the tree against what the batches say is in it:\n%s", diff)
	}
}

// act performs a step of a script that inotify reports.
func (s *stage) act(tree *Tree, line string) {
	s.Helper()
	op, rest, _ := strings.Cut(line, " ")
	switch op {
	case "overflow":
		tree.events.Errors <- fsnotify.ErrEventOverflow
	case "repeat":
		n, _, step := s.repeated(rest)
		for range n {
			s.act(tree, step)
		}
	default:
		s.do(line)
	}
}

// A part of a script is a sequence of steps, and the sum of the batches that they cause.
type part struct {
	*view
	before map[string]string // files, with their content
	after  map[string]bool   // files that exist according to the lines
	hit    map[string]bool   // those that changed
	faults map[string]bool
	told   bool // the part has lines for batches
}

func (p *part) begin() {
	p.told, p.before, p.after, p.hit = false, maps.Clone(p.files), map[string]bool{}, map[string]bool{}
	for name := range p.before {
		p.after[name] = true
	}
	clear(p.changed)
}

// tell adds a line for a batch to the part.
func (p *part) tell(words string) {
	clear(p.faults)
	for _, w := range strings.Fields(words) {
		old, name, moved := strings.Cut(w, ">")
		switch {
		case moved:
			delete(p.after, old)
			p.after[name], p.hit[name] = true, true
		case w[0] == '-':
			delete(p.after, w[1:])
		case w[0] == '!':
			p.faults[w[1:]] = true
		default:
			p.after[w[1:]], p.hit[w[1:]] = true, true
		}
	}
}

// end takes in batches until their sum is that of the lines before line i, if there are any.
func (p *part) end(i int) {
	p.Helper()
	if !p.told {
		return
	}
	barrier := fmt.Sprintf("barrier-%d.md", i)
	p.after[barrier], p.hit[barrier] = true, true
	p.barrier(barrier)
	defer func() {
		if p.Failed() {
			p.Logf("before line %d: want changed %q of %q with faults %q, got changed %v", i+1, keys(p.hit), keys(p.after), keys(p.faults), p.changed)
		}
	}()
	p.until("what the lines say", func() bool {
		return slices.Equal(keys(p.after), keys(p.files)) && slices.Equal(keys(p.faults), keys(p.view.faults)) && p.changes()
	})
	p.begin()
}

// changes reports whether exactly those files changed that should have.
func (p *part) changes() bool {
	for name := range p.hit {
		if p.after[name] && p.changed[name] == 0 {
			return false
		}
	}
	for name, text := range p.files {
		if !p.hit[name] && p.changed[name] > 0 && p.before[name] != text {
			return false
		}
	}
	return true
}

func keys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// do performs a step of a script on the tree.
func (s *stage) do(line string) {
	s.Helper()
	op, rest, _ := strings.Cut(line, " ")
	a, b, _ := strings.Cut(rest, " ")
	switch op {
	case "write":
		s.mkdir(path.Dir(a))
		must(s.T, s.put(a, b, os.O_TRUNC).Close())
	case "append":
		must(s.T, s.put(a, b, os.O_APPEND).Close())
	case "open":
		s.held[a] = s.put(a, b, os.O_TRUNC)
	case "close":
		must(s.T, s.held[a].Close())
		delete(s.held, a)
	case "rename":
		s.rename(a, b)
	case "remove":
		s.remove(a)
	case "mkdir":
		s.mkdir(a)
	case "link":
		must(s.T, os.Symlink(a, s.path(b)))
		s.says(b, fsnotify.Create)
	case "hardlink":
		must(s.T, os.Link(s.path(a), s.path(b)))
		s.says(b, fsnotify.Create)
	case "chmod":
		mode, err := strconv.ParseUint(b, 8, 32)
		must(s.T, err)
		must(s.T, os.Chmod(s.path(a), os.FileMode(mode)))
		s.says(a, fsnotify.Chmod)
	case "overflow":
		s.kernel.overflow = true
	case "lost":
		s.do(rest)
		if s.kernel != nil {
			s.kernel.queue = nil
		}
	default:
		s.Fatalf("what is %q?", line)
	}
}

func (s *stage) put(rel, text string, flag int) *os.File {
	s.Helper()
	_, err := os.Lstat(s.path(rel))
	f, failed := os.OpenFile(s.path(rel), os.O_WRONLY|os.O_CREATE|flag, 0o644)
	must(s.T, failed)
	if err != nil {
		s.says(rel, fsnotify.Create)
	} else if flag == os.O_TRUNC {
		s.says(rel, fsnotify.Write)
	}
	_, err = f.WriteString(text)
	must(s.T, err)
	s.says(rel, fsnotify.Write)
	return f
}

func (s *stage) mkdir(rel string) {
	s.Helper()
	if _, err := os.Stat(s.path(rel)); err == nil {
		return
	}
	s.mkdir(path.Dir(rel))
	must(s.T, os.Mkdir(s.path(rel), 0o755))
	s.says(rel, fsnotify.Create)
}

func (s *stage) rename(old, new string) {
	s.Helper()
	must(s.T, unix.Rename(s.path(old), s.path(new))) // os.Rename replaces no directory
	s.says(old, fsnotify.Rename)
	s.says(new, fsnotify.Create)
	if s.kernel != nil {
		s.kernel.gone(s.path(new), fsnotify.Rename)
	}
}

func (s *stage) remove(rel string) {
	s.Helper()
	info, err := os.Lstat(s.path(rel))
	must(s.T, err)
	if info.IsDir() {
		below, err := os.ReadDir(s.path(rel))
		must(s.T, err)
		for _, e := range below {
			s.remove(join(rel, e.Name()))
		}
		if s.kernel != nil {
			s.kernel.gone(s.path(rel), 0)
		}
	}
	must(s.T, os.Remove(s.path(rel)))
	s.says(rel, fsnotify.Remove)
}

// says queues the event op for the file rel if its directory is watched.
func (s *stage) says(rel string, op fsnotify.Op) {
	if s.kernel != nil {
		s.kernel.child(s.path(rel), op)
	}
}

func (s *stage) path(rel string) string { return filepath.Join(s.root, rel) }

func (s *stage) duration(text string) time.Duration {
	s.Helper()
	d, err := time.ParseDuration(text)
	must(s.T, err)
	return d
}

func (s *stage) repeated(rest string) (n int, interval, step string) {
	s.Helper()
	count, rest, _ := strings.Cut(rest, " ")
	interval, step, _ = strings.Cut(rest, " ")
	n, err := strconv.Atoi(count)
	must(s.T, err)
	return n, interval, step
}

// A kernel sends the events that inotify and fsnotify would. It watches inodes, and reports each under the name by
// which it was first added.
type kernel struct {
	events   chan fsnotify.Event
	errors   chan error
	queue    []fsnotify.Event
	overflow bool
	deaf     string // a directory that gets no watch

	mu    sync.Mutex // guards names
	names map[identity]string
}

func (k *kernel) Add(dir string) error {
	if dir == k.deaf {
		return syscall.ENOSPC
	}
	id, err := identify(dir)
	if err != nil {
		return err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if _, known := k.names[id]; known {
		return nil
	}
	maps.DeleteFunc(k.names, func(_ identity, name string) bool { return name == dir })
	k.names[id] = dir
	return nil
}

func (k *kernel) Remove(dir string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	for id, name := range k.names {
		if name == dir {
			delete(k.names, id)
			return nil
		}
	}
	return fsnotify.ErrNonExistentWatch
}

// child queues the event op for p if the directory that contains p is watched.
func (k *kernel) child(p string, op fsnotify.Op) {
	k.mu.Lock()
	defer k.mu.Unlock()
	id, err := identify(filepath.Dir(p))
	if name, ok := k.names[id]; ok && err == nil {
		k.queue = append(k.queue, fsnotify.Event{Name: filepath.Join(name, filepath.Base(p)), Op: op})
	}
}

// gone ends the watch of p if it is a watched directory, and queues the event op for it. op is 0 if the event of the
// parent directory suffices.
func (k *kernel) gone(p string, op fsnotify.Op) {
	k.mu.Lock()
	defer k.mu.Unlock()
	id, err := identify(p)
	if name, ok := k.names[id]; ok && err == nil {
		delete(k.names, id)
		if op != 0 {
			k.queue = append(k.queue, fsnotify.Event{Name: name, Op: op})
		}
	}
}

// send sends the queued events, and reports whether there were any.
func (k *kernel) send() bool {
	queue, overflow := k.queue, k.overflow
	k.queue, k.overflow = nil, false
	for _, e := range queue {
		k.events <- e
	}
	if overflow {
		k.errors <- fsnotify.ErrEventOverflow
	}
	return overflow || len(queue) > 0
}

// ticked waits until the clock that stamps files ticks, so that the next change leaves another stamp.
func ticked() {
	for start := clock(unix.CLOCK_REALTIME_COARSE); clock(unix.CLOCK_REALTIME_COARSE).Equal(start); {
	}
}

// clock reads the real time in a synctest bubble.
func clock(id int32) time.Time {
	var ts unix.Timespec
	if err := unix.ClockGettime(id, &ts); err != nil {
		panic(errors.Join(errors.New("reading the clock"), err))
	}
	return time.Unix(ts.Unix())
}
