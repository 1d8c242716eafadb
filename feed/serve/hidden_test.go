package serve

import (
	"context"
	"html"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/feed"
	"dateline/feed/archive"
	"dateline/feed/search"
)

// secret is an article that its author hides later. All of its text contains the
// word Quetzal, and its addresses and topic contain quetzal.
func secret(front, where string) string {
	return "---\n" + front + "title: Quetzal seen\ndate: 2020-04-05\ntopics: [Quetzal Birds, Birds]\nauthor: Ann Quetzal\nsummary: A Quetzal in short.\nlanguage: fr\n" +
		"aliases: [/former-quetzal]\nsource: {name: Quetzal Times, url: 'https://quetzal.example/story'}\nimage: {src: quetzal.gif, alt: A Quetzal}\n---\nThe Quetzal sat " + where + ".\n"
}

// entrances are addresses that lead to all others.
var entrances = []string{"/", "/topics/", "/sources/", "/lang/", "/feed.rss", "/feed.atom", "/feed.json", "/rss.xml", "/feed.rss?limit=500", "/feed.atom?content=summary",
	"/changes.rss", "/changes.atom", "/changes.json", "/digest/daily.atom", "/digest/weekly.rss", "/digest/daily.json", "/topics.opml", "/opml?topics=birds", "/sitemap.xml", "/news-sitemap.xml",
	"/search/?q=quetzal", "/search/feed.rss?q=quetzal", "/search/feed.json?q=sat", "/topics/birds/digest/daily.atom", "/2020/", "/2020/04/", "/2020/04/05/", "/2020/04/05/feed.json",
	"/topics/birds/feed.atom", "/topics/birds/changes.atom", "/lang/fr/feed.rss", "/sources/quetzal.example/feed.atom", "/topics/birds+quetzal-birds/feed.rss", "/topics/quetzal-bird/", "/topics/birds/except/moon/",
	"/archive/2020-04.atom", "/birds/quetzal.md", "/birds/quetzal.html", "/birds/quetzal-first", "/former-quetzal", "/covers/birds/quetzal.gif"}

// answered holds the answers that a visitor got, by address; a request for a
// delta since the previous answer has the prefix "delta ".
type answered map[string]struct {
	status     int
	etag, text string // of the body, behind the Location
}

