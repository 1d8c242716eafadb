package article

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unique"

	"dateline/feed/trials/newstest"
)

// numbered returns n texts, each with its number, from 1 on, in the place of #.
func numbered(n int, text string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.ReplaceAll(text, "#", fmt.Sprint(i+1)))
	}
	return b.String()
}

// lengths returns the lengths of the lists of an article.
func lengths(a *Article) string {
	longest := 0
	for _, n := range a.Topics {
		longest = max(longest, length(n.Value()))
	}
	for _, l := range slices.Concat(a.Sources, a.Elsewhere) {
		longest = max(longest, length(l.Name))
	}
	for _, name := range a.AuthorNames() {
		longest = max(longest, length(name))
	}
	return fmt.Sprintf("topics %d sources %d related %d elsewhere %d changes %d aliases %d authors %d longest %d", len(a.Topics), len(a.Sources),
		len(a.Related), len(a.Elsewhere), len(a.Changes), len(a.Aliases), len(a.Authors), longest)
}

// Lists within their bounds cause no complaint, and longer ones cause one.
func TestBounds(t *testing.T) {
	long := strings.Repeat("x", maxName)
	address := "http://a.b/" + strings.Repeat("x", maxURL-len("http://a.b/"))
	for _, test := range []struct{ name, within, beyond, want, complaint string }{
		{"tags", "---\ntags: [" + numbered(100, "t#, ") + "]\n---\n# T", "---\ntags: [" + numbered(1500, "t#, ") + "]\n---\n# T",
			"topics 100 sources 0 related 0 elsewhere 0 changes 0 aliases 0 authors 0 longest 4", "x.md:2:7: more than 100 topics; only the first 100 are used; remove the others"},
		{"tags of three keys", "---\ntags: [" + numbered(50, "t#, ") + "]\ntopics: [" + numbered(50, "t#, ") + "]\ncategories: [" + numbered(50, "c#, ") + "]\n---\n# T",
			"---\ntags: [" + numbered(50, "t#, ") + "]\ntopics: [" + numbered(50, "t#, ") + "]\ncategories: [" + numbered(51, "c#, ") + "]\n---\n# T",
			"topics 100 sources 0 related 0 elsewhere 0 changes 0 aliases 0 authors 0 longest 3", "x.md:4:13: more than 100 topics"},
		{"a topic heading", "### 2026-04-7\n##### " + numbered(100, "t#, ") + "\n# T", "### 2026-04-7\n##### " + numbered(50_000, "t#, ") + "\n# T",
			"topics 100 sources 0 related 0 elsewhere 0 changes 0 aliases 0 authors 0 longest 4", "x.md:2:7: more than 100 topics"},
		{"a context", "# T\n### Related:\n- [a](/a.md) _Context: " + numbered(100, "t#, ") + "_\n", "# T\n### Related:\n- [a](/a.md) _Context: " + numbered(50_000, "t#, ") + "_\n",
			"topics 100 sources 0 related 100 elsewhere 0 changes 0 aliases 0 authors 0 longest 4", "x.md:3:15: more than 100 topics"},
		{"related articles", "# T\n### Related:\n" + numbered(100, "- [a](/a#.md)\n"), "# T\n### Related:\n" + numbered(200, "- [a](/a#.md)\n"),
			"topics 0 sources 0 related 100 elsewhere 0 changes 0 aliases 0 authors 0 longest 0", "x.md:103:4: more than 100 related articles"},
		{"related pages elsewhere", "# T\n### Related:\n" + numbered(100, "- [a](http://a.b/#)\n"), "# T\n### Related:\n" + numbered(200, "- [a](http://a.b/#)\n"),
			"topics 0 sources 0 related 0 elsewhere 100 changes 0 aliases 0 authors 0 longest 1", "x.md:103:4: more than 100 related articles"},
		{"claims", "# T\n### Related:\n" + numbered(20, "- [a](/a#.md) _Context: "+numbered(50, "t#, ")+"_\n"),
			"# T\n### Related:\n" + numbered(20, "- [a](/a#.md) _Context: "+numbered(50, "t#, ")+"_\n") + "- [b](/b.md) _Context: t1_",
			"", "x.md:23:4: more than 1000 topics claimed for other articles"},
		{"sources", "# T\n### Sources:\n" + numbered(100, "- [a](http://a.b/#)\n"), "# T\n### Sources:\n" + numbered(9000, "- [a](http://a.b/#)\n"),
			"topics 0 sources 100 related 0 elsewhere 0 changes 0 aliases 0 authors 0 longest 1", "x.md:103:4: more than 100 sources"},
		{"sources of front matter", "---\nsources: [" + numbered(100, "'http://a.b/#', ") + "]\n---\n# T", "---\nsources: [" + numbered(101, "'http://a.b/#', ") + "]\n---\n# T",
			"topics 0 sources 100 related 0 elsewhere 0 changes 0 aliases 0 authors 0 longest 0", "x.md:2:10: more than 100 sources"},
		{"changes", "# T\n### Changes:\n" + numbered(100, "- [a](/a#.md)\n"), "# T\n### Changes:\n" + numbered(14_000, "- [a](/a#.md)\n"),
			"topics 0 sources 0 related 0 elsewhere 0 changes 100 aliases 0 authors 0 longest 0", "x.md:103:4: more than 100 earlier paths"},
		{"aliases", "---\naliases: [" + numbered(100, "/a#, ") + "]\n---\n# T", "---\naliases: [" + numbered(1900, "/a#, ") + "]\n---\n# T",
			"topics 0 sources 0 related 0 elsewhere 0 changes 0 aliases 100 authors 0 longest 0", "x.md:2:10: more than 100 aliases"},
		{"authors", "---\nauthors: [" + numbered(100, "a#, ") + "]\n---\n# T", "---\nauthors: [" + numbered(1900, "a#, ") + "]\n---\n# T",
			"topics 0 sources 0 related 0 elsewhere 0 changes 0 aliases 0 authors 100 longest 4", "x.md:2:10: more than 100 authors"},
		{"a long topic", "### 2026-04-7\n##### B, " + long + "\n# T", "### 2026-04-7\n##### B, " + long + "x\n# T", "", "has 201 characters (at most 200); it is not used as a topic"},
		{"a long tag", "---\ntags: [B, " + long + "]\n---\n# T", "---\ntags: [B, " + long + "x]\n---\n# T", "", "has 201 characters (at most 200); it is not used as a topic"},
		{"a long name", "# T\n### Sources:\n- [" + long + "](http://a.b/)", "# T\n### Sources:\n- [" + long + "x](http://a.b/)",
			"topics 0 sources 1 related 0 elsewhere 0 changes 0 aliases 0 authors 0 longest 200", "has 201 characters (at most 200); its end is cut off"},
		{"a long name elsewhere", "# T\n### Related:\n- [" + long + "](http://a.b/)", "# T\n### Related:\n- [" + long + "x](http://a.b/)",
			"topics 0 sources 0 related 0 elsewhere 1 changes 0 aliases 0 authors 0 longest 200", "has 201 characters (at most 200); its end is cut off"},
		{"a long author", "---\nauthor: " + long + "\n---\n# T", "---\nauthor: " + long + "x\n---\n# T",
			"topics 0 sources 0 related 0 elsewhere 0 changes 0 aliases 0 authors 1 longest 200", "has 201 characters (at most 200); its end is cut off"},
		{"a long source", "# T\n### Sources:\n- [a](" + address + ")", "# T\n### Sources:\n- [a](" + address + "x)", "", "has 2049 bytes (at most 2048); article published without it"},
		{"a long cover", "# T\n### Sources:\n- [IMG](" + address + ")", "# T\n### Sources:\n- [IMG](" + address + "x)", "", "has 2049 bytes (at most 2048); article published without it"},
		{"a long page elsewhere", "# T\n### Related:\n- [a](" + address + ")", "# T\n### Related:\n- [a](" + address + "x)", "", "has 2049 bytes (at most 2048); article published without it"},
	} {
		within, beyond := newsParser().Parse("2026/04/7/x.md", []byte(test.within)), newsParser().Parse("2026/04/7/x.md", []byte(test.beyond))
		if within.Article == nil || beyond.Article == nil {
			t.Errorf("%s: %v %v", test.name, within.Problems, beyond.Problems)
			continue
		}
		if len(within.Problems) > 0 {
			t.Errorf("%s: within the bounds: %v", test.name, within.Problems)
		}
		if test.want != "" && (lengths(within.Article) != test.want || lengths(beyond.Article) != test.want) {
			t.Errorf("%s: got\n%s\n%s, want\n%s", test.name, lengths(within.Article), lengths(beyond.Article), test.want)
		}
		told := 0
		for _, p := range beyond.Problems {
			if strings.Contains(p.Error(), test.complaint) {
				told++
			}
		}
		if told != 1 && test.complaint != "" || len(beyond.Problems) == 0 {
			t.Errorf("%s: got %v, want %q once", test.name, beyond.Problems, test.complaint)
		}
	}
}

