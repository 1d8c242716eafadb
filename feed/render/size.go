package render

import (
	"cmp"
	"strings"

	"dateline/feed/archive"
)

// The window of a feed is bounded in bytes. The size of an entry is computed
// without encoding it: from the lengths of what it says, and from what escaping
// adds to these. Every entry has one size, that in the largest format, so that a
// feed has the same entries in every format.
//
// Related lists depend on other articles, and the Markdown is in the file. If the
// site shows them, their sizes are estimates, so such a feed may exceed its bound
// a little.

// sizedBytes bounds the articles whose sizes are cached, and entryBytes is what
// an entry takes besides its HTML.
const (
	sizedBytes = 32 << 20
	entryBytes = 1000
)

// LimitsOf returns the limits of the feeds that a site shows by default.
func LimitsOf(site Site) archive.Limits { return New(site).limits(Subject{}) }

// limits returns the limits of the window of a subject. A part of the bound is
// for what surrounds the entries.
func (r *Renderer) limits(sub Subject) archive.Limits {
	return archive.Limits{Items: r.Most(sub), MinItems: r.Site.MinItems, MaxBytes: max(r.room(), 0), Size: func(e *archive.Entry) int {
		return r.size(e, sub.Variant.form(r.Site, e))
	}}
}

// Window returns the entries in the feed of a subject, newest first.
func (r *Renderer) Window(sub Subject) []*archive.Entry {
	window := sub.Entries.Window(r.limits(sub))
	if limit := sub.Variant.Limit; limit > 0 {
		window = window[:min(limit, len(window))]
	}
	return window
}

// headBytes is what the head of a feed takes besides what the site says: its
// elements, its addresses and the name of its subject.
const headBytes = 3000

// room returns how many bytes of a feed are for its items, or 0 if there is no
// bound: what the head and the tombstones leave.
func (r *Renderer) room() int {
	if r.Site.MaxBytes == 0 {
		return 0
	}
	title := 0
	for _, d := range r.directories {
		title = max(title, xmlSize(d.Title))
	}
	said := 4*title + 2*xmlSize(r.Site.Description) + 2*xmlSize(r.Site.Icon) + 4*xmlSize(r.Site.Logo) + xmlSize(r.Site.License) + 8*len(r.Site.BaseURL) + 2*xmlSize(r.Site.Author)
	return max(1, r.Site.MaxBytes-headBytes-said-r.tombstoneRoom())
}

// tombstoneRoom returns how many bytes of a feed are for tombstones.
func (r *Renderer) tombstoneRoom() int { return r.Site.MaxBytes / 16 }

// size returns the size of an entry in a form, with the separator after it, in
// the largest format. It depends on the entry and the site alone.
func (r *Renderer) size(e *archive.Entry, as form) int {
	of := shape{Entry: e, form: as, alone: true}
	size, ok := r.sizes.GetIfPresent(of)
	if !ok {
		it := r.item(nil, of)
		if r.Site.Markdown != nil && as == whole {
			it.markdown = e.HTML // which is about as long
		}
		size = it.size()
		if r.Site.Related {
			size += r.relatedSize(e)
		}
		r.sizes.Set(of, size)
	}
	return size
}

// relatedSize returns about how much the Related list of an article adds. A title
// takes 100 bytes, the path of an article 60.
func (r *Renderer) relatedSize(e *archive.Entry) (size int) {
	for i, c := range e.Related {
		if i == 0 || e.Related[i-1].Page != c.Page {
			size += len(`<li><a href=\"\"></a></li><link rel="related" href=""></link>`) + 2*(len(r.Site.BaseURL)+60) + 100
		}
	}
	return size
}

// size returns the size of an item in the largest format, with a separator.
func (it *item) size() int {
	return max(it.rssSize(), it.atomSize(), it.jsonSize()) + len(",\n")
}

func (it *item) rssSize() int {
	size := len(`<item><title></title><link></link><guid isPermaLink="false"></guid><pubDate>Mon, 02 Jan 2006 15:04:05 -0700</pubDate></item>`) +
		xmlSize(it.title) + xmlSize(it.link) + xmlSize(it.id) + xmlSize(it.markdown)
	size += len(`<description></description>`) + xmlSize(it.description()) + it.cdataSize(`<content:encoded></content:encoded>`)
	if it.language != "" {
		size += len(`<dc:language></dc:language>`) + len(it.language)
	}
	for _, a := range it.credited() {
		size += len(`<dc:creator></dc:creator>`) + xmlSize(a.Name) + xmlSize(a.Mail)
	}
	for _, c := range it.categories {
		size += len(`<category domain=""></category>`) + xmlSize(c.url) + xmlSize(c.name)
	}
	if list := it.enclosures(); len(list) > 0 {
		size += list[0].size(`<enclosure url="" length="" type=""></enclosure><itunes:duration></itunes:duration>`)
	}
	if m := it.cover; m != nil {
		size += m.size(`<media:content url="" medium="image" type="" fileSize="" width="" height=""></media:content>`)
	}
	return size
}