// visit requests the entrances, the addresses of the previous visit, and
// everything that these link to on the site.
func visit(t *testing.T, h *Handler, before answered) answered {
	links := regexp.MustCompile(regexp.QuoteMeta(base) + `(/[^"<>#\\\s]*)`)
	found := answered{}
	for queue := slices.Concat(entrances, slices.Sorted(maps.Keys(before))); len(queue) > 0; queue = queue[1:] {
		if _, ok := found[queue[0]]; ok {
			continue
		}
		address, delta := strings.CutPrefix(queue[0], "delta ")
		r := httptest.NewRequest("GET", address, nil)
		etag := before[address].etag
		switch {
		case delta:
			r.Header = http.Header{"A-Im": {"feed"}, "If-None-Match": {etag}}
		case etag != "":
			queue = append(queue, "delta "+address)
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		got := found[address]
		got.status, got.etag, got.text = w.Code, w.Header().Get("ETag"), w.Header().Get("Location")+"\n"+w.Body.String()
		found[queue[0]] = got
		for _, m := range links.FindAllStringSubmatch(html.UnescapeString(got.text), -1) {
			queue = append(queue, m[1])
		}
	}
	return found
}

// with returns the addresses whose answers hold a text.
func (a answered) with(text string) (addresses []string) {
	for _, address := range slices.Sorted(maps.Keys(a)) {
		if strings.Contains(a[address].text, text) {
			addresses = append(addresses, address)
		}
	}
	return addresses
}

// TestHidden publishes an article, corrects and moves it, then hides it, and
// checks that its text is nowhere any more, not even for clients that requested
// it before.
func TestHidden(t *testing.T) {
	h, p, dir := publish(t, map[string]string{
		"birds/quetzal-first.md": secret("", "on a branch"), "birds/quetzal.gif": picture,
		"birds/a.md": "---\ntitle: Finch\ndate: 2020-04-01\ntopics: [Birds]\n---\nText.\n\n### Related:\n\n1. [x](/birds/quetzal.md) _Context: Birds_\n",
		"birds/b.md": "---\ntitle: Wren\ndate: 2020-04-05T15:00:00Z\ntopics: [Birds]\n---\nText.\n", "birds/c.md": "---\ntitle: Tit\ndate: 2020-04-06T10:00:00Z\ntopics: [Birds]\n---\nText.\n"})
	rich := usual
	rich.Items, rich.Related, rich.Search, rich.Markdown = 2, true, true, p.Markdown
	show(h, rich)
	h.Now = func() time.Time { return time.Date(2020, 4, 6, 12, 0, 0, 0, time.UTC) } // for news and digests
	index(h, search.New(filepath.Join(t.TempDir(), "x.search"), slog.New(slog.DiscardHandler)))
	h.Index.Follow(h.Snapshot(), archive.Delta{})
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { h.Index.Run(ctx) })
	running.Go(func() { h.Run(ctx) })
	t.Cleanup(func() { stop(); running.Wait() })

	told, before := map[string]bool{}, answered{}
	look := func() {
		t.Helper()
		<-h.Index.Complete()
		before = visit(t, h, before)
		for _, address := range before.with("Quetzal") {
			told[address] = true
		}
	}
	look()
	put(t, dir, "birds/quetzal-first.md", secret("", "in a tree"))
	p.Apply(feed.Batch{Changed: []feed.File{{Path: "birds/quetzal-first.md"}}})
	look()
	put(t, dir, "birds/quetzal.md", secret("", "in a tree"))
	p.Apply(feed.Batch{Changed: []feed.File{{Path: "birds/quetzal.md"}}, Removed: []string{"birds/quetzal-first.md"}})
	look()
	for _, address := range []string{"/", "/feed.rss?limit=500", "/changes.atom", "/digest/daily.atom", "/digest/weekly.rss", "/topics.opml", "/news-sitemap.xml", "/search/?q=quetzal",
		"/birds/quetzal", "/birds/quetzal.md", "/2020/04/05/", "/topics/quetzal-birds/feed.json", "/sources/quetzal.example/feed.atom", "/lang/fr/feed.rss", "delta /feed.rss?limit=500"} {
		if !told[address] {
			t.Errorf("%s does not tell of the article while it is public: %d\n%s", address, before[address].status, before[address].text)
		}
	}
	if len(before.with("<fh:archive>")) == 0 || before["/covers/birds/quetzal.gif"].status != http.StatusOK {
		t.Error("there is no archive document, or no picture, while it is public")
	}

	put(t, dir, "birds/quetzal.md", secret("draft: true\n", "in a tree"))
	p.Apply(feed.Batch{Changed: []feed.File{{Path: "birds/quetzal.md"}}})
	for range 2 { // while the index follows, and after
		after := visit(t, h, before)
		for address, got := range after {
			got.text = strings.ReplaceAll(got.text, "(/birds/quetzal.md)", "") // which the Markdown of another article contains itself
			if strings.Contains(address, "quetzal-birds") {                    // its subscribers know it
				got.text = strings.ReplaceAll(got.text, "Quetzal Birds", "")
			}
			after[address] = got
		}
		for _, address := range append(after.with("Quetzal"), after.with("/birds/quetzal")...) {
			t.Errorf("%s tells of what is hidden:\n%s", address, after[address].text)
		}
		for _, address := range []string{"/birds/quetzal", "/birds/quetzal.md", "/birds/quetzal-first", "/former-quetzal", "/covers/birds/quetzal.gif"} {
			if status := after[address].status; status != http.StatusNotFound {
				t.Errorf("%s is %d", address, status)
			}
		}
		<-h.Index.Complete()
	}
}
