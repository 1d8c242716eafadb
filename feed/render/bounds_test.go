package render

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/mmcdole/gofeed"
	"github.com/rogpeppe/go-internal/txtar"
	"pgregory.net/rapid"

	"dateline/feed/archive"
)

// heavy are articles in which everything but the text is as long as possible.
func heavy(n int) (files []txtar.File) {
	numbered := func(format string) string {
		var b strings.Builder
		for i := range 100 {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	long := strings.Repeat("é", 190)
	for i := range n {
		front := "---\nsummary: " + strings.Repeat("s", 10_000) + "\nauthors: [" + numbered(long+"%d, ") + "]\n---\n"
		text := "### 2026-04-7\n##### " + numbered(long+"%d, ") + "\n# Article " + fmt.Sprint(i) + "\nText.\n### Sources:\n" + numbered("- [x](https://a.example/"+strings.Repeat("x", 2000)+"%d)\n")
		files = append(files, txtar.File{Name: fmt.Sprintf("2026/04/7/%02d.md", i), Data: []byte(front + text)})
	}
	return files
}

// bounded is a feed with a window that is bounded in bytes, in which nothing is
// recent.
type bounded struct{ *archive.Feed }

func (b bounded) Window(l archive.Limits) []*archive.Entry {
	return results(b.Latest(b.Len())).Window(l)
}

// boundedFeed returns the subject of everything with such a window.
func boundedFeed(s *archive.Snapshot) Subject {
	sub := Of(s.Global())
	sub.Entries = bounded{s.Global()}
	return sub
}

// Whatever makes entries long, a feed stays within its bound: it has the newest
// entries, the same in every format, as they are in a feed without a bound.
func TestMaxBytes(t *testing.T) {
	site := site("")
	site.MaxBytes, site.MinItems = 3_000_000, 1
	s := build(t, heavy(20), site.Zone)
	held := map[string]bool{}
	for _, format := range Formats {
		d := New(site).Feed(s, boundedFeed(s), format)
		feed, err := gofeed.NewParser().Parse(bytes.NewReader(d.Body))
		if err != nil || len(feed.Items) < 2 || len(d.Body) > site.MaxBytes {
			t.Fatalf("%s: %d items in %d bytes, error %v", format, len(feed.Items), len(d.Body), err)
		}
		for i, it := range feed.Items {
			if want := fmt.Sprintf("Article %d", 19-i); it.Title != want || len(it.Categories) != 100 {
				t.Errorf("%s: item %d is %q with %d topics, want all of %q", format, i, it.Title, len(it.Categories), want)
			}
		}
		held[fmt.Sprint(len(feed.Items))] = true
	}
	if len(held) != 1 {
		t.Errorf("formats hold different numbers of entries: %v", held)
	}
}

// long returns articles with texts of about n bytes each, from the oldest on.
func long(sizes ...int) (files []txtar.File) {
	for i, n := range sizes {
		text := fmt.Sprintf("# Article %d\n\n", i) + strings.Repeat("Words \"in\" a paragraph, and more of them.\n\n", n/53)
		files = append(files, txtar.File{Name: fmt.Sprintf("2026/04/%02d/%d.md", i/9+1, i%9), Data: []byte(text)})
	}
	return files
}

// equal returns n times the same size.
func equal(n, size int) []int { return slices.Repeat([]int{size}, n) }

// TestWindowShrinks checks that a feed of articles of 8 KB, which exceed its
// bound, has fewer of them, all whole, and that the others are in its archive
// documents.
func TestWindowShrinks(t *testing.T) {
	site := site("")
	site.MaxBytes, site.MinItems, site.MaxEntry = 250_000, 10, 100_000
	s := build(t, long(equal(50, 8000)...), site.Zone)
	r := New(site)
	for _, format := range Formats {
		d := r.Feed(s, boundedFeed(s), format)
		feed, err := gofeed.NewParser().Parse(bytes.NewReader(d.Body))
		if err != nil || len(feed.Items) < 23 || len(feed.Items) > 30 || len(d.Body) > site.MaxBytes {
			t.Fatalf("%s: %d items in %d bytes, error %v", format, len(feed.Items), len(d.Body), err)
		}
		for _, it := range feed.Items {
			if len(it.Content) < 8000 {
				t.Errorf("%s: %s has only %d bytes", format, it.Title, len(it.Content))
			}
		}
	}
	checkReachable(t, r, s, boundedFeed(s))
}

// checkReachable follows the archive documents of a subject from the feed, and
// checks that every entry is there once.
func checkReachable(t *testing.T, r *Renderer, s *archive.Snapshot, sub Subject) {
	t.Helper()
	found := map[string]int{}
	count := func(d Document) {
		feed, err := gofeed.NewParser().Parse(bytes.NewReader(d.Body))
		if err != nil {
			t.Fatal(d.Path, err)
		}
		for _, it := range feed.Items {
			found[it.GUID]++
		}
	}
	d := r.Feed(s, sub, Atom)
	count(d)
	volumes := r.Volumes(sub)
	if complete := strings.Contains(string(d.Body), "fh:complete>"); complete != (len(volumes) == 0) {
		t.Errorf("%s: complete %v, %d archive documents", d.Path, complete, len(volumes))
	}
	for i, v := range slices.Backward(volumes) {
		if !strings.Contains(string(d.Body), `rel="prev-archive" type="application/atom+xml" href="`+strings.ReplaceAll(base+sub.VolumePath(v, Atom), "&", "&amp;")+`"`) {
			t.Errorf("%s does not link to %s", d.Path, sub.VolumePath(v, Atom))
		}
		d = r.Archive(s, sub, volumes[i], Atom)
		count(d)
	}
	for e := range s.Global().Newest() {
		if n := found[e.ID()]; n != 1 {
			t.Errorf("%s: a client finds %s %d times", sub.FeedPath(Atom), e.Title, n)
		}
	}
}

// TestVariantsReachAll checks that a client finds all entries from each variant of
// a feed, because variants have windows and archive documents of their own.
func TestVariantsReachAll(t *testing.T) {
	site := site("")
	site.MaxBytes, site.MinItems, site.MaxEntry, site.Items = 100_000, 2, 20_000, 20
	s := build(t, long(append(equal(60, 1000), equal(10, 30_000)...)...), site.Zone)
	r := New(site)
	lengths := map[int]bool{}
	for _, content := range []string{"", "full", "summary", "full", ""} { // in any order
		sub := boundedFeed(s)
		sub.Variant.Content = content
		checkReachable(t, r, s, sub)
		lengths[len(r.Window(sub))] = true
	}
	if len(lengths) != 2 { // 20 teasers or summaries, and what the bound leaves of whole articles
		t.Errorf("the windows of variants have %v entries", lengths)
	}
}

// TestTeaser checks that an article that is too long is its summary and a link,
// in every format and in archive documents, that the others are whole, and that
// a subscriber who asks for it gets the whole of it.
func TestTeaser(t *testing.T) {
	site := site("")
	site.MaxBytes, site.MinItems, site.MaxEntry, site.Items = 1_000_000, 10, 100_000, 10
	s := build(t, long(8000, 400_000, 8000, 8000, 8000, 8000, 400_000, 8000, 8000, 8000, 8000, 8000), site.Zone)
	r := New(site)
	full := boundedFeed(s)
	full.Variant.Content = "full"
	for _, format := range Formats {
		documents := map[string]Document{"the feed": r.Feed(s, boundedFeed(s), format), "the archive": r.Archive(s, boundedFeed(s), r.Volumes(boundedFeed(s))[0], format)}
		seen := 0
		for name, d := range documents {
			feed, err := gofeed.NewParser().Parse(bytes.NewReader(d.Body))
			if err != nil {
				t.Fatal(err)
			}
			for _, it := range feed.Items {
				seen++
				content := cmp.Or(it.Content, it.Description)
				link := `<p><a href="` + it.Link + `">Read the whole article</a></p>`
				tooLong := it.Title == "Article 1" || it.Title == "Article 6"
				if (len(content) < 2000) != tooLong || strings.HasSuffix(content, link) != tooLong || tooLong && !strings.HasPrefix(content, `Words "in" a paragraph`) {
					t.Errorf("%s of %s: %s has %d bytes: %.1200s", name, format, it.Title, len(content), content)
				}
			}
		}
		if seen != 12 {
			t.Errorf("%s: %d entries, want 12", format, seen)
		}
		if n := strings.Count(string(r.Feed(s, full, format).Body), "Read the whole article"); n != 0 {
			t.Errorf("%s: content=full has %d teasers", format, n)
		}
	}
}

// TestFormIsItsOwn checks that how an entry is encoded in a feed does not depend
// on its neighbours: whatever comes and goes, a feed has the same bytes for it.
func TestFormIsItsOwn(t *testing.T) {
	site := site("")
	site.MaxBytes, site.MinItems, site.MaxEntry = 60_000, 2, 15_000
	rapid.Check(t, func(rt *rapid.T) {
		sizes := rapid.SliceOfN(rapid.SampledFrom([]int{60, 700, 5000, 14_000, 16_000, 40_000}), 1, 15).Draw(rt, "sizes")
		s := build(t, long(sizes...), site.Zone)
		alone := build(t, long(sizes...)[:1], site.Zone)
		e, _ := alone.Entry("/2026/04/01/0")
		for _, format := range Formats {
			want := string(New(site).fragment(alone, shape{Entry: e, form: Variant{}.form(site, e)}).of(format).text)
			sub := boundedFeed(s)
			d := New(site).Feed(s, sub, format)
			window := New(site).Window(sub)
			there := window[len(window)-1].Path == e.Path
			if strings.Contains(string(d.Body), want) != there {
				rt.Errorf("%s: with neighbours of %v, the oldest entry is in the window: %v, but its bytes: %v", format, sizes, there, !there)
			}
			if len(d.Body) > site.MaxBytes && len(window) > site.MinItems {
				rt.Errorf("%s: %d bytes with %d entries", format, len(d.Body), len(window))
			}
		}
	})
}

// TestExcesses checks that a feed that is larger than its bound is named, until it
// no longer is.
func TestExcesses(t *testing.T) {
	site := site("")
	site.MaxBytes, site.MinItems = 20_000, 2
	s := build(t, long(15_000, 15_000), site.Zone)
	r := New(site)
	full := Of(s.Global())
	full.Variant.Limit = 9
	r.Feed(s, full, Atom)
	if list := r.Excesses(); len(list) != 0 {
		t.Errorf("a variant is named: %v", list)
	}
	d := r.Feed(s, Of(s.Global()), Atom)
	if diff := gocmp.Diff([]Excess{{"/feed.atom", len(d.Body)}}, r.Excesses()); diff != "" || len(d.Body) < 30_000 {
		t.Errorf("a feed of %d bytes (-want +got):\n%s", len(d.Body), diff)
	}
	s, _ = s.With([]archive.Change{{File: "/2026/04/01/0.md"}}, archive.Occasion{Now: imported.Now.Add(time.Hour), Accepted: true})
	if r.Feed(s, Of(s.Global()), Atom); len(r.Excesses()) != 0 {
		t.Errorf("still named: %v", r.Excesses())
	}
}

// TestExcessesAreBounded checks the number of feeds that are named.
func TestExcessesAreBounded(t *testing.T) {
	site := site("")
	site.MaxBytes, site.MinItems = 10_000, 2
	var topics []string
	for i := range 2 * maxExcesses {
		topics = append(topics, fmt.Sprintf("Topic %d", i))
	}
	var files []txtar.File
	for i := range 2 {
		text := "---\ntopics: [" + strings.Join(topics[i*maxExcesses:][:maxExcesses], ", ") + "]\n---\n" + string(long(15_000)[0].Data)
		files = append(files, txtar.File{Name: fmt.Sprintf("2026/04/07/%d.md", i), Data: []byte(text)})
	}
	s := build(t, files, site.Zone)
	r := New(site)
	feeds := 0
	for f := range s.Topics() {
		r.Feed(s, Of(f), Atom)
		feeds++
	}
	if n := len(r.Excesses()); feeds != 2*maxExcesses || n != maxExcesses {
		t.Errorf("%d of %d feeds are named, want %d", n, feeds, maxExcesses)
	}
}

// A feed of changes has the newest of them that fit, the same in every format.
func TestMaxBytesOfChanges(t *testing.T) {
	site := site("")
	s := build(t, heavy(20), site.Zone)
	var removals []archive.Change
	for _, f := range heavy(20) {
		removals = append(removals, archive.Change{File: "/" + f.Name})
	}
	s, _ = s.With(removals, archive.Occasion{Now: imported.Now.Add(time.Hour), Accepted: true})
	sub, _ := New(site).Changes(s, Of(s.Global()))
	for _, c := range []struct{ most, items int }{{1_000_000, 5}, {10_000, 1}} {
		site.MaxBytes = c.most
		for _, format := range Formats {
			d := New(site).Feed(s, sub, format)
			feed, err := gofeed.NewParser().Parse(bytes.NewReader(d.Body))
			if err != nil || len(d.Body) > site.MaxBytes || len(feed.Items) != c.items || feed.Items[0].Title == "" {
				t.Errorf("%s: %d bytes of %d, %d items, want %d; error %v", format, len(d.Body), c.most, len(feed.Items), c.items, err)
			}
		}
	}
}

// A title is cut between grapheme clusters in feeds and lists, and whole on the
// page of its article.
func TestLongTitle(t *testing.T) {
	family := "👨‍👩‍👧" // five code points
	title := strings.Repeat(family, 100)
	short := strings.Repeat(family, 59) + "…"
	site := site("related")
	r := New(site)
	s := build(t, []txtar.File{
		{Name: "2026/04/7/a.md", Data: []byte("### 2026-04-7\n##### Moon\n# " + title + "\nText.\n")},
		{Name: "2026/04/7/b.md", Data: []byte("# B\n### Related:\n- [a](a.md)\n")},
	}, site.Zone)
	e, _ := s.Entry("/2026/04/7/a")
	moon, _ := s.Topic("moon")
	digest, _ := r.Digest(s, Of(moon), Daily, imported.Now)
	removed, _ := s.With([]archive.Change{{File: "/2026/04/7/a.md"}}, archive.Occasion{Now: imported.Now.Add(time.Hour)})
	changes, _ := r.Changes(removed, Of(removed.Global()))
	lists := map[string]Document{"news": r.NewsSitemap(s, e.Published().Add(time.Hour))}
	for _, format := range Formats {
		lists["feed."+string(format)] = r.Feed(s, Of(s.Global()), format)
		lists["digest."+string(format)] = r.Feed(s, digest, format)
		lists["changes."+string(format)] = r.Feed(removed, changes, format)
	}
	for name, d := range lists {
		if body := string(d.Body); !strings.Contains(body, short) || strings.Contains(body, strings.Repeat(family, 60)) {
			t.Errorf("%s: the title is whole, or cut elsewhere:\n%s", name, body)
		}
	}
	if e.Title != title {
		t.Error("the archive has another title")
	}
}
