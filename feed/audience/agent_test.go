package audience

import (
	"strconv"
	"strings"
	"testing"
)

// none means that a User-Agent reports no subscribers.
const none = -1

var userAgents = []struct {
	userAgent   string
	name        string
	subscribers int
}{
	// Services for many users.
	{"Mozilla/5.0 (compatible; inoreader.com; 12 subscribers)", "inoreader.com", 12},
	{"Inoreader/1.0 (+http://www.inoreader.com/feed-fetcher; 3 subscribers; )", "Inoreader", 3},
	{"Feedbin feed-id:1373711 - 142 subscribers", "Feedbin", 142},
	{"Feedly/1.0 (+http://www.feedly.com/fetcher.html; 19 subscribers; like FeedFetcher-Google)", "Feedly", 19},
	{"NewsBlur Feed Fetcher - 2 subscribers - https://www.newsblur.com/site/1/x (Mozilla/5.0 (Macintosh; Intel Mac OS X 10_7_1) AppleWebKit/534.48.3)", "NewsBlur Feed Fetcher", 2},
	{"Mozilla/5.0 (compatible; BazQux/2.4; +https://bazqux.com/fetcher; 1 subscribers)", "BazQux", 1},
	{"Mozilla/5.0 (compatible; theoldreader.com; 7 subscribers; feed-id=54f2)", "theoldreader.com", 7},
	{"FeedFetcher-Google; (+http://www.google.com/feedfetcher.html; 5 subscribers; feed-id=7675226481817637975)", "FeedFetcher-Google", 5},
	{"Netvibes (http://www.netvibes.com/; 5 subscribers; feedId: 5404723)", "Netvibes", 5},
	{"Bloglovin/1.0 (http://www.bloglovin.com; 1 subscriber)", "Bloglovin", 1},
	{"AideRSS/1.0 (aiderss.com); 2 subscribers", "AideRSS", 2},
	{"Zhuaxia.com 1 Subscribers", "Zhuaxia.com", 1},
	{"LiveJournal.com (webmaster@livejournal.com; for https://example.org/; 31 readers)", "LiveJournal.com", 31},
	{"PlainFeeder v0.0.1 (+http://plainfeeder.com/about ;Subscriber Count: 12)", "PlainFeeder", 12},
	{"Superfeedr bot/2.0 http://superfeedr.com - Make your feeds realtime: get in touch - feed-id:123", "Superfeedr bot", none},

	// Readers of a single user.
	{"Tiny Tiny RSS/21.05 (https://tt-rss.org/)", "Tiny Tiny RSS", none},
	{"FreshRSS/1.20.1 (Linux; https://freshrss.org)", "FreshRSS", none},
	{"Mozilla/5.0 (compatible; Miniflux/2.0.51; +https://miniflux.app)", "Miniflux", none},
	{"Miniflux/2.0.x", "Miniflux", none},
	{"NetNewsWire (RSS Reader; https://netnewswire.com/)", "NetNewsWire", none},
	{"newsboat/2.21.0 (Linux x86_64; https://newsboat.org/)", "newsboat", none},
	{"Liferea/1.15.3 (Linux; https://lzone.de/liferea/) AppleWebKit (KHTML, like Gecko)", "Liferea", none},
	{"Akregator/5.24.4; syndication", "Akregator", none},
	{"Reeder/5040001 CFNetwork/1402.0.8 Darwin/22.2.0", "Reeder", none},
	{"Emacs Elfeed 3.4.1", "Emacs Elfeed", none},
	{"Emacs Elfeed 3.4.1-dev", "Emacs Elfeed", none},
	{"rss2email/3.14 (https://github.com/rss2email/rss2email)", "rss2email", none},
	{"feedparser/6.0.10 +https://github.com/kurtmckee/feedparser/", "feedparser", none},
	{"Nextcloud-News/1.0", "Nextcloud-News", none},
	{"Mozilla/5.0 (Windows NT 10.0) AppleWebKit/538.1 (KHTML, like Gecko) QuiteRSS/0.19.4 Safari/538.1", "QuiteRSS", none},
	{"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Fluent Reader/1.1.4 Chrome/106.0 Electron/21.2 Safari/537.36", "Fluent Reader", none},

	// Browsers.
	{"Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0", "Firefox", none},
	{"Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Thunderbird/115.10.1", "Thunderbird", none},
	{"Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/115.0 SeaMonkey/2.53.18", "SeaMonkey", none},
	{"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0.0.0 Safari/537.36", "Chrome", none},
	{"Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0.0.0 Mobile Safari/537.36", "Chrome", none},
	{"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0.0.0 Safari/537.36 Edg/125.0", "Edg", none},
	{"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4.1 Safari/605.1.15", "Safari", none},
	{"Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148", "AppleWebKit", none},
	{"Mozilla/5.0 (Windows NT 6.1; Trident/7.0; rv:11.0) like Gecko", "Mozilla", none},
	{"Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1)", "MSIE", none},
	{"Mozilla/5.0 (X11; Linux x86_64) Firefox/126.0 - 12 subscribers", "Firefox", 12},
	{"Mozilla/5.0 (X11; Linux x86_64) SomeReader", "SomeReader", none},
	{"Mozilla/5.0", "Mozilla", none},

	// Robots, libraries.
	{"Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Googlebot/2.1; +http://www.google.com/bot.html) Chrome/125.0 Safari/537.36", "Googlebot", none},
	{"Mozilla/5.0 (compatible; +https://example.org/bot)", "example.org", none},
	{"Slackbot 1.0 (+https://api.slack.com/robots)", "Slackbot", none},
	{"curl/8.5.0", "curl", none},
	{"Wget/1.21.4", "Wget", none},
	{"Go-http-client/1.1", "Go-http-client", none},
	{"python-requests/2.31.0", "python-requests", none},
	{"WordPress/6.5; https://example.org", "WordPress", none},
	{"https://example.org/bot", "example.org", none},

	// Other forms of the number of subscribers.
	{"Reader/1.0 (subscribers=12; feed-id=345)", "Reader", 12},
	{"Reader/1.0 (feed-id=345 subscribers=12)", "Reader", 12},
	{"Reader/1.0 (subscribers: 12)", "Reader", 12},
	{"Reader/1.0 (12 users)", "Reader", 12},
	{"Reader/1.0 (12 READERS)", "Reader", 12},
	{"Reader/1.0 (12 subscriber)", "Reader", 12},
	{"Reader/1.0 (1 reader)", "Reader", 1},
	{"Reader/1.0 (0 subscribers)", "Reader", 0},
	{"Reader/1.0 (3 readers; 12 subscribers)", "Reader", 12},
	{"Reader/1.0 (10000000 subscribers)", "Reader", 10_000_000},

	// No number.
	{"Reader/1.0 (10000001 subscribers)", "Reader", none},
	{"Reader/1.0 (99999999999999999999 subscribers)", "Reader", none},
	{"Reader/1.0 (-12 subscribers)", "Reader", none},
	{"Reader/1.0 (1,234 subscribers)", "Reader", none},
	{"Reader/1.5 subscribers", "Reader", none},
	{"Reader/7 subscribers", "Reader", none},
	{"Reader/1.0 (no subscribers, 12 userspaces)", "Reader", none},
	{"RSS 2 Reader/1.0", "RSS", none},

	// Nonsense.
	{"", "unnamed", none},
	{"  \t ", "unnamed", none},
	{"/1.0", "unnamed", none},
	{"1.0", "unnamed", none},
	{"Mozilla/", "Mozilla", none},
	{"Mozilla/5.0 /", "Mozilla", none},
	{"Mozilla/5.0 (((", "Mozilla", none},
	{"Mozilla/5.0 (X11)) Gecko/20100101 (a (b) c) Firefox/126.0", "Firefox", none},
	{"Mozilla/5.0 (compatible;", "Mozilla", none},
	{"читатель", "unnamed", none},
	{"Re\x00ad\xffer\x1b[2J/1.0", "Reader", none},
	{"Два Reader/1.0", "Reader", none},
	{strings.Repeat("long", 100), "longlonglonglonglonglonglonglonglonglong", none},
	{strings.Repeat("long ", 100), "long long long long long long long long", none},
}

