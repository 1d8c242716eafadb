package explain

import (
	"cmp"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"dateline/feed"
	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/render"
	"dateline/feed/site"
)

var noon = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)

// house is a site with two content directories, news at / and blog/zh at /zh.
type house struct {
	*testing.T
	Options
	root  string
	now   time.Time
	known [2]map[string]string // contents of the files that were published, by directory and path below it
	// skipped are the reasons why files are not read.
	skipped map[string]error
}

// newHouse publishes files, as a first import.
func newHouse(t *testing.T, files map[string]string) *house {
	h := &house{T: t, root: t.TempDir(), now: noon, known: [2]map[string]string{{}, {}}, skipped: map[string]error{}}
	about := render.Site{Title: "T", BaseURL: "https://example.org", Language: "en", Zone: time.UTC, Items: 3, MinItems: 1, ItemLink: "page"}
	o := feed.Options{BaseURL: about.BaseURL, Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return h.now },
		Archive: archive.Options{Zone: time.UTC, Authority: "example.org,2026", Recent: 48 * time.Hour, Late: 30 * 24 * time.Hour, Limits: render.LimitsOf(about)}}
	for i, mount := range []string{"/", "/zh"} {
		dir := filepath.Join(h.root, []string{"news", "blog/zh"}[i])
		h.must(os.MkdirAll(dir, 0o755))
		o.Contents = append(o.Contents, feed.Content{Dir: dir, Mount: mount, Language: "en", MaxRemoval: 20, Grace: 2 * time.Minute, HideSuperseded: true})
		h.Directories = append(h.Directories, Directory{dir, mount})
		o.Contents[i].Pages = []string{"about.md", "taken.md"}
	}
	p, err := feed.New(o)
	h.must(err)
	t.Cleanup(p.Close)
	h.BaseURL, h.Publisher, h.Renderer, h.Skipped = about.BaseURL, p, render.New(about), h.skip
	h.write(files)
	h.publish()
	return h
}

func (h *house) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

// skip stands for watch, which knows the rules.
func (h *house) skip(directory int, rel string) error {
	if err := h.skipped[rel]; err != nil {
		return err
	}
	info, err := os.Stat(filepath.Join(h.Directories[directory].Dir, rel))
	if err == nil && info.IsDir() {
		return syscall.EISDIR
	}
	return err
}

// write writes files below the root, or removes those without a text.
func (h *house) write(files map[string]string) {
	h.Helper()
	for name, text := range files {
		file := filepath.Join(h.root, name)
		if text == "" {
			h.must(os.Remove(file))
			continue
		}
		h.must(os.MkdirAll(filepath.Dir(file), 0o755))
		h.must(os.WriteFile(file, []byte(text), 0o644))
	}
}

// publish publishes what differs on the disk.
func (h *house) publish() {
	h.Helper()
	for i, d := range h.Directories {
		b, is := feed.Batch{Content: i}, map[string]string{}
		h.must(filepath.WalkDir(d.Dir, func(file string, e fs.DirEntry, err error) error {
			rel, _ := filepath.Rel(d.Dir, file)
			if err != nil || e.IsDir() || h.skipped[rel] != nil || !article.IsMarkdown(rel) && !article.IsAsset(rel) {
				return err
			}
			text, err := os.ReadFile(file)
			if is[rel] = string(text); h.known[i][rel] != string(text) {
				b.Changed = append(b.Changed, feed.File{Path: rel})
			}
			return err
		}))
		for rel := range h.known[i] {
			if is[rel] == "" {
				b.Removed = append(b.Removed, rel)
			}
		}
		slices.SortFunc(b.Changed, func(a, b feed.File) int { return cmp.Compare(a.Path, b.Path) })
		h.known[i] = is
		h.Publisher.Apply(b)
	}
}

// ask asks from a directory below the root, and returns the answers.
func (h *house) ask(in, of string) []Answer {
	h.Helper()
	list, err := Answers(h.Options, Question{Of: of, In: filepath.Join(h.root, in)})
	h.must(err)
	return list
}

// first returns the first sentence of each answer, without the name of the root.
func (h *house) first(in, of string) string {
	h.Helper()
	var all []string
	for _, a := range h.ask(in, of) {
		all = append(all, a.State+": "+a.Text[0])
	}
	return strings.ReplaceAll(strings.Join(all, " | "), h.root+"/", "")
}

