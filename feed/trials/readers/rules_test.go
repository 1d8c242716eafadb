package readers

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"dateline/feed/render"
)

// These rules avoid the warnings of the W3C's feed validator, and keep the HTML
// valid when a reader shows all items of a document on one page.

// A shown is an item as readers show it, with the other URLs of the item.
type shown struct {
	id, title, language string
	content             []*html.Node // of HTML
	bare                bool         // the item has neither title nor description
	urls                []string
	enclosures          []enclosure
}

type enclosure struct {
	URL    string `xml:"url,attr" json:"url"`
	Length string `xml:"length,attr" json:"-"`
	Type   string `xml:"type,attr" json:"mime_type"`
}

// isURI is the validator's own pattern of a full URI (RFC 2396).
var isURI = regexp.MustCompile(`^[a-zA-Z][0-9a-zA-Z+\-.]*:(//)?[0-9a-zA-Z;/?:@&=+$.\-_!~*'()%,#\[\]]+$`).MatchString

var isMediaType = regexp.MustCompile(`^(application|audio|font|image|text|video)/[a-z0-9!#$&^_.+-]+$`).MatchString

// obey checks that documents keep the rules, and returns how many items had HTML.
func obey(t *testing.T, documents []document) (items int) {
	t.Helper()
	for i := range documents {
		d := &documents[i]
		for _, message := range d.validate() {
			t.Errorf("%s: %s", d.path, message)
		}
		ids := map[string]string{} // items by the ids of their elements
		for _, it := range d.shown(t) {
			if it.bare {
				t.Errorf("%s: %s has neither a title nor a description", d.path, it.id)
			}
			for _, u := range it.urls {
				if _, err := url.Parse(u); !isURI(u) || err != nil {
					t.Errorf("%s: %s has the URL %q (%v)", d.path, it.id, u, err)
				}
			}
			if len(it.enclosures) > 1 && d.format == render.RSS {
				t.Errorf("%s: %s has %d enclosures", d.path, it.id, len(it.enclosures))
			}
			for _, e := range it.enclosures {
				number := strings.Trim(e.Length, "0123456789") == "" && (e.Length != "" || d.format != render.RSS)
				if !isURI(e.URL) || !isMediaType(e.Type) || !number {
					t.Errorf("%s: %s has the enclosure %q", d.path, it.id, e)
				}
			}
			if len(it.content) > 0 {
				items++
				it.obey(t, d.path, ids)
			}
		}
	}
	return items
}

// obey checks that the HTML of an item does not depend on its surroundings.
func (it shown) obey(t *testing.T, path string, ids map[string]string) {
	t.Helper()
	own, fragments := map[string]bool{}, []string{}
	for _, top := range it.content {
		for n := range top.Descendants() {
			switch n.DataAtom {
			case atom.Script, atom.Style, atom.Iframe, atom.Object, atom.Embed, atom.Form, atom.Meta, atom.Link, atom.Base:
				t.Errorf("%s: %s has a %s", path, it.id, n.Data)
			}
			for _, a := range n.Attr {
				switch u, err := url.Parse(a.Val); {
				case a.Key == "id" && ids[a.Val] != "":
					t.Errorf("%s: %s and %s have the id %q", path, ids[a.Val], it.id, a.Val)
				case a.Key == "id":
					ids[a.Val], own[a.Val] = it.id, true
				case a.Key == "style", strings.HasPrefix(a.Key, "on"):
					t.Errorf("%s: %s has %s=%q", path, it.id, a.Key, a.Val)
				case a.Key == "href" && strings.HasPrefix(a.Val, "#"):
					fragments = append(fragments, a.Val[1:])
				case a.Key != "href" && a.Key != "src" && a.Key != "cite":
				case err != nil || !u.IsAbs() || !isURI(a.Val):
					t.Errorf("%s: %s has %s=%q (%v)", path, it.id, a.Key, a.Val, err)
				}
			}
		}
	}
	for _, f := range fragments {
		if !own[f] {
			t.Errorf("%s: %s has no element #%s, to which it leads", path, it.id, f)
		}
	}
}

