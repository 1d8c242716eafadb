package starter

import (
	"fmt"
	"slices"
	"strings"

	"dateline/feed/config"
	"dateline/feed/generators"
	"dateline/feed/printable"
)

// offered are keys that stand in the configuration even if nothing was found, because
// everybody should look at them.
var offered = func() []generators.Setting {
	c := config.Default()
	const unknown = "Not found: this is the default."
	return []generators.Setting{
		{Key: "site.title", Value: c.Site.Title, Origin: unknown},
		{Key: "site.description", Value: c.Site.Description, Origin: unknown},
		{Key: "site.base_url", Value: c.Site.BaseURL, Origin: "Only you know it: the address at which Dateline itself will be reached."},
		{Key: "site.home", Value: c.Site.Home, Origin: unknown},
		{Key: "site.language", Value: c.Site.Language, Origin: unknown},
		{Key: "site.timezone", Value: c.Site.Timezone.String(), Origin: unknown},
		{Key: "site.author", Value: c.Site.Author, Origin: unknown},
		{Key: "feeds.item_link", Value: c.Feeds.ItemLink, Origin: "The default. " + itemLinkChoices},
	}
}()

// itemLinkChoices says what the author may write instead of what was found.
const itemLinkChoices = `A URL with {path} leads readers to your own pages, while the pages here stay. With "site", these redirect there, too; with "page", items lead to the pages here.`

// text returns the configuration, with the comments of its keys.
func (d *draft) text(comments map[string]string) string {
	w := &writer{comments: comments}
	w.remark("This configuration was made by dateline init --from" + ofGenerator(d.generator) + ". It says of each value where it comes from; nothing reads those files later. A key that is not here has its default: \"dateline config\" prints all of them, and the chapters that \"dateline help\" lists explain them.")
	settings := slices.Clone(d.settings)
	for i := range settings {
		settings[i] = from(settings[i])
		if settings[i].Key == "feeds.item_link" {
			settings[i].Origin += " " + itemLinkChoices
		}
	}
	for _, o := range offered {
		if !slices.ContainsFunc(settings, func(s generators.Setting) bool { return s.Key == o.Key }) {
			settings = append(settings, o)
		}
	}
	w.table("site", settings)
	for _, c := range d.contents {
		w.head("content", "[[content]]")
		for _, s := range append([]generators.Setting{{Key: "dir", Value: c.Dir, Origin: c.Origin}}, c.Settings...) {
			w.set("content", from(s))
		}
	}
	w.table("feeds", settings)
	for _, a := range d.aliases {
		w.head("feeds.alias", "[[feeds.alias]]")
		w.set("feeds.alias", generators.Setting{Key: "path", Value: a.Path, Origin: a.Origin + "."})
		w.set("feeds.alias", generators.Setting{Key: "feed", Value: a.Feed})
		if a.Serve {
			w.set("feeds.alias", generators.Setting{Key: "serve", Value: true})
		}
	}
	return w.String()
}

// from returns a setting whose origin is a sentence.
func from(s generators.Setting) generators.Setting {
	s.Origin = "From " + s.Origin + "."
	return s
}

func ofGenerator(name string) string {
	if name == "" {
		return ", which did not recognise the site"
	}
	return " from a site of " + name
}

// writer writes TOML.
type writer struct {
	strings.Builder
	comments map[string]string // by key, without the marks; each is written once
}

// table writes the settings of a table, in the order of the offered keys and then in
// their own.
func (w *writer) table(name string, settings []generators.Setting) {
	order := func(s generators.Setting) int {
		if i := slices.IndexFunc(offered, func(o generators.Setting) bool { return o.Key == s.Key }); i >= 0 {
			return i
		}
		return len(offered)
	}
	settings = slices.SortedStableFunc(slices.Values(settings), func(a, b generators.Setting) int { return order(a) - order(b) })
	w.head(name, "["+name+"]")
	for _, s := range settings {
		if table, key, _ := strings.Cut(s.Key, "."); table == name {
			s.Key = key
			w.set(name, s)
		}
	}
}

// head writes the header of a table.
func (w *writer) head(name, header string) {
	w.WriteByte('\n')
	w.comment(name)
	fmt.Fprintln(w, header)
}

// set writes a key with its comment and its origin.
func (w *writer) set(table string, s generators.Setting) {
	w.comment(table + "." + s.Key)
	if s.Origin != "" {
		w.remark(s.Origin)
	}
	fmt.Fprintf(w, "%s = %s\n", s.Key, config.TOML(s.Value))
}

// comment writes the comment of a key, the first time that the key is written.
func (w *writer) comment(key string) {
	if text, ok := w.comments[key]; ok {
		if !strings.HasSuffix(w.String(), "]\n") && !strings.HasSuffix(w.String(), "\n\n") {
			w.WriteByte('\n')
		}
		w.WriteString(text)
		delete(w.comments, key)
	}
}

// width is how long lines of remarks are, as those of the shipped configuration.
const width = 80

// remark writes a comment, broken into lines. A control character in it, such as one
// in the name of a file, would be refused in TOML.
func (w *writer) remark(text string) {
	line := "#"
	for _, word := range strings.Fields(printable.Line(text)) {
		if len(line)+1+len(word) > width && line != "#" {
			fmt.Fprintln(w, line)
			line = "#"
		}
		line += " " + word
	}
	fmt.Fprintln(w, line)
}