// expect checks the first sentences of the answers to questions from the root.
func (h *house) expect(want map[string]string) {
	h.Helper()
	for of, want := range want {
		if got := h.first("", of); got != want {
			h.Errorf("%q:\n got %s\nwant %s", of, got, want)
		}
	}
}

// text returns an article with a title, a date and further lines of front matter.
func text(title, date string, more ...string) string {
	return "---\ntitle: " + title + "\ndate: " + date + "\n" + strings.Join(append(more, "---", "Text of "+title+"."), "\n") + "\n"
}

// moon is where the first article of most tests is.
const moon = "news/2026/04/07/moon.md"

// An article is found by every name that leads to it.
func TestNames(t *testing.T) {
	h := newHouse(t, map[string]string{moon: text("Moon", "2026-04-07", "id: moon-1", "aliases: [/old/moon]"), "news/lamp.md": text("Lamp", "2026-02-03", "permalink: /2026/02/03/lamp/"), "blog/zh/a.md": text("A", "2026-04-08"), "news/a.md": text("B", "2026-04-09")})
	h.must(os.Symlink(h.root+"/news", h.root+"/link"))
	h.must(os.Symlink("2026/04/07/moon.md", h.root+"/news/same.md"))
	h.must(os.Symlink(h.root+"/"+moon, h.root+"/outside.md"))
	const published = "published: " + moon + " is published at https://example.org/2026/04/07/moon."
	for of, in := range map[string]string{
		h.root + "/" + moon: "", moon: "", "../" + moon: "blog", "moon.md": "news/2026/04/07", "2026/04/07/moon.md": "blog", "./2026/04/07/../07/moon.md": "news",
		"link/2026/04/07/moon.md": "", "outside.md": "", "./news/2026/04/07/moon.md": "blog/zh",
		"https://example.org/2026/04/07/moon": "", "https://EXAMPLE.org/2026/04/07/moon.md": "", "http://127.0.0.1:8080/2026/04/07/moon?x=1#y": "",
		"/2026/04/07/moon": "", "/2026/04/07/moon.html": "", "2026/04/07/moon": "blog", "moon-1": "", "tag:example.org,2026:moon-1": "",
	} {
		if got := h.first(in, of); got != published {
			t.Errorf("%q in %q: %s", of, in, got)
		}
	}
	h.ItemLink = "https://www.example.com/read{path}.html?from=feed"
	for of, want := range map[string]string{
		"https://www.example.com/read/2026/04/07/moon.html?from=feed": published,
		"https://example.org/2026/04/07/moon":                         published,
		"https://www.example.com/read/nothing.html?from=feed":         "unseen: There is no article at https://www.example.com/read/nothing.html?from=feed, and there never was one that the ledger knows.",
		"https://www.example.com/2026/04/07/moon":                     "elsewhere: https://www.example.com/2026/04/07/moon is not an address of this site, whose site.base_url is https://example.org.",
	} {
		if got := h.first("", of); got != want {
			t.Errorf("%q with an item_link: %s", of, got)
		}
	}
	h.ItemLink = "https://blog.example{path}"
	if got := h.first("", "https://blog.example/2026/02/03/lamp/"); !strings.HasPrefix(got, "published: news/lamp.md is published at https://example.org/2026/02/03/lamp,") {
		t.Errorf("the address of an article to the letter: %s", got)
	}
	h.ItemLink, h.Home, h.Former = "page", "https://blog.example/my", []string{"https://old.example"}
	for of, want := range map[string]string{
		"https://blog.example/my/2026/04/07/moon":      published,
		"http://WWW.Blog.example/my/2026/04/07/moon/":  published,
		"https://old.example/old/moon":                 "moved: https://old.example/old/moon has moved: its article is " + moon + " now, at https://example.org/2026/04/07/moon, to which the former address leads (301).",
		"https://blog.example/2026/04/07/moon":         "elsewhere: https://blog.example/2026/04/07/moon is not an address of this site, whose site.base_url is https://example.org.",
		"https://blog.example/mystery/2026/04/07/moon": "elsewhere: https://blog.example/mystery/2026/04/07/moon is not an address of this site, whose site.base_url is https://example.org.",
		"https://user@far.example/2026/04/07/moon":     "elsewhere: https://user@far.example/2026/04/07/moon is not an address of this site, whose site.base_url is https://example.org.",
	} {
		if got := h.first("", of); got != want {
			t.Errorf("%q with a site of the author: %s", of, got)
		}
	}
	h.expect(map[string]string{
		"/old/moon":                        "moved: /old/moon has moved: its article is " + moon + " now, at https://example.org/2026/04/07/moon, to which the former address leads (301).",
		"a.md":                             "published: news/a.md is published at https://example.org/a. | published: blog/zh/a.md is published at https://example.org/zh/a.",
		"zh/a.md":                          "published: blog/zh/a.md is published at https://example.org/zh/a.",
		"/zh/a":                            "published: blog/zh/a.md is published at https://example.org/zh/a.",
		"https://example.com/":             "elsewhere: https://example.com/ is not an address of this site, whose site.base_url is https://example.org.",
		"../../etc/passwd":                 "elsewhere: ../../etc/passwd is neither in a content directory (news, blog/zh) nor an address of the site.",
		"/etc/passwd":                      "elsewhere: /etc/passwd is neither in a content directory (news, blog/zh) nor an address of the site.",
		"../..":                            "elsewhere: ../.. is neither in a content directory (news, blog/zh) nor an address of the site.",
		"\xff\x1b[2J":                      "elsewhere: \xff\x1b[2J is neither in a content directory (news, blog/zh) nor an address of the site.",
		"/feed.rss":                        "address: /feed.rss is not an article, but another document of this site (feed).",
		"/feed":                            "address: /feed is not an article, but leads to https://example.org/feed/.",
		"/topics/mars/":                    "elsewhere: /topics/mars/ is neither in a content directory (news, blog/zh) nor an address of the site.",
		"https://example.org/topics/mars/": "unseen: There is no article at https://example.org/topics/mars/, and there never was one that the ledger knows.",
	})
}

