package article

import (
	"strings"
	"testing"
)

// TestCitation checks which copies count as their pages.
func TestCitation(t *testing.T) {
	for _, page := range []string{"//a.example/x", "//a.example/x?y=https://b.example/z&w", "//a.example/", "//a.example/x#y", "//a.example:8080/x", "//a.example/web/2019/x"} {
		plain := strings.TrimPrefix(page, "//")
		escaped := strings.NewReplacer(":", "%3A", "/", "%2F", "?", "%3F", "&", "%26", "#", "%23", "=", "%3D").Replace("https:" + page)
		for _, u := range []string{
			"http:" + page, "https:" + page, "HTTPS:" + page,
			"https://web.archive.org/web/20190102030405/https:" + page, "http://web.archive.org/web/20190102030405/http:" + page,
			"https://web.archive.org/web/20190102030405id_/http:" + page, "https://web.archive.org/web/20190102030405if_/" + plain,
			"https://web.archive.org/web/2019/" + plain, "https://web.archive.org/web/http:" + page, "https://www.archive.org/web/2019/http:" + page,
			"https://web.archive.org/web/20190102030405/http:/" + plain, "https://web.archive.org/web/2019/" + escaped,
			"https://WEB.archive.org/web/2019/https://web.archive.org/web/2018/https:" + page,
			"https://archive.today/20190102030405/https:" + page, "http://archive.is/2019.01.02-030405/http:" + page, "https://archive.ph/o/AbCdE/https:" + page,
			"https://archive.li/newest/https:" + page, "https://archive.vn/oldest/" + plain, "https://archive.fo/2019/" + plain, "https://archive.md/2019/http:" + page,
		} {
			if got := citation(u); got != page {
				t.Errorf("%s cites %q, want %q", u, got, page)
			}
		}
	}
	for u, want := range map[string]string{
		"https://A.example":                                    "//a.example/",
		"http://a.example:80/x":                                "//a.example/x",
		"https://a.example:443":                                "//a.example/",
		"https://a.example:8443":                               "//a.example:8443/",
		"https://web.archive.org/web/2019/http://a.example:80": "//a.example/",
	} {
		if got := citation(u); got != want {
			t.Errorf("%s cites %q, want %q", u, got, want)
		}
	}
	for _, u := range []string{
		"https://archive.ph/AbCdE", "https://archive.today/", "https://archive.today/o/AbCdE", "https://archive.today/2019", "https://archive.today/2019/",
		"https://web.archive.org/web/", "https://web.archive.org/web/2019/", "https://web.archive.org/web/*/https://a.example/x", "https://web.archive.org/save/https://a.example/x",
		"https://web.archive.org/web/a.example/x", "https://web.archive.org/web/123456789012345/https://a.example/x", "https://web.archive.org/web/2019/x", "https://web.archive.org/web/2019/mailto:x@a.example",
		"https://archive.org/details/x", "https://archive.example/web/2019/https://a.example/x", "https://a.example/web/2019/https://b.example/x",
		"https://webcache.googleusercontent.com/search?q=cache:AbC:a.example/x", "https://web.archive.org/web/2019/https%3A%2F%2Fa.example%2",
	} {
		if got, want := citation(u), u[len("https:"):]; got != want {
			t.Errorf("%s cites %q, which is a guess", u, got)
		}
	}
}

// TestSameSources compares what articles cite.
func TestSameSources(t *testing.T) {
	cites := func(urls ...string) *Article {
		a := &Article{}
		for _, u := range urls {
			a.Sources = append(a.Sources, Link{URL: u})
		}
		return a
	}
	a := cites("https://a.example/1", "https://b.example/2")
	for _, c := range []struct {
		b    *Article
		want bool
	}{
		{cites("https://b.example/2", "https://a.example/1"), true},
		{cites("https://web.archive.org/web/2019/https://b.example/2", "http://a.example/1", "https://a.example/1"), true},
		{cites("https://a.example/1", "https://b.example/3"), false},
		{cites("https://a.example/1"), false},
		{cites(), false},
	} {
		if got := SameSources(a, c.b); got != c.want {
			t.Errorf("%v: %v, want %v", c.b.Sources, got, c.want)
		}
	}
}

// TestFormerFingerprint checks that the former fingerprint is the one of before
// for an article that an old ledger holds, whatever order its sources have, and
// tells copies from their pages.
func TestFormerFingerprint(t *testing.T) {
	parse := func(text string) *Article {
		return newsParser().Parse("2026/04/7/x.md", []byte(text)).Article
	}
	const text = "---\nsummary: S\nauthor: [Ada, Bo]\n---\n# A\n\nText.\n\n### Sources:\n- [b](https://b.example/2)\n- [a](https://a.example/1)\n"
	a := parse(text)
	if want := uint64(11474436826050825881); a.FormerFingerprint() != want {
		t.Errorf("the former fingerprint is %d, version 0.9.0 computed %d", a.FormerFingerprint(), want)
	}
	copied := parse(strings.ReplaceAll(text, "https://a.example", "https://web.archive.org/web/2019/https://a.example"))
	if a.Fingerprint != copied.Fingerprint || a.FormerFingerprint() == copied.FormerFingerprint() {
		t.Error("the former fingerprint does not tell a copy from its page")
	}
}

// TestFormerAuthors checks that the former fingerprint is that of 0.9.0 for
// authors with mail addresses, which 0.9.0 showed if there was no name.
func TestFormerAuthors(t *testing.T) {
	for front, want := range map[string]uint64{ // as 0.9.0 computed them
		"author: Ada Byron":                                  3425102496668857989,
		"author: Ada Byron <ada@mail.example>":               3425102496668857989,
		"author: ada@mail.example (Ada Byron)":               3425102496668857989,
		"author: {name: Ada Byron, email: ada@mail.example}": 3425102496668857989,
		"author: Ada <ada@mail.example>":                     9040597977426789413,
		"author: ada@mail.example":                           591640803269035194,
		"author: ada&#64;mail.example":                       591640803269035194,
		"authors: [Bo, ada@mail.example]":                    10195582548713011813,
	} {
		a := NewParser(Options{}).Parse("2026/04/7/x.md", []byte("---\n"+front+"\n---\n# A\n\nText.\n")).Article
		if got := a.FormerFingerprint(); got != want {
			t.Errorf("%s: the former fingerprint is %d, version 0.9.0 computed %d", front, got, want)
		}
	}
}

// FuzzCitation checks that no address makes citation fail or loop, and that what
// it returns cites itself.
func FuzzCitation(f *testing.F) {
	for _, u := range []string{"https://a.example", "https://web.archive.org/web/2019id_/http:/a.example", "https://archive.ph/o/x/https%3A%2F%2Fa.example", "//", "http:"} {
		f.Add(u)
	}
	f.Fuzz(func(t *testing.T, u string) {
		if u, ok := webURL(u); ok {
			if c := citation(u); strings.Count(u, "archive.") < maxNested && citation("http:"+c) != c {
				t.Errorf("%s cites %s, which cites %s", u, c, citation("http:"+c))
			}
		}
	})
}
