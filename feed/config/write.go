package config

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// Write writes the whole configuration as TOML that Parse reads back.
func (c *Config) Write(w io.Writer) error {
	b := bufio.NewWriter(w)
	v := reflect.ValueOf(*c)
	for i, name := range keysOf(v.Type()) {
		writeTables(b, name, v.Field(i))
	}
	return b.Flush()
}

// writeTables writes a table, or every table of a list.
func writeTables(b *bufio.Writer, path string, v reflect.Value) {
	if !isTables(v) {
		writeTable(b, "["+path+"]", path, v)
		return
	}
	for i := range v.Len() {
		writeTable(b, "[["+path+"]]", path, v.Index(i))
	}
}

// isTables reports whether a setting is a list of tables.
func isTables(v reflect.Value) bool {
	return v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Struct
}

// writeTable writes a table and then the tables below it, with a blank line
// before each but the first.
func writeTable(b *bufio.Writer, header, path string, table reflect.Value) {
	if path != "site" {
		b.WriteByte('\n')
	}
	fmt.Fprintln(b, header)
	keys := keysOf(table.Type())
	for i, key := range keys {
		if field := table.Field(i); !isTables(field) {
			fmt.Fprintf(b, "%s = %s\n", key, TOML(field.Interface()))
		}
	}
	for i, key := range keys {
		if field := table.Field(i); isTables(field) {
			writeTables(b, path+"."+key, field)
		}
	}
}

// TOML returns a setting as Write writes it: "text" in quotes, ["a", "b"].
func TOML(x any) string {
	switch x := x.(type) {
	case string:
		return quote(x)
	case bool:
		return strconv.FormatBool(x)
	case int:
		return strconv.Itoa(x)
	case Hours:
		return strconv.Itoa(int(x))
	case Percent:
		return quote(x.String())
	case Days:
		return quote(x.String())
	case time.Duration:
		return quote(short(x))
	case *time.Location:
		return quote(x.String())
	case []string:
		quoted := make([]string, len(x))
		for i, s := range x {
			quoted[i] = quote(s)
		}
		return "[" + strings.Join(quoted, ", ") + "]"
	case [][]string:
		lists := make([]string, len(x))
		for i, list := range x {
			lists[i] = TOML(list)
		}
		return "[" + strings.Join(lists, ", ") + "]"
	}
	panic(fmt.Sprintf("config: no TOML for a setting of type %T", x))
}

// short returns a duration as people write it: "10m", not "10m0s".
func short(t time.Duration) string {
	s := t.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

// quote returns a basic string. Its escapes are those of JSON: the one
// character that must be escaped in TOML only, U+007F, is refused in settings.
func quote(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		panic(err) // a string always encodes
	}
	return strings.TrimSuffix(b.String(), "\n")
}
