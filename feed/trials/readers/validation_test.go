package readers

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/feed/render"
)

// json checks a JSON feed, about which the validator knows less than its
// specification.
func (v *validation) json(body []byte) {
	type author struct{ Name, URL string }
	var f struct {
		Version, Title string
		Home           string `json:"home_page_url"`
		Self           string `json:"feed_url"`
		Authors        []author
		Items          []struct {
			ID, URL, Summary, Title string
			Content                 string `json:"content_html"`
			Published               string `json:"date_published"`
			Modified                string `json:"date_modified"`
			Authors                 []author
		}
	}
	v.check("InvalidJSON", json.Unmarshal(body, &f) == nil, "document")
	v.check("ObsoleteVersion", f.Version == "https://jsonfeed.org/version/1.1", f.Version)
	v.check("MissingElement", f.Title != "" && isURI(f.Home) && isURI(f.Self), f.Self)
	for _, it := range f.Items {
		v.unique("DuplicateEntries", it.ID)
		v.check("MissingTextualContent", it.Content != "", it.ID)
		v.date("InvalidRFC3339Date", time.RFC3339, it.Published, 0)
		v.date("InvalidRFC3339Date", time.RFC3339, it.Modified, 0)
		v.markup(it.ID, it.Content)
		for _, a := range it.Authors {
			v.person(a.Name)
		}
	}
	for _, a := range f.Authors {
		v.person(a.Name)
	}
}

// TestValidator breaks a document in each way that a rule is about, so that every
// rule can fail.
func TestValidator(t *testing.T) {
	s := nasty(t, withOptions)
	for _, c := range []struct{ path, before, after, message string }{
		{"/feed.rss?content=full", `xmlns:fh="`, `xmlns:fh="x`, "UnknownNamespace"},
		{"/feed.rss", `xmlns:fh="`, `xmlns:at="http://purl.org/atompub/tombstones/1.0" xmlns:fh="`, "UnknownNamespace"},
		{"/feed.rss", `version="2.0"`, `version="0.91"`, "ObsoleteVersion"},
		{"/feed.rss", "<lastBuildDate>", "<lastBuildDate>x", "InvalidRFC2822Date"},
		{"/topics/nasty/feed.atom", "<updated>20", "<updated>19", "ImplausibleDate"},
		{"/topics/nasty/feed.atom", "<updated>20", "<updated>29", "ImplausibleDate"},
		{"/feed.rss", `rel="self"`, `rel="other"`, "MissingAtomSelfLink"},
		{"/feed.rss", "/feed.rss\"", "/other.rss\"", "SelfDoesntMatchLocation"},
		{"/feed.rss", "<ttl>", "<ttl>-", "InvalidTTL"},
		{"/feed.rss", "<description>", "<about>", "Missingdescription"},
		{"/feed.rss", "<dc:creator>", "<dc:creator>ann@mail.example ", "ContainsEmail"},
		{"/feed.rss", "<dc:creator>", "<author>ann@mail.example (Ann)</author><dc:creator>", "DuplicateItemSemantics"},
		{"/feed.rss", "<media:content ", `<media:thumbnail url="https://x.example/"></media:thumbnail><media:content `, "DuplicateElement"},
		{"/feed.rss", "</item>", "<description>x</description></item>", "Missingdescription"},
		{"/feed.atom?content=full", "<summary ", "<about ", "MissingTextualContent"},
		{"/feed.atom", `term="`, `other="`, "MissingAttribute"},
		{"/feed.atom", `<name>`, `<name>ann@mail.example `, "ContainsEmail"},
		{"/feed.atom", `<id>tag:`, `<id>https://E.example/`, "NonCanonicalURI"},
		{"/feed.atom", `<author>`, `<other>`, "MissingAuthor"},
		{"/feed.json", `"content_html":"`, `"content_text":"`, "MissingTextualContent"},
		{"/feed.json", `<img src=\"https:`, `<img src=\"`, "ContainsRelRef"},
	} {
		file, _, _ := strings.Cut(c.path, "?")
		d := document{path: c.path, format: render.Format(file[strings.LastIndex(file, ".")+1:]), body: s.get(t, c.path)}
		if says := d.validate(); len(says) > 0 {
			t.Errorf("%s: %q", c.path, says)
		}
		broken := strings.Replace(string(d.body), c.before, c.after, 1)
		for _, name := range []string{"about", "other"} { // the end of an element that is called otherwise
			if strings.HasPrefix(c.after, "<"+name) {
				was := strings.Trim(c.before, "<> ")
				broken = strings.Replace(broken, "</"+was+">", "</"+name+">", 1)
			}
		}
		d.body = []byte(broken)
		if says := d.validate(); !slices.ContainsFunc(says, func(s string) bool { return strings.HasPrefix(s, c.message+":") }) {
			t.Errorf("%s with %q for %q: want %s; says %.300q", c.path, c.after, c.before, c.message, says)
		}
	}
}

// TestDigestLinks checks that the links of digests, of which no two are the same,
// lead to pages.
func TestDigestLinks(t *testing.T) {
	s := nasty(t, asIs)
	for _, path := range []string{"/digest/weekly.json?limit=500", "/digest/daily.json", "/topics/nasty/digest/weekly.json", "/topics/nasty/digest/daily.json"} {
		var f struct{ Items []struct{ URL string } }
		if err := json.Unmarshal(s.get(t, path), &f); err != nil || len(f.Items) < 2 {
			t.Fatalf("%s has %d items: %v", path, len(f.Items), err)
		}
		seen := map[string]bool{}
		for _, it := range f.Items {
			if seen[it.URL] {
				t.Errorf("%s has two items that link to %s", path, it.URL)
			}
			seen[it.URL] = true
			s.get(t, strings.TrimPrefix(it.URL, base))
		}
	}
}
