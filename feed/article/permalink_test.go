package article

import (
	"strings"
	"testing"
	"time"
)

// permalinkOptions are those of a directory below a mount, on a site that has a home
// elsewhere and a former one.
func permalinkOptions(mount, pattern string) Options {
	o := worldOptions()
	o.Mount, o.Permalink, o.Languages = mount, pattern, []string{"de"}
	o.Home, o.Former = "https://home.example/blog", []string{"https://old.example"}
	return o
}

// locationOf returns the Path and the Permalink of an article, and the complaints about
// it.
func locationOf(t *testing.T, o Options, rel, front string) (path, permalink string, problems []string) {
	t.Helper()
	if !strings.Contains(front, "date:") {
		front = "date: 2024-03-09\n" + front
	}
	got := NewParser(o).Parse(rel, []byte("---\n"+front+"\n---\nText.\n"))
	if got.Article == nil {
		t.Fatalf("%s %q: no article: %v", rel, front, got.Problems)
	}
	for _, p := range got.Problems {
		problems = append(problems, p.Error())
	}
	return got.Article.Path, got.Article.Permalink(), problems
}

// A pattern gives the addresses of pages, from the root of the site.
func TestPattern(t *testing.T) {
	for _, test := range []struct{ pattern, rel, front, want string }{
		{"/:year/:month/:day/:slug/", "posts/2024-11-05-chair.md", "date: 2024-11-05", "/2024/11/05/chair/"},
		{"/:short_year/:i_month/:i_day/:filename.html", "posts/x.md", "", "/24/3/9/x.html"},
		{"/:year/:slugorfilename", "x.md", "slug: oak-table", "/2024/oak-table"},
		{"/blog/:title/index.html", "x.md", "title: 'Größe & Ärger: 100% #1?'", "/blog/grösse-ärger-100-1/index.html"},
		{"/:title/", "x.md", "title: '???'", "/x/"},
		{"/:title/", "x.md", "", "/x/"},
		{"/:slugortitle/", "x.md", "title: My Title\nslug: A Slug", "/a-slug/"},
		{"/:slugortitle/", "x.md", "title: My Title", "/my-title/"},
		{"/:section/:slug/", "posts/deep/x.md", "", "/posts/x/"},
		{"/:sections/:slug/", "posts/deep down/x.md", "", "/posts/deep-down/x/"},
		{"/a/:section/:slug/", "x.md", "", "/a/x/"},
		{"/a/:section-:slug/", "x.md", "", "/a/-x/"},
		{"/:categories/:slug.html", "_posts/2024-03-09-x.md", "categories: [Web Dev, Go, go]", "/web dev/go/x.html"},
		{"/:categories/:slug.html", "travel/_posts/2024-03-09-x.md", "category: Far Away", "/travel/far away/x.html"},
		{"/:categories/:slug.html", "_posts/2024-03-09-x.md", "tags: [a]", "/x.html"},
		{"/:categories/:slug/", "x.md", "categories: ['../..', 'a/b', '?x#y']", "/a/b/xy/x/"},
		{"/:path/", "_posts/deep/puddle.md", "", "/deep/puddle/"},
		{"/:path/", "puddle.md", "", "/puddle/"},
		{"/:path/", "posts/2024-03-09-puddle.md", "", "/posts/2024-03-09-puddle/"},
		{"/:path/", "posts/2024-03-09-puddle/index.md", "", "/posts/2024-03-09-puddle/"},
		{"/b/:slugorpath", "posts/2024-03-09-puddle.md", "", "/b/posts/2024-03-09-puddle"},
		{"/b/:slugorpath", "posts/2024-03-09-puddle.md", "slug: p/q", "/b/p/q"},
		{"/b/:slugordatedpath", "posts/2024-03-09-big puddle.md", "", "/b/2024/03/09/big-puddle"},
		{"/b/:slugordatedpath", "2024-03-09-puddle/index.mdx", "", "/b/2024/03/09/puddle"},
		{"/b/:slugordatedpath", "posts/puddle.md", "", "/b/posts/puddle"},
		{"/b/:slugordatedpath", "2024-03-09-puddle.md", "slug: hello", "/b/hello"},
		{"/:year/:filename/", "posts/bundle/index.md", "", "/2024/bundle/"},
		{"/:year/:section/:filename/", "2024-03-09-bundle/index.md", "", "/2024/bundle/"},
		{"/:year/:path/", "posts/bundle/index.md", "", "/2024/posts/bundle/"},
		{"/:year/:filename/", "posts/x/README.md", "", "/2024/README/"},
		{"/:year/:slug/", "x.md", "slug: a/b", "/2024/a/b/"},
		{"/:year/:slug/", "x.md", "slug: ../../b", "/2024/b/"},
		{"/:year/:slug/", "x.md", "slug: 'what? 100% #1'", "/2024/what-100-1/"},
		{"/:year/:slug/", "x y.md", "", "/2024/x-y/"},
		{"/:year/:slug/", "x.md", "slug: /docs/z", "/zh/docs/z"},
		{"/:year_:slug/", "x.md", "", "/2024_x/"},
		{"/caf%C3%A9/:slug/", "x.md", "", "/café/x/"},

		// Files of other languages have an address of their own.
		{"/:year/:slug/", "x.fr.md", "", "/fr/2024/x/"},
		{"/:year/:slug/", "posts/x/index.fr.md", "slug: y", "/fr/2024/y/"},
		{"/:year/:slug/", "x.en.md", "", "/2024/x/"},
		{"/:year/:path/", "de/posts/x.md", "", "/de/2024/posts/x/"},

		// As Hugo writes texts.
		{"/:urlized_title/", "x.md", "title: \"The moon & it’s: v1.2, don't\"", "/the-moon-its-v1.2-dont/"},
		{"/:urlized_title/", "x.md", "title: a -- b_C–d", "/a--b_cd/"},
		{"/:urlized_title/", "x.md", "title: C++", "/c-/"},
		{"/:urlized_title/", "x.md", "title: Größe a + b", "/größe-a--b/"},
		{"/:urlized_title/", "x.md", "title: a/b c", "/a/b-c/"},
		{"/:urlized_title/", "x.md", "title: '???'", "/x/"},
		{"/:urlized_slugortitle/", "x.md", "slug: My_Slug (Two)", "/my_slug-two/"},
		{"/:urlized_slugortitle/", "x.md", "title: It's", "/its/"},
		{"/:urlized_sections/:urlized_slugorbasename/", "Deep Sea/2024-03-09-It's a+B.md", "", "/deep-sea/2024-03-09-its-a+b/"},
		{"/:urlized_sections/:urlized_slugorbasename/", "Deep/x.md", "slug: A_b!", "/deep/a_b/"},
		{"/:urlized_basename/", "2024-03-09-X/index.md", "", "/2024-03-09-x/"},
		{"/:basename/", "2024-03-09-X.md", "", "/2024-03-09-X/"},

		// As Jekyll writes texts.
		{"/:pretty_slug/", "_posts/2024-03-09-It's, v1.2 [X]—y.md", "", "/It's,-v1.2-X-y/"},
		{"/:pretty_slug/", "x.md", "slug: 'My_Slug Two: (x) - z'", "/My_Slug-Two-(x)-z/"},
		{"/:slugified_slug/", "x.md", "slug: 'My_Slug Größe: (x)'", "/my-slug-größe-x/"},
		{"/:slugified_categories/:slug/", "x.md", "categories: [Web Dev, Web/CSS]", "/web-dev/web-css/x/"},

		// A date in the zone of the site.
		{"/:local_month/:local_day/:slug/", "x.md", "date: 2024-03-01T23:30:00-05:00", "/03/02/x/"},
		{"/:local_month/:local_day/:slug/", "x.md", "date: 2024-03-01T01:30:00Z", "/02/29/x/"},
		{"/:local_i_month/:local_i_day/:slug/", "x.md", "date: 2024-03-01 01:30", "/3/1/x/"},
		{"/:local_month/:local_day/:slug/", "x.md", "date: 2024-03-01 01:30:00", "/02/29/x/"},
		{"/:local_month/:local_day/:slug/", "x.md", "date: 2024-03-01", "/03/01/x/"},

		// A date counts as it is written.
		{"/:month/:day/:slug/", "x.md", "date: 2024-03-01T23:30:00-05:00", "/03/01/x/"},
		{"/:month/:day/:slug/", "x.md", "date: 2024-03-01 00:30:00 +0900", "/03/01/x/"},
		{"/:month/:day/:slug/", "x.md", "date: 2024-03-01T01:30:00Z", "/03/01/x/"},
		{"/:month/:day/:slug/", "x.md", "date: July 8, 2022 01:15 GMT", "/07/08/x/"},
	} {
		o := permalinkOptions("/zh", test.pattern)
		o.Zone = time.FixedZone("", -3*3600)
		path, permalink, problems := locationOf(t, o, test.rel, test.front)
		if permalink != test.want || len(problems) > 0 {
			t.Errorf("%s %s %q: got %s %q, want %s", test.pattern, test.rel, test.front, permalink, problems, test.want)
		}
		if want := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(test.want, "/index.html"), ".html"), "/"); path != want {
			t.Errorf("%s %s %q: got the path %s, want %s", test.pattern, test.rel, test.front, path, want)
		}
	}
}

