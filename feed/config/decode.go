package config

import (
	"cmp"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode"
)

// decode fills a Config from the tree that the TOML parser made. Keys that
// are unknown or of another type are findings.
func (d *document) decode(tree map[string]any) *Config {
	c := Default()
	c.Content = []Content{plain()}
	d.table(reflect.ValueOf(c).Elem(), "", tree)
	return c
}

// plain is a [[content]] without keys: its language is the site's.
func plain() Content {
	c := Default().Content[0]
	c.Language = ""
	return c
}

// table fills the struct v from the table at path, in the order of the file.
func (d *document) table(v reflect.Value, path string, tree map[string]any) {
	names := slices.SortedFunc(maps.Keys(tree), func(a, b string) int {
		return cmp.Compare(d.place(join(path, a)), d.place(join(path, b)))
	})
	for _, name := range names {
		if field, ok := fieldOf(v, name); ok {
			d.set(field, join(path, name), tree[name])
		} else {
			d.unknown(v.Type(), path, name)
		}
	}
}

// fieldOf gives the field of the struct v whose key is name.
func fieldOf(v reflect.Value, name string) (reflect.Value, bool) {
	for i := range v.NumField() {
		if v.Type().Field(i).Tag.Get("toml") == name {
			return v.Field(i), true
		}
	}
	return reflect.Value{}, false
}

// set stores the TOML value x in a field.
func (d *document) set(field reflect.Value, path string, x any) {
	var ok bool
	switch p := field.Addr().Interface().(type) {
	case *string:
		if *p, ok = x.(string); ok {
			d.oneLine(path, *p)
		}
	case *bool:
		*p, ok = x.(bool)
	case *int:
		ok = integer(d, p, path, x)
	case *[]string:
		*p, ok = d.list(path, x)
	case *Hours:
		ok = integer(d, p, path, x)
	case *time.Duration:
		*p, ok = parsed(d, path, x, duration)
	case *Percent:
		*p, ok = parsed(d, path, x, percent)
	case **time.Location:
		*p, ok = parsed(d, path, x, zone)
	case *[]Content:
		*p, ok = d.contents(path, x)
	case *[]Alias:
		*p, ok = tables(d, path, x, Alias{})
	default:
		var tree map[string]any
		if tree, ok = x.(map[string]any); ok {
			d.table(field, path, tree)
		}
	}
	if !ok {
		d.mistyped(field, path, x)
	}
}

// integer reads a whole number. An int may have 32 bits: what it cannot hold is
// refused, and leaves the default.
func integer[T ~int](d *document, to *T, path string, x any) bool {
	n, ok := x.(int64)
	if !ok {
		return false
	}
	if int64(T(n)) != n {
		d.wrong(path, fmt.Sprintf("%d is out of range", n), "write a smaller number")
		return true
	}
	*to = T(n)
	return true
}

// contents reads the [[content]] tables; none at all stand for one with its
// defaults.
func (d *document) contents(path string, x any) (contents []Content, ok bool) {
	contents, ok = tables(d, path, x, plain())
	if len(contents) == 0 {
		contents = []Content{plain()}
	}
	return contents, ok
}

// tables reads a list of tables, each with such defaults.
func tables[T any](d *document, path string, x any, defaults T) (list []T, ok bool) {
	elements, ok := x.([]any)
	for i, e := range elements {
		table := defaults
		d.set(reflect.ValueOf(&table).Elem(), element(path, i), e)
		list = append(list, table)
	}
	return list, ok
}

// list reads a list of strings.
func (d *document) list(path string, x any) (list []string, ok bool) {
	elements, ok := x.([]any)
	for i, e := range elements {
		var s string
		d.set(reflect.ValueOf(&s).Elem(), element(path, i), e)
		list = append(list, s)
	}
	return list, ok
}

// oneLine refuses control characters: no key has a use for them, feeds
// cannot hold most.
func (d *document) oneLine(path, s string) {
	if i := strings.IndexFunc(s, unicode.IsControl); i >= 0 {
		d.wrong(path, fmt.Sprintf("%q has a line break or another control character", s), "write it on one line")
	}
}
