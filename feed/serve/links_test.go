package serve

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"dateline/feed"
)

// readItem is an article as a feed reader has it.
type readItem struct {
	ID      string `json:"id"`
	Updated string `json:"date_modified"`
	HTML    string `json:"content_html"`
}

// itemOf returns the item with an address in the feed at from, and the ETag of
// the feed.
func itemOf(t *testing.T, h http.Handler, address, from string) (readItem, string) {
	t.Helper()
	r := ask(h, "GET", from)
	var read struct {
		Items []struct {
			readItem
			URL string `json:"url"`
		} `json:"items"`
	}
	if err := json.Unmarshal([]byte(body(t, r)), &read); err != nil {
		t.Fatal(err)
	}
	for _, it := range read.Items {
		if it.URL == base+address {
			return it.readItem, r.Header.Get("ETag")
		}
	}
	t.Fatalf("%s is not in %s", address, from)
	return readItem{}, ""
}

// Links to an article that moves follow it, and the articles that contain them do
// not count as updated.
func TestLinksMoveAlong(t *testing.T) {
	linked := "---\ntitle: The mill\ndate: 2020-04-05\ntopics: [Mills]\n---\nIt turns.\n"
	h, p, dir := publish(t, map[string]string{
		"walks/mill.md": linked,
		"walks/from.md": "---\ntitle: A walk\ndate: 2020-04-06\ntopics: [Walks]\n---\nTo [the mill](mill.md?x#top).\n"})
	was, tag := itemOf(t, h, "/walks/from", "/topics/walks/feed.json")
	if !strings.Contains(was.HTML, `href="`+base+`/walks/mill?x#top"`) {
		t.Errorf("got %s", was.HTML)
	}
	if err := os.Rename(filepath.Join(dir, "walks/mill.md"), filepath.Join(dir, "walks/old-mill.md")); err != nil {
		t.Fatal(err)
	}
	p.Apply(feed.Batch{Changed: []feed.File{{Path: "walks/old-mill.md"}}, Removed: []string{"walks/mill.md"}})
	is, newTag := itemOf(t, h, "/walks/from", "/topics/walks/feed.json")
	if !strings.Contains(is.HTML, `href="`+base+`/walks/old-mill?x#top"`) || tag == newTag {
		t.Errorf("got %s, tag %s", is.HTML, newTag)
	}
	if is.ID != was.ID || is.Updated != was.Updated {
		t.Errorf("who links is %+v, was %+v", is, was)
	}
	if text := body(t, ask(h, "GET", "/changes.json")); strings.Contains(text, "A walk") || !strings.Contains(text, "old-mill") {
		t.Errorf("the changes are\n%s", text)
	}
}

// Every link to the site itself in an article leads somewhere.
func TestLinksAnswer(t *testing.T) {
	h, _, _ := publishAt(t, "/news", map[string]string{
		"2020/04/7/index.md": "### [The mill](/news/2020/04/7/mill.md)\n_Context: Mills_\n",
		"2020/04/7/mill.md": "### [2020-04-7](/news/2020/04/7/index.md)\n# The mill\n" +
			"[day](index.md) [day](/news/2020/04/7/) [date](/2020/04/07/) [month](/2020/4) [none](/2021/) [topic](/topics/mills/) [topic](/topics/cars/) [page](mill.html) [home](/) [news](/news/) " +
			"[feed](/feed.atom) [topics](/topics.md) [all](/topics/) [lang](/lang/en/) [none](/lang/fr) [none](/sources/x.example/) [map](/sitemap.xml) [help](/help/) [opml](/opml?topics=mills) [mine](topics/x.md) ![p](p.png)\n",
		"topics.md": "---\ntitle: Topics\ndate: 2020-04-08\n---\nAll.\n", "2020/04/7/topics/x.md": "# X\nText.\n", "2020/04/7/p.png": picture})
	it, _ := itemOf(t, h, "/news/2020/04/7/mill", "/feed.json")
	links := regexp.MustCompile(`(?:href|src)="`+base+`([^"]*)"`).FindAllStringSubmatch(it.HTML, -1)
	if len(links) != 15 {
		t.Errorf("%d links are left in %s", len(links), it.HTML)
	}
	for _, l := range links {
		r := ask(h, "GET", l[1])
		if to := r.Header.Get("Location"); to != "" {
			r = ask(h, "GET", strings.TrimPrefix(to, base))
		}
		if r.StatusCode != http.StatusOK {
			t.Errorf("%s is %d", l[1], r.StatusCode)
		}
	}
}