// An address in front matter comes before the pattern.
func TestPermalinkOfFrontMatter(t *testing.T) {
	for _, test := range []struct{ pattern, rel, front, want, problem string }{
		{"", "posts/x.md", "", "/zh/posts/x", ""},
		{"", "posts/2024-03-09-long.md", "slug: nice-name", "/zh/posts/nice-name", ""},
		{"", "posts/x/index.md", "slug: y", "/zh/posts/y", ""},
		{"", "posts/x.fr.md", "slug: y", "/zh/posts/y.fr", ""},
		{"", "posts/x.md", "slug: /y/z/", "/zh/y/z/", ""},
		{"", "posts/x.md", "slug: y/z", "/zh/posts/y/z", ""},
		{"", "posts/x.md", "slug: Nice Name", "/zh/posts/Nice-Name", ""},
		{"", "posts/x.md", "slug: '..'", "/zh/posts/x", ""},
		{"", "posts/x.md", "slug: '?#'", "/zh/posts/x", ""},
		{"", "posts/x.md", "slug: false", "/zh/posts/x", ""},
		{"", "posts/x.md", "slug: [a]", "/zh/posts/x", "front matter slug is a list or an object, not text; the page has its usual address"},
		{"", "posts/x.md", "path: [a]", "/zh/posts/x", ""},
		{"", "posts/x.md", "permalink: false", "/zh/posts/x", ""},
		{"", "posts/x.md", "slug: []", "/zh/posts/x", ""},
		{"/:year/:slug/", "x.md", "url: /notes/deep/one/", "/notes/deep/one/", ""},
		{"/:year/:slug/", "x.md", "path: over/here\nslug: y", "/over/here/", ""},
		{"/:year/:slug/", "x.md", "path: /over/here\nurl: u.html", "/u.html", ""},
		{"/:year/:slug/", "x.md", "permalink: /p/q/index.html\nurl: u.html", "/p/q/index.html", ""},
		{"/:year/:slug/", "x.md", "path: posts/x.md", "/2024/x/", ""},
		{"/:year/:slug/", "x.md", "extra: {path: e}", "/e/", ""},
		{"/:year/:slug/", "x.md", "url: plain/place", "/plain/place/", ""},
		{"/:year/:slug/", "x.md", "url: Plain/place.HTML", "/Plain/place.HTML", ""},
		{"/:year/:slug/", "x.md", "permalink: plain/place", "/plain/place", ""},
		{"/:year/:slug.html", "x.md", "url: plain/place", "/plain/place", ""},
		{"", "x.md", "url: plain/place", "/plain/place", ""},
		{"/:year/:slug/", "x.md", "params: {slug: e}", "/2024/e/", ""},
		{"/:year/:slug/", "x.md", "permalink: /caf%C3%A9 au lait/", "/café au lait/", ""},
		{"/:year/:slug/", "x.md", "permalink: /a/../../b//c/./", "/a/b/c/", "has empty or dotted parts; they are left out: /a/b/c/"},
		{"/:year/:slug/", "x.md", "permalink: /a/%2e%2e/%2e%2e/b", "/a/b", "has empty or dotted parts; they are left out: /a/b; write"},
		{"/:year/:slug/", "x.md", "permalink: a//b", "/a/b", "has empty or dotted parts"},
		{"/:year/:slug/", "x.md", `permalink: "/a\e[31m/b"`, "/2024/x/", "has a character that addresses cannot have"},
		{"/:year/:slug/", "x.md", `permalink: "/a\nb"`, "/2024/x/", "has a character that addresses cannot have"},
		{"/:year/:slug/", "x.md", `url: "/\u202eabc/"`, "/2024/x/", "has a character that addresses cannot have"},
		{"/:year/:slug/", "x.md", "permalink: /a%00", "/2024/x/", "has a character that addresses cannot have"},
		{"/:year/:slug/", "x.md", "permalink: /%ff%fe", "/2024/x/", "has a character that addresses cannot have"},
		{"/:year/:slug/", "x.md", `permalink: '\..\x'`, "/2024/x/", "has a character that addresses cannot have"},
		{"/:year/:slug/", "x.md", "permalink: {build: /b/}", "/2024/x/", "front matter permalink is a list or an object, not text; the page has its usual address"},
		{"/:year/:slug/", "x.md", "permalink: https://example.org/p/q/", "/p/q/", ""},
		{"/:year/:slug/", "x.md", "url: https://home.example/blog/p/q/", "/p/q/", ""},
		{"/:year/:slug/", "x.md", "permalink: //OLD.example/p.html", "/p.html", ""},
		{"/:year/:slug/", "x.md", "url: https://else.example/p", "/2024/x/", ""},
		{"/:year/:slug/", "x.md", "permalink: https://else.example/p", "/2024/x/", "is on another site"},
		{"/:year/:slug/", "x.md", "permalink: '{{ title | slugify }}/'", "/2024/x/", "is a template, which is not run"},
		{"/:year/:slug/", "x.md", "permalink: /x?y=1", "/2024/x/", "has a query or a fragment"},
		{"/:year/:slug/", "x.md", "permalink: /x#y", "/2024/x/", "has a query or a fragment"},
		{"/:year/:slug/", "x.md", "permalink: /x.md", "/2024/x/", "ends like the name of a Markdown file"},
		{"/:year/:slug/", "x.md", "permalink: /img/x.PNG", "/2024/x/", "ends like the name of a picture or another file that is no page"},
		{"/:year/:slug/", "x.md", "path: img/x.png", "/2024/x/", ""},
		{"/:year/:slug/", "x.md", "permalink: /node.js/", "/node.js/", ""},
		{"/:year/:slug/", "x.md", "permalink: /", "/2024/x/", "is that of the start page"},
		{"/:year/:slug/", "x.md", "permalink: /" + strings.Repeat("x", 500), "/2024/x/", "has 501 bytes (at most 500)"},
		{"/:year/:slug/", "x.md", "permalink: /topics/z/", "/topics/z/", "reserves for itself; the page of the article is at /-/topics/z; write another permalink"},
		{"/:year/:slug/", "x.md", "permalink: /2024/03/index.html", "/2024/03/index.html", ""},

		// The tokens and styles of Jekyll, and those of Hugo in url.
		{"", "_posts/2024-03-09-a-b.md", "permalink: /:categories/:title.html\ntitle: T\ncategories: [Web]", "/web/a-b.html", ""},
		{"", "_posts/2024-03-09-a-b.md", "permalink: /:slugified_categories/:year/:slug:output_ext\nslug: Up\ncategories: [Web Dev]", "/web-dev/2024/up.html", ""},
		{"", "_posts/2024-03-09-a-b.md", "permalink: pretty\ncategory: web", "/web/2024/03/09/a-b/", ""},
		{"", "_posts/2024-03-09-a-b.md", "permalink: date", "/2024/03/09/a-b.html", ""},
		{"", "_posts/2024-03-09-a-b.md", "permalink: none", "/a-b.html", ""},
		{"", "_posts/2024-03-09-a-b.md", "permalink: /:titel/", "/zh/_posts/2024-03-09-a-b", "has the unknown token :titel; the page has its usual address; did you mean :title"},
		{"", "x.md", "url: /:year/:title/\ntitle: My Title", "/2024/my-title/", ""},
	} {
		_, permalink, problems := locationOf(t, permalinkOptions("/zh", test.pattern), test.rel, test.front)
		fits := len(problems) == 0
		if test.problem != "" {
			fits = len(problems) == 1 && strings.Contains(problems[0], test.problem)
		}
		if permalink != test.want || !fits {
			t.Errorf("%q %s %q: got %s %q, want %s %q", test.pattern, test.rel, test.front, permalink, problems, test.want, test.problem)
		}
	}
}

