package config

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"unicode/utf8"
)

// Changes returns the keys whose values differ in two configurations, in the order
// of the file, with both values in TOML: `site.title: "A" -> "B"`. Of lists, which
// may be long, it returns only the key. No setting is a secret.
func Changes(old, new *Config) (list []string) {
	a, b := reflect.ValueOf(*old), reflect.ValueOf(*new)
	for i, name := range keysOf(a.Type()) {
		list = append(list, changesOf(name, a.Field(i), b.Field(i))...)
	}
	return append(list, changedFiles(old, new)...)
}

// changedFiles returns the files that decide how pages look and whose contents differ.
func changedFiles(old, new *Config) (list []string) {
	for _, name := range slices.Sorted(maps.Keys(new.Files)) {
		if was, ok := old.Files[name]; ok && !bytes.Equal(was, new.Files[name]) {
			list = append(list, "contents of "+name)
		}
	}
	return list
}

// changesOf returns the changes of a table, or of a list of tables, which are
// counted from 1: `content[2].title: "" -> "B"`.
func changesOf(path string, a, b reflect.Value) (list []string) {
	if isTables(a) {
		if a.Len() != b.Len() {
			return []string{fmt.Sprintf("number of %s: %d -> %d", path, a.Len(), b.Len())}
		}
		for i := range a.Len() {
			list = append(list, changesOf(element(path, i+1), a.Index(i), b.Index(i))...)
		}
		return list
	}
	for i, key := range keysOf(a.Type()) {
		key = path + "." + key
		switch was, is := a.Field(i), b.Field(i); {
		case isTables(was):
			list = append(list, changesOf(key, was, is)...)
		case reflect.DeepEqual(was.Interface(), is.Interface()):
		case was.Kind() == reflect.Slice:
			list = append(list, key)
		default:
			list = append(list, fmt.Sprintf("%s: %s -> %s", key, brief(TOML(was.Interface())), brief(TOML(is.Interface()))))
		}
	}
	return list
}

// maxBrief bounds a value that is shown beside others, in bytes.
const maxBrief = 200

// brief shortens a long value.
func brief(s string) string {
	if len(s) <= maxBrief {
		return s
	}
	end := maxBrief
	for !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end] + "…"
}

// Digest returns a hash of all settings and Files, by which one can tell whether two daemons
// have the same. It does not depend on how the file spells them.
func (c *Config) Digest() string {
	h := sha256.New()
	_ = c.Write(h) // a hash takes everything
	look := c.Look()
	h.Write(look[:])
	return fmt.Sprintf("%x", h.Sum(nil)[:8])
}
