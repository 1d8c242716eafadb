package ledger

import (
	"database/sql"
	"runtime"
	"sync"
)

// pack is a number of rows on their way from the goroutine that reads to
// those that decode. Its memory is used again.
type pack struct {
	rows    []row
	texts   []byte // of the rows
	decoded *decoded
}

// decoded is what became of the rows of a pack.
type decoded struct {
	files []File
	lost  []int64
}

// packRows is large enough to make handing over cheap, small enough to keep
// all processors busy with a small ledger.
const packRows = 256

func (p *pack) reset() *decoded {
	p.rows, p.texts = p.rows[:0], p.texts[:0]
	p.decoded = &decoded{files: make([]File, 0, packRows)}
	return p.decoded
}

// add takes a copy of a row.
func (p *pack) add(r *row) {
	p.rows = append(p.rows, *r)
	for i := range r.columns {
		p.texts = append(p.texts, r.texts[i]...)
	}
}

// decode makes files of the rows. Their texts moved when the pack grew, their
// lengths stand.
func (p *pack) decode(s *summer) {
	texts := p.texts
	for i := range p.rows {
		r := &p.rows[i]
		for k := range r.columns {
			n := len(r.texts[k])
			r.texts[k], texts = texts[:n:n], texts[n:]
		}
		if f, ok := fileOf(r, s); ok {
			p.decoded.files = append(p.decoded.files, f)
		} else {
			p.decoded.lost = append(p.decoded.lost, r.numbers[0])
		}
	}
}

// loadFiles reads what is known of files, one processor reading rows and the
// others decoding them. Rows that are wrong are lost.
func loadFiles(db *sql.DB) (files []File, lost []int64, wrong error) {
	workers := max(1, runtime.GOMAXPROCS(0)-1)
	full, empty := make(chan *pack, workers), make(chan *pack, 3*workers)
	for range cap(empty) {
		empty <- new(pack)
	}
	var decoding sync.WaitGroup
	for range workers {
		decoding.Go(func() {
			var s summer
			for p := range full {
				p.decode(&s)
				empty <- p
			}
		})
	}
	results, wrong := readFiles(db, full, empty)
	close(full)
	decoding.Wait()

	n := 0
	for _, d := range results {
		n += len(d.files)
	}
	files = make([]File, 0, n)
	for _, d := range results {
		files, lost = append(files, d.files...), append(lost, d.lost...)
	}
	return files, lost, wrong
}

// readFiles fills packs with all rows that can be read, as loadTable does.
func readFiles(db *sql.DB, full chan<- *pack, empty <-chan *pack) (results []*decoded, wrong error) {
	var p *pack
	send := func() {
		if p != nil {
			full <- p
			p = nil
		}
	}
	visit := func(r *row) {
		if p == nil {
			p = <-empty
			results = append(results, p.reset())
		}
		if p.add(r); len(p.rows) == packRows {
			send()
		}
	}
	if wrong = filesTable.each(db, false, visit); wrong != nil {
		filesTable.each(db, true, visit)
	}
	send()
	return results, wrong
}