// The founding format has no front matter, so its addresses stay.
func TestPermalinkOfFoundingFormat(t *testing.T) {
	o := worldOptions()
	got := NewParser(o).Parse("2026/04/7/x.md", []byte("### [2026-04-7](/2026/04/7/index.md)\n# slug: other\nurl: /z\n"))
	if a := got.Article; a == nil || a.Path != a.UsualPath() || a.Permalink() != a.Path {
		t.Errorf("got %+v", a)
	}
}

// A draft has the address that it will have.
func TestPermalinkOfDraft(t *testing.T) {
	for front, want := range map[string]string{"permalink: /p/": "/p", "slug: y": "/2024/y"} {
		path, _, _ := locationOf(t, permalinkOptions("/", "/:year/:slug/"), "x.md", "draft: true\n"+front)
		if path != want {
			t.Errorf("%s: got %s, want %s", front, path, want)
		}
	}
}

func TestPatternFault(t *testing.T) {
	for pattern, want := range map[string]string{
		"/:year/:month/:slug/":               "",
		"/:slug.html":                        "",
		"/p/:path":                           "",
		":year/:slug":                        "does not begin with a slash",
		"":                                   "does not begin with a slash",
		"/:year/:slug?x":                     "has a query or a fragment",
		"/:slug#x":                           "has a query or a fragment",
		"/../:slug":                          "has empty or dotted parts",
		"/a//:slug":                          "has empty or dotted parts",
		"/%2e%2e/:slug":                      "has empty or dotted parts",
		"/a%00/:slug":                        "has a character that addresses cannot have",
		"/a%5C:slug":                         "has a character that addresses cannot have",
		"/\u202ea/:slug":                     "has a character that addresses cannot have",
		"/:sulg/":                            "has the unknown token :sulg; tokens are :basename :categories :day :filename :i_day :i_month :month :path :section",
		"/:year/:slugg":                      "has the unknown token :slugg; did you mean :slug",
		"/:year/:month/":                     "gives all articles of a day one address",
		"/x":                                 "gives all articles of a day one address",
		"/:section/:categories/":             "gives all articles of a day one address",
		"/:slug.md":                          "ends like the name of a Markdown file",
		"/:slug.json":                        "ends like the name of a picture or another file that is no page",
		"/{slug}/:slug":                      "has a character that addresses cannot have",
		"/a b/:slug":                         "has a character that addresses cannot have",
		"/:slug/" + strings.Repeat("x", 500): "has 507 bytes (at most 500)",
	} {
		fault, hint := PatternFault(pattern)
		if got := fault + "; " + hint; !strings.HasPrefix(got, want) || (fault == "") != (want == "") || (hint == "") != (fault == "") {
			t.Errorf("%s: got %q, want %q", pattern, got, want)
		}
	}
}

