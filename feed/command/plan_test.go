package command

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/feed"
	"dateline/feed/ledger"
	"dateline/feed/setup"
)

// TestPlanForetells changes a site in every way, asks for the plan, starts on the
// same ledger, and compares what subscribers see before and after with what the
// plan said.
func TestPlanForetells(t *testing.T) {
	for name, c := range map[string]struct {
		change func(site)
		want   string // of the summary
	}{
		"nothing":         {func(site) {}, nothing},
		"new":             {func(s site) { s.write("news/2026/05/1/new.md", "New", "x") }, "1 new, 0 updated, 0 renamed, 0 removed, 0 ids change, 0 held"},
		"edited":          {func(s site) { s.write("news/2026/04/1/a.md", "A", "Other text.") }, "0 new, 1 updated, 0 renamed, 0 removed, 0 ids change, 0 held"},
		"renamed":         {func(s site) { s.move("news/2026/04/1/a.md", "news/2026/04/1/z.md") }, "0 new, 0 updated, 1 renamed, 0 removed, 0 ids change, 0 held"},
		"renamed, edited": {func(s site) { s.remove("news/2026/04/1/a.md"); s.write("news/2026/04/1/z.md", "A", "Other.") }, "0 new, 1 updated, 1 renamed, 0 removed, 0 ids change, 0 held"},
		"removed":         {func(s site) { s.remove("news/2026/04/1/a.md") }, "0 new, 0 updated, 0 renamed, 1 removed, 0 ids change, 0 held"},
		"hidden":          {func(s site) { s.put("news/2026/04/1/a.md", "---\ntitle: A\ndraft: true\n---\nText of A.\n") }, "0 new, 0 updated, 0 renamed, 1 removed, 0 ids change, 0 held"},
		"declared":        {func(s site) { s.remove("news/2026/04/1/a.md"); s.put("news/2026/05/9/z.md", declared) }, "0 new, 1 updated, 1 renamed, 0 removed, 0 ids change, 0 held"},
		"date corrected": {func(s site) {
			s.put("news/2026/04/1/a.md", "---\ntitle: A\ndate: 2026-03-30\ntopics: [Moon]\n---\nText of A.\n")
		}, nothing},
		"id declared":    {func(s site) { s.put("news/2026/04/1/a.md", "---\ntitle: A\nid: mine\n---\nText of A.\n") }, nothing},
		"scheduled":      {func(s site) { s.put("news/2026/04/1/q.md", "---\ntitle: Q\ndate: 2199-01-01\n---\nText.\n") }, nothing},
		"undated":        {func(s site) { s.put("news/undated.md", "No date, so it is no article.\n") }, nothing},
		"invalid date":   {func(s site) { s.put("news/2026/05/9/r.md", "---\ntitle: R\ndate: 2026-13-07\n---\nText.\n") }, nothing},
		"bad update":     {func(s site) { s.put("news/2026/05/9/u.md", "---\ntitle: U\nupdated: 2026-13-07\n---\nText of U.\n") }, "1 new, 0 updated, 0 renamed, 0 removed, 0 ids change, 0 held"},
		"held":           {func(s site) { s.remove("many"); s.put("many/x.txt", "") }, "0 new, 0 updated, 0 renamed, 0 removed, 0 ids change, 25 held"},
		"few of many":    {func(s site) { s.remove("many/2026/02/1.md"); s.remove("many/2026/02/2.md") }, "0 new, 0 updated, 0 renamed, 2 removed, 0 ids change, 0 held"},
		"mount":          {func(s site) { s.configure(`mount = "/many"`, `mount = "/much"`) }, "0 new, 0 updated, 25 renamed, 0 removed, 0 ids change, 0 held"},
		"base URL":       {func(s site) { s.configure(`base_url = "https://a.example"`, `base_url = "https://b.example/news"`) }, nothing},
		"authority":      {func(s site) { s.configure("[site]\n", "[site]\nid_authority = \"example.org,2020\"\n") }, nothing},
		"time zone":      {func(s site) { s.configure(`timezone = "UTC"`, `timezone = "America/New_York"`) }, nothing},
		"directory left": {func(s site) { s.configure("[[content]]\ndir = \"many\"\nmount = \"/many\"\n", "") }, "0 new, 0 updated, 0 renamed, 0 removed, 0 ids change, 25 held"},
		"directory joined": {func(s site) {
			s.write("more/2026/01/1/m.md", "M", "x")
			s.configure("[ledger]", "[[content]]\ndir = \"more\"\nmount = \"/more\"\n[ledger]")
		}, "1 new, 0 updated, 0 renamed, 0 removed, 0 ids change, 0 held"},
		"alias": {func(s site) {
			s.configure("name = \"Moon\"\nalso = [", "name = \"Luna\"\nalso = [\"moon\", ")
		}, nothing},
		"alias away":     {func(s site) { s.configure("[[topics.alias]]\nname = \"Moon\"\nalso = [\"Mars\"]\n", "") }, nothing},
		"topic":          {func(s site) { s.put("news/2026/04/1/a.md", "---\ntitle: A\ntopics: [Moon, Venus]\n---\nText of A.\n") }, nothing},
		"topics ignored": {func(s site) { s.configure("[ledger]", "[topics]\nignore = [\"Moon\"]\n[ledger]") }, nothing},
		"backfill": {func(s site) {
			for n := range 60 {
				s.write(fmt.Sprintf("news/2020/01/%d/old-%d.md", 1+n%28, n), fmt.Sprint("Old ", n), fmt.Sprint("Text ", n*n))
			}
		}, "60 new, 0 updated, 0 renamed, 0 removed, 0 ids change, 0 held"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t)
			before := s.start(time.Now().Add(-time.Hour))
			c.change(s)
			foretold, summary, notes := s.plan()
			if summary != c.want {
				t.Errorf("%s, want %s", summary, c.want)
			}
			if want := said[name]; !slices.Equal(want, notes) {
				t.Errorf("%q, want %q", notes, want)
			}
			after := s.start(time.Now())
			if got := difference(before, after); !cmp.Equal(foretold, got) {
				t.Errorf("foretold (-), came (+):\n%s", cmp.Diff(foretold, got))
			}
		})
	}
}

