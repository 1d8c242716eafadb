package article

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
	"go.yaml.in/yaml/v4"
)

// Front matter stands at the very top of a file: YAML between lines of
// "---", TOML between lines of "+++", or one JSON object.

const (
	maxFrontMatter = 64 << 10 // bytes
	maxValues      = 2000     // scalars, lists and keys, aliases followed
	maxDepth       = 8
)

var byteOrderMark = []byte("\xef\xbb\xbf")

// metadata is front matter by lower-case key. A value is a string, a []any
// or a map[string]any; scalars of every type are kept as written.
type metadata map[string]field

type field struct {
	value  any
	offset int // of the value or its key, in the file
}

// metadataError says where front matter is broken.
type metadataError struct {
	offset     int
	what, mend string
}

func (e *metadataError) Error() string { return e.what + "; " + e.mend }

// splitFrontMatter gives the front matter of a file and the offset at which
// its Markdown begins. meta is nil where there is none. The error is a
// *metadataError.
func splitFrontMatter(data []byte) (meta metadata, body int, err error) {
	start := 0
	if bytes.HasPrefix(data, byteOrderMark) {
		start = len(byteOrderMark)
	}
	switch first := firstLine(data[start:]); {
	case first == "---" || first == "+++":
		return fencedFrontMatter(data, start, first)
	case opensJSON(data[start:]):
		return jsonFrontMatter(data, start)
	}
	return nil, start, nil
}

func firstLine(data []byte) string {
	line, _, _ := bytes.Cut(data[:min(len(data), 4096)], []byte{'\n'})
	return string(bytes.TrimRight(line, " \t\r"))
}

// fencedFrontMatter reads the lines between two fences. A first line "---"
// without a second is a thematic break, unless a key follows it.
func fencedFrontMatter(data []byte, start int, fence string) (metadata, int, error) {
	inside := start + bytes.IndexByte(data[start:], '\n') + 1
	if inside == start {
		return nil, start, nil
	}
	for end := inside; end < len(data); {
		line := firstLine(data[end:])
		next := end + bytes.IndexByte(data[end:], '\n') + 1
		if next == end {
			next = len(data)
		}
		if line == fence || fence == "---" && line == "..." {
			meta, err := decodeFenced(data, inside, end, fence)
			return meta, next, err
		}
		end = next
	}
	if key, _, ok := strings.Cut(firstLine(data[inside:]), ":"); fence == "---" && (!ok || strings.ContainsAny(key, " [*#")) {
		return nil, start, nil
	}
	return nil, start, &metadataError{start, fmt.Sprintf("front matter opens with %s and never closes", fence),
		fmt.Sprintf("write a line %s after its last key", fence)}
}

func decodeFenced(data []byte, start, end int, fence string) (metadata, error) {
	block := data[start:end]
	if len(block) > maxFrontMatter {
		return nil, tooLong(start, len(block))
	}
	if fence == "---" {
		return decodeYAML(block, start)
	}
	return decodeTOML(block, start)
}

func tooLong(offset, n int) error {
	return &metadataError{offset, fmt.Sprintf("front matter of %d bytes", n), fmt.Sprintf("keep it under %d", maxFrontMatter)}
}

func decodeYAML(block []byte, start int) (metadata, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(block, &doc); err != nil {
		return nil, yamlProblem(err, block, start)
	}
	meta := metadata{}
	if len(doc.Content) == 0 {
		return meta, nil
	}
	root := doc.Content[0]
	if root.Kind != yaml.MappingNode {
		return nil, &metadataError{start, "front matter is not a list of keys", "write title: … on a line of its own"}
	}
	budget := maxValues
	for i := 0; i+1 < len(root.Content); i += 2 {
		key, value := root.Content[i], root.Content[i+1]
		v, err := yamlValue(value, &budget, 0)
		if err != nil {
			return nil, &metadataError{start + offsetOf(block, value.Line, value.Column), err.Error(), "keep front matter short and flat"}
		}
		meta[strings.ToLower(key.Value)] = field{v, start + offsetOf(block, value.Line, value.Column)}
	}
	return meta, nil
}

func yamlProblem(err error, block []byte, start int) error {
	what, offset := err.Error(), start
	if e, ok := errors.AsType[*yaml.LoadError](err); ok {
		what, offset = e.Message, start+offsetOf(block, e.Mark.Line, e.Mark.Column)
	}
	return &metadataError{offset, "front matter is not YAML: " + what, "quote values that hold a colon or a bracket"}
}

var errTooMuchMetadata = errors.New("front matter unfolds to too many values")

