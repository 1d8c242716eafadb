package render

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"dateline/feed/archive"
)

// Archived feeds (RFC 5005, 4): entries outside the window of a feed are in its
// archive documents, one per month for everything and for dates, one per year for
// other subjects. Each document links to the previous one by a name with a
// revision, which changes when the entries of that document or of an older one
// change. So a document never changes under its name. A client that follows these
// links from a feed finds every entry once, and can stop at a name that it knows.

const historyNamespace = "http://purl.org/syndication/history/1.0"

// archived are entries that can be divided into months.
type archived interface {
	Entries
	Months(zone *time.Location) []archive.Month
	Between(from, until time.Time) iter.Seq[*archive.Entry]
}

// Volume is an archive document, independent of the format.
type Volume struct {
	Name     string // "2026-04", "2026"
	Revision string
	page     string // path of the subject's page
	number   int    // of its first month
	sum      uint64 // sum of its entries
	prev     string // file of the previous volume, empty for none
	next     string // name of the next volume, empty for none
}

// file returns the name with the revision.
func (v *Volume) file() string { return v.Name + "-" + v.Revision }

// historyKey identifies the history of a subject. Variants have their own,
// because their windows may differ.
type historyKey struct{ path, content string }

// history holds the volumes of a subject, oldest first.
type history struct {
	revision Revision // of the subject
	complete bool
	volumes  []Volume
}

// edition is the version of how this program renders an entry. Increment it when
// a change of the program changes archive documents.
const edition = 5

// siteSum returns a sum of everything that archive documents say about the site.
func siteSum(s Site) string {
	says := []string{fmt.Sprint(edition), s.Title, s.Description, s.BaseURL, s.Language, s.Author, s.Icon, s.Zone.String(), s.ItemLink, fmt.Sprint(s.SummaryOnly, s.Emails, s.MaxEntry)}
	if s.mixesLanguages() { // without it, the sum is that of older versions
		says = append(says, "languages")
	}
	for _, of := range []struct{ name, value string }{{"logo", s.Logo}, {"accent", s.Accent}, {"license", s.License}} {
		if of.value != "" {
			says = append(says, of.name, of.value)
		}
	}
	return sumOf(says...)
}

// sumAround returns the sum of what archive documents of a subject say about the
// site and the directory.
func (r *Renderer) sumAround(sub Subject) string {
	switch in := r.Around(sub); {
	case sub.Directory != "":
		return sumOf(r.siteSum, in.Title, in.Language)
	case sub.Language != "":
		return sumOf(r.siteSum, sub.Language)
	}
	return r.siteSum
}

// history returns the volumes of a subject. It is complete if the feed holds all
// entries. Variants with a limit and searches have no volumes.
func (r *Renderer) history(sub Subject) history {
	entries, ok := sub.Entries.(archived)
	if !ok || sub.Variant.Limit > 0 {
		return history{}
	}
	key := historyKey{sub.Path, sub.Variant.Content}
	known, ok := r.histories.GetIfPresent(key)
	if ok && known.revision == sub.Revision {
		return known
	}
	window := r.Window(sub)
	h := history{revision: sub.Revision, complete: len(entries.Latest(len(window)+1)) == len(window)}
	if !h.complete {
		h.volumes = r.volumes(sub, r.archiveMonths(entries, window), known.volumes)
	}
	r.histories.Set(key, h)
	return h
}

// archiveMonths returns the months of the entries outside the window.
func (r *Renderer) archiveMonths(entries archived, window []*archive.Entry) []archive.Month {
	months := slices.Clone(entries.Months(r.Site.Zone))
	for _, e := range window {
		number := archive.MonthOf(e.Published().In(r.Site.Zone))
		if i := slices.IndexFunc(months, func(m archive.Month) bool { return m.Number == number }); i >= 0 {
			months[i].Len--
			months[i].Sum -= e.Sum()
		}
	}
	return slices.DeleteFunc(months, func(m archive.Month) bool { return m.Len <= 0 })
}

// volumes combines months into volumes, oldest first. A volume that did not
// change keeps its known revision.
func (r *Renderer) volumes(sub Subject, months []archive.Month, known []Volume) (list []Volume) {
	for _, m := range months {
		first := m.Number / sub.months * sub.months
		if n := len(list); n > 0 && list[n-1].number == first {
			list[n-1].sum += m.Sum
			continue
		}
		v := Volume{page: sub.Path, number: first, sum: m.Sum}
		if n := len(list); n < len(known) && known[n].number == first {
			v.Name = known[n].Name
		} else {
			v.Name = sub.volumeName(first)
		}
		if n := len(list); n > 0 {
			list[n-1].next = v.Name
		}
		list = append(list, v)
	}
	for i := range list {
		v := &list[i]
		if i > 0 {
			v.prev = list[i-1].file()
		}
		if i < len(known) {
			v.Revision = known[i].Revision
		}
		if i >= len(known) || *v != known[i] {
			sum := sumOf(r.sumAround(sub), v.page, v.Name, v.prev, v.next, strconv.FormatUint(v.sum, 16))
			v.Revision = sum + v.proof(sum)
		}
	}
	return list
}

