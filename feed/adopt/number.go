package adopt

import (
	"regexp"
	"strings"

	"dateline/feed/archive"
)

// exported matches the lines of front matter in which exporters of WordPress write
// the number or the guid of a post.
var exported = regexp.MustCompile(`(?mi)^["']?(?:wordpress_id|wp_id|post_id|wordpress_guid|guid|id)["']?\s*[:=]\s*["']?([^"'\s,]+)`)

// maxFront bounds the beginning of a file in which such lines are looked for.
const maxFront = 4 << 10

// byNumbers matches items whose link or guid names a post of WordPress by its number
// ("https://example.org/?p=12") with the articles whose front matter has that number.
// Dateline has no other use for it, so the files are read, but only if an item needs
// that.
func (m *matcher) byNumbers(f *Feed) {
	wanted, open := map[string][]*Item{}, m.open(f)
	for _, it := range open {
		for _, address := range append([]string{it.ID}, it.addresses...) {
			if n := number(address); n != "" {
				wanted[n] = append(wanted[n], it)
				break
			}
		}
	}
	if len(wanted) == 0 || m.Markdown == nil {
		return
	}
	fits := map[*Item][]*archive.Entry{}
	for _, e := range m.entries {
		if m.has(e, f) {
			continue
		}
		for _, it := range wanted[m.numberOf(e)] {
			fits[it] = append(fits[it], e)
		}
	}
	m.decide(fits, open, ByID)
}

// numberOf returns the number that the front matter of an article has, or "".
func (m *matcher) numberOf(e *archive.Entry) string {
	text, ok := m.Markdown(e)
	if !ok {
		return ""
	}
	text = text[:min(len(text), maxFront)]
	if end := strings.Index(text, "\n---"); strings.HasPrefix(text, "---") && end > 0 {
		text = text[:end]
	}
	for _, found := range exported.FindAllStringSubmatch(text, -1) {
		if n := number(found[1]); n != "" {
			return n
		}
		if strings.Trim(found[1], "0123456789") == "" {
			return found[1]
		}
	}
	return ""
}
