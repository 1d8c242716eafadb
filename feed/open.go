package feed

import (
	"cmp"
	"errors"
	"io"
	"io/fs"
	"os"
	"sync/atomic"
	"syscall"

	"github.com/maypok86/otter/v2"
	"golang.org/x/sync/singleflight"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/ledger"
)

var (
	// errLate means that a file has changed since it was found.
	errLate = errors.New("changed since it was found")
	// errIrregular means that a path is not that of a regular file.
	errIrregular = errors.New("not a regular file")
)

// open opens a regular file below the directory. No path leads out of it, not
// even through symbolic links. With O_NONBLOCK it does not wait for the writer
// of a FIFO.
func (c *content) open(rel string) (*os.File, error) {
	root := c.root.Load()
	if root == nil {
		return nil, fs.ErrNotExist
	}
	return regular(root.OpenFile(rel, os.O_RDONLY|syscall.O_NONBLOCK|largeFile, 0))
}

// regular returns f if it is a regular file; otherwise it closes it.
func regular(f *os.File, err error) (*os.File, error) {
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	switch {
	case err != nil:
	case info.IsDir():
		err = syscall.EISDIR
	case !info.Mode().IsRegular():
		err = errIrregular
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// Open opens a file of the site if hash is that of its bytes (see article.Hash).
// No path leads out of its content directory. The error is that of the file
// system, or means that the file has changed or could not be read in time.
func (p *Publisher) Open(file string, hash [16]byte) (*os.File, error) {
	c, rel := p.locate(file)
	if c == nil {
		return nil, fs.ErrNotExist
	}
	f, err := within(&c.disk, requestWait, func() (*os.File, error) { return c.verified(rel, hash) })
	if errors.Is(err, errLate) {
		p.suspect(suspicion{c, rel})
	}
	return f, err
}

// OpenAsset opens a file of the site if it has the given length. hash is that
// of its bytes (see article.Hash), or zero if it is still being computed: for a
// large file that takes longer than a client waits.
func (p *Publisher) OpenAsset(file string, length int64) (f *os.File, hash [16]byte, err error) {
	c, rel := p.locate(file)
	if c == nil {
		return nil, hash, fs.ErrNotExist
	}
	type opened struct {
		*os.File
		hash [16]byte
	}
	o, err := within(&c.disk, requestWait, func() (opened, error) {
		f, hash, err := c.sized(rel, length)
		return opened{f, hash}, err
	})
	if errors.Is(err, errLate) {
		p.suspect(suspicion{c, rel})
	}
	return o.File, o.hash, err
}

// Markdown returns the text of the file of an entry. ok is false if the file
// cannot be read now, or has changed since it was published.
func (p *Publisher) Markdown(e *archive.Entry) (text string, ok bool) {
	f, err := p.Open(e.File, e.Hash)
	if err != nil {
		return "", false
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, article.MaxSize))
	return string(data), err == nil
}

// sums caches the hashes of requested files by path below the directory: a file
// is read for its hash at the first request, and only sent at later ones.
type sums struct {
	known  *otter.Cache[string, sum]
	taking singleflight.Group // by path
	large  chan struct{}      // full while a large file is being read for its hash: one at a time
}

// sum is the hash of one version of a file.
type sum struct {
	ledger.Stamp
	hash [16]byte
}

// maxSums bounds the cached hashes, which take about 200 bytes each.
const maxSums = 10_000

func newSums() *sums {
	return &sums{large: make(chan struct{}, 1), known: otter.Must(&otter.Options[string, sum]{
		MaximumSize: maxSums,
		Executor:    func(work func()) { work() },
	})}
}

// verified opens a file if hash is that of its bytes.
func (c *content) verified(rel string, hash [16]byte) (*os.File, error) {
	return c.openIf(rel, func(f *os.File, now ledger.Stamp) error {
		present, err := c.sumOf(rel, f, now)
		if err == nil && present != hash {
			err = errLate
		}
		return err
	})
}

// sized opens a file if it has the given length, and returns its hash if that
// is known or quick to compute.
func (c *content) sized(rel string, length int64) (f *os.File, hash [16]byte, err error) {
	f, err = c.openIf(rel, func(f *os.File, now ledger.Stamp) (err error) {
		switch s, ok := c.sums.known.GetIfPresent(rel); {
		case now.Size != length:
			err = errLate
		case ok && s.Stamp == now:
			hash = s.hash
		case now.Size <= maxImage:
			hash, err = c.sumOf(rel, f, now)
		default:
			c.takeLarge(rel, now)
		}
		return err
	})
	return f, hash, err
}

// openIf opens a file if check has no objection to its present version.
func (c *content) openIf(rel string, check func(*os.File, ledger.Stamp) error) (*os.File, error) {
	f, err := c.open(rel)
	if err != nil {
		return nil, err
	}
	now, err := ledger.StampOfOpen(f)
	if err == nil {
		err = check(f, now)
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// takeLarge computes the hash of a large file in the background, unless that of
// another one is being computed, or the file may still change without changing
// its stamp: then the next request for it tries again.
func (c *content) takeLarge(rel string, now ledger.Stamp) {
	if c.age(now) <= settled {
		return
	}
	select {
	case c.sums.large <- struct{}{}:
	default:
		return
	}
	go func() {
		defer func() { <-c.sums.large }()
		if f, err := c.open(rel); err == nil {
			defer f.Close()
			_, _ = c.take(rel, f, now) // the next request tries again
		}
	}()
}

// sumOf returns the hash of an open file, which it reads unless the hash of
// this version is known. The offset of the file stays at its beginning.
func (c *content) sumOf(rel string, f *os.File, now ledger.Stamp) ([16]byte, error) {
	if now.Size > maxImage {
		return [16]byte{}, errLate
	}
	if s, ok := c.sums.known.GetIfPresent(rel); ok && s.Stamp == now {
		return s.hash, nil
	}
	took, err, _ := c.sums.taking.Do(rel, func() (any, error) { return c.take(rel, f, now) })
	if err != nil {
		return [16]byte{}, err
	}
	if s := took.(sum); s.Stamp == now {
		return s.hash, nil
	}
	return [16]byte{}, errLate // it is being written
}

// take computes the hash of a file. It is cached only if the file is so old
// that another change cannot leave the same stamp.
func (c *content) take(rel string, f *os.File, now ledger.Stamp) (s sum, err error) {
	s.Stamp = now
	if s.hash, err = article.HashOf(&whileOpen{io.NewSectionReader(f, 0, now.Size), &c.closed}); err != nil {
		return s, err
	}
	after, err := ledger.StampOfOpen(f)
	if err != nil || after != now {
		return s, cmp.Or(err, errLate)
	}
	if c.age(now) > settled {
		c.sums.known.Set(rel, s)
	}
	return s, nil
}

// whileOpen is a reader that fails once its content directory is closed, so
// that closing does not wait for large files.
type whileOpen struct {
	io.Reader
	closed *atomic.Bool
}

func (r *whileOpen) Read(p []byte) (int, error) {
	if r.closed.Load() {
		return 0, fs.ErrClosed
	}
	return r.Reader.Read(p)
}
