package article

import (
	"regexp"
	"strings"
)

// pair finds what looks like a key and its value in any syntax of front
// matter.
var pair = regexp.MustCompile(`([\pL_][\pL\d_.-]*)["']?[ \t]*[:=][ \t]*([^\n]{0,80})`)

// hiddenByText returns the reason that the text of front matter holds, after
// what cannot be read, or "". A key that hides does so unless its value plainly
// shows the article.
func hiddenByText(what string, block []byte) string {
	for {
		m := pair.FindSubmatchIndex(block)
		if m == nil {
			return ""
		}
		name := string(block[m[2]:m[3]])
		if value := hidingValue(name, string(block[m[4]:m[5]])); value != "" {
			return what + " cannot be read, and says " + name + ": " + value
		}
		block = block[m[4]:] // the rest of the line may hold another pair
	}
}

// hidingValue returns the value with which a key hides, or "". Where it ends
// is not known: at the end of the line, at a remark or at the next key.
func hidingValue(name, line string) (value string) {
	judge := hidingKeys[lastName(keyName(name))]
	if judge == nil {
		return ""
	}
	found := unclear
	for _, ends := range []string{"", "#", ",}"} {
		s := line
		if i := strings.IndexAny(s, ends); i >= 0 {
			s = s[:i]
		}
		if s = strings.Trim(s, " \t\r\"',}]"); s == "" {
			continue
		}
		switch v := judge(s); {
		case v == hides:
			return canonical(s)
		case v == shows:
			found = shows
		case value == "":
			value = canonical(s)
		}
	}
	if found == shows {
		return ""
	}
	return value
}

// hidingKeys are the keys of the vocabulary that hide, without the objects in
// which they stand.
var hidingKeys = func() map[string]func(string) verdict {
	judges := map[string]func(string) verdict{}
	for _, w := range vocabulary {
		for _, k := range w.keys {
			if w.hides != nil {
				judges[lastName(k.path)] = w.hides
			}
		}
	}
	return judges
}()

// lastName returns the last name of a path of keys.
func lastName(path string) string { return path[strings.LastIndexByte(path, '.')+1:] }
