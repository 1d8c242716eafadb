package article

import (
	"slices"
	"strings"
)

// readAuthors parses authors: text, objects, lists of both, or keys of people in
// files of authors.
func (r *reading) readAuthors(k key, f field) bool {
	count := oneAuthor
	if k.name == "authors" {
		count = severalAuthors
	}
	authors, ok := r.authorsOf(f.value, count)
	if !ok {
		r.nameless(Authors, k, f)
	}
	for _, a := range authors {
		if a.Name = r.cutName(Authors, "author", literal(a.Name), f.offset); a.Name == "" || r.hasAuthor(a.Name) {
			continue
		}
		if len(r.article.Authors) == maxLinks {
			r.full(Authors, "authors", maxLinks, f.offset)
			break
		}
		a.URL = r.authorURL(a.URL, f.offset)
		r.article.Authors = append(r.article.Authors, a)
	}
	return true
}

// readAuthorURL reads the address of the first author's page.
func (r *reading) readAuthorURL(_ key, f field) bool {
	s, _ := f.value.(string)
	if list := r.article.Authors; len(list) > 0 && list[0].URL == "" {
		list[0].URL = r.authorURL(strings.TrimSpace(s), f.offset)
	}
	return true
}

// authorURL returns the address of an author's page, or "" if there is none. A
// mail address does not count, because spammers would read it.
func (r *reading) authorURL(s string, offset int) string {
	const what = "page of an author"
	u, ok := webURL(s)
	if _, host := asciiHost(s); ok || !host {
		r.elsewhere(Authors, what, s, offset) // for its complaint
	}
	if !ok || r.refuseLongURL(Authors, what, u, offset) {
		return ""
	}
	return u
}

func (r *reading) hasAuthor(name string) bool {
	return slices.ContainsFunc(r.article.Authors, func(a Author) bool { return a.Name == name })
}

// authorCount is whether a key is for one author or several.
type authorCount int

const (
	oneAuthor authorCount = iota
	severalAuthors
)

// authorsOf returns the authors of a value. ok is false if one has no name.
func (r *reading) authorsOf(v any, n authorCount) (authors []Author, ok bool) {
	switch v := v.(type) {
	case string:
		for _, s := range r.splitAuthors(v, n) {
			authors = append(authors, r.person(s))
		}
	case []any:
		ok = true
		for _, e := range v {
			below, named := r.authorsOf(e, oneAuthor)
			authors, ok = append(authors, below...), ok && named
		}
		return authors, ok
	case map[string]any:
		if p, known := r.options.People[strings.ToLower(first(v, "key", "id", "slug"))]; known {
			return append(authors, p), true
		}
		a := authorOf(v)
		if known, ok := r.options.People[strings.ToLower(a.Name)]; ok {
			a = known
		}
		return append(authors, a), a.Name != ""
	}
	return authors, true
}

// splitAuthors splits text under a key for several authors at semicolons, or at
// commas between full names and keys, so that "Sammy Davis, Jr." is one person.
func (r *reading) splitAuthors(s string, n authorCount) []string {
	switch {
	case strings.Contains(s, ">,"): // each author has a mail address
		parts := strings.SplitAfter(s, ">,")
		for i := range parts {
			parts[i] = strings.Trim(parts[i], " ,")
		}
		return parts
	case n == oneAuthor:
		return []string{s}
	case strings.Contains(s, ";"):
		return strings.Split(s, ";")
	}
	parts := strings.Split(s, ",")
	for _, part := range parts {
		part = strings.TrimSpace(part)
		if _, known := r.options.People[strings.ToLower(part)]; !known && part != "" && !strings.Contains(part, " ") {
			return []string{s}
		}
	}
	return parts
}

// person reads "Name", "Name <mail or address>", "Name (address)", "mail (Name)"
// or the key of a person. Mail addresses are not shown, because spammers would
// read them.
func (r *reading) person(s string) Author {
	s = oneLine(s)
	if p, known := r.options.People[strings.ToLower(s)]; known {
		return p
	}
	a := Author{Name: s}
	for _, brackets := range []string{"<>", "()"} {
		before, inside, ok := cutLast(a.Name, brackets)
		switch {
		case !ok || before == "":
		case hasScheme(inside):
			a.Name, a.URL = before, inside
		case isMail(inside):
			a.Name = before
		case isMail(before):
			a.Name = inside
		}
	}
	if p, known := r.options.People[strings.ToLower(a.Name)]; known {
		return p
	}
	return a
}

// isMail reports whether s is a mail address rather than a handle such as "@ada".
func isMail(s string) bool {
	local, domain, _ := strings.Cut(s, "@")
	return local != "" && domain != "" && !strings.Contains(s, " ")
}

// cutLast cuts the text in brackets from the end of s.
func cutLast(s, brackets string) (before, inside string, ok bool) {
	i := strings.LastIndexByte(s, brackets[0])
	if i < 0 || s[len(s)-1] != brackets[1] {
		return "", "", false
	}
	return strings.TrimSpace(s[:i]), strings.TrimSpace(s[i+1 : len(s)-1]), true
}
