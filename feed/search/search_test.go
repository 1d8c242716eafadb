package search

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"dateline/feed/archive"
	"dateline/feed/article"
)

func TestWords(t *testing.T) {
	for text, want := range map[string]string{
		"":                        "",
		"The Moon's 2nd landing!": "the moon s 2nd landing",
		"Élan, ＦＵＬＬ, ﬁne, Straße, Ωμέγα, Йод": "elan full fine strasse ωμεγα иод",
		"e\u0301lan cafe\u0301":               "elan cafe",
		"美国总统":                                "美国 国总 总统",
		"美":                                   "美",
		"iPhone手机 15":                         "iphone 手机 15",
		"한국어 서울":                              "한국 국어 서울",
		"ガギ カ\u3099":                          "ガギ ガ",
		"ก็ดี":                                "ก็ดี",
		"हिन्दी में":                          "हिन्दी में",
		"a\x00b\xffc \u200bd":                 "a b c d",
		"C++ & R&D":                           "c r d",
	} {
		if got := strings.TrimSpace(characters{}.words(text)); got != want {
			t.Errorf("%q has the words %q, want %q", text, got, want)
		}
	}
}

func TestParse(t *testing.T) {
	for q, want := range map[string]string{
		"moon":                  `"moon"`,
		"  Moon   LANDING ":     `"moon" AND "landing"`,
		`"moon landing" apollo`: `"moon landing" AND "apollo"`,
		`"moon landing`:         `"moon landing"`,
		`moon "" "  " x`:        `"moon" AND "x"`,
		"AND OR NOT NEAR(a b)":  `"and" AND "or" AND "not" AND "near a" AND "b"`,
		"title:moon a* ^b -c":   `"title moon" AND "a" AND "b" AND "c"`,
		"美国":                    `"美国"`,
		"美国总统":                  `"美国 国总 总统"`,
		"美":                     `characters : "美"`,
		"iPhone手机x":             `"iphone 手机 x"`,
		"don't":                 `"don t"`,
		"moon\x01\u009blanding": `"moon" AND "landing"`,
		`"iphone手 x"`:           `"iphone" AND characters : "手" AND "x"`,
	} {
		if got, err := Parse(q); err != nil || got.match != want {
			t.Errorf("%q is searched as %s (%v), want %s", q, got.match, err, want)
		}
	}
	for _, q := range []string{"", "  ", `""`, "&&& +", "\xff", strings.Repeat("a", maxQuery+1), strings.Repeat("a ", maxTerms+1), strings.Repeat("x", 100_000), strings.Repeat(`"`, 50)} {
		if got, err := Parse(q); err == nil {
			t.Errorf("%.40q is searched as %s", q, got.match)
		}
	}
}

// site is an archive that an index follows.
type site struct {
	*testing.T
	snapshot *archive.Snapshot
	index    *Index
	end      func()
}

func newSite(t *testing.T, path string) *site {
	s := &site{T: t, snapshot: archive.New(archive.Options{Zone: time.UTC, Authority: "example.org,2026"})}
	s.start(path)
	return s
}

// start begins an index at a path, and has it know the archive.
func (s *site) start(path string) {
	s.index = New(path, slog.New(slog.DiscardHandler))
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		s.index.Run(ctx)
	}()
	s.end = func() { cancel(); <-done }
	s.Cleanup(s.end)
	s.index.Follow(s.snapshot, archive.Delta{})
}

// write has articles say something, or removes those that say nothing.
func (s *site) write(texts map[string]string) {
	s.Helper()
	p := article.NewParser(article.Options{Mount: "/", BaseURL: "https://example.org", Language: "en", Zone: time.UTC})
	var changes []archive.Change
	for name, text := range texts {
		c := archive.Change{File: "/2026/04/7/" + name + ".md"}
		if text != "" {
			c.Article = p.Parse("2026/04/7/"+name+".md", []byte(text)).Article
		}
		changes = append(changes, c)
	}
	next, delta := s.snapshot.With(changes, archive.Occasion{Now: time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC), Imported: []string{"/"}})
	s.snapshot = next
	s.index.Follow(next, delta)
}

// find returns the titles that a query finds, once all is indexed.
func (s *site) find(query string) string {
	s.Helper()
	<-s.index.Complete()
	q, err := Parse(query)
	if err != nil {
		s.Fatal(err)
	}
	hits, err := s.index.Find(context.Background(), Request{Query: q, Most: 10})
	if err != nil {
		s.Fatalf("%s: %v", query, err)
	}
	var titles []string
	for _, at := range hits.Moments {
		entries := s.snapshot.Global().At(at)
		if len(entries) == 0 {
			s.Errorf("%s finds %d, where nothing is", query, at)
		}
		for _, e := range entries {
			titles = append(titles, e.Title)
		}
	}
	return strings.Join(titles, "|")
}

