package config

import (
	"fmt"
	"path"
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// maxMinArticles bounds min_articles: no archive has that many articles.
const maxMinArticles = 1_000_000

func (d *document) topics(t *Topics) {
	for i := range t.Ignore {
		at, pattern := element("topics.ignore", i), &t.Ignore[i]
		if d.name(at, pattern) {
			_, err := path.Match(*pattern, "")
			d.must(at, err == nil, fmt.Sprintf("%q is not a pattern", *pattern), `close its brackets, or write \\[ for a bracket in a name: "Misc*", "[A-Z]"`)
		}
	}
	for i := range t.KeepWhole {
		at, name := element("topics.keep_whole", i), &t.KeepWhole[i]
		if d.name(at, name) {
			d.must(at, strings.Contains(*name, ", "), fmt.Sprintf("%q is never split, since it has no comma followed by a space", *name), `write it as articles do: "Jasper, Texas"`)
		}
	}
	d.within("topics.min_articles", t.MinArticles, 1, maxMinArticles)
	d.aliases(t.Alias)
}

// name brings the name of a topic onto one line, and reports whether it is not
// empty.
func (d *document) name(at string, s *string) bool {
	*s = strings.Join(strings.Fields(*s), " ")
	d.must(at, *s != "", "the name is empty", "write the name of a topic")
	return *s != ""
}

// topicNames are the names of all [[topics.alias]], folded.
type topicNames struct {
	canonical map[string]bool
	means     map[string]string // the canonical name of each alias
}

// aliases checks that every name leads to one topic, in one step.
func (d *document) aliases(list []Alias) {
	names := topicNames{canonical: map[string]bool{}, means: map[string]string{}}
	for i := range list {
		at, a := element("topics.alias", i), &list[i]
		if d.name(at+".name", &a.Name) {
			d.must(at+".name", !names.canonical[fold(a.Name)], fmt.Sprintf("%q already has a [[topics.alias]]", a.Name), "put its aliases into one list")
			names.canonical[fold(a.Name)] = true
		}
		d.must(at+".also", len(a.Also) > 0, "is empty", `write the other names of the topic: also = ["U.S.", "USA"]`)
	}
	for i, a := range list {
		for j := range a.Also {
			d.also(element(element("topics.alias", i)+".also", j), a.Name, &a.Also[j], names)
		}
	}
}

// also checks an alias of a topic against those before it.
func (d *document) also(at, name string, alias *string, names topicNames) {
	if !d.name(at, alias) {
		return
	}
	key := fold(*alias)
	other, taken := names.means[key]
	switch {
	case key == fold(name):
		d.wrong(at, fmt.Sprintf("%q is the name itself, since case does not matter", *alias), "remove it from the list")
	case names.canonical[key]:
		d.wrong(at, fmt.Sprintf("%q is the name of another [[topics.alias]]: an alias cannot lead to another alias", *alias), "keep one of the two names, and list all others under it")
	case taken:
		d.wrong(at, fmt.Sprintf("%q is already an alias of %q", *alias, other), "keep it in one of the lists")
	default:
		names.means[key] = name
	}
}

// fold returns what all spellings of a name have in common.
func fold(s string) string { return norm.NFC.String(cases.Fold().String(norm.NFC.String(s))) }
