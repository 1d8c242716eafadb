package generators

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
)

// jsonDecoder reads token by token, so that each value has a line, and what stands
// before a mistake counts.
type jsonDecoder struct {
	*decoder
	tokens *json.Decoder
}

func (d *decoder) json() (*value, error) {
	j := &jsonDecoder{d, json.NewDecoder(bytes.NewReader(d.data))}
	j.tokens.UseNumber()
	root := d.table("", 1)
	t, err := j.tokens.Token()
	if err == nil && t != json.Delim('{') {
		err = errors.New("it is not an object")
	}
	if err == nil {
		err = j.keys(root, 0)
	}
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return d.stop(root, d.lineAt(int(j.tokens.InputOffset())), err)
}

// keys adds the keys of an object to a table.
func (j *jsonDecoder) keys(to *value, depth int) error {
	for j.tokens.More() {
		t, err := j.tokens.Token()
		if err != nil {
			return err
		}
		key, _ := t.(string)
		child, err := j.value(to.below(key), depth)
		to.put(key, child)
		if err != nil {
			return err
		}
	}
	_, err := j.tokens.Token() // the closing brace
	return err
}

// value returns the next value. With an error, it is what could be read of it, or
// nil.
func (j *jsonDecoder) value(path string, depth int) (*value, error) {
	if err := j.spend(depth); err != nil {
		return nil, err
	}
	t, err := j.tokens.Token()
	if err != nil {
		return nil, err
	}
	line := j.lineAt(int(j.tokens.InputOffset()) - 1)
	switch t := t.(type) {
	case string:
		return j.scalar(path, line, t), nil
	case bool:
		return j.scalar(path, line, strconv.FormatBool(t)), nil
	case json.Number:
		return j.scalar(path, line, t.String()), nil
	case json.Delim:
		if t == '[' {
			return j.items(path, line, depth)
		}
		table := j.table(path, line)
		return table, j.keys(table, depth+1)
	}
	return j.scalar(path, line, ""), nil // null
}

func (j *jsonDecoder) items(path string, line, depth int) (*value, error) {
	list := &value{file: j.file, line: line, path: path}
	for j.tokens.More() {
		item, err := j.value(path, depth+1)
		if err != nil {
			return list, err
		}
		list.items = append(list.items, item)
	}
	_, err := j.tokens.Token() // the closing bracket
	return list, err
}
