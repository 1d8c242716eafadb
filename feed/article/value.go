package article

import (
	"fmt"
	"slices"
	"strings"
)

// A value of front matter is text (string), a list ([]any) or an object by the names
// of its keys (map[string]any).

// isEmpty reports whether a value is empty, which is the same as if its key were
// missing.
func isEmpty(v any) bool {
	switch v := v.(type) {
	case string:
		return strings.TrimSpace(v) == ""
	case []any:
		return !slices.ContainsFunc(v, func(e any) bool { return !isEmpty(e) })
	case map[string]any:
		return len(v) == 0
	}
	return v == nil
}

func isText(v any) bool {
	_, ok := v.(string)
	return ok
}

// notText returns the complaint about a key whose value is not text.
func notText(key string) (what, hint string) {
	return fmt.Sprintf("front matter %s is a list or an object, not text", key), "write a single value after " + key + ":"
}

// names returns the texts in a value: the value itself, the elements of a list
// and of lists inside it, and the names of objects. ok is false if an object has
// no name.
func names(v any) (all []string, ok bool) {
	switch v := v.(type) {
	case string:
		all = append(all, v)
	case []any:
		ok = true
		for _, e := range v {
			below, named := names(e)
			all, ok = append(all, below...), ok && named
		}
		return all, ok
	case map[string]any:
		name := first(v, "name", "title", "label")
		return append(all, name), name != ""
	}
	return all, true
}

// ampersand resolves the only entity that people leave in URLs.
var ampersand = strings.NewReplacer("&amp;", "&")

// links returns the links in a value: a URL, an object with a URL and a name or
// alternative text, or a list of these.
func links(v any) []Link {
	switch v := v.(type) {
	case string:
		if v = strings.TrimSpace(v); v != "" {
			return []Link{{URL: ampersand.Replace(v)}}
		}
	case map[string]any:
		if url := first(v, "url", "src", "image", "path", "link", "href", "feature"); url != "" {
			return []Link{{Name: first(v, "alt", "name", "title"), URL: ampersand.Replace(url)}}
		}
	case []any:
		var all []Link
		for _, e := range v {
			if _, nested := e.([]any); !nested {
				all = append(all, links(e)...)
			}
		}
		return all
	}
	return nil
}

// first returns the first non-empty text among some keys of an object.
func first(m map[string]any, keys ...string) string {
	for _, key := range keys {
		if s, ok := m[key].(string); ok && strings.TrimSpace(s) != "" {
			return s
		}
	}
	return ""
}
