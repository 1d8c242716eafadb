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
		var n int64
		n, ok = x.(int64)
		*p = int(n)
	case *[]string:
		*p, ok = d.list(path, x)
	case *time.Duration:
		*p, ok = parsed(d, path, x, duration)
	case **time.Location:
		*p, ok = parsed(d, path, x, zone)
	case *[]Content:
		*p, ok = d.contents(path, x)
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

// contents reads the [[content]] tables; none at all stand for one with its
// defaults.
func (d *document) contents(path string, x any) (contents []Content, ok bool) {
	list, ok := x.([]any)
	for i, e := range list {
		c := plain()
		d.set(reflect.ValueOf(&c).Elem(), element(path, i), e)
		contents = append(contents, c)
	}
	if len(contents) == 0 {
		contents = []Content{plain()}
	}
	return contents, ok
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

const (
	durationMend = `write a number with a unit: "300ms", "5s", "10m", "1h30m"`
	zoneMend     = `write "UTC" or a name of the IANA database, such as "Europe/Berlin"`
)

// notParsed says why a string is no value of a type.
type notParsed struct{ what, mend string }

// parsed reads a value that TOML holds as a string.
func parsed[T any](d *document, path string, x any, parse func(string) (T, *notParsed)) (value T, ok bool) {
	s, ok := x.(string)
	if !ok {
		return value, false
	}
	value, bad := parse(s)
	if bad != nil {
		d.wrong(path, bad.what, bad.mend)
	}
	return value, true
}

func duration(s string) (time.Duration, *notParsed) {
	v, err := time.ParseDuration(s)
	if err != nil {
		return 0, &notParsed{fmt.Sprintf("%q is not a duration", s), durationMend}
	}
	return v, nil
}

// zone refuses the zone of the machine: the same files must give the same
// feeds anywhere.
func zone(s string) (*time.Location, *notParsed) {
	v, err := time.LoadLocation(s)
	if err != nil || s == "" || s == "Local" {
		return nil, &notParsed{fmt.Sprintf("%q is not a time zone that this machine knows", s), zoneMend}
	}
	return v, nil
}
