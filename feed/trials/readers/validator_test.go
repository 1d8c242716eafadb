package readers

import (
	"bytes"
	"encoding/xml"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"dateline/feed/render"
)

// The messages of the W3C's feed validator, for which a document is checked here
// without it. Each rule is reported under the name of its message.

// namespaces are those that the validator knows, of those in documents. Others
// are an UnknownNamespace.
var namespaces = map[string]string{
	"": "", "xml": "http://www.w3.org/XML/1998/namespace",
	"atom": "http://www.w3.org/2005/Atom", "content": "http://purl.org/rss/1.0/modules/content/", "dc": "http://purl.org/dc/elements/1.1/",
	"media": "http://search.yahoo.com/mrss/", "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
	"fh": "http://purl.org/syndication/history/1.0", "sy": "http://purl.org/rss/1.0/modules/syndication/",
}

// optionalNamespaces are unknown to the validator, so a document declares them
// only if it has an element of them.
var optionalNamespaces = map[string]string{
	"at": "http://purl.org/atompub/tombstones/1.0", "source": "http://source.scripting.com/", "webfeeds": "http://webfeeds.org/rss/1.0",
}

var (
	containsEmail = regexp.MustCompile(`[a-zA-Z0-9_.+\-]+@[a-zA-Z0-9\-]+(\.[a-zA-Z0-9\-]+)*\.[a-zA-Z]{2,}`).MatchString
	isMailAndName = regexp.MustCompile(`^[^\s@()<>]+@[^\s@()<>]+ \(.+\)$`).MatchString
)

// node is an element of XML.
type node struct {
	XMLName xml.Name
	Attrs   []xml.Attr `xml:",any,attr"`
	Text    string     `xml:",chardata"`
	Nodes   []node     `xml:",any"`
}

// all returns the children with a name, "prefix:local".
func (n node) all(name string) (list []node) {
	for _, c := range n.Nodes {
		if c.called(name) {
			list = append(list, c)
		}
	}
	return list
}

func (n node) called(name string) bool {
	prefix, local, ok := strings.Cut(name, ":")
	if !ok {
		prefix, local = "", name
	}
	return n.XMLName.Local == local && (n.XMLName.Space == namespaces[prefix] || optionalNamespaces[prefix] != "" && n.XMLName.Space == optionalNamespaces[prefix])
}

// text returns the text of the only child with a name.
func (n node) text(name string) string {
	if list := n.all(name); len(list) == 1 {
		return strings.TrimSpace(list[0].Text)
	}
	return ""
}

func (n node) attr(name string) string {
	for _, a := range n.Attrs {
		if a.Name.Local == name && a.Name.Space != "xmlns" {
			return a.Value
		}
	}
	return ""
}

func (n node) has(space string) bool {
	return n.XMLName.Space == space || slices.ContainsFunc(n.Nodes, func(c node) bool { return c.has(space) })
}

// A validation collects what the validator would say about a document.
type validation struct {
	says []string
	seen map[string]bool // ids and guids
}

func (v *validation) check(message string, ok bool, about string) {
	if !ok {
		v.says = append(v.says, message+": "+about)
	}
}

// validate returns what the validator would say.
func (d *document) validate() []string {
	v := &validation{seen: map[string]bool{}}
	if d.format == render.JSON {
		v.json(d.body)
		return v.says
	}
	var root node
	if err := xml.NewDecoder(bytes.NewReader(d.body)).Decode(&root); err != nil {
		return []string{"SAXError: " + err.Error()}
	}
	for _, a := range root.Attrs {
		if a.Name.Space == "xmlns" {
			v.check("UnknownNamespace", namespaces[a.Name.Local] == a.Value || optionalNamespaces[a.Name.Local] == a.Value && root.has(a.Value), a.Value)
		}
	}
	self := base + d.path
	if d.format == render.RSS {
		v.check("ObsoleteVersion", root.attr("version") == "2.0", root.attr("version"))
		v.channel(root.Nodes[0], self)
	} else {
		v.feed(root, self)
	}
	return v.says
}

// date checks a date in a layout. A feed is as old as what is in it, and nothing
// is from the future; old is the year before which it is implausible.
func (v *validation) date(message, layout, text string, old int) {
	at, err := time.Parse(layout, text)
	v.check(message, err == nil && at.Format(layout) == text, text) // so the day of the week is right too
	v.check("ImplausibleDate", at.Year() >= old && at.Before(now.AddDate(0, 0, 1)), text)
	v.check("UseZoneOffsets", strings.HasSuffix(text, "Z") || strings.Contains(text[max(0, len(text)-6):], "+") || strings.Contains(text[max(0, len(text)-6):], "-"), text)
}