func (s *site) check(wants map[string]string) {
	s.Helper()
	for query, want := range wants {
		if got := s.find(query); got != want {
			s.Errorf("%s finds %q, want %q", query, got, want)
		}
	}
}

func TestFind(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a ?#%41.search")
	s := newSite(t, path)
	s.write(map[string]string{
		"a": "### 2026-4-7\n##### Space Flight\n# Rocket up\n\nThe *first* landing on the **Moon**, Élan.\n",
		"b": "# Moon\n\nLanding elsewhere. 美国总统在月球。\n",
		"c": "---\ntitle: Summary\nsummary: A word of its own\ntopics: [Moon & Mars]\n---\nNothing.\n",
	})
	all := map[string]string{
		"moon": "Summary|Moon|Rocket up", "MOON landing": "Moon|Rocket up", `"moon landing"`: "", `"landing on the moon"`: "Rocket up", "elan": "Rocket up",
		"space": "Rocket up", `"up the"`: "", `"its own nothing"`: "Summary", "美国": "Moon", "总统": "Moon", "美": "Moon", "球": "Moon", "统在月": "Moon", "国统": "",
		"summary moon": "Summary", "nowhere": "", "land": "", "title:moon": "", `rocket OR moon`: "",
	}
	s.check(all)
	s.end()
	s.start(path)
	s.check(all)
	s.write(map[string]string{"a": "# Rocket up\n\nNow on Venus.\n", "c": ""})
	s.check(map[string]string{"moon": "Moon", "venus": "Rocket up", "summary": "", "landing": "Moon"})

	// What changed while nothing was followed is found at a start.
	s.end()
	s.write(map[string]string{"b": "", "d": "# Fresh moon\n"})
	s.start(path)
	s.check(map[string]string{"moon": "Fresh moon", "美国": ""})
}

// TestDamage checks that a damaged index, or a file that is not one, is rebuilt.
func TestDamage(t *testing.T) {
	for name, spoil := range map[string]func(path string) error{
		"text": func(path string) error {
			return os.WriteFile(path, []byte(strings.Repeat("no database ", 1000)), 0o644)
		},
		"truncated": func(path string) error { return os.Truncate(path, 5000) },
		"zeros": func(path string) error {
			data, err := os.ReadFile(path)
			if err == nil {
				clear(data[4096:])
				err = os.WriteFile(path, data, 0o644)
			}
			return err
		},
		"other schema": func(path string) error {
			db, err := open(path)
			if err == nil {
				_, err = db.Exec("PRAGMA user_version = 2")
				db.Close()
			}
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "x.search")
			s := newSite(t, path)
			s.write(map[string]string{"a": "# Moon\n", "b": "# Mars\n"})
			s.check(map[string]string{"moon": "Moon"})
			s.end()
			if err := spoil(path); err != nil {
				t.Fatal(err)
			}
			s.start(path)
			s.write(map[string]string{"c": "# Full moon\n"})
			s.check(map[string]string{"moon": "Full moon|Moon", "mars": "Mars"})
		})
	}
}

// TestUnwritable checks that an index which cannot be written is reported, and
// affects nothing else.
func TestUnwritable(t *testing.T) {
	s := newSite(t, filepath.Join(t.TempDir(), "nowhere", "x.search"))
	s.write(map[string]string{"a": "# Moon\n"})
	q, _ := Parse("moon")
	if _, err := s.index.Find(context.Background(), Request{Query: q, Most: 1}); err != ErrUnready {
		t.Errorf("the error is %v", err)
	}
}

// FuzzParse checks that every query is refused or valid for the database.
func FuzzParse(f *testing.F) {
	for _, q := range []string{"moon", `"moon landing" x`, "AND", "NEAR(a, b)", `a"b`, "美国总统", "美", "a*", "^a", "-a", "{a b}:c", "\x00", "(", "'", "ก็"} {
		f.Add(q)
	}
	db, err := open(filepath.Join(f.TempDir(), "x.search"))
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { db.Close() })
	f.Fuzz(func(t *testing.T, text string) {
		q, err := Parse(text)
		if err != nil {
			return
		}
		if !utf8.ValidString(q.Text) || len(q.match) > 20*maxQuery {
			t.Errorf("%q became %q", text, q)
		}
		var n int
		if err := db.QueryRow(`SELECT count(*) FROM articles WHERE articles MATCH ?`, q.match).Scan(&n); err != nil {
			t.Errorf("%q as %s: %v", text, q.match, err)
		}
		if again, err := Parse(q.Text); err != nil || again != q {
			t.Errorf("%q is canonically %q, which is %v (%v)", text, q, again, err)
		}
	})
}
