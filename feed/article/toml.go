package article

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// tomlReader adds decoded TOML to values. places are the offsets of keys by their
// path as written.
type tomlReader struct {
	*values
	places map[string]int
}

func (v *values) readTOML(block []byte, start int) error {
	var table map[string]any
	if err := toml.Unmarshal(block, &table); err != nil {
		return tomlProblem(err, block, start)
	}
	t := tomlReader{v, tomlPlaces(block, start)}
	return t.keys(table, parent{}, "", start, 0)
}

func tomlProblem(err error, block []byte, offset int) error {
	what, hint := "front matter is not valid TOML: "+strings.TrimPrefix(err.Error(), "toml: "), "quote text, and write dates as 2026-04-07"
	if d, ok := errors.AsType[*toml.DecodeError](err); ok {
		line, column := d.Position() // in bytes
		for rest := block; line > 1; line-- {
			before, after, _ := bytes.Cut(rest, []byte{'\n'})
			offset, rest = offset+len(before)+1, after
		}
		offset += column - 1
		if key := d.Key(); len(key) > 0 && strings.Contains(err.Error(), " already ") {
			return saidTwice(strings.Join(key, "."), strings.Join(key, "."), offset)
		}
	}
	return &metadataError{offset: offset, what: what, hint: hint}
}

// tomlPlaces finds the first place of each key. Keys of inline tables have no
// place of their own.
func tomlPlaces(block []byte, start int) map[string]int {
	places, tables := map[string]int{}, map[string]int{}
	var p unstable.Parser
	p.Reset(block)
	for table := ""; p.NextExpression(); {
		e := p.Expression()
		path := ""
		if e.Kind == unstable.KeyValue {
			path = table
		}
		for keys, depth := e.Key(), 0; depth <= maxDepth && keys.Next(); depth++ {
			path = pathOf(path, string(keys.Node().Data))
			if _, seen := places[path]; !seen {
				places[path] = start + int(keys.Node().Raw.Offset)
			}
		}
		switch e.Kind {
		case unstable.Table:
			table = path
		case unstable.ArrayTable:
			table = pathOf(path, strconv.Itoa(tables[path]))
			tables[path]++
		}
	}
	return places
}

// keys adds the keys of a table, in the order in which they are written. written is
// the path of the table as written, offset its place.
func (t *tomlReader) keys(table map[string]any, in parent, written string, offset, depth int) error {
	place := func(key string) int {
		if at, ok := t.places[pathOf(written, key)]; ok {
			return at
		}
		return offset
	}
	keys := slices.Sorted(maps.Keys(table))
	slices.SortStableFunc(keys, func(a, b string) int { return place(a) - place(b) })
	for _, key := range keys {
		at := place(key)
		err := t.add(in, key, at, func(path string) (any, error) {
			return t.value(table[key], path, pathOf(written, key), at, depth)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// value converts a decoded value to text, lists and objects.
func (t *tomlReader) value(v any, path, written string, offset, depth int) (any, error) {
	if err := t.spend(depth); err != nil {
		return nil, err
	}
	switch v := v.(type) {
	case string:
		return v, nil
	case time.Time:
		return v.Format(time.RFC3339Nano), nil
	case []any:
		list := make([]any, len(v))
		for i, c := range v {
			var err error
			if list[i], err = t.value(c, pathOf(path, strconv.Itoa(i)), pathOf(written, strconv.Itoa(i)), offset, depth+1); err != nil {
				return nil, err
			}
		}
		return list, nil
	case map[string]any:
		object := map[string]any{}
		return object, t.keys(v, parent{object, path}, written, offset, depth+1)
	}
	return fmt.Sprint(v), nil // numbers, truth values, local dates and times
}
