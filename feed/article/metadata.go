package article

import (
	"cmp"
	"errors"
	"reflect"
	"slices"
	"strings"
	"unicode"
)

// metadata is front matter by the names of its keys (keyName), those within
// objects by their paths: "title", "date.created", "authors.0.name". A value
// is a string, a []any or a map[string]any by names; scalars are kept as
// written.
type metadata map[string]field

type field struct {
	value  any
	offset int    // of the value or its key, in the file
	key    string // as written
}

// keyName is what keys compare by: pub_date, Pub-Date and pubDate are one.
// MultiMarkdown drops spaces, too, and what nobody sees is no difference. A key of nothing else is called "?".
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

// pathOf returns the path of what stands below another.
func pathOf(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// values collects what front matter says.
type values struct {
	meta   metadata
	budget int // of values that may still come
}

// maxPath bounds the path of a key, in bytes: aliases repeat them.
const maxPath = 1024

var errTooMuchMetadata = errors.New("front matter expands to too many values")

// spend counts a value at a depth.
func (v *values) spend(depth int) error {
	if v.budget--; v.budget < 0 || depth > maxDepth {
		return errTooMuchMetadata
	}
	return nil
}

// add enters a key of the object at a path, into the object as well unless it
// is the whole. A key that is there twice is an error. Two spellings of one
// may say the same, or mean nothing here: sites write for two tools at once.
func (v *values) add(object map[string]any, path, key string, offset int, read func(path string) (any, error)) error {
	name := keyName(key)
	at := pathOf(path, name)
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
	case errors.Is(err, errTooMuchMetadata) && path == "":
		return tooMany(offset)
	case err != nil:
		return err
	case !twice:
		v.meta[at] = field{value, offset, key}
		if object != nil {
			object[name] = value
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

// moreTables are those of Hugo and Zola for keys that these do not define
// themselves.
var moreTables = []string{"params", "extra"}

// tables returns the metadata, then what further tables say of keys that are
// not there before, each by the same paths.
func (m metadata) tables() []metadata {
	all := []metadata{m}
	for _, table := range moreTables {
		if _, ok := m[table].value.(map[string]any); ok {
			all = append(all, m.below(table, all))
		}
	}
	return all
}

// below returns the keys of a table that are not in metadata before it.
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
