package generators

import (
	"bytes"
	"errors"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
)

// maxRepairs bounds how often reading goes on after a mistake. Each time, the rest of
// the file is read again.
const maxRepairs = 20

// tomlDecoder reads expression by expression, so that each value has a line, and what
// a mistake does not concern counts.
type tomlDecoder struct {
	*decoder
	root  *value
	table *value // to which the next keys belong
	rest  []byte // what the parser was given
	at    int    // the offset in data to which lines are counted
	line  int    // of that offset
}

func (d *decoder) toml() (*value, error) {
	root := d.table("", 1)
	t := &tomlDecoder{decoder: d, root: root, table: root, rest: d.data, line: 1}
	var first error
	for range maxRepairs {
		err := t.read()
		if first == nil && err != nil {
			first = &broken{d.file, t.line, err.Error()}
		}
		end := bytes.IndexByte(d.data[t.at:], '\n')
		if err == nil || errors.Is(err, errTooMany) || end < 0 {
			break
		}
		t.rest = d.data[t.at+end+1:]
	}
	return root, first
}

// read reads the rest of the file. After an error, line is that of the mistake.
func (t *tomlDecoder) read() error {
	var p unstable.Parser
	p.Reset(t.rest)
	for p.NextExpression() {
		if err := t.take(p.Expression()); err != nil {
			return err
		}
	}
	err := p.Error()
	if e, ok := errors.AsType[*unstable.ParserError](err); ok {
		t.count(cap(t.rest) - cap(e.Highlight))
		return errors.New(strings.TrimPrefix(e.Message, "toml: "))
	}
	return err
}

// count counts lines up to an offset in rest.
func (t *tomlDecoder) count(offset int) {
	if to := len(t.data) - len(t.rest) + offset; to > t.at && to <= len(t.data) {
		t.line += bytes.Count(t.data[t.at:to], []byte{'\n'})
		t.at = to
	}
}

// take adds a header of a table, or a key with its value.
func (t *tomlDecoder) take(e *unstable.Node) (err error) {
	keys := tomlKey(e.Key())
	t.count(keys.offset)
	switch e.Kind {
	case unstable.Table:
		t.table, err = t.open(t.root, keys.names)
	case unstable.ArrayTable:
		t.table, err = t.open(t.root, keys.names[:len(keys.names)-1])
		if err == nil {
			t.table, err = t.element(t.table, keys.names[len(keys.names)-1])
		}
	default:
		err = t.set(t.table, keys.names, e.Value(), 0)
	}
	return err
}

type tomlKeys struct {
	names  []string // "a", "b" of a.b
	offset int
}

func tomlKey(it unstable.Iterator) (k tomlKeys) {
	for it.Next() {
		if len(k.names) == 0 {
			k.offset = int(it.Node().Raw.Offset)
		}
		k.names = append(k.names, string(it.Node().Data))
	}
	return k
}

// open returns the table that keys lead to, one below the other, and makes it if need
// be. Of a list of tables, it is the last.
func (t *tomlDecoder) open(in *value, names []string) (*value, error) {
	for depth, name := range names {
		if err := t.spend(depth); err != nil {
			return nil, err
		}
		next := in.fields[name]
		if next == nil || next.scalar {
			next = t.decoder.table(in.below(name), t.line)
			in.replace(name, next)
		}
		if n := len(next.items); n > 0 {
			next = next.items[n-1]
		}
		if next.fields == nil {
			next = t.decoder.table(next.path, t.line) // a table below a list of values is a mistake; it counts for nothing
		}
		in = next
	}
	return in, nil
}

// element adds a table to a list of tables.
func (t *tomlDecoder) element(in *value, name string) (*value, error) {
	if err := t.spend(0); err != nil {
		return nil, err
	}
	list := in.fields[name]
	if list == nil {
		list = &value{file: t.file, line: t.line, path: in.below(name)}
		in.put(name, list)
	}
	table := t.decoder.table(list.path, t.line)
	list.items = append(list.items, table)
	return table, nil
}

// set sets the key that names lead to in a table.
func (t *tomlDecoder) set(in *value, names []string, n *unstable.Node, depth int) error {
	last := len(names) - 1
	table, err := t.open(in, names[:last])
	if err != nil {
		return err
	}
	v, err := t.value(table.below(names[last]), n, depth)
	table.put(names[last], v)
	return err
}

func (t *tomlDecoder) value(path string, n *unstable.Node, depth int) (*value, error) {
	if err := t.spend(depth); err != nil {
		return nil, err
	}
	switch n.Kind {
	case unstable.Array:
		list := &value{file: t.file, line: t.line, path: path}
		for it := n.Children(); it.Next(); {
			item, err := t.value(path, it.Node(), depth+1)
			if err != nil {
				return nil, err
			}
			list.items = append(list.items, item)
		}
		return list, nil
	case unstable.InlineTable:
		table := t.decoder.table(path, t.line)
		for it := n.Children(); it.Next(); {
			if err := t.set(table, tomlKey(it.Node().Key()).names, it.Node().Value(), depth+1); err != nil {
				return nil, err
			}
		}
		return table, nil
	}
	return t.scalar(path, t.line, string(n.Data)), nil
}