// yamlValue follows aliases, but counts what they repeat: eight kilobytes of
// nested aliases would otherwise fill the memory.
func yamlValue(n *yaml.Node, budget *int, depth int) (any, error) {
	if *budget--; *budget < 0 || depth > maxDepth {
		return nil, errTooMuchMetadata
	}
	switch n.Kind {
	case yaml.AliasNode:
		return yamlValue(n.Alias, budget, depth+1)
	case yaml.SequenceNode:
		list := make([]any, 0, len(n.Content))
		for _, c := range n.Content {
			v, err := yamlValue(c, budget, depth+1)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		return list, nil
	case yaml.MappingNode:
		m := map[string]any{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			v, err := yamlValue(n.Content[i+1], budget, depth+1)
			if err != nil {
				return nil, err
			}
			m[strings.ToLower(n.Content[i].Value)] = v
		}
		return m, nil
	}
	if n.Tag == "!!null" {
		return "", nil
	}
	return n.Value, nil
}

func decodeTOML(block []byte, start int) (metadata, error) {
	var m map[string]any
	if err := toml.Unmarshal(block, &m); err != nil {
		offset := 0
		if d, ok := errors.AsType[*toml.DecodeError](err); ok {
			line, column := d.Position()
			offset = offsetOf(block, line, column)
		}
		return nil, &metadataError{start + offset, "front matter is not TOML: " + strings.TrimPrefix(err.Error(), "toml: "),
			"quote text and write dates as 2026-04-07"}
	}
	meta := metadata{}
	budget := maxValues
	var p unstable.Parser
	p.Reset(block)
	for inTable := false; p.NextExpression(); {
		e := p.Expression()
		if e.Kind == unstable.KeyValue && inTable {
			continue
		}
		inTable = e.Kind != unstable.KeyValue
		keys := e.Key()
		keys.Next()
		key := keys.Node()
		value, fresh := m[string(key.Data)]
		if !fresh { // [[key]] or key.x again
			continue
		}
		delete(m, string(key.Data))
		if err := meta.add(string(key.Data), value, start+int(key.Raw.Offset), &budget); err != nil {
			return nil, err
		}
	}
	return meta, nil
}

// opensJSON reports whether data begins with an object rather than with a
// template tag.
func opensJSON(data []byte) bool {
	rest, brace := bytes.CutPrefix(data, []byte{'{'})
	rest = bytes.TrimLeft(rest, " \t\r\n")
	return brace && len(rest) > 0 && (rest[0] == '"' || rest[0] == '}')
}

func jsonFrontMatter(data []byte, start int) (metadata, int, error) {
	d := json.NewDecoder(bytes.NewReader(data[start:min(len(data), start+maxFrontMatter)]))
	d.UseNumber()
	meta := metadata{}
	budget := maxValues
	_, err := d.Token() // the opening brace
	for err == nil && d.More() {
		offset := start + int(d.InputOffset())
		var key json.Token
		if key, err = d.Token(); err != nil {
			break
		}
		name := key.(string)
		offset += bytes.IndexByte(data[offset:], '"') + len(`"`) // its length may be another than that of name
		var value any
		if err = d.Decode(&value); err != nil {
			break
		}
		if err := meta.add(name, value, offset, &budget); err != nil {
			return nil, start, err
		}
	}
	if err == nil {
		_, err = d.Token() // the closing brace
	}
	if errors.Is(err, io.ErrUnexpectedEOF) && len(data)-start > maxFrontMatter {
		return nil, start, tooLong(start, len(data)-start)
	}
	if err != nil {
		return nil, start, &metadataError{start + int(d.InputOffset()), "front matter is not JSON: " + err.Error(),
			"close the object with } on a line of its own"}
	}
	return meta, start + int(d.InputOffset()), nil
}

// add enters a decoded value of TOML or JSON.
func (m metadata) add(key string, value any, offset int, budget *int) error {
	v, ok := flatValue(value, budget, 0)
	if !ok {
		return &metadataError{offset, errTooMuchMetadata.Error(), "keep front matter short and flat"}
	}
	m[strings.ToLower(key)] = field{v, offset}
	return nil
}

func flatValue(v any, budget *int, depth int) (any, bool) {
	if *budget--; *budget < 0 || depth > maxDepth {
		return nil, false
	}
	switch v := v.(type) {
	case nil:
		return "", true
	case string:
		return v, true
	case bool:
		return strconv.FormatBool(v), true
	case time.Time:
		return v.Format(time.RFC3339Nano), true
	case []any:
		list := make([]any, len(v))
		for i, c := range v {
			var ok bool
			if list[i], ok = flatValue(c, budget, depth+1); !ok {
				return nil, false
			}
		}
		return list, true
	case map[string]any:
		m := make(map[string]any, len(v))
		for _, k := range slices.Sorted(maps.Keys(v)) {
			var ok bool
			if m[strings.ToLower(k)], ok = flatValue(v[k], budget, depth+1); !ok {
				return nil, false
			}
		}
		return m, true
	}
	return fmt.Sprint(v), true // numbers, TOML's local dates
}

// offsetOf turns a line and column of a block, both from 1, into an offset.
func offsetOf(block []byte, line, column int) int {
	offset := 0
	for ; line > 1; line-- {
		i := bytes.IndexByte(block[offset:], '\n')
		if i < 0 {
			break
		}
		offset += i + 1
	}
	return min(offset+max(column-1, 0), len(block))
}
