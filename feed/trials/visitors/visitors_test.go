package visitors

import (
	"cmp"
	"flag"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/mmcdole/gofeed"
)

// Widths of windows, in pixels.
const telephone, desk = 390, 1280

var (
	shots = flag.String("shots", "", "an absolute folder for pictures of every page")
	every = flag.Bool("every", false, "visit every page in every way, which takes minutes")
)

// kinds are the paths of every kind of page of the site of hostile, with their
// statuses.
var kinds = map[string]int{
	"/":                                      200,
	"/?before=1735689600":                    200,
	"/topics/moon/":                          200,
	"/topics/many/":                          200,
	"/topics/many/?before=2025-06":           200,
	"/topics/long/":                          200,
	"/topics/script-alert-2-script/":         200,
	"/topics/moon+space/":                    200,
	"/topics/moon,many/except/space/":        200,
	"/sources/wire.example/":                 200,
	"/lang/ja/":                              200,
	"/lang/ar/":                              200,
	"/2026/":                                 200,
	"/2026/04/":                              200,
	"/2026/04/07/":                           200,
	"/topics/":                               200,
	"/topics/?q=topic":                       200,
	"/topics/?sort=name&page=2":              200,
	"/sources/":                              200,
	"/lang/":                                 200,
	"/search/":                               200,
	"/search/?q=rocket":                      200,
	"/search/?q=nothingatall":                200,
	"/build/":                                200,
	"/build/?all=moon&all=space":             200,
	"/build/?any=moon&any=unknown&q=near":    200,
	"/help/":                                 200,
	"/about":                                 200,
	"/zh/":                                   200,
	"/zh/2026/04/07/yueliang":                200,
	"/ar/":                                   200,
	"/ar/topics/":                            200,
	"/2026/04/07/moon":                       200,
	"/2026/04/06/again":                      200,
	"/2026/04/05/missing":                    200,
	"/2026/04/04/title":                      200,
	"/2026/04/03/word":                       200,
	"/2026/04/02/arabic":                     200,
	"/2026/04/01/script":                     200,
	"/2026/03/31/table":                      200,
	"/2026/03/30/note":                       200,
	"/2026/03/29/plain":                      200,
	"/2026/03/28/wide":                       200,
	"/feed.rss":                              200,
	"/feed.json":                             200,
	"/changes.atom":                          200,
	"/digest/daily.rss":                      200,
	"/topics/many/feed.atom?limit=3":         200,
	"/topics/many/feed.rss?content=summary":  200,
	"/2026/04/07/mooon":                      404,
	"/topics/mon/":                           404,
	"/2026/04/07/gone":                       410,
	"/search/?q=" + strings.Repeat("a+", 17): 400,
	"/topics/many/?before=never":             400,
}

// visit is a page that is opened in one way.
type visit struct {
	URL    string `json:"url"`
	Width  int    `json:"width"`
	Dark   bool   `json:"dark"`
	Script bool   `json:"script"` // scripts run
	Axe    bool   `json:"axe"`    // the page is checked for accessibility
}

func (v visit) String() string {
	return fmt.Sprintf("%s at %d pixels, dark %v, scripts %v", v.URL, v.Width, v.Dark, v.Script)
}

// sight is what is found on a visit.
type sight struct {
	Status  int
	Faults  []string
	Foreign []string // URLs of pictures of other hosts
}

// ways returns the visits of a page: without -every, each width, each scheme, with and
// without script, once.
func ways(url string) []visit {
	list := []visit{{url, telephone, false, true, true}, {url, desk, true, true, true}, {url, telephone, true, false, false}}
	if *every || *shots != "" {
		list = append(list, visit{url, desk, false, true, true}, visit{url, telephone, true, true, true}, visit{url, desk, false, false, false},
			visit{url, telephone, false, false, false}, visit{url, desk, true, false, false}, visit{url, 320, false, true, false})
	}
	return list
}

