package ledger

import (
	"bytes"
	"cmp"
	"database/sql"
	"encoding/binary"
	"fmt"
	"hash/crc32"
)

// table is a table by the name that its statements have. columns has a letter
// for each column but crc, the key first: n for a number, t for a text, b for a
// blob.
type table struct{ name, columns string }

var (
	filesTable       = table{"files", "ntnnnnb"}
	itemsTable       = table{"items", "ttnnnnbb"}
	detailsTable     = table{"details", "tntnb"}
	feedsTable       = table{"feeds", "tnnn"}
	movesTable       = table{"moves", "tt"}
	topicsTable      = table{"topics", "tt"}
	mountsTable      = table{"mounts", "t"}
	noticesTable     = table{"notices", "nnntttbb"}
	metaTable        = table{"meta", "nnttnnnn"}
	appearancesTable = table{"appearances", "ntn"}
	conditionsTable  = table{"conditions", "ntttn"}
	adoptionsTable   = table{"adoptions", "nnntttb"}
	requestsTable    = table{"requests", "tnnnnn"}
)

func (t table) statement(name string) string { return statements[t.name+"."+name] }

const mostColumns = 8

// row is a buffer into which the rows of a table are read, one after another.
type row struct {
	table
	numbers [mostColumns]int64
	texts   [mostColumns]sql.RawBytes // of texts and blobs, valid until the next row
	crc     int64
	dest    []any // pointers to the fields above, for Scan
}

func newRow(t table) *row {
	r := &row{table: t}
	for i, kind := range t.columns {
		if kind == 'n' {
			r.dest = append(r.dest, &r.numbers[i])
		} else {
			r.dest = append(r.dest, &r.texts[i])
		}
	}
	r.dest = append(r.dest, &r.crc)
	return r
}

// isIntact reports whether a row has not changed since it was written.
func (r *row) isIntact(s *checksum) bool {
	s.begin(r.table)
	for i, kind := range r.columns {
		if kind == 'n' {
			s.number(r.numbers[i])
		} else {
			s.bytes(r.texts[i])
		}
	}
	return s.sum() == r.crc
}

// compare compares the key of a row with another key, one part of which is zero.
func (r *row) compare(number int64, text []byte) int {
	return cmp.Or(cmp.Compare(r.numbers[0], number), bytes.Compare(r.texts[0], text))
}

// checksum computes the checksums of rows. Its memory is reused.
type checksum struct{ buf []byte }

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func (s *checksum) begin(t table)  { s.buf = append(s.buf[:0], t.name...) }
func (s *checksum) number(n int64) { s.buf = binary.AppendVarint(s.buf, n) }
func (s *checksum) sum() int64     { return int64(crc32.Checksum(s.buf, castagnoli)) }

func (s *checksum) text(t string) {
	s.buf = append(binary.AppendUvarint(s.buf, uint64(len(t))), t...)
}

func (s *checksum) bytes(b []byte) {
	s.buf = append(binary.AppendUvarint(s.buf, uint64(len(b))), b...)
}

// of returns the checksum of the columns of a row before it is written.
func (s *checksum) of(t table, columns []any) int64 {
	s.begin(t)
	for _, c := range columns {
		switch c := c.(type) {
		case int64:
			s.number(c)
		case string:
			s.text(c)
		case []byte:
			s.bytes(c)
		default:
			panic(fmt.Sprintf("ledger: column of type %T", c))
		}
	}
	return s.sum()
}

// weight returns what a row adds to the total of its table. It is never 0, so
// that a lost row changes the total whatever its checksum is.
func weight(crc int64) int64 { return 1<<32 + crc }

// queryer is a database or a transaction.
type queryer interface {
	Query(query string, args ...any) (*sql.Rows, error)
}

// each reads the rows of a table in the order of their keys.
func (t table) each(db queryer, visit func(*row)) error {
	return t.scan(db, t.statement("all"), 1, visit)
}

// eachBackward reads the rows of a table against the order of their keys.
func (t table) eachBackward(db queryer, visit func(*row)) error {
	return t.scan(db, t.statement("all")+" DESC", -1, visit)
}

// scan reads the rows of a query. A row that cannot be read as such is left
// out; keys that are not in order (1 for ascending, -1 for descending) are
// damage.
func (t table) scan(db queryer, query string, order int, visit func(*row)) error {
	rows, err := db.Query(query)
	if err != nil {
		return err
	}
	defer rows.Close()
	r := newRow(t)
	var number int64
	var text []byte
	for first := true; rows.Next(); first = false {
		if rows.Scan(r.dest...) != nil {
			continue
		}
		if !first && r.compare(number, text)*order <= 0 {
			return fmt.Errorf("%w: the order of %s", errDamaged, t.name)
		}
		number, text = r.numbers[0], append(text[:0], r.texts[0]...)
		visit(r)
	}
	return rows.Err()
}
