package config

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// everything sets each key to another value than its default, in as many
// spellings as TOML has.
const everything = `
server = { listen = ":0", admin = "", pprof = true, tls_hosts = ["news.example.org"], tls_cache = "/var/cache/dateline", redirect = ":80", hsts = "8760h", trusted_proxies = ["10.0.0.0/8", "2001:db8::1"], connections = 1, connections_per_address = 2, streams = 3, header_timeout = "1s", read_timeout = "2s", write_timeout = "3s", idle_timeout = "4s", header_bytes = 4096, path_bytes = 256, query_bytes = 257, rate = 0, burst = 5, cache_bytes = 1_048_576 }
ledger.url = "sqlite:/var/lib/dateline/ledger.db"
ledger.require = true
log = { level = "debug", format = "json", access = true }
watch.mode = "poll"
watch.settle = "1s"
watch."max_delay" = "1s"
watch.rescan = "1h"
pages = { templates = "theme", files = ["about.md"], readers = [["Reader", "https://reader.example/?feed={feed}"]] }

[site]
title = 'A "quoted" title'
description = """One line with é"""
base_url = "HTTPS://News.Example.org:8443/feeds/"
language = "zh_hant"
timezone = "Asia/Taipei"
author = "Ada"
id_authority = "ada@example.org,2026-03"
icon = "https://example.org/icon.png"
logo = "logo.svg"
accent = "#0a6"
css = "own.css"
footer = """
*Ada*

[Imprint](/imprint)"""
nav = [["About", "/about"], ["Code", "https://example.org"]]
license = "All rights reserved"
remote_images = "link"
first_start = false

[[content]]
dir = "en"
mount = "en/"
aliases = ["/old/", "archive"]
title = "News"
language = "en-us"
languages = ["pt-br", "DE"]
topic_separator = " "
authors = ["data/authors.yml", "/srv/authors.json"]
superseded = "hide"
max_removal = "100%"
grace = "0s"
ignore = ["drafts/**", "*.{tmp,bak}"]

[[content]]
dir = "/srv/zh"

[grammar]
source = ["Read on"]
related = ["See also:"]
changes = []
context = ["About"]
cover = ["Picture"]

[topics]
sticky = false
ignore = ["Misc*", "  Two  words "]
keep_whole = ["Jasper,  Texas"]
min_articles = 1_000_000

[[topics.alias]]
name = " United  States"
also = ["U.S.", "USA "]

[[topics.alias]]
also = ["AU"]
name = "Australia"

[feeds]
items = 0x10
hours = 8760
late = "0d"
max_bytes = 10_000
min_items = 10_000
max_entry = 1_000
emails = true
related = true
markdown = true
content = "summary"
item_link = "https://example.org/{path}.html"
min_age = "1s"
max_age = "90m"
shared_max_age = "0s"
`

