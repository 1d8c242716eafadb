package generators

import (
	"bytes"
	"errors"
	"strings"

	"go.yaml.in/yaml/v4"
)

func (d *decoder) yaml() (*value, error) {
	root := d.table("", 1)
	err := d.yamlBlock(root, d.data, 0)
	if err == nil || errors.Is(err, errTooMany) {
		return d.stop(root, 1, err)
	}
	// The parser returns nothing of a broken file. Most mistakes concern one key at the
	// top, so each is parsed by itself.
	root = d.table("", 1)
	parts := blocks(d.data)
	for _, b := range parts[:min(len(parts), maxBlocks)] {
		d.yamlBlock(root, b.text, b.line)
	}
	return d.stop(root, 1, err)
}

// yamlBlock adds the keys of a document to a table. above is the number of lines
// above it.
func (d *decoder) yamlBlock(root *value, data []byte, above int) error {
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		if e, ok := errors.AsType[*yaml.LoadError](err); ok {
			return &broken{d.file, above + max(e.Mark.Line, 1), e.Message}
		}
		return &broken{d.file, above + 1, err.Error()}
	}
	if len(doc.Content) == 0 {
		return nil
	}
	switch n := doc.Content[0]; {
	case n.Kind == yaml.MappingNode:
		return d.yamlKeys(root, n, above, 0)
	case n.Kind == yaml.ScalarNode && n.Tag == "!!null":
		return nil
	default:
		return &broken{d.file, above + n.Line, "it is not a list of keys and values"}
	}
}

// maxBlocks bounds how many keys of a broken file are parsed by themselves. Each takes
// some 40 µs, however short it is.
const maxBlocks = 2000

// block is a key at the top of a file, with its value.
type block struct {
	text []byte
	line int // the number of lines above it
}

// blocks splits a file at the lines that begin with a key.
func blocks(data []byte) (all []block) {
	start, from, n := 0, 0, 0
	for at := 0; at < len(data); n++ {
		line := data[at:]
		if end := bytes.IndexByte(line, '\n'); end >= 0 {
			line = line[:end+1]
		}
		if at > start && !strings.ContainsRune(" \t\r\n#-]}", rune(line[0])) {
			all = append(all, block{data[start:at], from})
			start, from = at, n
		}
		at += len(line)
	}
	return append(all, block{data[start:], from})
}

// yamlKeys adds the keys of a mapping to a table, and then those that it merges ("<<:
// *name") and does not have itself.
func (d *decoder) yamlKeys(to *value, n *yaml.Node, above, depth int) error {
	var merged []*yaml.Node
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, child := n.Content[i], n.Content[i+1]
		if key.Kind == yaml.AliasNode {
			key = key.Alias
		}
		switch {
		case key.Kind != yaml.ScalarNode:
			continue
		case key.Tag == "!!merge":
			merged = append(merged, child)
			continue
		}
		v, err := d.yamlValue(to.below(key.Value), child, above, depth)
		if err != nil {
			return err
		}
		v.line = above + key.Line
		to.put(key.Value, v)
	}
	for _, m := range merged {
		if err := d.yamlMerge(to, m, above, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// yamlMerge adds the keys of a mapping, or of a list of mappings, to a table.
func (d *decoder) yamlMerge(to *value, n *yaml.Node, above, depth int) error {
	if err := d.spend(depth); err != nil {
		return err
	}
	switch n.Kind {
	case yaml.AliasNode:
		return d.yamlMerge(to, n.Alias, above, depth+1)
	case yaml.MappingNode:
		return d.yamlKeys(to, n, above, depth)
	case yaml.SequenceNode:
		for _, item := range n.Content {
			if err := d.yamlMerge(to, item, above, depth+1); err != nil {
				return err
			}
		}
	}
	return nil
}

// yamlValue returns a value, whatever its tag: a tag that only the generator knows is
// kept beside it.
func (d *decoder) yamlValue(path string, n *yaml.Node, above, depth int) (*value, error) {
	if err := d.spend(depth); err != nil {
		return nil, err
	}
	v := &value{file: d.file, line: above + n.Line, path: path}
	if strings.HasPrefix(n.Tag, "!") && !strings.HasPrefix(n.Tag, "!!") || strings.HasPrefix(n.Tag, "!!python/") {
		v.tag = n.Tag
	}
	switch n.Kind {
	case yaml.AliasNode:
		return d.yamlValue(path, n.Alias, above, depth+1)
	case yaml.MappingNode:
		v.fields = map[string]*value{}
		return v, d.yamlKeys(v, n, above, depth+1)
	case yaml.SequenceNode:
		for _, c := range n.Content {
			item, err := d.yamlValue(path, c, above, depth+1)
			if err != nil {
				return nil, err
			}
			v.items = append(v.items, item)
		}
	default:
		if v.scalar = true; n.Tag != "!!null" {
			v.raw = n.Value
		}
	}
	return v, nil
}
