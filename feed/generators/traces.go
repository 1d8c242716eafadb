package generators

import (
	"bytes"
	"encoding/xml"
	"path"
	"strings"
)

// system is a content management system that authors leave. Its exports and its
// posts, which converters have made into Markdown, show that a site was made by it;
// its feeds had the same addresses on every site.
type system struct {
	name string
	// keys of front matter that converters write
	keys []string
	// aliases are the addresses of its feeds.
	aliases []Alias
}

var systems = []system{
	{"WordPress", []string{"wordpress_id", "wordpress_url", "wp_id", "wp_post_id", "wordpress_post_id"}, []Alias{
		{Path: "/feed/", Feed: "/feed.rss"}, {Path: "/feed/rss2/", Feed: "/feed.rss"}, {Path: "/feed/atom/", Feed: "/feed.atom"},
		{Path: "/tag/*/feed/", Feed: "/topics/*/feed.rss"}, {Path: "/category/*/feed/", Feed: "/topics/*/feed.rss"},
	}},
	{"Ghost", []string{"ghost_id", "ghost_uuid", "comment_id", "ghost_url"}, []Alias{
		{Path: "/rss/", Feed: "/feed.rss"}, {Path: "/tag/*/rss/", Feed: "/topics/*/feed.rss"},
	}},
	{"Blogger", []string{"blogger_id", "blogger_orig_url", "blogger_permalink", "blogger_blog"}, []Alias{
		{Path: "/feeds/posts/default", Feed: "/feed.atom"}, {Path: "/feeds/posts/default/-/*", Feed: "/topics/*/feed.atom"},
	}},
}

// maxTraced is how many posts are searched for traces. A few show what all have.
const maxTraced = 200

// traces adds the old addresses of the feeds of a system that the site has left, if
// its posts or the files at its top show one.
func (r *reading) traces() {
	for _, file := range r.regular(".") {
		if ext := path.Ext(file); ext != ".xml" && ext != ".json" && ext != ".atom" {
			continue
		}
		head, err := readUpTo(r.files, file, maxExport)
		if name := exporter(head); err == nil && name != "" {
			r.left(name, file)
			r.exported(file, head)
			r.note("%s: the articles in an export of %s are not read; if they are not among the Markdown files, convert them", file, name)
		}
	}
	n := 0
	for _, c := range r.Contents {
		for _, file := range r.markdown(c.Dir) {
			if n++; n > maxTraced {
				return
			}
			r.trace(file)
		}
	}
}

// trace looks for a system in the front matter of a post.
func (r *reading) trace(file string) {
	meta := r.frontMatter(file)
	for _, s := range systems {
		for _, key := range s.keys {
			if v := meta.at(key); v != nil {
				r.left(s.name, v.from())
			}
		}
	}
	if guid := meta.at("guid"); strings.Contains(guid.text(), "?p=") || strings.Contains(guid.text(), "?page_id=") {
		r.left("WordPress", guid.from())
	}
}

// left adds the addresses of the feeds of a system.
func (r *reading) left(name, origin string) {
	for _, s := range systems {
		if s.name != name {
			continue
		}
		for _, a := range s.aliases {
			r.alias(a.Path, a.Feed, name+" wrote a feed there; the site was made by it: "+origin)
		}
	}
}

// maxExport is how much of an export is read: what describes the site stands at its
// beginning.
const maxExport = 64 << 10

// exporter returns the system that wrote an export, by its beginning, or "".
func exporter(head []byte) string {
	switch {
	case bytes.Contains(head, []byte("wordpress.org/export/")):
		return "WordPress"
	case bytes.Contains(head, []byte("generator")) && bytes.Contains(head, []byte("Blogger")) && bytes.Contains(head, []byte("<feed")):
		return "Blogger"
	case bytes.Contains(head, []byte(`"exported_on"`)) && bytes.Contains(head, []byte(`"db"`)):
		return "Ghost"
	}
	return ""
}

// exported sets the names of the site from the beginning of an export in XML, unless
// the configuration of a generator does.
func (r *reading) exported(file string, head []byte) {
	keys := map[string]string{
		"rss/channel/title": "site.title", "rss/channel/description": "site.description", "rss/channel/language": "site.language",
		"rss/channel/link": "site.home", "feed/title": "site.title", "feed/subtitle": "site.description",
	}
	d := xml.NewDecoder(bytes.NewReader(head))
	var names []string
	for {
		t, err := d.Token()
		if err != nil {
			return // at the latest where head ends
		}
		line, _ := d.InputPos()
		switch t := t.(type) {
		case xml.StartElement:
			if names = append(names, t.Name.Local); t.Name.Local == "item" || t.Name.Local == "entry" || len(names) > maxDepth {
				return
			}
		case xml.EndElement:
			names = names[:max(0, len(names)-1)]
		case xml.CharData:
			element := strings.Join(names, "/")
			v := &value{file: file, line: line, path: element, scalar: true, raw: string(t)}
			switch key := keys[element]; {
			case key == "" || r.has(key) || v.text() == "":
			case key == "site.home":
				r.home(v, "")
			default:
				r.set(key, v)
			}
		}
	}
}
