package config

import (
	"encoding/json"
	"reflect"
	"time"
)

// MarshalJSON returns the configuration with the keys of the file. Durations,
// percentages and the time zone are strings, as they are there.
func (c *Config) MarshalJSON() ([]byte, error) {
	return json.Marshal(tree(reflect.ValueOf(*c)))
}

// tree returns a setting or a table in the types of JSON.
func tree(v reflect.Value) any {
	switch x := v.Interface().(type) {
	case time.Duration:
		return short(x)
	case Percent:
		return x.String()
	case Days:
		return x.String()
	case Hours:
		return int(x)
	case *time.Location:
		return x.String()
	case []string:
		return append([]string{}, x...) // an empty list, never null
	case [][]string:
		return append([][]string{}, x...)
	}
	if isTables(v) {
		list := make([]any, v.Len())
		for i := range list {
			list[i] = tree(v.Index(i))
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
