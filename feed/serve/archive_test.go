package serve

import (
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dateline/feed"
	"dateline/feed/render"
)

// history is a site whose feeds hold three of the articles of three years.
type history struct {
	*Handler
	*feed.Publisher
	dir   string
	files map[string]string
}

func newHistory(t *testing.T) *history {
	t.Helper()
	files := map[string]string{}
	for year := 2024; year <= 2026; year++ {
		for month := 1; month <= 4; month++ {
			for i, topic := range []string{"A", "B", "A, B", "C"} {
				name := fmt.Sprintf("%d/%02d/%d/%d.md", year, month, 3*i+1, i)
				files[name] = fmt.Sprintf("---\ntopics: %s\n---\n# title %s\n\nText.\n\n### Source:\n\n1. [x](https://www.example.com/%s)\n", topic, name, name)
			}
		}
	}
	h, p, dir := publish(t, files)
	few := usual
	few.Items = 3
	show(h, few)
	return &history{h, p, dir, files}
}

// write changes the text of an article.
func (h *history) write(t *testing.T, name, text string) {
	t.Helper()
	put(t, h.dir, name, text)
	h.Apply(feed.Batch{Changed: []feed.File{{Path: name}}})
}

var (
	idOf    = regexp.MustCompile(`tag:example\.org,2026:(/\d+/\d+/\d+/\d)\b`)
	older   = regexp.MustCompile(`rel="prev-archive" type="[^"]*" href="([^"]*)"|"next_url":"([^"]*)"`)
	current = regexp.MustCompile(`rel="current" type="[^"]*" href="([^"]*)"`)
)

// walk follows a feed to its oldest document. It returns the files of the
// articles in the order found, and the paths of the documents.
func walk(t *testing.T, h http.Handler, path string) (files, paths []string) {
	t.Helper()
	first := path
	for path != "" {
		r := ask(h, "GET", path)
		text := body(t, r)
		if r.StatusCode != 200 || len(paths) > 50 {
			t.Fatalf("%s: %d after %q", path, r.StatusCode, paths)
		}
		if immutable := strings.Contains(r.Header.Get("Cache-Control"), "immutable"); immutable != (path != first) {
			t.Errorf("%s is immutable: %v", path, immutable)
		}
		self := strings.ReplaceAll(base+path, "&", "&amp;")
		if strings.Contains(path, ".json") {
			self = base + path
		} else if archive := strings.Contains(text, "<fh:archive>"); archive != (path != first) {
			t.Errorf("%s is an archive document: %v", path, archive)
		} else if m := current.FindStringSubmatch(text); archive && m[1] != strings.ReplaceAll(base+first, "&", "&amp;") {
			t.Errorf("%s belongs to %s, not to %s", path, m[1], first)
		}
		if !strings.Contains(text, `"`+self+`"`) {
			t.Errorf("%s does not name itself", path)
		}
		var met []string
		for _, m := range idOf.FindAllStringSubmatch(text, -1) {
			met = append(met, m[1][1:]+".md")
		}
		files, paths = append(files, met...), append(paths, path)
		m := older.FindStringSubmatch(text)
		if complete := strings.Contains(text, "<fh:complete>"); complete && (m != nil || path != first) {
			t.Errorf("%s is complete, and leads on", path)
		}
		path = ""
		if m != nil {
			path = strings.TrimPrefix(strings.ReplaceAll(m[1]+m[2], "&amp;", "&"), base)
		}
	}
	return files, paths
}

// TestWalk walks back from feeds of all kinds in all formats, and checks that
// each article is found once.
func TestWalk(t *testing.T) {
	s := newHistory(t)
	all := slices.Sorted(maps.Keys(s.files))
	having := func(want func(topics string) bool) (list []string) {
		for _, name := range all {
			topics, _, _ := strings.Cut(strings.TrimPrefix(s.files[name], "---\ntopics: "), "\n")
			if want(topics) {
				list = append(list, name)
			}
		}
		return list
	}
	starting := func(with string) (list []string) {
		return slices.DeleteFunc(slices.Clone(all), func(name string) bool { return !strings.HasPrefix(name, with) })
	}
	a := having(func(topics string) bool { return strings.Contains(topics, "A") })
	for page, c := range map[string]struct {
		want  []string
		paths int
	}{
		"/":                     {all, 13},
		"/topics/a/":            {a, 4},
		"/topics/a+b/":          {having(func(topics string) bool { return topics == "A, B" }), 4},
		"/topics/b,c/":          {having(func(topics string) bool { return topics != "A" }), 4},
		"/topics/a/except/b/":   {having(func(topics string) bool { return topics == "A" }), 4},
		"/sources/example.com/": {all, 4},
		"/topics/a/lang/en/":    {a, 4},
		"/2025/":                {starting("2025"), 5},
		"/2025/02/":             {starting("2025/02"), 2},
		"/2025/02/01/":          {starting("2025/02/1/"), 1},
	} {
		for _, format := range render.Formats {
			for _, query := range []string{"", "?content=summary"} {
				path := render.FeedPath(page, format) + query
				met, paths := walk(t, s, path)
				slices.Sort(met)
				if diff := cmp.Diff(c.want, met); diff != "" || len(paths) != c.paths {
					t.Errorf("%s by %q (-want +met):\n%s", path, paths, diff)
				}
			}
		}
	}
	if _, paths := walk(t, s, "/feed.rss?limit=2"); len(paths) != 1 {
		t.Errorf("a feed with a limit leads to %q", paths)
	}
}