// volumeName returns the name of the volume that begins with a month.
func (sub Subject) volumeName(number int) string {
	layout := "2006-01"
	if sub.months == 12 {
		layout = "2006"
	}
	return archive.MonthStart(number, time.UTC).Format(layout)
}

// proof returns the end of a revision, which distinguishes former revisions from
// invented ones.
func (v *Volume) proof(sum string) string { return sumOf(v.page, v.Name, sum)[:4] }

// Was reports whether the document had a revision, now or before.
func (v *Volume) Was(revision string) bool {
	return len(revision) == 16 && v.proof(revision[:12]) == revision[12:]
}

// sumOf returns 12 hexadecimal digits of the SHA-256 of texts, which must not
// contain NUL.
func sumOf(texts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(texts, "\x00")))
	return hex.EncodeToString(sum[:6])
}

// Volumes returns the present archive documents of a subject, oldest first. A
// variant with a limit has none.
func (r *Renderer) Volumes(sub Subject) []Volume { return r.history(sub).volumes }

// Volume returns the archive document of a subject by its name, and whether
// anything was published in its period. If the window of the feed holds all of
// that, the document has no revision, and its path is that of the feed.
func (r *Renderer) Volume(sub Subject, name string) (Volume, bool) {
	volumes := r.history(sub).volumes
	i, ok := slices.BinarySearchFunc(volumes, name, func(v Volume, name string) int { return strings.Compare(v.Name, name) })
	if ok {
		return volumes[i], true
	}
	entries, ok := sub.Entries.(archived)
	first, err := time.Parse("2006-01"[:min(len(name), 7)], name)
	if !ok || err != nil || (len(name) == 4) != (sub.months == 12) {
		return Volume{}, false
	}
	v := Volume{Name: name, page: sub.Path, number: archive.MonthOf(first)}
	for range entries.Between(r.span(sub, v)) {
		return v, true
	}
	return Volume{}, false
}

// span returns when a volume begins and ends.
func (r *Renderer) span(sub Subject, v Volume) (from, until time.Time) {
	return archive.MonthStart(v.number, r.Site.Zone), archive.MonthStart(v.number+sub.months, r.Site.Zone)
}

// VolumePath returns the percent-encoded path of an archive document of the
// subject, query included.
func (sub Subject) VolumePath(v Volume, format Format) string {
	if v.Revision == "" {
		return sub.FeedPath(format)
	}
	return sub.archivePath(v.file(), format)
}

// archivePath returns the path of a name, which may lack the revision: such a
// path is redirected to the present revision.
func (sub Subject) archivePath(name string, format Format) string {
	return sub.Path + "archive/" + name + "." + string(format) + sub.query()
}

// entries returns the entries of a volume, newest first.
func (r *Renderer) entries(sub Subject, v Volume) (list []*archive.Entry) {
	of := sub.Entries.(archived)
	window := map[*archive.Entry]bool{}
	for _, e := range r.Window(sub) {
		window[e] = true
	}
	for e := range of.Between(r.span(sub, v)) {
		if !window[e] {
			list = append(list, e)
		}
	}
	return list
}

// Archive renders an archive document. It leaves out Related lists and the
// Markdown of articles, because both may change without its revision.
func (r *Renderer) Archive(s *archive.Snapshot, sub Subject, v Volume, format Format) Document {
	entries := r.entries(sub, v)
	h := r.head(s, sub, format, updated(entries))
	h.current, h.self = h.self, r.Site.BaseURL+sub.VolumePath(v, format)
	h.title += " (" + v.Name + ")"
	h.archive = true
	if v.prev != "" {
		h.prev = r.Site.BaseURL + sub.archivePath(v.prev, format)
	}
	if v.next != "" {
		h.next = r.Site.BaseURL + sub.archivePath(v.next, format)
	}
	d := r.draft(h, sub.VolumePath(v, format), format)
	alone := r.Site.Related || r.Site.Markdown != nil
	for _, e := range entries {
		d.items = append(d.items, r.fragment(s, shape{Entry: e, form: sub.Variant.form(r.Site, e), alone: alone}).of(format))
	}
	document := d.document()
	document.Fresh, document.Modified = Forever, s.Modified(latest(entries))
	return document
}

// EntriesOf returns the entries of an archive document, newest first.
func (r *Renderer) EntriesOf(sub Subject, v Volume) []*archive.Entry { return r.entries(sub, v) }

type relation struct{ rel, href string }

// links returns the links of a feed to documents of its own format.
func (h head) links() []relation {
	list := []relation{{"self", h.self}}
	for _, l := range []relation{{"current", h.current}, {"prev-archive", h.prev}, {"next-archive", h.next}} {
		if l.href != "" {
			list = append(list, l)
		}
	}
	return list
}

// empty returns an empty element if it is set, else nil.
func empty(set bool) *struct{} {
	if set {
		return &struct{}{}
	}
	return nil
}