func (it *item) atomSize() int {
	size := len(`<entry><title></title><updated>2006-01-02T15:04:05+07:00</updated><id></id><published>2006-01-02T15:04:05+07:00</published></entry>`) +
		xmlSize(it.name) + xmlSize(it.id) + linkSize("alternate", "text/html", it.link)
	if it.contentHTML == "" {
		size += len(`<summary type="html"></summary>`) + xmlSize(it.description())
	} else {
		size += len(`<summary type="text"></summary>`) + xmlSize(cmp.Or(it.summary, it.name)) + it.cdataSize(`<content type="html"></content>`)
	}
	if it.language != "" {
		size += len(` xml:lang=""`) + len(it.language)
	}
	for _, a := range it.authors {
		size += len(`<author><name></name><uri></uri><email></email></author>`) + xmlSize(a.Name) + xmlSize(a.URL) + xmlSize(a.Mail)
	}
	for _, c := range it.categories {
		size += len(`<category term="" scheme="" label=""></category>`) + xmlSize(it.scheme) + 2*xmlSize(c.name)
	}
	for _, l := range it.sources {
		size += linkSize("via", "", uri(l.URL)) + len(` title=""`) + xmlSize(SourceName(l))
	}
	for _, m := range it.enclosures() {
		size += m.size(`<link rel="enclosure" type="" href="" length=""></link>`)
	}
	return size
}

func (it *item) jsonSize() int {
	size := len(`{"id":"","url":"","title":"","summary":"","date_published":"2006-01-02T15:04:05+07:00","date_modified":"2006-01-02T15:04:05+07:00","content_html":""}`) +
		jsonSize(it.id) + jsonSize(it.link) + jsonSize(it.title) + jsonSize(it.summary)
	if it.contentHTML == "" {
		size += jsonSize(it.description())
	} else {
		size += jsonSize(it.contentHTML)
	}
	if it.language != "" {
		size += len(`"language":"",`) + len(it.language)
	}
	size += len(`"authors":[],"author":{}`)
	for _, a := range it.credited() {
		size += len(`{"name":"","url":""},`) + jsonSize(a.Name) + jsonSize(uri(a.URL))
	}
	if len(it.sources) > 0 {
		size += len(`"external_url":"",`) + jsonSize(uri(it.sources[0].URL))
	}
	size += len(`"tags":[],`)
	for _, c := range it.categories {
		size += len(`"",`) + jsonSize(jsonTags.Replace(c.name))
	}
	if m := it.cover; m != nil {
		size += len(`"image":"",`) + jsonSize(m.URL)
	}
	if list := it.enclosures(); len(list) > 0 {
		size += len(`"attachments":[],`)
		for _, m := range list {
			size += m.size(`{"url":"","mime_type":"","size_in_bytes":,"duration_in_seconds":},`)
		}
	}
	return size
}

// cdataSize returns the size of an element with the content in a CDATA section,
// or 0 if there is none.
func (it *item) cdataSize(element string) int {
	if it.contentHTML == "" {
		return 0
	}
	return len(element) + len("<![CDATA[]]>") + len(it.contentHTML) + strings.Count(it.contentHTML, "]]>")*len("]]><![CDATA[")
}

func linkSize(rel, mediaType, href string) int {
	return len(`<link rel="" type="" href=""></link>`) + len(rel) + len(mediaType) + xmlSize(href)
}

// size returns the size of an element or object about a file.
func (m *Media) size(element string) int {
	size := len(element) + xmlSize(m.URL) + xmlSize(m.Type)
	for _, n := range [...]int64{m.Length, int64(m.Width), int64(m.Height), m.Duration} {
		for ; n > 0; n /= 10 {
			size++
		}
	}
	return size
}

// What encoding/xml and encoding/json add to a byte.
var xmlMore, jsonMore = func() (x, j [256]uint8) {
	for c := range 0x20 {
		j[c] = uint8(len(`\u0000`) - 1)
	}
	for _, c := range "\b\f\n\r\t\"\\" {
		j[c] = uint8(len(`\n`) - 1)
	}
	for _, c := range "\t\n\r\"'&" {
		x[c] = uint8(len("&#34;") - 1)
	}
	x['<'], x['>'] = uint8(len("&lt;")-1), uint8(len("&gt;")-1)
	return x, j
}()

// xmlSize returns the size of text in XML.
func xmlSize(s string) int {
	size := len(s)
	for i := range len(s) {
		size += int(xmlMore[s[i]])
	}
	return size
}

// jsonSize returns the size of text in JSON, without quotes around it. JSON
// escapes the two line separators of Unicode, because JavaScript did not allow
// them.
func jsonSize(s string) int {
	size := len(s) + 3*(strings.Count(s, "\u2028")+strings.Count(s, "\u2029"))
	for i := range len(s) {
		size += int(jsonMore[s[i]])
	}
	return size
}
