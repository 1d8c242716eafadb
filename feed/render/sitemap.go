package render

import (
	"crypto/sha256"
	"encoding/xml"
	"strings"
	"time"

	"dateline/feed/archive"
	"dateline/feed/article"
)

// Sitemaps (sitemaps.org/protocol.html, version 0.9) list every page for
// crawlers. If a site fits into one file, that is /sitemap.xml; otherwise
// /sitemap.xml is the index of
//
//	/sitemap-topics-1.xml   the home page, content directories and topics, in files filled up
//	/sitemap-2017.xml       the articles of a year
//	/sitemap-2016-11.xml    of a month, if the year does not fit
//	/sitemap-2016-11-08.xml of a day, and /sitemap-2016-11-08T20.xml of an hour
//
// An hour always fits, as no two entries share a second.
//
// The index has no lastmod: an article that arrives late or is removed changes a
// file without changing the latest date in it, and a crawler that relies on dates
// would miss that.

const (
	sitemapNamespace = "http://www.sitemaps.org/schemas/sitemap/0.9"
	sitemapType      = "application/xml; charset=utf-8"
	sitemapPath      = "/sitemap.xml"

	urlsetHead = xml.Header + `<urlset xmlns="` + sitemapNamespace + `">` + "\n"
	urlsetTail = "</urlset>\n"
	locHead    = "<url><loc>"
	locTail    = "</loc>"
	modHead    = "<lastmod>"
	modTail    = "</lastmod>"
	urlTail    = "</url>\n"
	modLayout  = "2006-01-02T15:04:05Z"

	// locBytes is the length that a URL in a sitemap must stay below; other pages
	// are left out.
	locBytes = 2048
)

// extent is the size of a sitemap, or a bound on it.
type extent struct{ urls, bytes int }

// sitemapLimit is the largest uncompressed file that the protocol allows.
var sitemapLimit = extent{50_000, 50 << 20}

func (e extent) within(limit extent) bool {
	return e.urls <= limit.urls && e.bytes+len(urlsetHead)+len(urlsetTail) <= limit.bytes
}

func (e extent) plus(o extent) extent { return extent{e.urls + o.urls, e.bytes + o.bytes} }

// Sitemaps describes how the pages of a snapshot are divided into sitemaps, each
// of which is rendered on request. It is immutable. It takes a few bytes for each
// file and, while it is being made, for each hour with articles.
type Sitemaps struct {
	r     *Renderer
	s     *archive.Snapshot
	base  string    // the base URL, escaped
	whole sitemap   // everything in one file
	parts []sitemap // what the index lists; nil if one file holds everything
}

// sitemap is one file: some of the topics' pages, or the articles of a period,
// or all.
type sitemap struct {
	path string
	extent
	from, to       int       // the home page and the topics by number
	oldest, newest time.Time // article; zero for none
}

// Sitemaps divides the pages of a snapshot into files. It reads every entry, so
// callers should keep the result as long as the snapshot.
func (r *Renderer) Sitemaps(s *archive.Snapshot) *Sitemaps { return r.sitemaps(s, sitemapLimit) }

func (r *Renderer) sitemaps(s *archive.Snapshot, limit extent) *Sitemaps {
	m := &Sitemaps{r: r, s: s, base: escapeXML(r.Site.BaseURL)}
	topics := m.cutTopics(limit)
	hours := m.hours()
	m.whole = sitemap{path: sitemapPath}
	for _, f := range topics {
		m.whole.extent, m.whole.to = m.whole.plus(f.extent), f.to
	}
	for i := range hours {
		m.whole.add(&hours[i].sitemap)
	}
	if !m.whole.within(limit) {
		m.parts = append(topics, cutTime(hours, limit, periods)...)
	}
	return m
}

// Has reports whether there is a sitemap at a path.
func (m *Sitemaps) Has(path string) bool {
	_, ok := m.find(path)
	return ok || path == sitemapPath
}

// Paths returns the paths of all sitemaps.
func (m *Sitemaps) Paths() []string {
	list := []string{sitemapPath}
	for _, f := range m.parts {
		list = append(list, f.path)
	}
	return list
}

// Document renders the sitemap at a path: "/sitemap.xml" or one that this lists.
func (m *Sitemaps) Document(path string) (Document, bool) {
	if path == sitemapPath && m.parts != nil {
		return m.index(), true
	}
	f, ok := m.find(path)
	if !ok {
		return Document{}, false
	}
	body := m.urlset(f)
	return Document{Path: path, Type: sitemapType, Body: body, ETag: ETag(sha256.Sum256(body))}, true
}

// find returns the file at a path, unless it is the index.
func (m *Sitemaps) find(path string) (sitemap, bool) {
	if m.parts == nil {
		return m.whole, path == sitemapPath
	}
	for _, f := range m.parts {
		if f.path == path {
			return f, true
		}
	}
	return sitemap{}, false
}

func (m *Sitemaps) index() Document {
	type location struct {
		URL string `xml:"loc"`
	}
	list := struct {
		XMLName   xml.Name   `xml:"sitemapindex"`
		Namespace string     `xml:"xmlns,attr"`
		Sitemaps  []location `xml:"sitemap"`
	}{Namespace: sitemapNamespace}
	for _, f := range m.parts {
		list.Sitemaps = append(list.Sitemaps, location{m.r.Site.BaseURL + f.path})
	}
	return xmlDocument(sitemapPath, sitemapType, list)
}

