package feed

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/ledger"
)

// reading is what was read from one changed file.
type reading struct {
	rel      string
	change   archive.Change
	problems []article.Problem
	late     bool // the file was removed or changed before it was read: the next batch will contain that
	hangs    bool // it could not be read in time
}

// read reads and parses files on all processors, and returns the results in the
// order of files. before is the snapshot that they will change. progress is
// called with the number of files that are done, by several goroutines.
func (c *content) read(files []File, before *archive.Snapshot, progress func(done, total int)) []reading {
	if len(files) > manyFiles {
		defer ledger.DelayGC(growth(len(files)))()
	}
	results := make([]reading, len(files))
	var next, done atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(files)) {
		workers.Go(func() {
			var buffer []byte
			for i := next.Add(1) - 1; i < int64(len(files)); i = next.Add(1) - 1 {
				results[i] = c.readFile(files[i], before, &buffer)
				progress(int(done.Add(1)), len(files))
			}
		})
	}
	workers.Wait()
	return results
}

// manyFiles is the size of a batch from which delaying garbage collection pays:
// changing its pace stops the world.
const manyFiles = 1000

// growth returns the percentage by which the heap may grow between garbage
// collections while n files are read: 100, the default, or more as long as that
// is below 128 MB. Parsing leaves 17 times more garbage than articles, and
// marking those again and again is a fifth of a cold start.
func growth(n int) int {
	const article, garbage = 2 << 10, 128 << 20 // bytes
	return min(max(100, 100*(garbage/article)/(n+1)), 800)
}

func (c *content) readFile(f File, before *archive.Snapshot, buffer *[]byte) reading {
	rel := f.Path
	r := reading{rel: rel, change: archive.Change{File: path.Join(c.Mount, rel)}}
	if f.Partial {
		r.problems = []article.Problem{{File: path.Join(c.Dir, rel), About: article.File, What: "it is being written", Effect: withoutFile(rel),
			Hint: "it is read when the writer closes it", Fatal: true}}
		r.glimpse(c, buffer)
		return r
	}
	read := c.readText
	if article.IsAsset(rel) {
		read = c.readAsset
	}
	switch err := read(&r, f, before, buffer); {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, errLate):
		r.late = !r.glimpse(c, buffer)
	case errors.Is(err, errHangs):
		r.hangs = true
		fallthrough
	case err != nil:
		r.problems = []article.Problem{c.unreadable(rel, err)}
	}
	return r
}

// readText reads a Markdown file.
func (c *content) readText(r *reading, f File, before *archive.Snapshot, buffer *[]byte) error {
	data, err := c.load(f, article.MaxSize, readWait, buffer)
	if err != nil {
		return err
	}
	parse := c.parser.Parse
	if known, ok := before.File(r.change.File); ok && known.Day != nil {
		parse = c.parser.ParseDay
	}
	parsed := parse(r.rel, data)
	r.change.Article, r.change.Day, r.change.Page, r.problems = parsed.Article, parsed.Day, parsed.Page, parsed.Problems
	return nil
}

// withoutFile returns the effect of a file that cannot be read.
func withoutFile(rel string) string {
	if article.IsAsset(rel) {
		return notServed
	}
	return article.NotPublished
}

// glimpse looks at a file that is being written, or has changed since it was
// found, and reports whether it hides its article. That counts at once, since
// the article would be public until the file is complete. Nothing else in it
// counts yet.
func (r *reading) glimpse(c *content, buffer *[]byte) bool {
	if article.IsAsset(r.rel) {
		return false
	}
	data, err := c.load(File{Path: r.rel}, article.MaxSize, readWait, buffer)
	if err != nil {
		return false
	}
	if seen := (archive.Change{File: r.change.File, Article: c.parser.Parse(r.rel, data).Article}); hides(seen) {
		r.change = seen
	}
	return hides(r.change)
}

// load reads a file into the buffer, up to one byte more than limit, which shows
// the caller that the file is too long.
func (c *content) load(found File, limit int64, wait time.Duration, buffer *[]byte) ([]byte, error) {
	room := *buffer
	*buffer = nil // a call that hangs still writes to it
	data, err := within(&c.disk, wait, func() ([]byte, error) {
		f, err := c.open(found.Path)
		if err != nil {
			return room[:0], err
		}
		defer f.Close()
		data, err := readUpTo(limit, f, room)
		if err != nil || found.Stamp == (ledger.Stamp{}) {
			return data, err
		}
		// A writer that began after the file was found may be halfway through.
		if now, err := ledger.StampOfOpen(f); err != nil || now != found.Stamp {
			return data, errors.Join(err, errLate)
		}
		return data, nil
	})
	*buffer = data[:cap(data)]
	return data, err
}

// readUpTo reads f, up to one byte more than limit, into room or a larger
// buffer.
func readUpTo(limit int64, f io.Reader, room []byte) ([]byte, error) {
	n := 0
	for {
		if n == len(room) {
			grown := make([]byte, max(2*len(room), 32<<10))
			copy(grown, room)
			room = grown
		}
		m, err := f.Read(room[n:min(int64(len(room)), limit+1)])
		n += m
		if err == io.EOF || int64(n) > limit {
			return room[:n], nil
		}
		if err != nil {
			return room[:n], err
		}
	}
}

func (c *content) unreadable(rel string, err error) article.Problem {
	err = cause(err)
	hint := "make it readable for the user that runs dateline"
	switch {
	case errors.Is(err, errHangs):
		hint = "check the disk or the server behind it; the file is read when it answers"
	case errors.Is(err, errIrregular):
		hint = "replace it with a regular file"
	}
	return article.Problem{File: path.Join(c.Dir, rel), About: article.File, What: "reading: " + err.Error(), Effect: withoutFile(rel), Hint: hint, Fatal: true}
}

// cause returns an error without the path, which the problem already has.
func cause(err error) error {
	if e, ok := errors.AsType[*os.PathError](err); ok {
		return e.Err
	}
	return err
}

func absolute(dir string) (string, error) {
	abs, err := filepath.Abs(dir)
	return filepath.ToSlash(abs), err
}

func size(n int) string { return fmt.Sprintf("%d MiB", n>>20) }
