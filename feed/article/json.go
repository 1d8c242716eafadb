package article

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
)

// jsonReader reads one object, token by token, so that each key has a place and
// no duplicate key goes unnoticed.
type jsonReader struct {
	*values
	d     *json.Decoder
	data  []byte // of the file
	start int    // of what d reads
}

// opensJSON reports whether data begins with an object, rather than with a
// template tag.
func opensJSON(data []byte) bool {
	rest, brace := bytes.CutPrefix(data, []byte{'{'})
	rest = bytes.TrimLeft(rest, " \t\r\n")
	return brace && len(rest) > 0 && (rest[0] == '"' || rest[0] == '}')
}

// readJSON returns where the Markdown begins: after the object, or after the
// closing fence.
func (v *values) readJSON(data []byte, b *block) (body int, err error) {
	end := len(data)
	if b.fenced {
		end = b.end
	}
	text := data[b.start:min(end, b.start+maxFrontMatter)]
	j := jsonReader{v, json.NewDecoder(bytes.NewReader(text)), data, b.start}
	j.d.UseNumber()
	if err = j.object(); err == nil && b.fenced {
		if _, err = j.d.Token(); err == nil {
			err = errors.New("text follows the object")
		} else if err == io.EOF {
			return b.body, nil
		}
	}
	at := b.start + int(j.d.InputOffset())
	switch placed, ok := errors.AsType[*metadataError](err); {
	case err == nil:
		return at, nil
	case ok:
		return 0, placed
	case (errors.Is(err, io.ErrUnexpectedEOF) || err == io.EOF) && end-b.start > maxFrontMatter:
		return 0, tooLong(b.start, end-b.start)
	}
	return 0, &metadataError{offset: at, what: "front matter is not valid JSON: " + err.Error(), hint: "write a single object, with its closing } on a line of its own"}
}

func (j *jsonReader) object() error {
	t, err := j.d.Token()
	if err == nil && t != json.Delim('{') {
		err = errors.New("it is not an object")
	}
	if err == nil {
		err = j.keys(parent{}, 0)
	}
	return err
}

func (j *jsonReader) keys(in parent, depth int) error {
	for j.d.More() {
		offset := j.start + int(j.d.InputOffset())
		key, err := j.d.Token()
		if err != nil {
			return err
		}
		offset += bytes.IndexByte(j.data[offset:], '"') + len(`"`) // not computed from key, whose length differs if it has escapes
		err = j.add(in, key.(string), offset, func(path string) (any, error) { return j.value(path, depth) })
		if err != nil {
			return err
		}
	}
	_, err := j.d.Token() // the closing brace
	return err
}

func (j *jsonReader) value(path string, depth int) (any, error) {
	if err := j.spend(depth); err != nil {
		return nil, err
	}
	t, err := j.d.Token()
	switch t := t.(type) {
	case string:
		return t, nil
	case bool:
		return strconv.FormatBool(t), nil
	case json.Number:
		return t.String(), nil
	case json.Delim:
		if t == '[' {
			return j.list(path, depth+1)
		}
		object := map[string]any{}
		return object, j.keys(parent{object, path}, depth+1)
	}
	return "", err // null
}

func (j *jsonReader) list(path string, depth int) (any, error) {
	list := []any{}
	for j.d.More() {
		v, err := j.value(pathOf(path, strconv.Itoa(len(list))), depth)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	_, err := j.d.Token() // the closing bracket
	return list, err
}
