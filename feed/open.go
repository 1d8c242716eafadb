package feed

import (
	"cmp"
	"errors"
	"io"
	"io/fs"
	"os"
	"syscall"

	"github.com/maypok86/otter/v2"
	"golang.org/x/sync/singleflight"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/stamp"
)

var (
	// errLate says that a file is no longer as it was found.
	errLate = errors.New("changed since it was found")
	// errIrregular says that what stands at a path is no regular file.
	errIrregular = errors.New("no regular file")
)

// open opens a regular file below the directory. No path leads out of it,
// symbolic links included, and nobody is waited for, as open(2) would for who
// writes to a FIFO.
func (c *content) open(rel string) (*os.File, error) {
	f, err := c.root.Load().OpenFile(rel, os.O_RDONLY|syscall.O_NONBLOCK, 0)
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

// Open opens a file of the site, as long as its bytes are those of a hash (see
// article.Hash). No path leads out of its content directory. An error is of
// the file system, or says that the file is another one now, or cannot be read
// in time.
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

// Markdown gives the text of the file of an entry. Not ok is one that cannot be
// read now, or no longer says what the entry does.
func (p *Publisher) Markdown(e *archive.Entry) (text string, ok bool) {
	f, err := p.Open(e.File, e.Hash)
	if err != nil {
		return "", false
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, article.MaxSize))
	return string(data), err == nil
}

// sums are the hashes of files that were asked for, by path below the
// directory. So a file is read once more when somebody asks for it first, and
// otherwise only sent.
type sums struct {
	known  *otter.Cache[string, sum]
	taking singleflight.Group // by path
}

// sum is the hash of a version of a file.
type sum struct {
	stamp.Stamp
	hash [16]byte
}

// maxSums bounds the hashes that are kept, of some 200 bytes each.
const maxSums = 10_000

func newSums() *sums {
	return &sums{known: otter.Must(&otter.Options[string, sum]{
		MaximumSize: maxSums,
		Executor:    func(work func()) { work() },
	})}
}

// verified opens a file if its bytes are those of a hash.
func (c *content) verified(rel string, hash [16]byte) (*os.File, error) {
	f, err := c.open(rel)
	if err != nil {
		return nil, err
	}
	switch is, err := c.sumOf(rel, f); {
	case err != nil:
		f.Close()
		return nil, err
	case is != hash:
		f.Close()
		return nil, errLate
	}
	return f, nil
}

// sumOf gives the hash of an open file, which is read for it where this
// version of it is not known yet. Its offset stays at the beginning.
func (c *content) sumOf(rel string, f *os.File) ([16]byte, error) {
	now, err := stamp.OfOpen(f)
	if err != nil || now.Size > maxImage {
		return [16]byte{}, cmp.Or(err, errLate)
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
	return [16]byte{}, errLate // somebody writes it
}

// take reads a file for its hash, and keeps that unless the next change might
// leave the same stamp.
func (c *content) take(rel string, f *os.File, now stamp.Stamp) (s sum, err error) {
	s.Stamp = now
	if s.hash, err = article.HashOf(io.NewSectionReader(f, 0, now.Size)); err != nil {
		return s, err
	}
	after, err := stamp.OfOpen(f)
	if err != nil || after != now {
		return s, cmp.Or(err, errLate)
	}
	if c.age(now) > settled {
		c.sums.known.Set(rel, s)
	}
	return s, nil
}
