package config

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
)

// Paths of "topics.alias[0].also[2]" are the longest that a finding names;
// what lies deeper is left out, since all beginnings of a long path are much.
const (
	maxDots     = 2
	maxBrackets = 2
)

// locate fills at. The syntax of the document is known to be right.
func (d *document) locate() {
	d.at = map[string]int{}
	tables := map[string]int{} // how many of each [[table]]
	table := ""
	var p unstable.Parser
	p.Reset(d.data)
	for p.NextExpression() {
		switch e := p.Expression(); e.Kind {
		case unstable.Table:
			table = last(d.keys("", e, tables), tables)
		case unstable.ArrayTable:
			path := d.keys("", e, tables)
			tables[path]++
			table = last(path, tables)
			d.at[table] = int(firstKey(e).Raw.Offset)
		case unstable.KeyValue:
			d.pair(table, e)
		}
	}
}

// keys enters a dotted key below a path and gives the path it leads to; a
// part that names a [[table]] means the last one so far.
func (d *document) keys(path string, n *unstable.Node, tables map[string]int) string {
	for it := n.Key(); strings.Count(path, ".") < maxDots && it.Next(); {
		path = join(last(path, tables), string(it.Node().Data))
		if _, known := d.at[path]; !known {
			d.at[path] = int(it.Node().Raw.Offset)
		}
	}
	return path
}

// last gives the path of the last [[table]] at path, or path itself.
func last(path string, tables map[string]int) string {
	if count := tables[path]; count > 0 {
		return element(path, count-1)
	}
	return path
}

func firstKey(n *unstable.Node) *unstable.Node {
	it := n.Key()
	it.Next()
	return it.Node()
}

// pair enters a key, then all its value holds.
func (d *document) pair(table string, n *unstable.Node) {
	d.value(d.keys(table, n, nil), n.Value())
}

// value enters the elements of a list, or the keys of an inline table.
func (d *document) value(path string, n *unstable.Node) {
	if strings.Count(path, "[") > maxBrackets {
		return
	}
	i := 0
	for it := n.Children(); it.Next(); {
		child := it.Node()
		switch n.Kind {
		case unstable.InlineTable:
			d.pair(path, child)
		case unstable.Array:
			d.at[element(path, i)] = d.at[path]
			if child.Raw.Length > 0 { // lists in lists have no place of their own
				d.at[element(path, i)] = int(child.Raw.Offset)
			}
			d.value(element(path, i), child)
			i++
		}
	}
}

func element(path string, i int) string { return fmt.Sprintf("%s[%d]", path, i) }

// bareKey matches the keys that TOML takes without quotes.
var bareKey = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

// join adds a key to a path, in quotes where it would read as several.
func join(path, key string) string {
	if !bareKey.MatchString(key) {
		key = strconv.Quote(key)
	}
	if path == "" {
		return key
	}
	return path + "." + key
}
