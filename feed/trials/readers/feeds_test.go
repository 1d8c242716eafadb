package readers

import (
	"testing"

	"dateline/feed"
	"dateline/feed/render"
)

// A feedLine is a feed, requested at its path, in which * stands for every format.
type feedLine struct {
	path string
	want want // the items that it must have
	// archives means that the archive documents of the feed are read as well.
	archives bool
	// empty means that the feed has no entries.
	empty bool
}

// sites are the archives, with the feeds of each that parsers read.
var sites = []struct {
	name  string
	open  func(*testing.T) *site
	feeds []feedLine
	// lists are documents for other programs than feed readers.
	lists []string
}{
	{"en", func(t *testing.T) *site { return corpus(t, "en") }, english,
		[]string{"/topics.opml", "/opml?topics=pakistan,turkey", "/sitemap.xml", "/news-sitemap.xml"}},
	{"zh", func(t *testing.T) *site { return corpus(t, "zh") }, chinese,
		[]string{"/topics.opml", "/opml?topics=美国,唐納-川普", "/sitemap.xml", "/news-sitemap.xml"}},
	{"nasty", func(t *testing.T) *site { return nasty(t, asIs) }, hard,
		[]string{"/topics.opml", "/opml?topics=at-t,b-bold-b", "/sitemap.xml", "/news-sitemap.xml"}},
	{"directories", inDirectories, mountedFeeds, []string{"/topics.opml", "/新/ar/topics.opml", "/sitemap.xml"}},
	{"with options", func(t *testing.T) *site { return nasty(t, withOptions) }, optional, nil},
}

// withOptions turns on features of a site that are off by default.
func withOptions(r *render.Site, p *feed.Publisher) {
	r.ItemLink, r.SummaryOnly, r.Related, r.Emails, r.Markdown = "source", true, true, true, p.Markdown
	r.Description, r.Author, r.Icon = "1 < 2 & ]]> &lt;b&gt;", `"A" & B <a@example.org>`, base+"/icon.png?a=1&b=2"
	r.Logo, r.Accent, r.License = base+"/logo.svg?a=1&b=2", "#0a6", "CC & BY <4.0>"
}

// all is the largest number of entries that a subscriber can ask for.
const all = 500

var english = []feedLine{
	{path: "/feed.*", want: newest(50), archives: true},
	{path: "/feed.*?limit=500", want: newest(all)},
	{path: "/feed.*?content=summary&limit=3", want: newest(3)},
	{path: "/topics/pakistan/feed.*", want: newest(50, topic("pakistan"))},
	{path: "/topics/u-s/feed.*", want: newest(50, topic("u-s"))},
	{path: "/topics/2017-stockholm-attack/feed.*", want: newest(50, topic("2017-stockholm-attack"))},
	{path: "/topics/pakistan/feed.*?content=summary", want: newest(50, topic("pakistan"))},
	{path: "/topics/kasur+murder-of-zainab-ansari/feed.*", want: newest(50, topic("kasur"), topic("murder-of-zainab-ansari"))},
	{path: "/topics/sweden,turkey/feed.*", want: newest(50, either(topic("sweden"), topic("turkey")))},
	{path: "/topics/kasur,pakistan/except/kashmir/feed.*",
		want: newest(50, either(topic("kasur"), topic("pakistan")), not(topic("kashmir")))},
	{path: "/topics/pakistan/lang/en/feed.*", want: newest(50, topic("pakistan"), language("en"))},
	{path: "/sources/bbc.com/feed.*", want: newest(50, outlet("bbc.com"))},
	{path: "/lang/en/feed.*", want: newest(50, language("en")), archives: true},
	{path: "/2017/feed.*", want: newest(50, date("2017"))},
	{path: "/2017/04/feed.*", want: newest(50, date("2017-04"))},
	{path: "/2017/04/07/feed.*", want: newest(50, date("2017-04-07"))},
	{path: "/1999/feed.*", want: newest(50, date("1999"))},
	{path: "/search/feed.*?q=Pakistan", want: listed},
	{path: "/search/feed.*?limit=3&q=%22Donald+Trump%22", want: listed},
	{path: "/digest/daily.*"},
	{path: "/topics/pakistan/digest/weekly.*"},
}