// plausible is the first year that the validator believes.
const plausible = 1990

// oldest returns plausible or the earliest year of the dates, in a layout.
func oldest(layout string, dates ...string) int {
	year := plausible
	for _, text := range dates {
		if at, err := time.Parse(layout, text); err == nil {
			year = min(year, at.Year())
		}
	}
	return year
}

// channel checks an RSS channel.
func (v *validation) channel(c node, self string) {
	items := c.all("item")
	for _, name := range []string{"title", "link", "description"} {
		v.check("Missing"+name, c.text(name) != "", "channel")
	}
	var dates []string
	for _, it := range items {
		dates = append(dates, it.text("pubDate"))
	}
	built := c.all("lastBuildDate")
	v.check("ImplausibleDate", (len(built) == 1) == (len(items) > 0), "lastBuildDate of "+strconv.Itoa(len(items))+" items")
	for _, b := range built {
		v.date("InvalidRFC2822Date", time.RFC1123Z, b.Text, oldest(time.RFC1123Z, dates...))
	}
	v.self(c.all("atom:link"), self)
	before := slices.IndexFunc(c.Nodes, func(n node) bool { return n.called("atom:link") }) < slices.IndexFunc(c.Nodes, func(n node) bool { return n.called("link") })
	v.check("AtomLinkBehindLink", before, self)
	for _, image := range c.all("image") {
		v.check("ImageTitleDoesntMatch", image.text("title") == c.text("title"), image.text("title"))
		v.check("ImageLinkDoesntMatch", image.text("link") == c.text("link"), image.text("link"))
	}
	if len(c.all("fh:archive")) == 0 { // an archive document never changes
		ttl, err := strconv.Atoi(c.text("ttl"))
		v.check("InvalidTTL", err == nil && ttl > 0, c.text("ttl"))
		times, err := strconv.Atoi(c.text("sy:updateFrequency"))
		v.check("InvalidUpdateFrequency", err == nil && times > 0 && slices.Contains([]string{"hourly", "daily"}, c.text("sy:updatePeriod")), c.text("sy:updatePeriod"))
	}
	for _, it := range items {
		v.item(it)
	}
}

// item checks an RSS item.
func (v *validation) item(it node) {
	id := it.text("guid")
	v.unique("DuplicateValue", id)
	for _, name := range []string{"link", "pubDate", "guid", "description"} {
		v.check("Missing"+name, it.text(name) != "", id)
	}
	v.date("InvalidRFC2822Date", time.RFC1123Z, it.text("pubDate"), 0)
	if encoded := slices.IndexFunc(it.Nodes, func(n node) bool { return n.called("content:encoded") }); encoded >= 0 {
		v.check("NeedDescriptionBeforeContent", slices.IndexFunc(it.Nodes, func(n node) bool { return n.called("description") }) < encoded, id)
	}
	author := it.all("author")
	v.check("DuplicateItemSemantics", len(author) == 0 || len(author) == 1 && len(it.all("dc:creator")) == 0, id)
	for _, a := range author {
		v.check("InvalidContact", isMailAndName(a.Text), a.Text)
	}
	for _, creator := range it.all("dc:creator") {
		v.person(creator.Text)
	}
	v.check("DuplicateElement", len(it.all("enclosure")) <= 1 && len(it.all("media:content"))+len(it.all("media:thumbnail")) <= 1, id)
	for _, m := range it.all("media:content") {
		v.check("InvalidMIMEAttribute", m.attr("type") == "" || isMediaType(m.attr("type")), m.attr("type"))
		v.check("InvalidFullLink", isURI(m.attr("url")), m.attr("url"))
	}
	for _, c := range it.all("category") {
		v.check("MissingCategory", strings.TrimSpace(c.Text) != "", id)
	}
	v.markup(id, it.text("description"))
}

// feed checks an Atom feed.
func (v *validation) feed(f node, self string) {
	entries := f.all("atom:entry")
	var dates []string
	for _, e := range entries {
		dates = append(dates, e.text("atom:updated"))
	}
	v.check("MissingElement", f.text("atom:title") != "", "title")
	v.canonical(f.text("atom:id"))
	v.date("InvalidRFC3339Date", time.RFC3339, f.text("atom:updated"), oldest(time.RFC3339, dates...))
	v.self(f.all("atom:link"), self)
	v.check("MissingAuthor", len(f.all("atom:author")) > 0, self)
	v.authors(f)
	v.links(f)
	for _, e := range entries {
		v.entry(e)
	}
	for _, g := range f.all("at:deleted-entry") {
		v.unique("DuplicateEntries", g.attr("ref"))
		v.date("InvalidRFC3339Date", time.RFC3339, g.attr("when"), plausible)
	}
}

