package config

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

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

// keysOf lists the keys of a table.
func keysOf(t reflect.Type) []string {
	keys := make([]string, t.NumField())
	for i := range keys {
		keys[i] = t.Field(i).Tag.Get("toml")
	}
	return keys
}

// tableOf gives the first table that has the key name, as its header is
// written; empty where none has.
func tableOf(name string) string {
	for _, f := range reflect.VisibleFields(reflect.TypeFor[Config]()) {
		header, t := "[%s]", f.Type
		if t.Kind() == reflect.Slice {
			header, t = "[[%s]]", t.Elem()
		}
		if slices.Contains(keysOf(t), name) {
			return fmt.Sprintf(header, f.Tag.Get("toml"))
		}
	}
	return ""
}

// mistyped reports a value of another type than the field has.
func (d *document) mistyped(field reflect.Value, path string, x any) {
	key := bare(path)
	wants, hint := "", ""
	switch field.Addr().Interface().(type) {
	case *string:
		wants, hint = "a string", "write it in quotes"
	case *bool:
		wants, hint = "true or false", "write one of the two without quotes"
	case *int, *Hours:
		wants, hint = "a whole number", fmt.Sprintf("write digits without quotes: %s = %v", lastKey(key), ofDefault(key))
	case *[]string:
		wants, hint = "a list of strings", fmt.Sprintf(`write %s = ["…", "…"]`, lastKey(key))
	case *time.Duration:
		wants, hint = "a duration in quotes", durationHint
	case *Percent:
		wants, hint = "a percentage in quotes", percentHint
	case **time.Location:
		wants, hint = "the name of a time zone", zoneHint
	case *[]Content, *[]Alias:
		wants, hint = "a list of tables", "write [["+key+"]] in double brackets"
	case *Content, *Alias:
		wants, hint = "tables", "write [["+key+"]] in double brackets"
	default:
		wants, hint = "a table", "write ["+key+"] in single brackets above its keys"
	}
	d.wrong(path, fmt.Sprintf("wants %s, got %s", wants, kindOf(x)), hint)
}

// ofDefault gives the default of a setting "table.key".
func ofDefault(key string) any {
	v := reflect.ValueOf(*Default())
	for part := range strings.SplitSeq(key, ".") {
		v, _ = fieldOf(v, part)
	}
	return v.Interface()
}

func lastKey(key string) string { return key[strings.LastIndexByte(key, '.')+1:] }

// kindOf names the type of a TOML value.
func kindOf(x any) string {
	switch x.(type) {
	case string:
		return "a string"
	case int64:
		return "a whole number"
	case float64:
		return "a fraction"
	case bool:
		return "true or false"
	case []any:
		return "a list"
	case map[string]any:
		return "a table"
	}
	return "a date or time"
}
