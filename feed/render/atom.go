package render

import (
	"cmp"
	"encoding/xml"
	"strconv"
	"time"

	"github.com/gorilla/feeds"

	"dateline/feed/archive"
)

// Atom 1.0 (RFC 4287), with tombstones (RFC 6721).

type atomFeed struct {
	feeds.AtomFeed
	Language   string `xml:"xml:lang,attr"`
	History    string `xml:"xmlns:fh,attr"`
	Tombstones string `xml:"xmlns:at,attr,omitempty"` // few readers and validators know it, so it is only where it is used
	Authors    []feeds.AtomAuthor
	Link       []atomLink // alternate first: some parsers ignore all others
	Tool       string     `xml:"generator"`
	Archive    *struct{}  `xml:"fh:archive"`
	Complete   *struct{}  `xml:"fh:complete"`
	Entries    string     `xml:",innerxml"`
}

// FeedXml makes an atomFeed a feeds.XmlFeed.
func (f *atomFeed) FeedXml() any { return f }

type atomLink struct {
	XMLName xml.Name `xml:"link"`
	Rel     string   `xml:"rel,attr"`
	Type    string   `xml:"type,attr,omitempty"`
	Href    string   `xml:"href,attr"`
	Length  string   `xml:"length,attr,omitempty"`
	Title   string   `xml:"title,attr,omitempty"`
}

type atomEntry struct {
	feeds.AtomEntry
	Language string     `xml:"xml:lang,attr,omitempty"`
	Links    []atomLink // alternate first
	Authors  []feeds.AtomAuthor
	Category []atomCategory `xml:"category"`
	Content  *atomContent
}

type atomCategory struct {
	Term   string `xml:"term,attr"`
	Scheme string `xml:"scheme,attr"`
	Label  string `xml:"label,attr"`
}

type atomContent struct {
	XMLName xml.Name `xml:"content"`
	Type    string   `xml:"type,attr"`
	HTML    string   `xml:",cdata"`
}

func atomEntryOf(it item) *atomEntry {
	x := &atomEntry{
		AtomEntry: feeds.AtomEntry{
			Title:     it.name,
			Id:        cmp.Or(it.iri, it.id),
			Published: it.published.Format(time.RFC3339),
			Updated:   it.updated.Format(time.RFC3339),
		},
		Language: it.language,
		Authors:  atomAuthors(it.authors),
		Links:    make([]atomLink, 1, 3+len(it.sources)+len(it.related)),
		Category: make([]atomCategory, len(it.categories)),
	}
	x.Links[0] = atomLink{Rel: "alternate", Type: "text/html", Href: it.link}
	for _, l := range it.sources {
		x.Links = append(x.Links, atomLink{Rel: "via", Href: uri(l.URL), Title: SourceName(l)})
	}
	for _, url := range it.related {
		x.Links = append(x.Links, atomLink{Rel: "related", Href: url})
	}
	for _, m := range it.enclosures() {
		x.Links = append(x.Links, atomLink{Rel: "enclosure", Type: m.Type, Href: m.URL, Length: knownLength(m)})
	}
	for i, c := range it.categories {
		x.Category[i] = atomCategory{Term: c.name, Scheme: it.scheme, Label: c.name}
	}
	if it.contentHTML == "" {
		x.Summary = &feeds.AtomSummary{Type: "html", Content: it.description()}
		return x
	}
	x.Content = &atomContent{Type: "html", HTML: it.contentHTML}
	x.Summary = &feeds.AtomSummary{Type: "text", Content: cmp.Or(it.summary, it.name)}
	return x
}

// knownLength returns the length of a file, or "" if it is unknown, which leaves
// out the attribute: it is only a hint (RFC 4287, 4.2.7.6).
func knownLength(m *Media) string {
	if m.Length == 0 {
		return ""
	}
	return strconv.FormatInt(m.Length, 10)
}

type atomTombstone struct {
	XMLName xml.Name `xml:"at:deleted-entry"`
	Ref     string   `xml:"ref,attr"`
	When    string   `xml:"when,attr"`
}

// maxTombstones bounds the tombstones in a feed, of about 130 bytes each. At most
// a sixteenth of a bounded feed consists of them.
const maxTombstones = 500

// tombstones returns the tombstones in a feed, the latest first. Only the feed of
// everything and those of topics have any, not selections and dates. A feed with a
// limit has those of entries that it would have held.
func (r *Renderer) tombstones(s *archive.Snapshot, sub Subject) (list []fragment) {
	f, ok := sub.Entries.(*archive.Feed)
	if !ok {
		return nil
	}
	removed := f.Tombstones(maxTombstones)
	if limit := sub.Variant.Limit; limit > 0 {
		removed = f.TombstonesWithin(limit, maxTombstones)
	}
	x := encoders.Get().(*encoder)
	defer encoders.Put(x)
	room := r.tombstoneRoom()
	for _, g := range removed {
		f := newFragment(x.xml(atomTombstone{Ref: s.IRI(g.ID), When: g.Removed().In(r.Site.Zone).Format(time.RFC3339)}))
		if room -= len(f.text) + len("\n"); room < 0 && r.Site.MaxBytes > 0 {
			break
		}
		list = append(list, f)
	}
	return list
}

func (r *Renderer) atom(h head) []byte {
	tombstones := ""
	if h.tombstones {
		tombstones = "http://purl.org/atompub/tombstones/1.0"
	}
	links := []atomLink{{Rel: "alternate", Type: "text/html", Href: h.home}}
	for _, l := range h.links() {
		links = append(links, atomLink{Rel: l.rel, Type: "application/atom+xml", Href: l.href})
	}
	return shell(&atomFeed{
		AtomFeed: feeds.AtomFeed{
			Xmlns:    "http://www.w3.org/2005/Atom",
			Title:    h.title,
			Id:       h.id,
			Updated:  cmp.Or(h.updated, h.emptied).In(r.Site.Zone).Format(time.RFC3339),
			Subtitle: r.Site.Description,
			Icon:     r.Site.Icon,
			Logo:     cmp.Or(r.Site.Logo, r.Site.Icon),
			Rights:   r.Site.License,
		},
		Language:   h.language,
		History:    historyNamespace,
		Tombstones: tombstones,
		Authors:    atomAuthors(r.feedAuthors()),
		Link:       links,
		Tool:       generator,
		Archive:    empty(h.archive),
		Complete:   empty(h.complete),
		Entries:    place,
	})
}