// shown reads the items of a document.
func (d *document) shown(t *testing.T) (items []shown) {
	t.Helper()
	if d.format == render.JSON {
		var f struct {
			Items []struct {
				ID, Title, URL, Language, Image string
				ExternalURL                     string      `json:"external_url"`
				Content                         string      `json:"content_html"`
				Attachments                     []enclosure `json:"attachments"`
				Authors                         []struct{ URL string }
			}
		}
		if err := json.Unmarshal(d.body, &f); err != nil {
			t.Fatal(err)
		}
		for _, it := range f.Items {
			s := shown{id: it.ID, title: it.Title, language: it.Language, content: fragment(t, it.Content), urls: given(it.URL, it.Image, it.ExternalURL), enclosures: it.Attachments}
			for _, a := range it.Authors {
				s.urls = append(s.urls, given(a.URL)...)
			}
			items = append(items, s)
		}
		return items
	}
	type link struct {
		Rel  string `xml:"rel,attr"`
		Href string `xml:"href,attr"`
		Text string `xml:",chardata"`
		enclosure
	}
	type entry struct {
		ID          string      `xml:"id"`
		GUID        string      `xml:"guid"`
		Title       string      `xml:"title"`
		Lang        string      `xml:"http://www.w3.org/XML/1998/namespace lang,attr"`
		Language    string      `xml:"http://purl.org/dc/elements/1.1/ language"`
		Description string      `xml:"description"`
		Encoded     string      `xml:"http://purl.org/rss/1.0/modules/content/ encoded"`
		Content     string      `xml:"http://www.w3.org/2005/Atom content"`
		Links       []link      `xml:"link"`
		Enclosures  []enclosure `xml:"enclosure"`
		URIs        []string    `xml:"author>uri"`
	}
	var f struct {
		Entries []entry `xml:"http://www.w3.org/2005/Atom entry"`
		Items   []entry `xml:"channel>item"`
	}
	if err := xml.NewDecoder(bytes.NewReader(d.body)).Decode(&f); err != nil {
		t.Fatal(err)
	}
	for _, e := range append(f.Entries, f.Items...) {
		s := shown{id: e.ID + e.GUID, title: e.Title, language: e.Lang + e.Language, content: fragment(t, e.Content+e.Encoded),
			bare: e.Title+e.Description == "", urls: e.URIs, enclosures: e.Enclosures}
		for _, l := range e.Links {
			s.urls = append(s.urls, strings.TrimSpace(l.Href+l.Text))
			if l.Rel == "enclosure" {
				s.enclosures = append(s.enclosures, enclosure{l.Href, l.Length, l.Type})
			}
		}
		items = append(items, s)
	}
	return items
}

func given(urls ...string) (list []string) {
	for _, u := range urls {
		if u != "" {
			list = append(list, u)
		}
	}
	return list
}

// fragment parses HTML like a reader that puts it into a page of its own.
func fragment(t *testing.T, markup string) []*html.Node {
	t.Helper()
	div := &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div}
	list, err := html.ParseFragment(strings.NewReader(markup), div)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range list {
		div.AppendChild(n)
	}
	if div.FirstChild == nil {
		return nil
	}
	return []*html.Node{div}
}

// TestRightToLeft checks that in every format, the HTML of an article in a
// right-to-left language sets the direction, and that the title is plain.
func TestRightToLeft(t *testing.T) {
	s := nasty(t, asIs)
	for _, f := range render.Formats {
		d := document{path: "/topics/direction/feed." + string(f), format: f}
		d.body = s.get(t, d.path)
		items := d.shown(t)
		if len(items) != 2 {
			t.Fatalf("%s has %d items", d.path, len(items))
		}
		for _, it := range items {
			wrapper := it.content[0].FirstChild
			dir := ""
			for _, a := range wrapper.Attr {
				if a.Key == "dir" {
					dir = a.Val
				}
			}
			if is := strings.HasPrefix(it.language, "ar"); is != (dir == "rtl" && wrapper.NextSibling == nil) {
				t.Errorf("%s: %q in %q is shown as %q", d.path, it.title, it.language, dir)
			}
			if strings.ContainsAny(it.title, "<\u200f\u2067") {
				t.Errorf("%s: title %q", d.path, it.title)
			}
		}
	}
}