// urlset encodes a file.
func (m *Sitemaps) urlset(f sitemap) []byte {
	b := make([]byte, 0, len(urlsetHead)+f.bytes+len(urlsetTail))
	b = append(b, urlsetHead...)
	if f.from < f.to {
		for i, path := range m.topics() {
			if i >= f.from && i < f.to {
				b = m.appendURL(b, path, time.Time{})
			}
		}
	}
	if f.newest.IsZero() {
		return append(b, urlsetTail...)
	}
	for e := range m.s.Global().Newest() {
		published := e.Published()
		if published.Before(f.oldest) {
			break
		}
		if published.After(f.newest) {
			continue
		}
		if path, ok := m.page(e); ok {
			b = m.appendURL(b, path, e.Updated())
		}
	}
	return append(b, urlsetTail...)
}

// appendURL appends the entry of a page. updated is zero if the time of the last
// change is unknown.
func (m *Sitemaps) appendURL(b []byte, path string, updated time.Time) []byte {
	b = append(b, locHead...)
	b = append(b, m.base...)
	b = append(b, path...)
	b = append(b, locTail...)
	if !updated.IsZero() {
		b = append(b, modHead...)
		b = updated.AppendFormat(b, modLayout)
		b = append(b, modTail...)
	}
	return append(b, urlTail...)
}

// measure returns the extent of what appendURL writes without a time.
func (m *Sitemaps) measure(path string) extent {
	return extent{1, len(locHead) + len(m.base) + len(path) + len(locTail) + len(urlTail)}
}

// measureDated is measure with a time.
func (m *Sitemaps) measureDated(path string) extent {
	return m.measure(path).plus(extent{bytes: len(modHead) + len(modLayout) + len(modTail)})
}

// location escapes a path; ok is false if its URL is too long for a sitemap.
func (m *Sitemaps) location(path string) (escaped string, ok bool) {
	return escapeXML(path), len(m.r.Site.BaseURL)+len(path) < locBytes
}

// page escapes the path of an entry's page; ok is false if search engines should
// not find it here.
func (m *Sitemaps) page(e *archive.Entry) (escaped string, ok bool) {
	escaped, ok = m.location(article.PageURI(e.Path))
	return escaped, ok && !e.NoIndex && !m.r.PagesAtHome()
}

// escapeXML escapes a URI. It is fast for one that needs no escaping, as most do.
func escapeXML(uri string) string {
	special := false
	for _, c := range []byte(`&'"<>`) {
		special = special || strings.IndexByte(uri, c) >= 0
	}
	if !special {
		return uri
	}
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(uri)) // a builder returns no error
	return b.String()
}

// hour is the number of an hour, such as 2017040713, and its articles.
type hour struct {
	number int
	sitemap
}

// add merges an older sitemap into f.
func (f *sitemap) add(older *sitemap) {
	if f.newest.IsZero() {
		f.newest = older.newest
	}
	f.extent, f.oldest = f.plus(older.extent), older.oldest
}

// hours returns the articles by hour in the site's time zone, newest first. If
// the zone sets its clock back over midnight, articles before that count for the
// earlier day, so that periods are contiguous.
func (m *Sitemaps) hours() []hour {
	var hours []hour
	var begin time.Time // of the previous hour
	for e := range m.s.Global().Newest() {
		path, ok := m.page(e)
		if !ok {
			continue
		}
		published := e.Published()
		if len(hours) == 0 || published.Before(begin) {
			t := published.In(m.r.Site.Zone)
			begin = published.Add(-time.Duration(t.Minute())*time.Minute - time.Duration(t.Second())*time.Second)
			number := ((t.Year()*100+int(t.Month()))*100+t.Day())*100 + t.Hour()
			if len(hours) == 0 || number < hours[len(hours)-1].number {
				hours = append(hours, hour{number: number})
			}
		}
		hours[len(hours)-1].add(&sitemap{extent: m.measureDated(path), oldest: published, newest: published})
	}
	return hours
}

// period is a length of time: dividing the number of an hour by unit yields the
// number of its period.
type period struct {
	unit   int
	layout string
}

var periods = []period{{1_000_000, "2006"}, {10_000, "2006-01"}, {100, "2006-01-02"}, {1, "2006-01-02T15"}}

// cutTime merges hours into the longest of the periods that fit into a file.
func cutTime(hours []hour, limit extent, periods []period) []sitemap {
	var files []sitemap
	for len(hours) > 0 {
		first := hours[0].number
		var f sitemap
		n := 0
		for n < len(hours) && hours[n].number/periods[0].unit == first/periods[0].unit {
			f.add(&hours[n].sitemap)
			n++
		}
		if f.within(limit) || len(periods) == 1 {
			begin := time.Date(first/1_000_000, time.Month(first/10_000%100), first/100%100, first%100, 0, 0, 0, time.UTC)
			f.path = "/sitemap-" + begin.Format(periods[0].layout) + ".xml"
			files = append(files, f)
		} else {
			files = append(files, cutTime(hours[:n], limit, periods[1:])...)
		}
		hours = hours[n:]
	}
	return files
}
