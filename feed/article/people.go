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

// authorOf returns the author that an object describes, in front matter or in a file
// of authors.
func authorOf(v map[string]any) Author {
	name := first(v, "name", "displayname", "fullname")
	if parts, ok := v["name"].(map[string]any); ok { // as in Quarto
		name = oneLine(first(parts, "literal") + " " + first(parts, "given") + " " + first(parts, "family"))
	}
	_, mail := cutMail(first(v, "email", "mail"))
	a := Author{Name: name, URL: strings.TrimSpace(first(v, "url", "link", "website", "homepage", "web", "uri", "to")), Mail: mail}
	return a.withoutMail()
}

// ReadPeople reads a file of authors, and returns them by lower-case key. The
// extension of the name decides between YAML, TOML and JSON. The file may contain
// an object by key, such as Docusaurus' authors.yml; the same below "authors", as
// in MkDocs' .authors.yml; a list of objects with an id; or one author, whose key
// is the name of the file ("data/authors/ann.yml"). The error explains what is
// wrong with the file.
func ReadPeople(name string, data []byte) (map[string]Author, error) {
	if len(data) > MaxSize {
		return nil, fmt.Errorf("the file is larger than %s", kib(MaxSize))
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
		err = errors.New("its name does not end in .yml, .yaml, .toml or .json")
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

// foldedPerson returns an object with its keys in lower case.
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
	a.URL, _ = webURL(a.URL)
	a.Name, a.URL = XML(literal(a.Name)), XML(a.URL)
	a = a.withoutMail()
	if key = strings.ToLower(strings.TrimSpace(key)); key != "" && a.Name != "" {
		people[key] = a
	}
}