func TestParse(t *testing.T) {
	for _, test := range userAgents {
		want := agent{test.name, max(0, test.subscribers), test.subscribers != none}
		if got := parse(test.userAgent); got != want {
			t.Errorf("parse(%q) = %+v, want %+v", test.userAgent, got, want)
		}
	}
}

// Only the beginning of a long User-Agent is read.
func TestReadCuts(t *testing.T) {
	for _, test := range []struct {
		before int
		want   agent
	}{
		{longestAgent - len("12 subscribers"), agent{"X", 12, true}},
		{longestAgent, agent{"X", 0, false}},
	} {
		a := agents{known: make(map[string]agent)}
		got := a.read("X/" + strings.Repeat(" ", test.before-2) + "12 subscribers" + strings.Repeat("x", 1000))
		if got != test.want {
			t.Errorf("after %d bytes: %+v, want %+v", test.before, got, test.want)
		}
		for k := range a.known {
			if len(k) != longestAgent {
				t.Errorf("kept %d bytes", len(k))
			}
		}
	}
}

func TestReadKeepsFew(t *testing.T) {
	a := agents{known: make(map[string]agent)}
	for i := range 2 * mostAgents {
		a.read("Reader " + strconv.Itoa(i))
	}
	if got := len(a.known); got != mostAgents {
		t.Errorf("%d User-Agents kept, want %d", got, mostAgents)
	}
}

func FuzzName(f *testing.F) {
	for _, test := range userAgents {
		f.Add(test.userAgent)
	}
	f.Fuzz(func(t *testing.T, userAgent string) {
		got := parse(userAgent)
		if got.name == "" || len(got.name) > longestName || got.name != strings.TrimSpace(got.name) {
			t.Errorf("name %q", got.name)
		}
		if i := strings.IndexFunc(got.name, func(r rune) bool { return r < ' ' || r > '~' }); i >= 0 {
			t.Errorf("name %q is not printable ASCII", got.name)
		}
		if got.subscribers < 0 || got.subscribers > mostSubscribers || got.subscribers > 0 && !got.reports {
			t.Errorf("subscribers %d, reported: %v", got.subscribers, got.reports)
		}
	})
}
