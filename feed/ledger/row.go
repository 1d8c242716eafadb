package ledger

import (
	"bytes"
	"cmp"
	"database/sql"
	"encoding/binary"
	"fmt"
	"hash/crc32"
)

// table is what a table and its statements share. columns has a letter for
// each, the key first and crc left out: n number, t text, b blob.
type table struct{ name, columns string }

var (
	filesTable   = table{"files", "ntnnnnb"}
	itemsTable   = table{"items", "ttnnnnbb"}
	movesTable   = table{"moves", "tt"}
	topicsTable  = table{"topics", "tt"}
	mountsTable  = table{"mounts", "t"}
	noticesTable = table{"notices", "nnntttbb"}
	metaTable    = table{"meta", "nnttnnnn"}
)

func (t table) statement(name string) string { return statements[t.name+"."+name] }

const mostColumns = 8

// row is a place into which rows of a table are read, one after another.
type row struct {
	table
	numbers [mostColumns]int64
	texts   [mostColumns]sql.RawBytes // and blobs, valid until the next row
	crc     int64
	places  []any // of the columns
}

func newRow(t table) *row {
	r := &row{table: t}
	for i, kind := range t.columns {
		if kind == 'n' {
			r.places = append(r.places, &r.numbers[i])
		} else {
			r.places = append(r.places, &r.texts[i])
		}
	}
	r.places = append(r.places, &r.crc)
	return r
}

// whole reports whether a row is what was written.
func (r *row) whole(s *summer) bool {
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

// compare orders a row and the key of another, of which one part is zero.
func (r *row) compare(number int64, text []byte) int {
	return cmp.Or(cmp.Compare(r.numbers[0], number), bytes.Compare(r.texts[0], text))
}

// summer makes checksums. Its memory is used again.
type summer struct{ buf []byte }

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func (s *summer) begin(t table)  { s.buf = append(s.buf[:0], t.name...) }
func (s *summer) number(n int64) { s.buf = binary.AppendVarint(s.buf, n) }
func (s *summer) sum() int64     { return int64(crc32.Checksum(s.buf, castagnoli)) }

func (s *summer) text(t string) {
	s.buf = append(binary.AppendUvarint(s.buf, uint64(len(t))), t...)
}

func (s *summer) bytes(b []byte) {
	s.buf = append(binary.AppendUvarint(s.buf, uint64(len(b))), b...)
}

// of gives the checksum of the columns of a row to be written.
func (s *summer) of(t table, columns []any) int64 {
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

// weight is what a row adds to the total of its table.
func weight(crc int64) int64 { return 1<<32 + crc }

// queryer is a database or a transaction.
type queryer interface {
	Query(query string, args ...any) (*sql.Rows, error)
}

// each reads the rows of a table in the order of their keys, or against it. A
// row that cannot be read as such is left out; keys out of order are damage.
func (t table) each(db queryer, backward bool, visit func(*row)) error {
	query, order := t.statement("all"), 1
	if backward {
		query, order = query+" DESC", -1
	}
	rows, err := db.Query(query)
	if err != nil {
		return err
	}
	defer rows.Close()
	r := newRow(t)
	var number int64
	var text []byte
	for first := true; rows.Next(); first = false {
		if rows.Scan(r.places...) != nil {
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