// TestEveryPage opens every kind of page in Chromium: nothing scrolls sideways, nothing
// complains, nothing is asked of other hosts but pictures, and axe-core finds nothing.
func TestEveryPage(t *testing.T) {
	s := visited(t)
	if *shots != "" {
		if err := os.MkdirAll(*shots, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	var visits []visit
	for _, url := range s.urls() {
		visits = append(visits, ways(url)...)
	}
	sights := node[sight](t, "visit.mjs", map[string]any{"chromium": browser, "origin": s.origin, "shots": *shots, "visits": visits})
	if len(sights) != len(visits) {
		t.Fatalf("%d visits, %d answers", len(visits), len(sights))
	}
	foreign := 0
	for i, v := range visits {
		for _, fault := range sights[i].Faults {
			t.Errorf("%s: %s", v, fault)
		}
		if want := s.want(v.URL); sights[i].Status != want {
			t.Errorf("%s: %d, want %d", v, sights[i].Status, want)
		}
		foreign += len(sights[i].Foreign)
	}
	if foreign == 0 {
		t.Error("no picture of another host was asked for: are they shown?")
	}
}

// TestValid validates every kind of page.
func TestValid(t *testing.T) {
	s := visited(t)
	pages := map[string]string{}
	for _, url := range s.urls() {
		status, body := s.page(t, url)
		if want := s.want(url); status != want {
			t.Errorf("%s: %d, want %d", url, status, want)
		}
		pages[strings.TrimPrefix(url, s.origin)] = string(body)
	}
	type report struct {
		URL    string
		Faults []string
	}
	reports := node[report](t, "validate.mjs", pages)
	if len(reports) != len(pages) {
		t.Errorf("%d pages, %d reports", len(pages), len(reports))
	}
	for _, r := range reports {
		for _, fault := range r.Faults {
			t.Errorf("%s: %s", r.URL, fault)
		}
	}
}

// TestJourneys goes through the pages by keyboard and mouse, with and without scripts.
func TestJourneys(t *testing.T) {
	s := visited(t)
	type journey struct {
		Journey string
		Faults  []string
		Address string   // that the builder made
		Titles  []string // that it showed
	}
	journeys, built := node[journey](t, "journey.mjs", map[string]any{"chromium": browser, "origin": s.origin}), 0
	for _, j := range journeys {
		for _, fault := range j.Faults {
			t.Errorf("%s: %s", j.Journey, fault)
		}
		if j.Address == "" {
			continue
		}
		built++
		feed, err := gofeed.NewParser().ParseURL(j.Address)
		if err != nil {
			t.Fatalf("%s: %v", j.Address, err)
		}
		var titles []string
		for _, it := range feed.Items {
			titles = append(titles, cmp.Or(it.Title, it.Description)) // RSS has no title of a note
		}
		if !slices.Equal(titles, j.Titles) || len(titles) < 3 {
			t.Errorf("%s: the builder shows %q, its feed %s has %q", j.Journey, j.Titles, j.Address, titles)
		}
	}
	if len(journeys) != 8 || built != 2 {
		t.Errorf("%d journeys, %d feeds built", len(journeys), built)
	}
}

// visited serves the hostile tree, in which an article was removed.
func visited(t *testing.T) *site {
	t.Helper()
	dir := t.TempDir()
	config := hostile(t, dir)
	write(t, dir, "news/2026/04/07/gone.md", []byte(front("2026-04-07T07:00:00Z", "It is gone soon", "Moon", "")+"Text.\n"))
	s := serve(t, dir, config)
	if err := os.Remove(filepath.Join(dir, "news/2026/04/07/gone.md")); err != nil {
		t.Fatal(err)
	}
	until(t, "the removal", func() bool { return s.status("/2026/04/07/gone") == http.StatusGone })
	return s
}

// urls returns the URLs of every kind of page, and of the operator's page.
func (s *site) urls() []string {
	list := []string{s.admin + "/"}
	for path := range kinds {
		list = append(list, s.origin+path)
	}
	slices.Sort(list)
	return list
}

// want returns the status of such a URL.
func (s *site) want(url string) int {
	path, ok := strings.CutPrefix(url, s.origin)
	if !ok {
		return http.StatusOK
	}
	return kinds[path]
}
