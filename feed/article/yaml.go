package article

import (
	"errors"
	"strconv"

	"go.yaml.in/yaml/v4"
)

// yamlReader adds the keys of one block of YAML to values.
type yamlReader struct {
	*values
	offsets *offsets
}

func (v *values) readYAML(block []byte, start int) error {
	y := yamlReader{v, &offsets{block: block, start: start}}
	if line := secondDocument(block); line > 0 {
		return &metadataError{offset: y.offsets.at(line, 1), what: "front matter contains two YAML documents", hint: "close it with a line that contains only ---"}
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(block, &doc); err != nil {
		return y.problem(err)
	}
	if len(doc.Content) == 0 {
		return nil
	}
	root := doc.Content[0]
	if root.Kind == yaml.ScalarNode && root.Tag == "!!null" {
		return nil
	}
	if root.Kind != yaml.MappingNode {
		return &metadataError{offset: start, what: "front matter is not a list of keys and values", hint: "write title: … on a line of its own"}
	}
	return y.keys(root, ownKeys, parent{}, 0)
}

// secondDocument returns the line at which a second document begins, which the
// YAML parser would ignore, or 0 if there is none.
func secondDocument(block []byte) int {
	for at, n := 0, 1; at < len(block); n++ {
		line, next := lineAt(block, at)
		if len(line) > 3 && (line[3] == ' ' || line[3] == '\t') && (string(line[:3]) == "---" || string(line[:3]) == "...") {
			return n
		}
		at = next
	}
	return 0
}

func (y *yamlReader) problem(err error) error {
	what, offset := err.Error(), y.offsets.start
	if e, ok := errors.AsType[*yaml.LoadError](err); ok {
		what, offset = e.Message, y.offsets.at(e.Mark.Line, e.Mark.Column)
	}
	return &metadataError{offset: offset, what: "front matter is not valid YAML: " + what, hint: "quote values that contain a colon or a bracket"}
}

// origin says whether keys are written in an object or merged into it.
type origin int

const (
	ownKeys origin = iota
	mergedKeys
)

// keys adds the keys of a mapping, and then the keys that it merges ("<<: *name") and
// does not have itself. Merged keys count against the budget even if they are there
// already.
func (y *yamlReader) keys(n *yaml.Node, from origin, in parent, depth int) error {
	var merges []*yaml.Node
	for i := 0; i+1 < len(n.Content); i += 2 {
		if from == mergedKeys {
			if err := y.spend(depth); err != nil {
				return err
			}
		}
		key, value := scalar(n.Content[i]), n.Content[i+1]
		switch {
		case key == nil:
		case key.Tag == "!!merge":
			merges = append(merges, value)
		case from == mergedKeys && y.has(in.path, key):
		default:
			if err := y.key(key, value, in, depth); err != nil {
				return err
			}
		}
	}
	for _, m := range merges {
		err := y.merge(m, in, depth+1)
		if in.path == "" && from == ownKeys && errors.Is(err, errTooMuchMetadata) {
			return tooMany(y.offsets.at(m.Line, m.Column))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (y *yamlReader) has(path string, key *yaml.Node) bool {
	_, ok := y.meta[pathOf(path, keyName(key.Value))]
	return ok
}

func (y *yamlReader) key(key, value *yaml.Node, in parent, depth int) error {
	place := value
	if value.Kind == yaml.ScalarNode && value.Line != key.Line {
		place = key
	}
	return y.add(in, key.Value, y.offsets.at(place.Line, place.Column), func(path string) (any, error) {
		return y.value(value, path, depth)
	})
}

// merge adds the keys of a mapping, or of a list of mappings.
func (y *yamlReader) merge(n *yaml.Node, in parent, depth int) error {
	if err := y.spend(depth); err != nil {
		return err
	}
	switch n.Kind {
	case yaml.AliasNode:
		return y.merge(n.Alias, in, depth+1)
	case yaml.SequenceNode:
		for _, c := range n.Content {
			if err := y.merge(c, in, depth+1); err != nil {
				return err
			}
		}
		return nil
	case yaml.MappingNode:
		return y.keys(n, mergedKeys, in, depth)
	}
	return &metadataError{offset: y.offsets.at(n.Line, n.Column), what: "front matter merges a value that is not an object", hint: "write <<: *name, where name is the anchor of an object"}
}

// scalar resolves the alias of a key. It returns nil if the key is a list or an
// object, which has no meaning here.
func scalar(key *yaml.Node) *yaml.Node {
	if key.Kind == yaml.AliasNode {
		key = key.Alias
	}
	if key.Kind != yaml.ScalarNode {
		return nil
	}
	return key
}

// value resolves aliases and counts the values that they repeat: otherwise, eight
// kilobytes of nested aliases would fill the memory.
func (y *yamlReader) value(n *yaml.Node, path string, depth int) (any, error) {
	if err := y.spend(depth); err != nil {
		return nil, err
	}
	switch n.Kind {
	case yaml.AliasNode:
		return y.value(n.Alias, path, depth+1)
	case yaml.SequenceNode:
		list := make([]any, len(n.Content))
		for i, c := range n.Content {
			at := path
			if c.Kind != yaml.ScalarNode {
				at = pathOf(path, strconv.Itoa(i))
			}
			var err error
			if list[i], err = y.value(c, at, depth+1); err != nil {
				return nil, err
			}
		}
		return list, nil
	case yaml.MappingNode:
		object := map[string]any{}
		return object, y.keys(n, ownKeys, parent{object, path}, depth+1)
	}
	if n.Tag == "!!null" {
		return "", nil
	}
	return n.Value, nil
}
