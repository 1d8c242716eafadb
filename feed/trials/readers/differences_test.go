package readers

import (
	"encoding/json"
	"encoding/xml"
	"strings"
	"testing"

	"dateline/feed/render"
)

// fullWidth writes characters as JSON feeds do in tags, for FreshRSS, which is
// not among the parsers because it needs a server and a database. FreshRSS turns
// a JSON feed into RSS (convertJsonToRss in app/Utils/DotNotationUtil.php,
// dotNotationUtil.php up to 1.28) and there escapes text, but not lists such as
// tags; app/views/index/rss.phtml writes each tag into a category unescaped. So
// an & makes the XML ill-formed, and SimplePie drops the whole feed. A < and a
// ]]> do the same, but stay: the former is in names of types, which must arrive
// unchanged, and the latter is in no tag. Attachments are not escaped either,
// but Entry::fromArray leaves them out.
var fullWidth = strings.NewReplacer("&", "＆")

// TestFreshRSS checks that categories are XML when they are written as FreshRSS
// writes them.
func TestFreshRSS(t *testing.T) {
	var f struct{ Items []struct{ Tags []string } }
	if err := json.Unmarshal(nasty(t, asIs).get(t, "/feed.json?limit=500"), &f); err != nil {
		t.Fatal(err)
	}
	signs := 0
	for _, it := range f.Items {
		for _, tag := range it.Tags {
			signs += strings.Count(tag, "＆")
			var got string
			if err := xml.Unmarshal([]byte("<category>"+tag+"</category>"), &got); !strings.Contains(tag, "<") && !strings.Contains(tag, "]]>") && (err != nil || got != tag) {
				t.Errorf("%q is read as %q: %v", tag, got, err)
			}
		}
	}
	if signs == 0 {
		t.Error("no tag has a sign that matters")
	}
}

// A difference is what a parser reads in a field of an entry in a format. The
// field "items" of an empty feed has the parser's error.
type difference struct {
	parser    string
	format    render.Format
	field     string
	want, got string
}

// causes are the reasons why parsers read some entries differently in the named
// formats. reads maps what is served to what is read.
var causes = []struct {
	cause   string
	parser  string
	formats []render.Format
	field   string
	reads   map[string]string
}{
	{"It drops U+007F as a control character, which XML 1.0 allows.",
		"sfeed", xmlFormats, "title", map[string]string{
			"nul\ufffd, bell\ufffd, escape\ufffd[31m, delete\x7f": "nul\ufffd, bell\ufffd, escape\ufffd[31m, delete",
		}},
	{"It keeps seconds since 1970 in 32 bits without a sign, which hold nothing before.",
		"newsboat", xmlFormats, "published", map[string]string{"-2174586894": "2120380402", "-2174515200": "2120452096"}},
	{"It calls what has no title by the end of its link.",
		"newsboat", []render.Format{render.RSS}, "title", map[string]string{"": "Note"}},
	{"It mistakes the update of an Atom entry for its publication.",
		"feed-extractor", []render.Format{render.Atom}, "published", map[string]string{"1772323200": "1798675200", "1772409600": "1798675200"}},
	{"It knows an Atom feed by its entries, and refuses one that has none yet.",
		"feed-extractor", []render.Format{render.Atom}, "items", map[string]string{"none": "Error: Unrecognized feed format"}},
	{"It resolves dots in the paths of absolute URLs.",
		"newsboat", xmlFormats, "link", dots},
	{"It escapes apostrophes in links.",
		"newsboat", xmlFormats, "link", map[string]string{
			quoted: "https://www.example.com/%C3%A4/%C3%B6%20?q=%27%E6%9C%88%27&x=$(y);z#%C3%A9",
		}},
	{"It leaves numeric character references in links as they are.",
		"@rowanmanning", xmlFormats, "link", map[string]string{
			quoted: "https://www.example.com/%C3%A4/%C3%B6%20?q=&#39;%E6%9C%88&#39;&x=$(y);z#%C3%A9",
		}},
	{"It takes & in an RSS link for an entity that lost its semicolon, though the XML is decoded already.",
		"feedparser", []render.Format{render.RSS}, "link", map[string]string{
			"https://www.example.com/&lt;b&gt;bold&lt;/b&gt;":               "https://www.example.com/&ltb&gtbold&lt/b&gt",
			"https://www.example.com/&lt;script&gt;alert(1)&lt;/script&gt;": "https://www.example.com/&ltscript&gtalert(1)&lt/script&gt",
		}},
	{trims,
		"feedsmith", render.Formats, "title", mark},
	{trims,
		"feed-extractor", xmlFormats, "title", mark},
	{trims,
		"@rowanmanning", xmlFormats, "title", mark},
	{"It takes a title that looks like a number for one, and 0 for no title.",
		"feed-extractor", xmlFormats, "title", map[string]string{"-0": "", "007": "7", "0x1F": "31", "1.10": "1.1", "1e5": "100000"}},
	{"It decodes entities in titles again after the XML was decoded: some once more than others.",
		"feed-extractor", xmlFormats, "title", map[string]string{
			"a &amp; b":              "a & b",
			"a &lt;b&gt; c":          "a <b> c",
			"&eacute; &nbsp; &#233;": "&eacute; \u00a0 é",
		}},
	{"It decodes entities in titles again after the XML was decoded.",
		"@rowanmanning", xmlFormats, "title", map[string]string{
			"a &amp; b":              "a & b",
			"a &lt;b&gt; c":          "a <b> c",
			"&eacute; &nbsp; &#233;": "é \u00a0 é",
		}},
	{"It cuts fragments off links, and writes queries anew as JavaScript's URLSearchParams does.",
		"feed-extractor", render.Formats, "link", map[string]string{
			quoted: "https://www.example.com/%C3%A4/%C3%B6%20?q=%27%E6%9C%88%27&x=%24%28y%29%3Bz",
			"https://www.example.com/?query=1&other=2#fragment": "https://www.example.com/?query=1&other=2",
			"https://xn--bcker-gra.example/?q=100%&x=%2f":       "https://xn--bcker-gra.example/?q=100%25&x=%2F",
		}},
	{dotless,
		"feed-extractor", render.Formats, "link", dots},
	{dotless,
		"@rowanmanning", xmlFormats, "link", dots},
	{"It decodes entities in links again, and escapes the characters.",
		"feed-extractor", render.Formats, "link", map[string]string{
			"https://www.example.com/&lt;b&gt;bold&lt;/b&gt;":               "https://www.example.com/%3Cb%3Ebold%3C/b%3E",
			"https://www.example.com/&lt;script&gt;alert(1)&lt;/script&gt;": "https://www.example.com/%3Cscript%3Ealert(1)%3C/script%3E",
		}},
}

const (
	trims   = "JavaScript counts U+FEFF as white space, and the ends of a title are trimmed."
	quoted  = "https://www.example.com/%C3%A4/%C3%B6%20?q='%E6%9C%88'&x=$(y);z#%C3%A9"
	dotless = "It writes links as the URL class of JavaScript does, without dots in the path."
)

var (
	xmlFormats = []render.Format{render.Atom, render.RSS}
	mark       = map[string]string{"\ufeffmark of order": "mark of order"}
	dots       = map[string]string{"https://www.example.com/../..": "https://www.example.com/"}
)

// differences holds a key for each difference that the causes allow.
var differences = func() map[difference]bool {
	set := map[difference]bool{}
	for _, c := range causes {
		for _, format := range c.formats {
			for want, got := range c.reads {
				set[difference{c.parser, format, c.field, want, got}] = true
			}
		}
	}
	return set
}()
