package config

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/pelletier/go-toml/v2/unstable"
)

// The TOML package could fill a Config itself, strictly and with positions. But
// it stops at the first value of a wrong type; it takes keys in any case, a
// number for a duration and a table for a list of tables; and it does not report
// the positions of values, which later checks need. So it only checks the syntax,
// and the expressions of its parser are decoded here, values and places in one
// pass.

// setting is a value or a table of the Config, and its path. The zero setting is
// one that was refused: everything below it is skipped.
type setting struct {
	path  string
	value reflect.Value
}

func (s setting) refused() bool { return !s.value.IsValid() }

// decode returns the Config that the document describes, and records the position
// of every key. Unknown keys and values of a wrong type are findings. The syntax
// of the document must have been checked.
func (d *document) decode() *Config {
	c := Default()
	c.Content = nil
	root := setting{value: reflect.ValueOf(c).Elem()}
	table := root
	var p unstable.Parser
	p.Reset(d.data)
	for p.NextExpression() {
		switch e := p.Expression(); e.Kind {
		case unstable.Table, unstable.ArrayTable:
			table = d.header(root, e)
		case unstable.KeyValue:
			d.pair(table, e)
		}
	}
	if len(c.Content) == 0 {
		c.Content = []Content{plain()}
	}
	return c
}

// plain returns a [[content]] without keys. Its language is that of the site.
func plain() Content {
	c := Default().Content[0]
	c.Language = ""
	return c
}

// header returns the table that a header begins.
func (d *document) header(root setting, n *unstable.Node) setting {
	s := d.find(root, n.Key())
	switch {
	case s.refused():
	case n.Kind == unstable.ArrayTable && isTables(s.value):
		first := n.Key()
		first.Next()
		return d.extend(s, first.Node())
	case n.Kind == unstable.ArrayTable:
		return d.mistyped(s, unstable.ArrayTable)
	case s.value.Kind() != reflect.Struct:
		return d.mistyped(s, unstable.InlineTable)
	}
	return s
}

// find returns the setting at a dotted key below a table. On the way, a list of
// tables means its last table.
func (d *document) find(s setting, key unstable.Iterator) setting {
	for !s.refused() && key.Next() {
		if isTables(s.value) && s.value.Len() > 0 {
			last := s.value.Len() - 1
			s = setting{element(s.path, last), s.value.Index(last)}
		}
		if s.value.Kind() != reflect.Struct {
			return d.mistyped(s, unstable.InlineTable)
		}
		name := string(key.Node().Data)
		path := join(s.path, name)
		if _, known := d.at[path]; !known {
			d.at[path] = int(key.Node().Raw.Offset)
		}
		field, ok := fieldOf(s.value, name)
		if !ok {
			d.unknown(s.value.Type(), s.path, name)
		}
		s = setting{path, field}
	}
	return s
}

// fieldOf returns the field of the struct v whose key is name.
func fieldOf(v reflect.Value, name string) (field reflect.Value, ok bool) {
	for i := range v.NumField() {
		if key := v.Type().Field(i).Tag.Get("toml"); key == name && key != "" {
			return v.Field(i), true
		}
	}
	return reflect.Value{}, false
}

// pair stores the value of a key.
func (d *document) pair(table setting, n *unstable.Node) {
	if s := d.find(table, n.Key()); !s.refused() {
		d.set(s, n.Value())
	}
}

// set stores a value in a setting.
func (d *document) set(s setting, n *unstable.Node) {
	if expect(s).kind != n.Kind {
		d.mistyped(s, n.Kind)
		return
	}
	text := string(n.Data)
	switch p := s.value.Addr().Interface().(type) {
	case *string:
		*p = text
		d.oneLine(s.path, text)
	case *bool:
		*p = text == "true"
	case *int:
		*p = d.integer(s.path, text)
	case *Hours:
		*p = Hours(d.integer(s.path, text))
	case *time.Duration:
		*p = parsed(d, s, text, "a duration", time.ParseDuration)
	case *Days:
		*p = parsed(d, s, text, "a number of days", days)
	case *Percent:
		*p = parsed(d, s, text, "a percentage", percent)
	case **time.Location:
		*p = parsed(d, s, text, "a time zone that this machine knows", zone)
	case *[]string:
		*p = nil // the list replaces its default
		d.list(s, n)
	case *[][]string:
		*p = nil // likewise
		d.list(s, n)
	case *[]Content, *[]Alias:
		d.list(s, n)
	default:
		for it := n.Children(); it.Next(); {
			d.pair(s, it.Node())
		}
	}
}

// list stores the elements of a list.
func (d *document) list(s setting, n *unstable.Node) {
	for it := n.Children(); it.Next(); {
		d.set(d.extend(s, it.Node()), it.Node())
	}
}

// extend appends an element to a list, and records its position, that of a node.
func (d *document) extend(s setting, n *unstable.Node) setting {
	blank := reflect.Zero(s.value.Type().Elem())
	if blank.Type() == reflect.TypeFor[Content]() {
		blank = reflect.ValueOf(plain())
	}
	i := s.value.Len()
	s.value.Set(reflect.Append(s.value, blank))
	path := element(s.path, i)
	d.at[path] = d.at[s.path]
	if n.Raw.Length > 0 { // the parser does not place lists in lists
		d.at[path] = int(n.Raw.Offset)
	}
	return setting{path, s.value.Index(i)}
}

// integer returns a whole number. One that an int cannot hold, which may have
// 32 bits, is a finding.
func (d *document) integer(path, text string) int {
	n, _ := strconv.ParseInt(text, 0, 64) // its syntax was checked, and is the same in Go
	if int64(int(n)) != n {
		d.wrong(path, fmt.Sprintf("%d is out of range", n), "write a smaller number")
	}
	return int(n)
}

// oneLine refuses control characters: no key but the Markdown of the footer has a use
// for any, and most are not allowed in a feed.
func (d *document) oneLine(path, s string) {
	if path == "site.footer" {
		s = strings.NewReplacer("\n", "", "\r", "", "\t", "").Replace(s)
	}
	if i := strings.IndexFunc(s, unicode.IsControl); i >= 0 {
		d.wrong(path, fmt.Sprintf("%q has a line break or another control character", s), "write it on one line")
	}
}