// Each fate of an article is told, by its file.
func TestFates(t *testing.T) {
	day := "# [Moon](/2026/04/07/moon.md)\n\n# [Left](/2026/04/07/left.md)\n"
	h := newHouse(t, map[string]string{
		moon: text("Moon", "2026-04-07"), "news/2026/04/07/left.md": text("Left", "2026-04-07"), "news/2026/04/07/index.md": day,
		"news/draft.md": text("Draft", "2026-04-08", "draft: true"), "news/_note.md": text("Note", "2026-04-08"), "news/nested.md": text("Nested", "2026-04-08", "build:", "  render: never"),
		"news/soon.md": text("Soon", "2026-05-03"), "news/over.md": text("Over", "2026-04-08", "expiryDate: 2026-04-20"),
		"news/two.md": text("Two", "2026-04-10"), "news/two.markdown": text("Twice", "2026-04-10"),
		"news/old.md": text("A journey to the coast", "2026-04-11"), "news/gone.md": text("Going away for good", "2026-04-12"), "news/going.md": text("Leaving slowly", "2026-04-13"),
		"news/was.md":     text("It was public", "2026-04-14", "draft: true"),
		"news/undated.md": "No date.\n", "news/_index.md": "---\ntitle: Section\n---\n", "news/pic.png": "\x89PNG\r\n\x1a\n",
		"news/authors.yml": "ada:\n  name: Ada\n", "news/latin.md": text("\xe9t\xe9", "2026-04-15"), "news/good.md": text("Good", "2026-04-16"),
		"news/base.md":   text("Harvest in the valley", "2026-04-17"),
		"news/notes.txt": "text", "news/.trash/x.md": "x", "news/about.md": "# About\n", "news/taken.md": "---\ntitle: Taken\nurl: /two\n---\nText.\n",
	})
	h.skipped["notes.txt"] = errors.New("the extension is wrong; passed over; rename it")
	h.skipped[".trash/x.md"] = errors.New("directory .trash: the name begins with a dot; passed over; rename it")
	h.now = h.now.Add(time.Hour)
	h.write(map[string]string{"news/old.md": "", "news/new.md": text("A journey to the coast", "2026-04-11"), "news/gone.md": "", "news/was.md": "", "news/2026/04/07/index.md": "# [Moon](/2026/04/07/moon.md)\n",
		"news/good.md": text("Good", "2026-13-16")})
	h.publish()
	h.now = h.now.Add(3 * time.Minute)
	h.Publisher.Tick()
	h.write(map[string]string{"news/going.md": "", "news/like.md": text("Harvest in the valley again", "2026-04-17")})
	h.publish()
	h.expect(map[string]string{
		moon:                        "published: " + moon + " is published at https://example.org/2026/04/07/moon, but the window of /feed.atom does not show it: 5 newer articles fill it (feeds.items).",
		"news/2026/04/07/left.md":   "dropped: news/2026/04/07/left.md is hidden: the page of its day lists other articles and not this one, and content.superseded is \"hide\".",
		"news/2026/04/07/index.md":  "day page: news/2026/04/07/index.md is the page of a day: it lists articles, and is none itself.",
		"news/draft.md":             "hidden: news/draft.md is hidden: draft: true (news/draft.md:4).",
		"/draft":                    "hidden: news/draft.md is hidden: draft: true (news/draft.md:4).",
		"news/_note.md":             "hidden: news/_note.md is hidden: its name begins with _.",
		"news/nested.md":            "hidden: news/nested.md is hidden: build.render: never (news/nested.md:5).",
		"news/soon.md":              "scheduled: news/soon.md waits until 2026-05-03T00:00:00Z, when it is published: it is dated 2026-05-03.",
		"news/over.md":              "expired: news/over.md is no longer published: it expired at 2026-04-20T00:00:00Z.",
		"news/two.md":               "taken: news/two.md is not published: its page /two belongs to news/two.markdown; rename one of the two.",
		"news/old.md":               "moved: news/old.md has moved: its article is news/new.md now, at https://example.org/new, to which the former address leads (301).",
		"news/gone.md":              "removed: news/gone.md was removed at 2026-05-01T13:03:00Z, after its file had gone; its address answers 410.",
		"/gone":                     "removed: /gone was removed at 2026-05-01T13:03:00Z, after its file had gone; its address answers 410.",
		"news/going.md":             "departing: news/going.md is published at https://example.org/going; it will be removed at 2026-05-01T13:05:00Z, as its file is gone.",
		"news/like.md":              "waiting: news/like.md waits until 2026-05-01T13:03:15Z, as it may replace a published article that it resembles: news/base.md.",
		"news/undated.md":           "undated: news/undated.md has no date, so it is no article.",
		"news/about.md":             "page: news/about.md is a page without a date, at https://example.org/about; it is in no feed.",
		"https://example.org/about": "page: news/about.md is a page without a date, at https://example.org/about; it is in no feed.",
		"news/taken.md":             "page: news/taken.md is a page without a date, and is in no feed.",
		"news/_index.md":            "section: news/_index.md is the page of a section; it is no article.",
		"news/authors.yml":          "authors: news/authors.yml describes authors; it is no article.",
		"news/latin.md":             "broken: news/latin.md is not published: the file is not UTF-8 (news/latin.md:2:8).",
		"news/good.md":              "published: news/good.md is published at https://example.org/good.",
		"news/notes.txt":            "skipped: news/notes.txt is not read: the extension is wrong.",
		"news/.trash/x.md":          "skipped: news/.trash/x.md is not read: directory .trash: the name begins with a dot.",
		"news/moom.md":              "unseen: There is no file news/moom.md, and there never was an article of it that the ledger knows.",
		"news/2026":                 "directory: news/2026 is a directory, with 1 of 2 articles published.",
	})
	for of, want := range map[string]string{
		"news/moom.md": "Near it: " + moon + ".", "/2026/04/07/moom": "Near it: " + moon + ".", "news/good.md": "the last good version stays published", "news/.trash/x.md": "Hint: rename it.", "news/going.md": "dateline accept removes it at once",
		"news/taken.md": "its address /two is that of /two.markdown; the page is not shown",
	} {
		if got := strings.ReplaceAll(strings.Join(h.ask("", of)[0].Text, "\n"), h.root+"/", ""); !strings.Contains(got, want) {
			t.Errorf("%s: %q is not in\n%s", of, want, got)
		}
	}
	h.skipped["2026/04/07/moon.md"] = errors.New("open for writing; not read yet; close it")
	if got := h.ask("", moon)[0]; !slices.Contains(got.Text, "Its file is not read now: open for writing; not read yet; close it.") {
		t.Errorf("%q", got.Text)
	}
	for of, published := range map[string]bool{moon: true, "news/about.md": true, "news/taken.md": false, "news/going.md": true, "news/like.md": false, "news/old.md": false, "news/draft.md": false} {
		if got := h.ask("", of)[0].Published; got != published {
			t.Errorf("%s is published: %v", of, got)
		}
	}
	if a := h.ask("", moon)[0]; !a.FirstSeen.IsZero() || a.ID != "tag:example.org,2026:/2026/04/07/moon" || a.Title != "Moon" || a.File != h.root+"/"+moon {
		t.Errorf("%+v", a)
	}
}