func TestParseEverything(t *testing.T) {
	c, err := Parse("config.toml", []byte("\ufeff"+strings.ReplaceAll(everything, "\n", "\r\n")))
	if err != nil {
		t.Fatal(err)
	}
	taipei, _ := time.LoadLocation("Asia/Taipei")
	want := &Config{
		Site: Site{Title: `A "quoted" title`, Description: "One line with é", BaseURL: "https://news.example.org:8443/feeds",
			Language: "zh-Hant", Timezone: taipei, Author: "Ada", IDAuthority: "ada@example.org,2026-03", Icon: "https://example.org/icon.png",
			Logo: "logo.svg", Accent: "#0a6", CSS: "own.css", Footer: "*Ada*\n\n[Imprint](/imprint)", Nav: [][]string{{"About", "/about"}, {"Code", "https://example.org"}},
			License: "All rights reserved", RemoteImages: LinkTo},
		Content: []Content{
			{Dir: "en", Mount: "/en", Aliases: []string{"/old", "/archive"}, Title: "News", Language: "en-US", Languages: []string{"pt-br", "DE"}, TopicSeparator: " ",
				Authors: []string{"data/authors.yml", "/srv/authors.json"}, Superseded: Hide, MaxRemoval: 100, Ignore: []string{"drafts/**", "*.{tmp,bak}"}},
			{Dir: "/srv/zh", Mount: "/", Language: "zh-Hant", Superseded: Keep, MaxRemoval: 20, Grace: 2 * time.Minute},
		},
		Grammar: Grammar{Source: []string{"Read on"}, Related: []string{"See also:"}, Context: []string{"About"}, Cover: []string{"Picture"}},
		Topics: Topics{Ignore: []string{"Misc*", "Two words"}, KeepWhole: []string{"Jasper, Texas"}, MinArticles: 1_000_000,
			Alias: []Alias{{Name: "United States", Also: []string{"U.S.", "USA"}}, {Name: "Australia", Also: []string{"AU"}}}},
		Feeds: Feeds{Items: 16, Hours: 8760, MaxBytes: 10_000, MinItems: 10_000, MaxEntry: 1000, Content: Summary, Emails: true, Related: true, Markdown: true, ItemLink: "https://example.org{path}.html",
			MinAge: time.Second, MaxAge: 90 * time.Minute},
		Pages: Pages{Templates: "theme", Files: []string{"about.md"}, Readers: [][]string{{"Reader", "https://reader.example/?feed={feed}"}}},
		Server: Server{Listen: ":0", Pprof: true, TLSHosts: []string{"news.example.org"}, TLSCache: "/var/cache/dateline", Redirect: ":80", HSTS: 8760 * time.Hour,
			TrustedProxies: []string{"10.0.0.0/8", "2001:db8::1/128"}, Connections: 1, ConnectionsPerAddress: 2, Streams: 3,
			HeaderTimeout: time.Second, ReadTimeout: 2 * time.Second, WriteTimeout: 3 * time.Second, IdleTimeout: 4 * time.Second,
			HeaderBytes: 4096, PathBytes: 256, QueryBytes: 257, Rate: 0, Burst: 5, CacheBytes: 1 << 20},
		Ledger: Ledger{URL: "sqlite:/var/lib/dateline/ledger.db", Require: true},
		Log:    Log{Level: "debug", Format: JSON, Access: true},
		Watch:  Watch{Mode: Poll, Settle: time.Second, MaxDelay: time.Second, Rescan: time.Hour},
	}
	if diff := cmp.Diff(values(want), values(c)); diff != "" {
		t.Error(diff)
	}
}