var chinese = []feedLine{
	{path: "/feed.*", want: newest(50), archives: true},
	{path: "/feed.*?content=summary&limit=500", want: newest(all)},
	{path: "/topics/美国/feed.*", want: newest(50, topic("美国"))},
	{path: "/topics/唐納-川普/feed.*", want: newest(50, topic("唐納-川普"))},
	{path: "/topics/中國+美国/feed.*", want: newest(50, topic("中國"), topic("美国"))},
	{path: "/topics/华为,日本/feed.*?limit=10", want: newest(10, either(topic("华为"), topic("日本")))},
	{path: "/topics/俄羅斯/except/乌克兰/feed.*", want: newest(50, topic("俄羅斯"), not(topic("乌克兰")))},
	{path: "/topics/俄羅斯/sources/bbc.com/feed.*", want: newest(50, topic("俄羅斯"), outlet("bbc.com"))},
	{path: "/sources/bbc.co.uk/feed.*", want: newest(50, outlet("bbc.co.uk"))},
	{path: "/lang/zh/feed.*", want: newest(50, language("zh")), archives: true},
	{path: "/2014/feed.*?limit=500", want: newest(all, date("2014"))},
	{path: "/2018/feed.*?limit=500", want: newest(all, date("2018"))},
	{path: "/2018/10/feed.*?limit=500", want: newest(all, date("2018-10"))},
	{path: "/2018/10/01/feed.*", want: newest(50, date("2018-10-01"))},
	{path: "/2019/05/feed.*?limit=500", want: newest(all, date("2019-05"))},
	{path: "/search/feed.*?q=%E7%BE%8E%E5%9B%BD", want: listed},
	{path: "/digest/weekly.*"},
	{path: "/topics/美国/digest/daily.*"},
}

var hard = []feedLine{
	{path: "/feed.*", want: newest(50), archives: true},
	{path: "/feed.*?limit=500", want: newest(all)},
	{path: "/feed.*?content=summary&limit=500", want: newest(all)},
	{path: "/topics/nasty/feed.*", want: newest(50, topic("nasty")), archives: true},
	{path: "/topics/notes/feed.*", want: newest(50, topic("notes"))},
	{path: "/topics/notes/feed.*?content=summary", want: newest(50, topic("notes"))},
	{path: "/topics/at-t/feed.*", want: newest(50, topic("at-t"))},
	{path: "/topics/b-bold-b/feed.*", want: newest(50, topic("b-bold-b"))},
	{path: "/topics/items/feed.*", want: newest(50, topic("items"))},
	{path: "/topics/a-b,topic-6/feed.*", want: newest(50, either(topic("a-b"), topic("topic-6")))},
	{path: "/topics/c-d+e-f/except/moon/feed.*", want: newest(50, topic("c-d"), topic("e-f"), not(topic("moon")))},
	{path: "/topics/中华人民共和国-日本語-한국어/feed.*", want: newest(50, topic("中华人民共和国-日本語-한국어"))},
	{path: "/sources/example.com/feed.*", want: newest(50, outlet("example.com"))},
	{path: "/lang/zh-Hant/feed.*", want: newest(50, language("zh-Hant"))},
	{path: "/1901/feed.*", want: newest(50, date("1901"))},
	{path: "/2026/05/02/feed.*", want: newest(50, date("2026-05-02"))},
	{path: "/topics/lost/feed.*", empty: true}, // with a tombstone
	{path: "/topics/items+moon/feed.*", want: newest(50, topic("items"), topic("moon")), empty: true},
	{path: "/search/feed.*?q=AT%26T", want: listed},
	{path: "/search/feed.*?q=absent", empty: true},
	{path: "/digest/daily.*"},
	{path: "/topics/nasty/digest/weekly.*"},
	{path: "/changes.*"},
	{path: "/topics/changed/changes.*"},
	{path: "/topics/nasty/changes.*", empty: true},
}

var mountedFeeds = []feedLine{
	{path: "/feed.*", want: newest(50)},
	{path: "/新/ar/feed.*", want: newest(50, language("ar")), archives: true},
	{path: "/新/ar/topics/nasty/feed.*", want: newest(50, topic("nasty"), language("ar")), archives: true},
	{path: "/新/ar/topics/nasty/sources/example.com/feed.*", want: newest(50, topic("nasty"), outlet("example.com"), language("ar"))},
	{path: "/新/ar/lang/ar/feed.*?content=summary", want: newest(50, language("ar"))},
	{path: "/新/ar/2026/04/feed.*", want: newest(50, date("2026-04"), language("ar"))},
	{path: "/新/ar/digest/weekly.*"},
}

var optional = []feedLine{
	{path: "/feed.*?limit=500", want: newest(all)},
	{path: "/feed.*?content=full&limit=500", want: newest(all)},
}
