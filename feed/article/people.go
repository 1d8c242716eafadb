package article

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"go.yaml.in/yaml/v4"
)

// readAuthors takes authors: text, objects, lists of both, or keys of people
// whom the site knows.
func (r *reading) readAuthors(k key, f field) bool {
	authors, ok := r.authorsOf(f.value, k.name == "authors")
	if !ok {
		r.drop(f.offset, Authors, "front matter "+k.name+" holds an object without a name", "write names, or name: before each")
	}
	for _, a := range authors {
		if a.Name = r.cutName(Authors, "author", literal(a.Name), f.offset); a.Name == "" || r.wrote(a.Name) {
			continue
		}
		if len(r.article.Authors) == maxLinks {
			r.full(Authors, "authors", maxLinks, f.offset)
			break
		}
		a.URL, _ = webURL(a.URL)
		r.article.Authors = append(r.article.Authors, a)
	}
	return true
}

// readAuthorURL takes the address of the first author.
func (r *reading) readAuthorURL(_ key, f field) bool {
	s, _ := f.value.(string)
	if list := r.article.Authors; len(list) > 0 && list[0].URL == "" {
		list[0].URL, _ = webURL(strings.TrimSpace(s))
	}
	return true
}

func (r *reading) wrote(name string) bool {
	return slices.ContainsFunc(r.article.Authors, func(a Author) bool { return a.Name == name })
}

// authorsOf returns the authors of a value; ok is false if one has no name.
func (r *reading) authorsOf(v any, several bool) (authors []Author, ok bool) {
	switch v := v.(type) {
	case string:
		for _, s := range r.splitAuthors(v, several) {
			authors = append(authors, r.person(s))
		}
	case []any:
		ok = true
		for _, e := range v {
			below, named := r.authorsOf(e, false)
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

// splitAuthors splits text under a key for several authors at semicolons, or
// at commas between full names and keys: "Sammy Davis, Jr." is one person.
func (r *reading) splitAuthors(s string, several bool) []string {
	switch {
	case !several:
		return []string{s}
	case strings.Contains(s, ";"):
		return strings.Split(s, ";")
	}
	parts := strings.Split(s, ",")
	for _, part := range parts {
		part = strings.TrimSpace(part)
		if _, known := r.options.People[strings.ToLower(part)]; !known && !strings.Contains(part, " ") {
			return []string{s}
		}
	}
	return parts
}

// person reads "Name", "Name <mail or address>", "Name (address)" or the key
// of a person.
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
		case strings.Contains(inside, "@") && !strings.Contains(inside, " "):
			a.Name = before
		}
	}
	if p, known := r.options.People[strings.ToLower(a.Name)]; known {
		return p
	}
	return a
}

// cutLast cuts what stands in brackets at the end of s.
func cutLast(s, brackets string) (before, inside string, ok bool) {
	i := strings.LastIndexByte(s, brackets[0])
	if i < 0 || s[len(s)-1] != brackets[1] {
		return "", "", false
	}
	return strings.TrimSpace(s[:i]), strings.TrimSpace(s[i+1 : len(s)-1]), true
}

// authorOf reads an object of front matter or of a file of authors.
func authorOf(v map[string]any) Author {
	name := first(v, "name", "displayname", "fullname")
	if parts, ok := v["name"].(map[string]any); ok { // as in Quarto
		name = oneLine(first(parts, "literal") + " " + first(parts, "given") + " " + first(parts, "family"))
	}
	u, _ := webURL(strings.TrimSpace(first(v, "url", "link", "website", "homepage", "web", "uri")))
	return Author{Name: name, URL: u}
}

// ReadPeople reads a file of authors, in YAML, TOML or JSON by the ending of
// its name, and returns them by lower-case key: an object by key, such as
// Docusaurus' authors.yml, the same below "authors", as in MkDocs' .authors.yml,
// a list of objects with an id, or one author, whose key is the name of the
// file ("data/authors/ann.yml"). The error says what is wrong with the file.
func ReadPeople(name string, data []byte) (map[string]Author, error) {
	if len(data) > MaxSize {
		return nil, fmt.Errorf("a file of authors of more than %s", kib(MaxSize))
	}
	var all any
	var err error
	switch strings.ToLower(path.Ext(name)) {
	case ".yml", ".yaml":
		err = yaml.Unmarshal(data, &all)
	case ".toml":
		err = toml.Unmarshal(data, &all)
	case ".json":
		err = json.Unmarshal(data, &all)
	default:
		err = errors.New("it is neither YAML, TOML nor JSON by its name")
	}
	if err != nil {
		return nil, fmt.Errorf("reading authors: %w", err)
	}
	people := map[string]Author{}
	base := path.Base(name)
	addPeople(people, strings.TrimSuffix(base, path.Ext(base)), foldedPerson(all))
	return people, nil
}

func addPeople(people map[string]Author, key string, v any) {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			if m, ok := foldedPerson(e).(map[string]any); ok {
				addPerson(people, first(m, "key", "id", "slug", "username", "login", "name"), m)
			}
		}
	case map[string]any:
		if below, ok := v["authors"]; ok && !isText(below) {
			addPeople(people, key, foldedPerson(below))
			return
		}
		if isText(v["name"]) {
			addPerson(people, key, v)
			return
		}
		for _, key := range slices.Sorted(maps.Keys(v)) {
			switch m := foldedPerson(v[key]).(type) {
			case string:
				addPerson(people, key, map[string]any{"name": m})
			case map[string]any:
				addPerson(people, key, m)
			}
		}
	}
}

// foldedPerson returns an object by lower-case keys.
func foldedPerson(v any) any {
	m, ok := v.(map[string]any)
	if !ok {
		return v
	}
	all := make(map[string]any, len(m))
	for _, name := range slices.Sorted(maps.Keys(m)) {
		all[strings.ToLower(name)] = m[name]
	}
	return all
}

func addPerson(people map[string]Author, key string, v map[string]any) {
	a := authorOf(v)
	a.Name, a.URL = XML(literal(a.Name)), XML(a.URL)
	if key = strings.ToLower(strings.TrimSpace(key)); key != "" && a.Name != "" {
		people[key] = a
	}
}
