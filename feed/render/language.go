package render

import "dateline/feed/archive"

// LanguageOfTopic returns the tag of a language, or "" for any other topic.
func LanguageOfTopic(t *archive.Topic) string {
	if t == nil || t.Kind != archive.OfLanguage {
		return ""
	}
	return t.Slug
}

// languageOfSelection returns the most exact language that all articles of a
// selection have because of it, or "" if there is none. Of several languages of which
// each will do, it is none.
func languageOfSelection(sel archive.Selection) (tag string) {
	for _, g := range sel.Groups {
		if g.Any {
			continue
		}
		for _, f := range g.Feeds {
			if t := LanguageOfTopic(f.Topic); len(t) > len(tag) {
				tag = t
			}
		}
	}
	return tag
}