// The public addresses tell nothing of what is asked here.
func TestNothingIsPublic(t *testing.T) {
	h := newHouse(t, map[string]string{"news/draft.md": text("Draft", "2026-04-08", "draft: true")})
	catalogue := site.New(site.Options{Renderer: h.Renderer})
	for _, at := range []string{"/why", "/draft"} {
		if got := catalogue.Lookup(h.Publisher.Current().Snapshot, at, "of=news/draft.md").Status; got != site.Unknown {
			t.Errorf("%s is %v", at, got)
		}
	}
}

// Places name the archive document of what is not in a window.
func TestPlaces(t *testing.T) {
	h := newHouse(t, map[string]string{moon: text("Moon", "2026-04-07", "tags: [Space]"), "news/b.md": text("B", "2026-04-08"), "news/c.md": text("C", "2026-04-09"), "news/d.md": text("D", "2026-04-10")})
	var lines []string
	for _, p := range h.ask("", moon)[0].Feeds {
		lines = append(lines, p.Line())
	}
	got := strings.Join(lines, "\n")
	for _, want := range []string{"/feed.atom: not there: 3 newer articles fill it (feeds.items); it is in /archive/2026-04-", "\n/topics/space/feed.atom: 1 of 1\n", "\n/2026/04/07/feed.atom: 1 of 1"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
	v := h.ask("", moon)[0].Feeds[0].Archive
	sub := render.Of(h.Publisher.Current().Snapshot.Global())
	if all := h.Renderer.Volumes(sub); len(all) != 1 || sub.VolumePath(all[0], render.Atom) != v {
		t.Errorf("it is in %s, but the documents are %v", v, all)
	}
}

// A removal that is held names its directory, and what to do.
func TestHeld(t *testing.T) {
	files, gone := map[string]string{}, map[string]string{}
	for i := range 30 {
		name := "news/" + strings.Repeat("x", i+1) + ".md"
		files[name], gone[name] = text("Story "+strings.Repeat("y", i), "2026-04-07"), ""
	}
	h := newHouse(t, files)
	h.now = h.now.Add(time.Hour)
	h.write(gone)
	h.publish()
	a := h.ask("", "news/x.md")[0]
	if !a.Published || a.State != "held" || !strings.Contains(strings.Join(a.Text, " "), "So many files of "+h.Directories[0].Dir+" are gone that the removal is held; bring them back, or run: dateline accept.") {
		t.Errorf("%+v", a)
	}
	h.must(os.Remove(h.root + "/news"))
	if got := h.first("", "news"); got != "directory: news is a directory, with 30 of 30 articles published." {
		t.Error(got)
	}
}

// Version control that changes files puts off what waits.
func TestBusy(t *testing.T) {
	h := newHouse(t, map[string]string{moon: text("Moon", "2026-04-07"), "news/.git/HEAD": "x"})
	h.now = time.Now()
	h.write(map[string]string{moon: "", "news/.git/index.lock": "x"})
	h.publish()
	if a := h.ask("", moon)[0]; a.State != "departing" || len(a.Text) < 2 || !strings.Contains(a.Text[1], "version control") {
		t.Errorf("%+v", a)
	}
}

// A question that cannot be asked is refused, and nothing is known before the
// first reading.
func TestQuestions(t *testing.T) {
	h := newHouse(t, map[string]string{moon: text("Moon", "2026-04-07")})
	for _, q := range []Question{{Of: ""}, {Of: strings.Repeat("x", 1_000_000)}, {Of: "a\x00b"}, {Of: "a", In: "\x00"}} {
		if _, err := Answers(h.Options, q); err != ErrQuestion {
			t.Errorf("%.20q: %v", q.Of, err)
		}
	}
	p, err := feed.New(feed.Options{Contents: []feed.Content{{Dir: h.Directories[0].Dir, Mount: "/"}}, Log: slog.New(slog.DiscardHandler), Archive: archive.Options{Zone: time.UTC}})
	h.must(err)
	defer p.Close()
	h.Publisher = p
	if got := h.first("", moon); !strings.HasPrefix(got, "reading: The articles are being read for the first time") {
		t.Error(got)
	}
}
