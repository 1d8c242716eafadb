package generators

import (
	"fmt"
	"strings"
)

// value is a value in a configuration. The methods of a nil value return nothing.
// Immutable after decoding.
type value struct {
	file string
	line int    // from 1
	path string // the keys that lead to it: "params.author"
	name string // the last of them
	tag  string // of YAML, if it is not a usual one: "!ENV". The value is then computed.

	raw    string // of a scalar
	scalar bool
	items  []*value          // of a list
	keys   []string          // of a table, in the order of the file
	fields map[string]*value // of a table, by key
}

// at returns the value that keys lead to, one below the other, or nil. Case does not
// matter, unless two keys differ only in it.
func (v *value) at(keys ...string) *value {
	for _, key := range keys {
		if v == nil {
			return nil
		}
		v = v.field(key)
	}
	return v
}

func (v *value) field(key string) *value {
	if f, ok := v.fields[key]; ok {
		return f
	}
	for _, k := range v.keys {
		if strings.EqualFold(k, key) {
			return v.fields[k]
		}
	}
	return nil
}

// or returns the value or, if that has no text, the other one.
func (v *value) or(other *value) *value {
	if v.text() != "" {
		return v
	}
	return other
}

// text returns the text of a scalar in one line. A value that only the generator could
// tell has none.
func (v *value) text() string {
	if v.isComputed() || v == nil {
		return ""
	}
	return strings.Join(strings.Fields(v.raw), " ")
}

// texts returns the texts of a list of scalars, or that of a scalar.
func (v *value) texts() (texts []string) {
	if v == nil {
		return nil
	}
	for _, item := range v.items {
		if text := item.text(); text != "" {
			texts = append(texts, text)
		}
	}
	if text := v.text(); text != "" {
		texts = append(texts, text)
	}
	return texts
}

// is reports whether the value is the word, in any case: "true".
func (v *value) is(word string) bool { return strings.EqualFold(v.text(), word) }

// each returns the values in a list or a table, or the scalar itself.
func (v *value) each() []*value {
	switch {
	case v == nil:
		return nil
	case v.scalar:
		return []*value{v}
	case v.fields != nil:
		all := make([]*value, len(v.keys))
		for i, k := range v.keys {
			all[i] = v.fields[k]
		}
		return all
	}
	return v.items
}

// from returns the origin of the value: "hugo.toml:3: title". A default of the
// generator has no line.
func (v *value) from() string {
	switch {
	case v == nil:
		return ""
	case v.line == 0:
		return v.path
	case v.path == "":
		return v.file
	}
	return fmt.Sprintf("%s:%d: %s", v.file, v.line, v.path)
}