// A name that is too long is left out. That of a source is shortened, and ends
// between two grapheme clusters.
func TestLongNames(t *testing.T) {
	family := "👨‍👩‍👧" // five code points
	a := newsParser().Parse("2026/04/7/x.md", []byte("### 2026-04-7\n##### B, "+strings.Repeat("x", 201)+", C\n# T\n### Sources:\n- ["+strings.Repeat(family, 41)+"](http://a.b/)\n")).Article
	if !slices.Equal(a.Topics, []Name{unique.Make("B"), unique.Make("C")}) {
		t.Errorf("got the topics %v", a.Topics)
	}
	if want := strings.Repeat(family, 39) + "…"; a.Sources[0].Name != want {
		t.Errorf("got %q, want %q", a.Sources[0].Name, want)
	}
}

func TestShorten(t *testing.T) {
	for _, test := range []struct {
		text string
		n    int
		want string
	}{
		{"abc", 3, "abc"},
		{"abcd", 3, "ab…"},
		{"one two three", 10, "one two…"},
		{"一二三四", 3, "一二…"},
		{"ae\u0301\u0302z", 4, "a…"}, // an e with two accents
		{"🇩🇪🇫🇷", 3, "🇩🇪…"},           // flags are pairs
		{"a\r\nb", 3, "a…"},
	} {
		if got := Shorten(test.text, test.n); got != test.want {
			t.Errorf("%q to %d: got %q, want %q", test.text, test.n, got, test.want)
		}
	}
}

// The page of a day makes no more claims than its bound.
func TestBoundsOfDay(t *testing.T) {
	r := newsParser().Parse("2026/04/7/index.md", []byte(numbered(101, "- [a](a#.md) _Context: "+numbered(100, "t#, ")+"_\n")))
	if r.Day == nil || len(r.Day.Articles) != maxListed+1 || r.Day.Articles[maxListed] != (Claim{Page: Page("/2026/04/7/a101")}) {
		t.Errorf("got %d claims", len(r.Day.Articles))
	}
	if len(r.Problems) != 1 || !strings.Contains(r.Problems[0].Error(), "more than 10000 topics claimed for other articles") {
		t.Errorf("got %v", r.Problems)
	}
}

// No article of the corpus exceeds a bound.
func TestBoundsCorpus(t *testing.T) {
	for _, lang := range []string{"en", "zh"} {
		for name, r := range parsed(t, corpusParser(lang), newstest.Shared(t, "corpus/"+lang)) {
			for _, p := range r.Problems {
				if strings.Contains(p.What, "more than") || strings.Contains(p.What, "at most") {
					t.Errorf("%s: %s", name, p.Error())
				}
			}
		}
	}
}
