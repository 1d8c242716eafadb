package config

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2/unstable"

	"dateline/feed/near"
)

// unknown reports a key that the table of type t at path does not have.
func (d *document) unknown(t reflect.Type, path, name string) {
	known := keysOf(t)
	hint := "known here: " + strings.Join(known, ", ")
	if best := near.Matches(name, slices.Values(known), 1); len(best) > 0 {
		hint = "did you mean " + best[0] + "?"
	} else if table := tableOf(name); table != "" {
		hint = fmt.Sprintf("did you mean %s under %s?", name, table)
	}
	d.finding(d.place(join(path, name)), join(bare(path), name), "no such key", hint)
}

// keysOf lists the keys of a table. Fields without a key come last.
func keysOf(t reflect.Type) []string {
	keys := make([]string, 0, t.NumField())
	for i := range t.NumField() {
		if key := t.Field(i).Tag.Get("toml"); key != "" {
			keys = append(keys, key)
		}
	}
	return keys
}

// tableOf returns the header of the first table that has the key name; empty if
// none has.
func tableOf(name string) string {
	for _, f := range reflect.VisibleFields(reflect.TypeFor[Config]()) {
		header, t := "[%s]", f.Type
		if f.Tag.Get("toml") == "" {
			continue
		}
		if t.Kind() == reflect.Slice {
			header, t = "[[%s]]", t.Elem()
		}
		if slices.Contains(keysOf(t), name) {
			return fmt.Sprintf(header, f.Tag.Get("toml"))
		}
	}
	return ""
}

// expectation is what the value of a setting must be: its kind, that in words,
// and how to write it.
type expectation struct {
	kind        unstable.Kind
	words, hint string
}

func expect(s setting) expectation {
	key := bare(s.path)
	switch s.value.Addr().Interface().(type) {
	case *string:
		return expectation{unstable.String, "a string", "write it in quotes"}
	case *bool:
		return expectation{unstable.Bool, "true or false", "write one of the two without quotes"}
	case *int, *Hours:
		return expectation{unstable.Integer, "a whole number", fmt.Sprintf("write digits without quotes: %s = %v", lastKey(key), ofDefault(key))}
	case *[]string:
		if strings.HasSuffix(s.path, "]") { // of a list of pairs
			return expectation{unstable.Array, "a pair", fmt.Sprintf(`write %s = [["…", "…"]]`, lastKey(key))}
		}
		return expectation{unstable.Array, "a list of strings", fmt.Sprintf(`write %s = ["…", "…"]`, lastKey(key))}
	case *[][]string:
		return expectation{unstable.Array, "a list of pairs", fmt.Sprintf(`write %s = [["…", "…"]]`, lastKey(key))}
	case *time.Duration:
		return expectation{unstable.String, "a duration in quotes", `write a number with a unit: "300ms", "5s", "10m", "1h30m"`}
	case *Percent:
		return expectation{unstable.String, "a percentage in quotes", `write a whole number from 0 to 100 with its sign: "20%"`}
	case *Days:
		return expectation{unstable.String, "a number of days in quotes", `write a whole number with a d: "30d"`}
	case **time.Location:
		return expectation{unstable.String, "the name of a time zone", `write "UTC" or a name of the IANA database, such as "Europe/Berlin"`}
	case *[]Content, *[]Alias:
		return expectation{unstable.Array, "a list of tables", "write [[" + key + "]] in double brackets"}
	case *Content, *Alias:
		return expectation{unstable.InlineTable, "tables", "write [[" + key + "]] in double brackets"}
	}
	return expectation{unstable.InlineTable, "a table", "write [" + key + "] in single brackets above its keys"}
}

// mistyped reports a value of the wrong kind, and returns the zero setting.
func (d *document) mistyped(s setting, kind unstable.Kind) setting {
	e := expect(s)
	d.wrong(s.path, fmt.Sprintf("must be %s, not %s", e.words, cmp.Or(kindNames[kind], "a date or time")), e.hint)
	return setting{}
}

// ofDefault returns the default of a setting "table.key".
func ofDefault(key string) any {
	v := reflect.ValueOf(*Default())
	for part := range strings.SplitSeq(key, ".") {
		v, _ = fieldOf(v, part)
	}
	return v.Interface()
}

func lastKey(key string) string { return key[strings.LastIndexByte(key, '.')+1:] }

// kindNames are the kinds of TOML values in words, except dates and times.
var kindNames = map[unstable.Kind]string{
	unstable.String:      "a string",
	unstable.Integer:     "a whole number",
	unstable.Float:       "a fraction",
	unstable.Bool:        "true or false",
	unstable.Array:       "a list",
	unstable.ArrayTable:  "a list of tables",
	unstable.InlineTable: "a table",
}
