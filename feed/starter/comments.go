package starter

import "strings"

// commentsOf returns the comments of tables and keys in a configuration, by their
// path: "site", "site.title". Tables that are commented out count as well.
func commentsOf(shipped []byte) map[string]string {
	comments := map[string]string{}
	table, above := "", ""
	for line := range strings.Lines(string(shipped)) {
		bare := strings.TrimSpace(line)
		header := strings.Trim(strings.TrimPrefix(bare, "# "), "[]")
		key, _, isKey := strings.Cut(bare, " = ")
		switch {
		case bare == "":
			above = ""
		case strings.HasPrefix(bare, "[") || strings.HasPrefix(bare, "# [["):
			if table = header; above != "" {
				comments[table], above = above, ""
			}
		case strings.HasPrefix(bare, "#"):
			above += line
		case isKey:
			if above != "" {
				comments[table+"."+key] = above
			}
		}
	}
	return comments
}
