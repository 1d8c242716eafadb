package article

import "strings"

// isKey reports whether front matter has a key of that name which means
// something here.
func isKey(name string) bool {
	switch strings.ToLower(name) {
	case "title", "date", "tags", "author", "summary", "slug", "status":
		return true
	}
	return false
}