func TestParseEmpty(t *testing.T) {
	for _, text := range []string{"", "\ufeff", "# nothing\n", "content = []", "[[content]]", "[site]\n[watch]"} {
		c, err := Parse("config.toml", []byte(text))
		if err != nil {
			t.Errorf("%q: %v", text, err)
		} else if diff := cmp.Diff(values(Default()), values(c)); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}

// A content without language speaks that of the site.
func TestParseLanguage(t *testing.T) {
	for _, text := range []string{"", "\n[[content]]", "\n[[content]]\nlanguage = ''"} {
		c, err := Parse("config.toml", []byte(`site.language = "de"`+text))
		if err != nil || c.Content[0].Language != "de" {
			t.Errorf("%q: %v, %v", text, c, err)
		}
	}
}

func TestWriteReadsBack(t *testing.T) {
	for _, text := range []string{"", everything, `site.title = "<\\ \u2028 \U0001F600 &>"`} {
		want, err := Parse("config.toml", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := want.Write(&b); err != nil {
			t.Fatal(err)
		}
		got, err := Parse("config.toml", b.Bytes())
		if err != nil {
			t.Fatalf("%v in\n%s", err, &b)
		}
		if diff := cmp.Diff(values(want), values(got)); diff != "" {
			t.Errorf("%s in\n%s", diff, &b)
		}
	}
}

func TestWriteDefault(t *testing.T) {
	var b bytes.Buffer
	c := Default()
	c.Grammar = Grammar{Source: []string{"Source", "来源"}}
	c.Topics.Alias = []Alias{{Name: "United States", Also: []string{"U.S.", "USA"}}, {Name: "Australia", Also: []string{"AU"}}}
	if err := c.Write(&b); err != nil {
		t.Fatal(err)
	}
	const want = `[site]
title = "Dateline"
description = ""
base_url = "http://127.0.0.1:8080"
language = "en"
timezone = "UTC"
author = ""
id_authority = ""
icon = ""
logo = ""
accent = ""
css = ""
footer = ""
nav = []
license = ""
remote_images = "show"
first_start = true
home = ""
former = []

[[content]]
dir = "news"
mount = "/"
aliases = []
title = ""
language = "en"
languages = []
topic_separator = ""
authors = []
superseded = "keep"
max_removal = "20%"
grace = "2m"
permalink = ""
static = []
ignore = []

[grammar]
source = ["Source", "来源"]
related = []
changes = []
context = []
cover = []

[topics]
sticky = true
ignore = []
keep_whole = []
min_articles = 1

[[topics.alias]]
name = "United States"
also = ["U.S.", "USA"]

[[topics.alias]]
name = "Australia"
also = ["AU"]

[feeds]
items = 50
hours = 48
late = "30d"
max_bytes = 1000000
min_items = 10
max_entry = 100000
content = "full"
emails = false
related = false
markdown = false
min_age = "1m"
max_age = "1h"
shared_max_age = "1m"
item_link = "page"

[pages]
templates = ""
files = []
readers = [["Feedly", "https://feedly.com/i/subscription/feed/{feed}"], ["Inoreader", "https://www.inoreader.com/?add_feed={feed}"], ["NewsBlur", "https://www.newsblur.com/?url={feed}"], ["The Old Reader", "https://theoldreader.com/feeds/subscribe?url={feed}"]]

[server]
listen = "127.0.0.1:8080"
admin = "127.0.0.1:9080"
pprof = false
tls_cert = ""
tls_key = ""
tls_hosts = []
tls_cache = "certificates"
redirect = ""
hsts = "0s"
trusted_proxies = ["127.0.0.0/8", "::1/128"]
connections = 10000
connections_per_address = 200
streams = 100
header_timeout = "10s"
read_timeout = "30s"
write_timeout = "2m"
idle_timeout = "2m"
header_bytes = 16384
path_bytes = 2048
query_bytes = 2048
rate = 20
burst = 200
cache_bytes = 67108864

[ledger]
url = "sqlite:dateline.db"
require = false

[log]
level = "info"
format = "text"
access = false

[watch]
mode = "auto"
settle = "300ms"
max_delay = "5s"
rescan = "10m"
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Error(diff)
	}
}

func TestMarshalJSON(t *testing.T) {
	b, err := json.Marshal(Default())
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`"watch":{"max_delay":"5s","mode":"auto","rescan":"10m","settle":"300ms"}`,
		`"content":[{"aliases":[],"authors":[],"dir":"news","grace":"2m","ignore":[],"language":"en","languages":[],"max_removal":"20%","mount":"/","permalink":"","static":[],"superseded":"keep","title":"","topic_separator":""}]`,
		`"topics":{"alias":[],"ignore":[],"keep_whole":[],"min_articles":1,"sticky":true}`, `"hours":48,"item_link":"page","items":50,"late":"30d"`,
		`"timezone":"UTC"`, `"items":50`, `"related":false`,
	} {
		if !bytes.Contains(b, []byte(want)) {
			t.Errorf("no %s in %s", want, b)
		}
	}
}

func TestShort(t *testing.T) {
	for want, d := range map[string]time.Duration{
		"0s": 0, "300ms": 300 * time.Millisecond, "10m": 10 * time.Minute, "10m30s": 630 * time.Second,
		"2h": 2 * time.Hour, "2h30m": 150 * time.Minute, "2h0m10s": 2*time.Hour + 10*time.Second, "-10m": -10 * time.Minute,
	} {
		if got := short(d); got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
}

func TestLoad(t *testing.T) {
	file := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(file, []byte("[[content]]\ndir='a/../b'\nauthors=['c.yml','/d.yml']\n[[content]]\ndir='/srv/x'\nmount='/x'"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := Load(file)
	if err != nil {
		t.Fatal(err)
	}
	if want := "sqlite:" + filepath.Join(filepath.Dir(file), "dateline.db"); c.Ledger.URL != want {
		t.Errorf("ledger %q, want %q", c.Ledger.URL, want)
	}
	if want := filepath.Join(filepath.Dir(file), "b"); c.Content[0].Dir != want || c.Content[1].Dir != "/srv/x" {
		t.Errorf("dirs %q, %q, want %q, /srv/x", c.Content[0].Dir, c.Content[1].Dir, want)
	}
	if want := []string{filepath.Join(filepath.Dir(file), "c.yml"), "/d.yml"}; !slices.Equal(c.Content[0].Authors, want) {
		t.Errorf("authors %q, want %q", c.Content[0].Authors, want)
	}
}

// Paths of sockets are absolute, so that a command in another directory than the
// daemon finds its socket.
func TestLoadSockets(t *testing.T) {
	t.Chdir(t.TempDir())
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("config.toml", []byte("[server]\nlisten = 'unix:dateline.sock'\nadmin = 'unix:/run/a.sock'\nredirect = ':80'"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := Load("config.toml")
	if err != nil {
		t.Fatal(err)
	}
	if s := c.Server; s.Listen != "unix:"+filepath.Join(dir, "dateline.sock") || s.Admin != "unix:/run/a.sock" || s.Redirect != ":80" {
		t.Errorf("listen %q, admin %q, redirect %q", s.Listen, s.Admin, s.Redirect)
	}
}

// The admin address may share a port that the system chooses, and a host.
func TestAdmin(t *testing.T) {
	for _, text := range []string{
		"listen = ':0'\nadmin = ':0'", "listen = ':80'\nadmin = ':81'", "listen = '127.0.0.1:80'\nadmin = '[::1]:80'", "listen = ':9080'\nadmin = ''",
	} {
		if _, err := Parse("config.toml", []byte("[server]\n"+text)); err != nil {
			t.Error(err)
		}
	}
}

func TestLedger(t *testing.T) {
	for in, want := range map[string]string{
		"sqlite:x.db": "sqlite:/srv/dateline/x.db", "sqlite:../data/x.db": "sqlite:/srv/data/x.db", "sqlite:/x.db": "sqlite:/x.db",
		"sqlite:~/x y.db": "sqlite:/srv/dateline/~/x y.db",
	} {
		c, err := Parse("config.toml", []byte("ledger.url = '"+in+"'"))
		if err != nil || c.Ledger.URL != in {
			t.Errorf("%s: %v, %v", in, c, err)
		} else if got := "sqlite:" + below("/srv/dateline", strings.TrimPrefix(in, "sqlite:")); got != want {
			t.Errorf("%s: got %s, want %s", in, got, want)
		}
	}
}

func TestUnits(t *testing.T) {
	for _, s := range []string{"0%", "7%", "100%"} {
		if p, bad := percent(s); bad != nil || p.String() != s {
			t.Errorf("%s: %s, %v", s, p, bad)
		}
	}
	if got := Hours(48).Duration(); got != 2*24*time.Hour {
		t.Errorf("48 hours are %s", got)
	}
}

func TestLoadUnreadable(t *testing.T) {
	dir := t.TempDir()
	big := filepath.Join(dir, "big.toml")
	if err := os.WriteFile(big, make([]byte, 10<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		file, want string
		is         error
	}{
		{filepath.Join(dir, "none.toml"), "the file does not exist; configuration not used; name another one with --config, or write one with dateline init", fs.ErrNotExist},
		{dir, "is a directory; configuration not used; name a readable file with --config", nil},
		{big, "the file is larger than 64 KiB; configuration not used; name a configuration file, or shorten its lists", nil},
	} {
		_, err := Load(test.file)
		if err == nil || err.Error() != test.file+": "+test.want {
			t.Errorf("got  %v\nwant %s: %s", err, test.file, test.want)
		}
		if test.is != nil && !errors.Is(err, test.is) {
			t.Errorf("%v is not %v", err, test.is)
		}
		if e := new(Error); !errors.As(err, &e) || e.Findings[0].Line != 0 {
			t.Errorf("%v has a position, or another type", err)
		}
	}
}

func TestAuthority(t *testing.T) {
	for _, test := range []struct{ base, authority, want string }{
		{"http://127.0.0.1:8080", "", "127.0.0.1,2026"},
		{"https://news.example.org/feeds", "", "news.example.org,2026"},
		{"http://[::1]:8080", "", "1,2026"},
		{"https://news.example.org", "example.com,2025", "example.com,2025"},
	} {
		s := Site{BaseURL: test.base, IDAuthority: test.authority}
		if got := s.Authority(); got != test.want || !tagging.MatchString(got) {
			t.Errorf("%s %s: %q, want %q", test.base, test.authority, got, test.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, test := range bad {
		f.Add([]byte(test.text))
	}
	f.Add([]byte(everything))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := Parse("x", data)
		if err == nil {
			var b bytes.Buffer
			if err := c.Write(&b); err != nil {
				t.Fatal(err)
			}
			again, err := Parse("y", b.Bytes())
			if err != nil {
				t.Fatalf("%v in\n%s", err, &b)
			}
			if diff := cmp.Diff(values(c), values(again)); diff != "" {
				t.Error(diff)
			}
			return
		}
		e := new(Error)
		if !errors.As(err, &e) || len(e.Findings) == 0 {
			t.Fatalf("%T %v", err, err)
		}
		lines := strings.Split(strings.TrimPrefix(string(data), "\ufeff"), "\n")
		for _, found := range e.Findings {
			if found.Line > len(lines) || found.Line > 0 && found.Column > utf8.RuneCountInString(lines[found.Line-1])+1 {
				t.Errorf("%+v is outside the file", found)
			}
			if (found.Line < 1 || found.Column < 1) && len(data) <= maxSize || found.What == "" || found.Hint == "" {
				t.Errorf("%+v lacks something", found)
			}
		}
	})
}

func TestCutStatic(t *testing.T) {
	for s, want := range map[string][2]string{
		"static": {"static", "/"}, "assets:/assets": {"assets", "/assets"}, "/srv/a:b/c": {"/srv/a:b/c", "/"},
		"/srv/a:/b:/c/d": {"/srv/a:/b", "/c/d"}, "C:/static:/": {"C:/static", "/"}, ":/x": {"", "/x"},
	} {
		if dir, at := CutStatic(s); dir != want[0] || at != want[1] {
			t.Errorf("%q: %q, %q", s, dir, at)
		}
	}
}

// TestStaticAndFeedAliases checks that paths keep what their author wrote, apart from
// slashes.
func TestStaticAndFeedAliases(t *testing.T) {
	c, err := Parse("config.toml", []byte(`[[content]]
static = ["static", "assets:/assets/", "img:/zh/bilder"]
[[content]]
dir = "zh"
mount = "/zh"
static = ["static"]
[[feeds.alias]]
path = "/tags/c%2B%2B/feed/"
feed = "/zh/topics/c%2B%2B/feed.rss"
[[feeds.alias]]
path = "/*/index.xml"
feed = "/*/feed.atom"
serve = true
[[feeds.alias]]
path = "/feed"
feed = "/archive/2020.atom"
`))
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"static", "assets:/assets", "img:/zh/bilder"}; !slices.Equal(c.Content[0].Static, want) {
		t.Errorf("%q", c.Content[0].Static)
	}
	if a := c.Feeds.Alias[0]; a.Path != "/tags/c%2B%2B/feed/" || a.Plain() != (FeedAlias{Path: "/tags/c++/feed/", Feed: "/zh/topics/c++/feed.rss"}) {
		t.Errorf("%+v, plainly %+v", a, a.Plain())
	}
}