// TestRevisions changes articles, and checks that the document with a changed
// article and later ones get new names, and no others.
func TestRevisions(t *testing.T) {
	s := newHistory(t)
	_, before := walk(t, s, "/feed.atom")
	again := newHistory(t)
	if _, paths := walk(t, again, "/feed.atom"); !slices.Equal(before, paths) {
		t.Errorf("the same articles are in %q, and in %q", before, paths)
	}
	name := "2025/02/1/0.md"
	s.write(t, name, strings.Replace(s.files[name], "Text.", "Other text.", 1))
	_, after := walk(t, s, "/feed.atom")
	for i := range before {
		_, edited, _ := strings.Cut(before[i], "2025-02-")
		changed := i > 0 && (strings.Compare(before[i], "/archive/2025-02") > 0 || edited != "")
		if (before[i] != after[i]) != changed {
			t.Errorf("%s became %s", before[i], after[i])
		}
	}
	// The newest article pushes one into the archive of its month.
	s.write(t, "2026/04/10/9.md", "# newest\n")
	_, pushed := walk(t, s, "/feed.atom")
	if pushed[1] == after[1] || !slices.Equal(pushed[2:], after[2:]) {
		t.Errorf("after a new article %q, before %q", pushed, after)
	}

	present := regexp.MustCompile(`-[0-9a-f]{16}`).ReplaceAllString(before[1], "")
	for _, path := range []string{present, before[1], after[1], present + "?utm_source=x"} {
		if r := ask(s, "GET", path); r.StatusCode != 302 || r.Header.Get("Location") != base+pushed[1] || !strings.Contains(r.Header.Get("Cache-Control"), "max-age=60") {
			t.Errorf("%s: %d to %s, want %s", path, r.StatusCode, r.Header.Get("Location"), pushed[1])
		}
	}
	if r := ask(s, "GET", "/2025/02/01/archive/2025-02.json"); r.StatusCode != 302 || r.Header.Get("Location") != base+"/2025/02/01/feed.json" {
		t.Errorf("a document of what the feed holds: %d to %s", r.StatusCode, r.Header.Get("Location"))
	}
	forged := strings.Replace(pushed[1], ".atom", "0.atom", 1)
	for _, path := range []string{forged, strings.Replace(pushed[1], "/2026-", "/2025-", 1), "/archive/2026-04-0123456789abcdef.atom", "/archive/2026-04-.atom",
		"/archive/2026-13.atom", "/archive/1999-01.rss", "/archive/2025.json", "/topics/a/archive/2025-01.rss", "/archive/2026-04.html", "/archive/", "/archive",
		"/topics/a/archive/2026-" + strings.Repeat("0", 16) + ".rss", "/topics/a/archive/", "/2025/archive/2026-04.rss", "/2025/archive/x", "/archive/" + strings.Repeat("2", 10_000) + ".rss"} {
		if r := ask(s, "GET", path); r.StatusCode != 404 || strings.Count(body(t, r), "\n") != 1 {
			t.Errorf("%.80s: %d", path, r.StatusCode)
		}
	}
	if r := ask(s, "GET", pushed[1], "Sec-Fetch-Dest", "document"); r.StatusCode != 200 || !strings.Contains(body(t, r), ">Site (2026-04)</h1>") {
		t.Errorf("a browser sees %d", r.StatusCode)
	}
	if r := ask(s, "GET", "/topics/A/archive/2025.rss"); r.StatusCode != 301 || r.Header.Get("Location") != base+"/topics/a/archive/2025.rss" {
		t.Errorf("another spelling: %d to %s", r.StatusCode, r.Header.Get("Location"))
	}
}

// TestNextArchive follows the documents of a feed to the newest.
func TestNextArchive(t *testing.T) {
	s := newHistory(t)
	_, paths := walk(t, s, "/feed.rss")
	next := regexp.MustCompile(`rel="next-archive" type="[^"]*" href="([^"]*)"`)
	for i := len(paths) - 1; i > 0; i-- {
		m := next.FindStringSubmatch(body(t, ask(s, "GET", paths[i])))
		if i == 1 {
			if m != nil {
				t.Errorf("the newest document names %s", m[1])
			}
			continue
		}
		r := ask(s, "GET", strings.TrimPrefix(m[1], base))
		if r.Header.Get("Location") != base+paths[i-1] {
			t.Errorf("after %s comes %s, which is %s", paths[i], m[1], r.Header.Get("Location"))
		}
	}
}
