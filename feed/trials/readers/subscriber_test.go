package readers

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/render"
)

// A subscriber keeps what Miniflux keeps of a feed. An item is known by the hash
// of its guid. One that is not known yet is unread, with the time of publication
// that the feed has; one that is known is updated in place, and stays read. The
// subscriber knows nothing of the archive: judge compares the two.
type subscriber struct {
	path string // of its feed
	list list   // which articles belong there
	rhythm
	kept    map[[sha256.Size]byte]kept
	reports map[string]bool // numbers of the generated articles that it has

	polled   time.Time // zero before the first answer
	etag     string
	modified time.Time
	tally
}

// rhythm is when a subscriber polls.
type rhythm string

const (
	daily rhythm = "daily"
	eager rhythm = "eager" // after each change
)

// kept is an item as it is stored.
type kept struct {
	item
	text   string           // what a reader shows of it
	unread bool             // it came after the first poll
	said   *article.Article // the one that said this, which judge knows
}

// tally counts what a subscriber was shown after its first poll.
type tally struct {
	polls, unread int
	// placed are single articles of long ago that a feed shows because they are
	// among its newest; filled are articles of a backfill in a feed of everything
	// that has room for them, or in a feed that had no entries before.
	placed, filled int
	// freed are articles that lost a topic which a selection leaves out, if topics
	// are fleeting. No feed remembers that, so the selection shows them.
	freed int
	// What follows must not happen. Each list names the first items.
	old       examples // shown as unread, although published before the last poll by more than feeds.late
	shorter   examples // text that was overwritten by shorter text of the same article
	twice     examples // a second item of one article
	missed    examples // articles that a daily poller was never shown
	backwards examples // Last-Modified that went back, or lies in the future
	unmoved   examples // Last-Modified that stayed although the document changed
}

// examples counts what must not happen, and describes the first times.
type examples struct {
	count int
	first []string
}

func (e *examples) add(format string, args ...any) {
	if e.count++; e.count <= 3 {
		e.first = append(e.first, fmt.Sprintf(format, args...))
	}
}

func newSubscriber(path string, r rhythm, l list) *subscriber {
	return &subscriber{path: path, rhythm: r, list: l, kept: map[[sha256.Size]byte]kept{}, reports: map[string]bool{}}
}

// poll reads a version of the feed. shown is called for each item, with what was
// kept of it before; it returns the article.
func (s *subscriber) poll(t *testing.T, now time.Time, d render.Document, shown func(it, before kept, known bool) *article.Article) {
	t.Helper()
	s.validate(now, d)
	first := s.polled.IsZero()
	if !first {
		s.polls++
	}
	if first || s.etag != d.ETag { // else the answer is 304
		read := document{path: s.path, body: d.Body}
		p := read.read(t)
		for i, it := range p.items {
			guid := sha256.Sum256([]byte(it.ID))
			before, known := s.kept[guid]
			after := kept{item: it, text: visible(t, p.texts[i]), unread: before.unread || !known && !first}
			after.said = shown(after, before, known)
			s.kept[guid] = after
			if n := reportOf(after.text); n != "" {
				if !known && s.reports[n] {
					s.twice.add("at %s: %s is report %s again", now.Format(time.DateTime), it.ID, n)
				}
				s.reports[n] = true
			}
		}
	}
	s.polled, s.etag, s.modified = now, d.ETag, d.Modified
}

// unreadIDs returns the guids of what came after the first poll, sorted.
func (s *subscriber) unreadIDs() (list []string) {
	for _, k := range s.kept {
		if k.unread {
			list = append(list, k.ID)
		}
	}
	slices.Sort(list)
	return list
}

// validate checks that who asks by Last-Modified alone is told of every change.
func (s *subscriber) validate(now time.Time, d render.Document) {
	switch {
	case d.Modified.After(now):
		s.backwards.add("at %s: Last-Modified %s is in the future", now.Format(time.DateTime), d.Modified.Format(time.DateTime))
	case s.polled.IsZero():
	case !d.Modified.IsZero() && d.Modified.Before(s.modified):
		s.backwards.add("at %s: Last-Modified %s, was %s", now.Format(time.DateTime), d.Modified.Format(time.DateTime), s.modified.Format(time.DateTime))
	case d.ETag != s.etag && !d.Modified.IsZero() && !d.Modified.After(s.modified):
		s.unmoved.add("at %s: Last-Modified is still %s", now.Format(time.DateTime), d.Modified.Format(time.DateTime))
	}
}

// visible returns the text that HTML shows.
func visible(t *testing.T, markup string) string {
	t.Helper()
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(markup))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return strings.Join(strings.Fields(b.String()), " ")
		case html.TextToken:
			b.Write(z.Text())
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			b.WriteByte(' ')
		}
	}
}

// reportOf returns the number of a generated article, which its text begins with,
// or an empty string.
func reportOf(text string) string {
	if rest, ok := strings.CutPrefix(text, "Report "); ok {
		number, _, _ := strings.Cut(rest, ".")
		return number
	}
	return ""
}

// both returns the articles that are in two lists.
func both(a, b list) list {
	return func(e *archive.Entry) bool { return a(e) && b(e) }
}

func everything(*archive.Entry) bool { return true }