// Whatever a pattern and front matter say, the address is a path below the root that
// leads back to its page, and the binary form keeps it.
func FuzzPermalink(f *testing.F) {
	f.Add("/:year/:categories/:title/", "My title?", "a/../b", "/:path.html", "deep/x.md")
	f.Add("/:sections/:slug.html", "# %2e%2e", "//", "%2e%2e/%2f/?", "2024-03-09-x/index.fr.md")
	f.Add("/:slug/index.html", "\\..\\", "..", "pretty", "_posts/a b.md")
	f.Add("/é/:filename/", "a\x00b", ".html", "/index.html", "index.md")
	f.Fuzz(func(t *testing.T, pattern, title, slug, permalink, rel string) {
		if fault, _ := PatternFault(pattern); fault != "" {
			pattern = ""
		}
		if rel = strings.Trim(cleanAddress(harmless(XML(rel))), "/"); !IsMarkdown(rel) || strings.Contains("/"+rel, "/.") {
			return // or hidden files
		}
		o := worldOptions()
		o.Permalink = pattern
		front := "---\ndate: 2024-03-09\n"
		for key, value := range map[string]string{"title": title, "slug": slug, "permalink": permalink} {
			front += key + ": '" + strings.NewReplacer("'", "''", "\n", " ", "\r", " ").Replace(value) + "'\n"
		}
		a := NewParser(o).Parse(rel, []byte(front+"---\nText.\n")).Article
		if a == nil {
			return
		}
		at := a.Permalink()
		if at != cleanAddress(at) || strings.HasSuffix(a.Path, "/") || !strings.HasPrefix(at, a.Path) {
			t.Errorf("permalink %q of the page %q", at, a.Path)
		}
		for _, spelling := range []string{at, a.Path, a.Path + "/", a.Path + ".html"} {
			found := false
			for _, page := range PagesAt(spelling) {
				found = found || page == a.Path
			}
			if !found {
				t.Errorf("%q does not lead to the page %q", spelling, a.Path)
			}
		}
		b, err := a.AppendBinary(nil)
		if err != nil {
			t.Fatal(err)
		}
		var back Article
		if err := back.UnmarshalBinary(b); err != nil || back.Path != a.Path || back.Permalink() != at {
			t.Errorf("decoded %q %q, want %q %q (%v)", back.Path, back.Permalink(), a.Path, at, err)
		}
	})
}