// entry checks an Atom entry.
func (v *validation) entry(e node) {
	id := e.text("atom:id")
	v.unique("DuplicateEntries", id)
	v.canonical(id)
	v.check("MissingElement", e.text("atom:title") != "", "title of "+id)
	v.date("InvalidRFC3339Date", time.RFC3339, e.text("atom:updated"), 0)
	v.date("InvalidRFC3339Date", time.RFC3339, e.text("atom:published"), 0)
	summary := e.all("atom:summary")
	v.check("MissingTextualContent", len(summary) == 1 && strings.TrimSpace(summary[0].Text) != "", id)
	for _, text := range append(summary, e.all("atom:content")...) {
		v.check("InvalidTextType", text.attr("type") == "html" || text.attr("type") == "text", id)
		if text.attr("type") == "html" {
			v.markup(id, text.Text)
		}
	}
	for _, c := range e.all("atom:category") {
		v.check("MissingAttribute", c.attr("term") != "" && c.attr("label") != "", "category of "+id)
		v.check("InvalidFullLink", isURI(c.attr("scheme")), c.attr("scheme"))
	}
	v.authors(e)
	v.links(e)
}

// self checks that a document says once where it is.
func (v *validation) self(links []node, self string) {
	var at []string
	for _, l := range links {
		if l.attr("rel") == "self" {
			at = append(at, l.attr("href"))
		}
		v.check("InvalidMIMEAttribute", l.attr("type") == "" || isMediaType(l.attr("type")), l.attr("type"))
	}
	v.check("MissingAtomSelfLink", len(at) > 0, self)
	v.check("DuplicateSelf", len(at) < 2, strings.Join(at, " "))
	u, err := url.Parse(self)
	v.check("SelfDoesntMatchLocation", err == nil && slices.Contains(at, u.String()), strings.Join(at, " "))
}

// links checks the links of an Atom feed or entry.
func (v *validation) links(n node) {
	alternates := map[string]int{}
	for _, l := range n.all("atom:link") {
		if l.attr("rel") == "alternate" {
			alternates[l.attr("type")]++
		}
		v.check("InvalidFullLink", isURI(l.attr("href")), l.attr("href"))
		v.check("InvalidMIMEAttribute", l.attr("type") == "" || isMediaType(l.attr("type")), l.attr("type"))
	}
	v.check("DuplicateAtomLink", len(alternates) == 1 && alternates["text/html"] == 1, n.text("atom:id"))
}

func (v *validation) authors(n node) {
	for _, a := range n.all("atom:author") {
		v.person(a.text("atom:name"))
		if uri := a.text("atom:uri"); uri != "" {
			v.check("InvalidURI", isURI(uri), uri)
		}
		if mail := a.all("atom:email"); len(mail) > 0 {
			v.check("InvalidContact", containsEmail(mail[0].Text), mail[0].Text)
		}
	}
}

// person checks the name of a person.
func (v *validation) person(name string) {
	v.check("MissingElement", strings.TrimSpace(name) != "", "name")
	v.check("ContainsEmail", !containsEmail(name), name)
}

func (v *validation) unique(message, id string) {
	v.check(message, id != "" && !v.seen[id], id)
	v.seen[id] = true
}

// canonical checks an id (RFC 4287, 4.2.6.1).
func (v *validation) canonical(id string) {
	u, err := url.Parse(id)
	if err != nil || !isURI(id) {
		v.check("InvalidFullLink", false, id)
		return
	}
	ok := u.Scheme == strings.ToLower(u.Scheme) && u.Host == strings.ToLower(u.Host) && u.Port() == "" && (u.Host == "" || u.Path != "") &&
		!strings.Contains(u.Path, "/../") && !strings.Contains(u.Path, "/./")
	for i := range len(id) - 2 {
		ok = ok && (id[i] != '%' || id[i+1:i+3] == strings.ToUpper(id[i+1:i+3]))
	}
	v.check("NonCanonicalURI", ok, id)
}

// markup checks HTML outside of a page.
func (v *validation) markup(id, text string) {
	for _, m := range regexp.MustCompile(`<[^>]* (href|src)="([^"]*)"`).FindAllStringSubmatch(text, -1) {
		v.check("ContainsRelRef", strings.HasPrefix(m[2], "#") || strings.Contains(m[2], ":"), id+" "+m[2])
	}
	v.check("SecurityRisk", !regexp.MustCompile(`(?i)<(script|object|embed|style|iframe|meta)\b`).MatchString(text), id)
}
