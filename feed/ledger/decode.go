package ledger

import (
	"database/sql"
	"runtime"
	"sync"
)

// batch is a number of rows on their way from the goroutine that reads them to
// one that decodes them. Its memory is reused. The one that holds it owns it.
type batch struct {
	rows    []row
	texts   []byte // of the rows
	decoded *decoded
}

// decoded holds the decoded rows of a batch.
type decoded struct {
	files []File
	lost  []int64 // ids of damaged rows
}

// batchRows is large enough to make handing batches over cheap, and small
// enough to keep all processors busy with a small ledger.
const batchRows = 256

func (p *batch) reset() *decoded {
	p.rows, p.texts = p.rows[:0], p.texts[:0]
	p.decoded = &decoded{files: make([]File, 0, batchRows)}
	return p.decoded
}

// add copies a row into the batch.
func (p *batch) add(r *row) {
	p.rows = append(p.rows, *r)
	for i := range r.columns {
		p.texts = append(p.texts, r.texts[i]...)
	}
}

// decode makes files of the rows. Their texts moved when the batch grew, but
// their lengths are still right.
func (p *batch) decode(s *checksum) {
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

// loadFiles reads the files: one goroutine reads rows, and the other processors
// decode them. Damaged rows are lost.
func loadFiles(db *sql.DB) (files []File, lost []int64, wrong error) {
	workers := max(1, runtime.GOMAXPROCS(0)-1)
	full, empty := make(chan *batch, workers), make(chan *batch, 3*workers)
	for range cap(empty) {
		empty <- new(batch)
	}
	var decoding sync.WaitGroup
	for range workers {
		decoding.Go(func() {
			var s checksum
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

// readFiles fills batches with all rows that can be read, as loadTable does.
func readFiles(db *sql.DB, full chan<- *batch, empty <-chan *batch) (results []*decoded, wrong error) {
	var p *batch
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
		if p.add(r); len(p.rows) == batchRows {
			send()
		}
	}
	if wrong = filesTable.each(db, visit); wrong != nil {
		filesTable.eachBackward(db, visit)
	}
	send()
	return results, wrong
}
