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
		a.Name = literal(a.Name) // which may resolve the entity of an @
		a = a.withoutMail()
		if a.Name = r.cutName(Authors, "author", a.Name, f.offset); a.Name == "" || r.hasAuthor(a.Name) {
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
		for _, s := range people(r.options.People).split(v, n) {
			authors = append(authors, people(r.options.People).person(s))
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

// ReadAuthors reads the value of a setting that names an author as front matter
// does, or several of which each has a mail address.
func ReadAuthors(s string) (authors []Author) {
	var people people
	for _, s := range people.split(s, oneAuthor) {
		a := people.person(s)
		a.Name = literal(a.Name)
		if a = a.withoutMail(); a.Name != "" {
			a.URL, _ = webURL(a.URL)
			authors = append(authors, a)
		}
	}
	return authors
}

// people are authors by lower-case key.
type people map[string]Author

// split splits text that names authors: between those that each have a mail
// address; and under a key for several authors at semicolons, or at commas
// between full names and keys, so that "Sammy Davis, Jr." is one person.
func (p people) split(s string, n authorCount) []string {
	for _, separator := range []string{";", ","} {
		if parts := strings.Split(s, separator); len(parts) > 1 && !slices.ContainsFunc(parts, lacksMail) {
			return parts
		}
	}
	switch {
	case strings.Contains(s, ">,"): // each author has a mail address, and a comma may be in a name
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
		if _, known := p[strings.ToLower(part)]; !known && part != "" && !strings.Contains(part, " ") {
			return []string{s}
		}
	}
	return parts
}

func lacksMail(s string) bool {
	_, mail := cutMail(s)
	return mail == ""
}

// person reads "Name", "Name <mail or address>", "Name (address)", "mail (Name)"
// or the key of a person.
func (p people) person(s string) Author {
	s = oneLine(s)
	if known, ok := p[strings.ToLower(s)]; ok {
		return known
	}
	var a Author
	a.Name, a.Mail = cutMail(s)
	for _, brackets := range []string{"<>", "()"} {
		if before, inside, ok := cutLast(a.Name, brackets); ok && before != "" && hasScheme(inside) {
			a.Name, a.URL = before, inside
		}
	}
	if known, ok := p[strings.ToLower(a.Name)]; ok {
		return known
	}
	return a
}

// cutLast cuts the text in brackets from the end of s.
func cutLast(s, brackets string) (before, inside string, ok bool) {
	i := strings.LastIndexByte(s, brackets[0])
	if i < 0 || s[len(s)-1] != brackets[1] {
		return "", "", false
	}
	return strings.TrimSpace(s[:i]), strings.TrimSpace(s[i+1 : len(s)-1]), true
}
