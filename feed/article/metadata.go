package article

import (
	"cmp"
	"errors"
	"reflect"
	"slices"
	"strings"
	"unicode"
)

// metadata is front matter by the names of its keys (keyName). Keys in objects
// have paths: "title", "date.created", "authors.0.name". A value is a string, a
// []any or a map[string]any by names. Scalars stay as they are written.
type metadata map[string]field

type field struct {
	value  any
	offset int    // of the value or its key, in the file
	key    string // as written
}

// keyName is the form in which keys are compared: pub_date, Pub-Date and pubDate
// are the same key. Spaces are dropped, as in MultiMarkdown, and so are invisible
// characters. A key of only these is called "?".
func keyName(key string) string {
	plain := key != ""
	for i := range len(key) {
		c := key[i]
		plain = plain && (c >= 'a' && c <= 'z' || c >= '0' && c <= '9')
	}
	if plain {
		return key
	}
	name := strings.Map(func(r rune) rune {
		if r == '-' || r == '_' || unicode.IsSpace(r) || unicode.In(r, unicode.Cc, unicode.Cf) {
			return -1
		}
		return r
	}, strings.ToLower(key))
	return cmp.Or(name, "?")
}

// pathOf returns the path of a name in the object at path.
func pathOf(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// values collects the keys and values of front matter.
type values struct {
	meta   metadata
	budget int // how many more values may come
}

// maxPath bounds the path of a key, in bytes, because aliases can repeat long
// keys.
const maxPath = 1024

var errTooMuchMetadata = errors.New("front matter expands to too many values")

// parent is the object to which keys belong. The top level of front matter has no
// object and no path.
type parent struct {
	object map[string]any
	path   string
}

// spend counts a value at a depth, and returns an error if that is one too many.
func (v *values) spend(depth int) error {
	if v.budget--; v.budget < 0 || depth > maxDepth {
		return errTooMuchMetadata
	}
	return nil
}

// add adds a key, with the value that read returns, to the metadata and to the object
// it belongs to. A duplicate key is an error. Two spellings of a key are allowed if
// their values are equal or the key has no meaning here, because some sites write
// for two tools.
func (v *values) add(in parent, key string, offset int, read func(path string) (any, error)) error {
	name := keyName(key)
	at := pathOf(in.path, name)
	before, twice := v.meta[at]
	if twice && before.key == key {
		return saidTwice(key, key, offset)
	}
	kept := v.meta
	if twice {
		v.meta = metadata{}
	}
	var value any
	err := errTooMuchMetadata
	if len(at) <= maxPath {
		value, err = read(at)
	}
	v.meta = kept
	switch {
	case errors.Is(err, errTooMuchMetadata) && in.path == "":
		return tooMany(offset)
	case err != nil:
		return err
	case !twice:
		v.meta[at] = field{value, offset, key}
		if in.object != nil {
			in.object[name] = value
		}
	case slices.ContainsFunc(strings.Split(at, "."), isKey) && !reflect.DeepEqual(value, before.value):
		return saidTwice(key, before.key, offset)
	}
	return nil
}

func tooMany(offset int) error {
	return &metadataError{offset: offset, what: errTooMuchMetadata.Error(), hint: "keep front matter short and flat"}
}

func saidTwice(key, before string, offset int) error {
	what := "front matter sets " + quote(key) + " twice"
	if key != before {
		what += ", first as " + quote(before)
	}
	return &metadataError{offset: offset, what: what, hint: "keep one of them"}
}

// moreTables are the tables of Hugo and Zola for keys that these generators do
// not define.
var moreTables = []string{"params", "extra"}

// tables returns the metadata, followed by what moreTables have under keys that
// are not set before, by the same paths.
func (m metadata) tables() []metadata {
	all := []metadata{m}
	for _, table := range moreTables {
		if _, ok := m[table].value.(map[string]any); ok {
			all = append(all, m.below(table, all))
		}
	}
	return all
}

// below returns the keys of a table that are not set in the metadata before it.
func (m metadata) below(table string, before []metadata) metadata {
	more := metadata{}
	for path, f := range m {
		inner, ok := strings.CutPrefix(path, table+".")
		top, _, _ := strings.Cut(inner, ".")
		if ok && !slices.ContainsFunc(before, func(b metadata) bool { return !isEmpty(b[top].value) }) {
			more[inner] = f
		}
	}
	return more
}
