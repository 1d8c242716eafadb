package generators

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"unicode/utf8"
)

// What a configuration may hold. Aliases of YAML repeat values, so that few bytes can
// stand for very many.
const (
	maxValues = 20_000
	maxDepth  = 50
)

var errTooMany = fmt.Errorf("it holds more than %d values, or values more than %d deep", maxValues, maxDepth)

// broken is why a configuration could not be read to its end.
type broken struct {
	file string
	line int // from 1
	what string
}

func (b *broken) Error() string {
	return fmt.Sprintf("%s:%d: the configuration is broken: %s", b.file, b.line, b.what)
}

// decoder makes the values of one file.
type decoder struct {
	file string
	data []byte
	left int // how many values there may still be
}

// decode returns the values of a file in TOML, YAML or JSON by its extension. If it is
// broken, they are those that could be read.
func decode(file string, data []byte) (*value, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	d := &decoder{file: file, data: data, left: maxValues}
	if at := invalid(data); at >= 0 {
		return d.table("", 1), &broken{file, d.lineAt(at), "it is not UTF-8"}
	}
	switch path.Ext(file) {
	case ".toml":
		return d.toml()
	case ".json":
		return d.json()
	}
	return d.yaml()
}

// invalid returns the offset of the first byte that is not UTF-8, or -1.
func invalid(data []byte) int {
	if utf8.Valid(data) {
		return -1
	}
	for i := 0; ; {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n < 2 {
			return i
		}
		i += n
	}
}

// lineAt returns the line of an offset.
func (d *decoder) lineAt(offset int) int {
	return bytes.Count(d.data[:min(max(offset, 0), len(d.data))], []byte{'\n'}) + 1
}

// spend counts a value against the bounds.
func (d *decoder) spend(depth int) error {
	if d.left--; d.left < 0 || depth > maxDepth {
		return errTooMany
	}
	return nil
}

// table returns an empty table.
func (d *decoder) table(path string, line int) *value {
	return &value{file: d.file, line: line, path: path, fields: map[string]*value{}}
}

// scalar returns a scalar.
func (d *decoder) scalar(path string, line int, text string) *value {
	return &value{file: d.file, line: line, path: path, raw: text, scalar: true}
}

// below returns the path of a key in a table.
func (v *value) below(key string) string {
	if v.path == "" {
		return key
	}
	return v.path + "." + key
}

// put adds a value to a table. If the table has the key already, the first counts.
func (v *value) put(key string, child *value) {
	if _, ok := v.fields[key]; !ok && child != nil {
		child.name = key
		v.keys, v.fields[key] = append(v.keys, key), child
	}
}

// replace sets a key of a table, whether the table has it already or not.
func (v *value) replace(key string, child *value) {
	if _, ok := v.fields[key]; !ok {
		v.keys = append(v.keys, key)
	}
	child.name, v.fields[key] = key, child
}

// stop returns a table that may be incomplete, and why.
func (d *decoder) stop(root *value, line int, err error) (*value, error) {
	if err == nil {
		return root, nil
	}
	if b, ok := errors.AsType[*broken](err); ok {
		return root, b
	}
	return root, &broken{d.file, line, err.Error()}
}
