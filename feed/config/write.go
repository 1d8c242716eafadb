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
		if list, ok := v.Field(i).Interface().([]Content); ok {
			for _, content := range list {
				writeTable(b, "[["+name+"]]", reflect.ValueOf(content))
			}
			continue
		}
		writeTable(b, "["+name+"]", v.Field(i))
	}
	return b.Flush()
}

// writeTable writes a table, with a blank line before all but the first.
func writeTable(b *bufio.Writer, header string, table reflect.Value) {
	if header != "[site]" {
		b.WriteByte('\n')
	}
	fmt.Fprintln(b, header)
	for i, key := range keysOf(table.Type()) {
		fmt.Fprintf(b, "%s = %s\n", key, value(table.Field(i).Interface()))
	}
}

// value gives a setting as TOML has it.
func value(x any) string {
	switch x := x.(type) {
	case string:
		return quote(x)
	case bool:
		return strconv.FormatBool(x)
	case int:
		return strconv.Itoa(x)
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
	}
	panic(fmt.Sprintf("config: no TOML for a setting of type %T", x))
}

// short gives a duration as people write it: "10m", not "10m0s".
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

// quote writes a basic string. Its escapes are those of JSON; no setting
// holds the one character that only TOML wants escaped, U+007F.
func quote(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		panic(err) // a string always encodes
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// MarshalJSON gives the configuration with the keys of the file; durations
// and the time zone are strings, as there.
func (c *Config) MarshalJSON() ([]byte, error) {
	return json.Marshal(tree(reflect.ValueOf(*c)))
}

// tree gives a setting or a table in types that JSON has.
func tree(v reflect.Value) any {
	switch x := v.Interface().(type) {
	case time.Duration:
		return short(x)
	case *time.Location:
		return x.String()
	case []string:
		return append([]string{}, x...) // an empty list, never null
	case []Content:
		list := make([]any, len(x))
		for i := range x {
			list[i] = tree(reflect.ValueOf(x[i]))
		}
		return list
	}
	if v.Kind() != reflect.Struct {
		return v.Interface()
	}
	table := map[string]any{}
	for i, key := range keysOf(v.Type()) {
		table[key] = tree(v.Field(i))
	}
	return table
}