// TestPlanOfLargeTree checks that a plan warns, as a start does, if a ledger is empty
// although there are more articles than a new site has.
func TestPlanOfLargeTree(t *testing.T) {
	s := newSite(t)
	warned := func() bool {
		var out bytes.Buffer
		if err := s.line(&out).plan(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		return strings.Contains(out.String(), "ledger: it was empty at the start, and there are ")
	}
	if warned() {
		t.Error("a small tree is doubted")
	}
	for n := range 500 {
		s.write(fmt.Sprintf("news/2020/01/%d/old-%d.md", 1+n%28, n), fmt.Sprint("Old ", n), fmt.Sprint("Text ", n*n))
	}
	if !warned() {
		t.Error("no warning of an empty ledger")
	}
}

const contradiction = "1 complaint about dates that contradict each other; the list says which date counts"

const nothing = "0 new, 0 updated, 0 renamed, 0 removed, 0 ids change, 0 held"

// said is what the summary says besides counts, by case of TestPlanForetells.
var said = map[string][]string{
	"removed":        {"news: removed articles stay published for up to 2m after the start (content.grace), in case their files return: 1"},
	"date corrected": {"corrected dates in 1 article: feeds, pages of dates and the sitemap follow, and nobody is told", contradiction},
	"scheduled":      {contradiction},
	"held":           {"many: 25 articles would be removed, which is held (content.max_removal); they stay published; bring the files back, or run: dateline accept"},
	"few of many":    {"many: removed articles stay published for up to 2m after the start (content.grace), in case their files return: 2"},
	"mount":          {"addresses of 25 articles change from /many/… to /much/…; the old ones redirect"},
	"base URL":       {"links of all 28 articles change from https://a.example to https://b.example/news; ids stay"},
	"time zone":      {"times of 28 articles move with the time zone, from UTC to America/New_York; ids and order stay"},
	"directory left": {"news: 25 articles would be removed, which is held (content.max_removal); they stay published; bring the files back, put the [[content]] with mount \"/many\" back into the configuration, or run: dateline accept"},
	"backfill":       {"60 older articles come in quietly: they take their places by date, and no feed shows them as new"},
	"alias":          {"addresses of 1 feed of topics redirect: /topics/moon/ to /topics/luna/"},
	"alias away":     {"new feeds of 1 topic: /topics/mars/"},
	"topic":          {"new feeds of 1 topic: /topics/venus/"},
	"topics ignored": nil,
}

const declared = "---\ntitle: Z\naliases: [/2026/04/1/a]\n---\nOther text.\n"

// site is a configuration and its articles.
type site struct {
	*testing.T
	dir string
}

func newSite(t *testing.T) site {
	s := site{t, t.TempDir()}
	for _, name := range []string{"a", "b", "c"} {
		s.write("news/2026/04/1/"+name+".md", strings.ToUpper(name), "Text of "+strings.ToUpper(name)+".")
	}
	for n := range 25 {
		s.put(fmt.Sprintf("many/2026/02/%d.md", 1+n), fmt.Sprintf("---\ntitle: Story %d\ndate: 2026-02-%02d\n---\nText %d.\n", n, 1+n, n*n))
	}
	s.put("config.toml", "[site]\nbase_url = \"https://a.example\"\ntimezone = \"UTC\"\n[[content]]\ndir = \"news\"\n[[content]]\ndir = \"many\"\nmount = \"/many\"\n[[topics.alias]]\nname = \"Moon\"\nalso = [\"Mars\"]\n[ledger]\nurl = \"sqlite:dateline.db\"\n")
	s.put("news/2026/04/1/b.md", "---\ntitle: B\ntopics: [Mars]\n---\nText of B.\n")
	return s
}

func (s site) put(name, text string) {
	s.Helper()
	file := filepath.Join(s.dir, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		s.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		s.Fatal(err)
	}
}

func (s site) write(name, title, text string) {
	s.Helper()
	s.put(name, "---\ntitle: "+title+"\ntopics: [Moon]\n---\n"+text+"\n")
}

func (s site) move(from, to string) {
	s.Helper()
	if err := os.Rename(filepath.Join(s.dir, from), filepath.Join(s.dir, to)); err != nil {
		s.Fatal(err)
	}
}

func (s site) remove(name string) {
	s.Helper()
	if err := os.RemoveAll(filepath.Join(s.dir, name)); err != nil {
		s.Fatal(err)
	}
}

// configure replaces a part of the configuration.
func (s site) configure(old, with string) {
	s.Helper()
	data, err := os.ReadFile(filepath.Join(s.dir, "config.toml"))
	if err != nil {
		s.Fatal(err)
	}
	text := strings.Replace(string(data), old, with, 1)
	if text == string(data) {
		s.Fatalf("%q is not in the configuration", old)
	}
	s.put("config.toml", text)
}

func (s site) line(out *bytes.Buffer) *line {
	return &line{Program: Program{Scan: scan}, out: out, file: filepath.Join(s.dir, "config.toml"), json: true}
}

// changes are the ids of articles by what becomes of them, with their new times if
// those move.
type changes map[string][]string

func moved(id string, to time.Time) string { return id + " to " + to.UTC().Format(time.RFC3339) }

// plan returns what the plan lists, its counts, and what else its summary says.
func (s site) plan() (changes, string, []string) {
	s.Helper()
	var out bytes.Buffer
	if err := s.line(&out).plan(s.Context(), nil); err != nil {
		s.Fatal(err)
	}
	var p struct {
		Summary struct {
			New, Updated, Renamed, Removed, Held int
			IDs                                  int `json:"ids_change"`
			Notes                                []string
		}
		Changes []struct {
			What, ID  string
			Published time.Time
		}
	}
	if err := json.Unmarshal(out.Bytes(), &p); err != nil {
		s.Fatal(err)
	}
	all := changes{}
	for _, c := range p.Changes {
		if c.What == "time moves" { // with the zone; subscribers see only that it moves
			c.What = "date moves"
		}
		if c.What == "date moves" {
			c.ID = moved(c.ID, c.Published)
		}
		all[c.What] = append(all[c.What], c.ID)
	}
	all.sort()
	n := p.Summary
	for i := range n.Notes {
		n.Notes[i] = strings.TrimPrefix(n.Notes[i], s.dir+"/")
	}
	return all, fmt.Sprintf("%d new, %d updated, %d renamed, %d removed, %d ids change, %d held",
		n.New, n.Updated, n.Renamed, n.Removed, n.IDs, n.Held), n.Notes
}

func (c changes) sort() {
	for _, ids := range c {
		slices.Sort(ids)
	}
}

// seen is an article as a subscriber and a visitor see it.
type seen struct {
	path               string
	published, updated time.Time
	held               bool
}

// start starts on the ledger at a time, waits until all graces are over, and returns what is
// published then, by id.
func (s site) start(now time.Time) map[string]seen {
	s.Helper()
	c, err := s.line(nil).load(nil)
	if err != nil {
		s.Fatal(err)
	}
	o, err := setup.Publisher(c)
	if err != nil {
		s.Fatal(err)
	}
	o.Log, o.Now = slog.New(slog.DiscardHandler), func() time.Time { return now }
	p, err := feed.New(o)
	if err != nil {
		s.Fatal(err)
	}
	defer p.Close()
	book, state, err := ledger.Open(ledger.Options{URL: c.Ledger.URL, Now: o.Now})
	if err != nil {
		s.Fatal(err)
	}
	p.Recall(book, state)
	for _, d := range setup.Directories(c) {
		b, err := scan(d)
		if err != nil {
			s.Fatal(err)
		}
		p.Apply(b)
	}
	for range 20 {
		now = now.Add(time.Minute)
		p.Tick()
	}
	all := map[string]seen{}
	for e := range p.Current().Snapshot.Global().Newest() {
		all[e.ID()] = seen{e.Path, e.Published(), e.Updated(), p.Current().Snapshot.Departs(e.File)}
	}
	if err := book.Close(); err != nil {
		s.Fatal(err)
	}
	return all
}

// difference returns what became of articles between two starts, in the words of
// the plan.
func difference(before, after map[string]seen) changes {
	paths := map[string]bool{}
	for _, e := range after {
		paths[e.path] = true
	}
	c := changes{}
	add := func(what, id string) { c[what] = append(c[what], id) }
	for id, is := range after {
		was, known := before[id]
		if !known {
			add("new", id)
			continue
		}
		if is.path != was.path {
			add("renamed", id)
		}
		if is.held {
			add("held", id)
		}
		if is.published != was.published {
			add("date moves", moved(id, is.published))
		}
		if is.updated != was.updated && (was.updated != was.published || is.updated != is.published) {
			add("updated", id)
		}
	}
	for id, was := range before {
		if _, known := after[id]; known {
			continue
		}
		if paths[was.path] {
			add("id changes", id)
		} else {
			add("removed", id)
		}
	}
	c.sort()
	return c
}

// scan scans a directory as the program does, but without settling.
func scan(d setup.Directory) (feed.Batch, error) {
	b := feed.Batch{Content: d.Index, Others: map[string]int{}}
	err := filepath.WalkDir(d.Dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || filepath.Ext(name) != ".md" {
			return err
		}
		rel, err := filepath.Rel(d.Dir, name)
		b.Changed = append(b.Changed, feed.File{Path: filepath.ToSlash(rel), Stamp: ledger.StampOf(name)})
		return err
	})
	return b, err
}
