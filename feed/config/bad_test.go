package config

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"runtime"
	"strings"
	"testing"
)

// bad are files with a fault, and the whole message.
var bad = []struct{ name, text, want string }{
	{"unknown key", "[site]\ntitel = \"x\"",
		`config.toml:2:1: site.titel: no such key; configuration not used; did you mean title?`},
	{"unknown key of another table", "[server]\nsettle = \"1s\"",
		`config.toml:2:1: server.settle: no such key; configuration not used; did you mean settle under [watch]?`},
	{"unknown key at the top", `items = 5`,
		`config.toml:1:1: items: no such key; configuration not used; did you mean items under [feeds]?`},
	{"unknown key, nothing near", "[watch]\npolling = true",
		`config.toml:2:1: watch.polling: no such key; configuration not used; known here: mode, settle, max_delay, rescan`},
	{"unknown table", "[sites]\ntitle = \"x\"\nfoo = 1",
		`config.toml:1:2: sites: no such key; configuration not used; did you mean site?`},
	{"unknown list of tables", "[[contents]]\ndir = \"x\"",
		`config.toml:1:3: contents: no such key; configuration not used; did you mean content?`},
	{"unknown table below", "[[content]]\n[[content]]\nmount = \"/b\"\n[content.ledger.x]\ny = 1",
		`config.toml:4:10: content.ledger: no such key; configuration not used; known here: dir, mount, aliases, title, language, languages, topic_separator, authors, superseded, max_removal, grace, ignore`},
	{"unknown key in quotes", "[site]\n\"a.[b]\\n\" = 1",
		`config.toml:2:1: site."a.[b]\n": no such key; configuration not used; known here: title, description, base_url, language, timezone, author, id_authority, icon, first_start`},
	{"key in capitals", "[site]\nTitle = \"x\"",
		`config.toml:2:1: site.Title: no such key; configuration not used; did you mean title?`},
	{"second content", "[[content]]\n[[content]]\nmount = \"/b\"\n  ignores = []",
		`config.toml:4:3: content.ignores: no such key; configuration not used; did you mean ignore?`},
	{"inline table", `content = [{dir = "a"}, {dir = "b", mounts = "/b"}]`,
		`config.toml:1:37: content.mounts: no such key; configuration not used; did you mean mount?`},
	{"string for number", "[feeds]\nitems = \"50\"",
		`config.toml:2:1: feeds.items: must be a whole number, not a string; configuration not used; write digits without quotes: items = 50`},
	{"fraction for number", "[feeds]\nitems = 5.5",
		`config.toml:2:1: feeds.items: must be a whole number, not a fraction; configuration not used; write digits without quotes: items = 50`},
	{"number for string", "[site]\ntitle = 5",
		`config.toml:2:1: site.title: must be a string, not a whole number; configuration not used; write it in quotes`},
	{"date for string", "[site]\ntitle = 2026-01-01",
		`config.toml:2:1: site.title: must be a string, not a date or time; configuration not used; write it in quotes`},
	{"string for flag", "[feeds]\nrelated = \"yes\"",
		`config.toml:2:1: feeds.related: must be true or false, not a string; configuration not used; write one of the two without quotes`},
	{"string for list", "[[content]]\nignore = \"drafts/**\"",
		`config.toml:2:1: content.ignore: must be a list of strings, not a string; configuration not used; write ignore = ["…", "…"]`},
	{"number in list", "[grammar]\nsource = [\"Source\",\n  5]",
		`config.toml:3:3: grammar.source: must be a string, not a whole number; configuration not used; write it in quotes`},
	{"list in list", "[grammar]\nsource = [[\"Source\"]]",
		`config.toml:2:1: grammar.source: must be a string, not a list; configuration not used; write it in quotes`},
	{"number for duration", "[watch]\nsettle = 300",
		`config.toml:2:1: watch.settle: must be a duration in quotes, not a whole number; configuration not used; write a number with a unit: "300ms", "5s", "10m", "1h30m"`},
	{"number for zone", "[site]\ntimezone = 1",
		`config.toml:2:1: site.timezone: must be the name of a time zone, not a whole number; configuration not used; write "UTC" or a name of the IANA database, such as "Europe/Berlin"`},
	{"single brackets", "[content]\ndir = \"news\"",
		`config.toml:1:2: content: must be a list of tables, not a table; configuration not used; write [[content]] in double brackets`},
	{"double brackets", "[[site]]\ntitle = \"x\"",
		`config.toml:1:3: site: must be a table, not a list of tables; configuration not used; write [site] in single brackets above its keys`},
	{"double brackets for strings", "[[grammar.source]]\nx = 1",
		`config.toml:1:11: grammar.source: must be a list of strings, not a list of tables; configuration not used; write source = ["…", "…"]`},
	{"a table at every key", "[[topics.alias]]\nname.x = 1\nname.y = 2",
		`config.toml:2:1: topics.alias.name: must be a string, not a table; configuration not used; write it in quotes`},
	{"string for table", `site = "x"`,
		`config.toml:1:1: site: must be a table, not a string; configuration not used; write [site] in single brackets above its keys`},
	{"numbers for tables", `content = [1]`,
		`config.toml:1:12: content: must be tables, not a whole number; configuration not used; write [[content]] in double brackets`},
	{"string for tables", `content = "news"`,
		`config.toml:1:1: content: must be a list of tables, not a string; configuration not used; write [[content]] in double brackets`},
	{"number for share", "[[content]]\nmax_removal = 20",
		`config.toml:2:1: content.max_removal: must be a percentage in quotes, not a whole number; configuration not used; write a whole number from 0 to 100 with its sign: "20%"`},
	{"string for hours", "[feeds]\nhours = \"48h\"",
		`config.toml:2:1: feeds.hours: must be a whole number, not a string; configuration not used; write digits without quotes: hours = 48`},
	{"string for bytes", "[feeds]\nmax_bytes = \"1 MB\"",
		`config.toml:2:1: feeds.max_bytes: must be a whole number, not a string; configuration not used; write digits without quotes: max_bytes = 1000000`},
	{"number for days", "[feeds]\nlate = 30",
		`config.toml:2:1: feeds.late: must be a number of days in quotes, not a whole number; configuration not used; write a whole number with a d: "30d"`},
	{"string for a switch", "[feeds]\nemails = \"no\"",
		`config.toml:2:1: feeds.emails: must be true or false, not a string; configuration not used; write one of the two without quotes`},
	{"number for grace", "[[content]]\ngrace = 120",
		`config.toml:2:1: content.grace: must be a duration in quotes, not a whole number; configuration not used; write a number with a unit: "300ms", "5s", "10m", "1h30m"`},
	{"alias in single brackets", "[topics.alias]\nname = \"a\"",
		`config.toml:1:9: topics.alias: must be a list of tables, not a table; configuration not used; write [[topics.alias]] in double brackets`},
	{"names for aliases", "[topics]\nalias = [\"a\"]",
		`config.toml:2:10: topics.alias: must be tables, not a string; configuration not used; write [[topics.alias]] in double brackets`},
	{"unknown key of an alias", "[[topics.alias]]\n[[topics.alias]]\n  names = \"a\"",
		`config.toml:3:3: topics.alias.names: no such key; configuration not used; did you mean name?`},
	{"number for alias", "[[topics.alias]]\nname = \"a\"\nalso = [\"b\", 5]",
		`config.toml:3:14: topics.alias.also: must be a string, not a whole number; configuration not used; write it in quotes`},
	{"key below alias", "[[topics.alias]]\nname.x.y = 1",
		`config.toml:2:1: topics.alias.name: must be a string, not a table; configuration not used; write it in quotes`},
	{"empty title", "[site]\ntitle = \" \"",
		`config.toml:2:1: site.title: is empty; configuration not used; name the site, or remove the key`},
	{"line break in title", "[site]\ntitle = \"\"\"a\nb\"\"\"",
		`config.toml:2:1: site.title: "a\nb" has a line break or another control character; configuration not used; write it on one line`},
	{"base url without scheme", "[site]\nbase_url = \"example.org\"",
		`config.toml:2:1: site.base_url: "example.org" does not begin with http:// or https://; configuration not used; write a scheme, a host and, if need be, a path: "https://example.org"`},
	{"base url with port only", "[site]\nbase_url = \"example.org:8080\"",
		`config.toml:2:1: site.base_url: "example.org:8080" does not begin with http:// or https://; configuration not used; write a scheme, a host and, if need be, a path: "https://example.org"`},
	{"base url of another scheme", "[site]\nbase_url = \"ftp://example.org\"",
		`config.toml:2:1: site.base_url: "ftp://example.org" does not begin with http:// or https://; configuration not used; write a scheme, a host and, if need be, a path: "https://example.org"`},
	{"base url without host", "[site]\nbase_url = \"http://\"",
		`config.toml:2:1: site.base_url: "http://" has no host; configuration not used; write a scheme, a host and, if need be, a path: "https://example.org"`},
	{"base url with query", "[site]\nbase_url = \"http://example.org/?\"",
		`config.toml:2:1: site.base_url: "http://example.org/?" has a query; configuration not used; write a scheme, a host and, if need be, a path: "https://example.org"`},
	{"base url with fragment", "[site]\nbase_url = \"http://example.org/#top\"",
		`config.toml:2:1: site.base_url: "http://example.org/#top" has a fragment; configuration not used; write a scheme, a host and, if need be, a path: "https://example.org"`},
	{"base url with user", "[site]\nbase_url = \"http://me:pw@example.org\"",
		`config.toml:2:1: site.base_url: "http://…@example.org" has a user name; configuration not used; write a scheme, a host and, if need be, a path: "https://example.org"`},
	{"base url with port too high", "[site]\nbase_url = \"http://example.org:99999\"",
		`config.toml:2:1: site.base_url: "http://example.org:99999" has a port above 65535; configuration not used; write a scheme, a host and, if need be, a path: "https://example.org"`},
	{"base url with dots", "[site]\nbase_url = \"http://example.org/a/../b\"",
		`config.toml:2:1: site.base_url: "http://example.org/a/../b" has a path with empty or dotted parts; configuration not used; write a scheme, a host and, if need be, a path: "https://example.org"`},
	{"base url not ASCII", "[site]\nbase_url = \"http://bücher.example\"",
		`config.toml:2:1: site.base_url: "http://bücher.example" has a host that is not ASCII; DNS knows it as xn--…; configuration not used; write a scheme, a host and, if need be, a path: "https://example.org"`},
	{"base url with space", "[site]\nbase_url = \"http://example.org/a b\"",
		`config.toml:2:1: site.base_url: "http://example.org/a b" is not a URL; configuration not used; write a scheme, a host and, if need be, a path: "https://example.org"`},
	{"language", "[site]\nlanguage = \"english\"",
		`config.toml:2:1: site.language: "english" is not a language tag; configuration not used; write a BCP 47 tag such as "en" or "zh-Hant"`},
	{"language of content", "[[content]]\nlanguage = \"xx\"",
		`config.toml:2:1: content.language: "xx" is not a language tag; configuration not used; write a BCP 47 tag such as "en" or "zh-Hant"`},
	{"no language", "[site]\nlanguage = \"\"",
		`config.toml:2:1: site.language: "" is not a language tag; configuration not used; write a BCP 47 tag such as "en" or "zh-Hant"`},
	{"timezone", "[site]\ntimezone = \"Europe/Berln\"",
		`config.toml:2:1: site.timezone: "Europe/Berln" is not a time zone that this machine knows; configuration not used; write "UTC" or a name of the IANA database, such as "Europe/Berlin"`},
	{"timezone of the machine", "[site]\ntimezone = \"Local\"",
		`config.toml:2:1: site.timezone: "Local" is not a time zone that this machine knows; configuration not used; write "UTC" or a name of the IANA database, such as "Europe/Berlin"`},
	{"no timezone", "[site]\ntimezone = \"\"",
		`config.toml:2:1: site.timezone: "" is not a time zone that this machine knows; configuration not used; write "UTC" or a name of the IANA database, such as "Europe/Berlin"`},
	{"authority without year", "[site]\nid_authority = \"example.org\"",
		`config.toml:2:1: site.id_authority: "example.org" is not a name, a comma and a year (RFC 4151); configuration not used; write a domain in lower case and a year in which it is yours: "example.org,2026"`},
	{"authority with impossible date", "[site]\nid_authority = \"example.org,2026-13\"",
		`config.toml:2:1: site.id_authority: "example.org,2026-13" is not a name, a comma and a year (RFC 4151); configuration not used; write a domain in lower case and a year in which it is yours: "example.org,2026"`},
	{"authority in capitals", "[site]\nid_authority = \"Example.org,2026\"",
		`config.toml:2:1: site.id_authority: "Example.org,2026" is not a name, a comma and a year (RFC 4151); configuration not used; write a domain in lower case and a year in which it is yours: "example.org,2026"`},
	{"icon", "[site]\nicon = \"icon.png\"",
		`config.toml:2:1: site.icon: "icon.png" does not begin with http:// or https://; configuration not used; write the absolute URL of an image: "https://example.org/icon.png"`},
	{"language of a folder", "[[content]]\nlanguages = [\"de\", \"german\"]",
		`config.toml:2:20: content.languages: "german" is not a language tag; configuration not used; write a BCP 47 tag such as "en" or "zh-Hant"`},
	{"long separator", "[[content]]\ntopic_separator = \" and also \"",
		`config.toml:2:1: content.topic_separator: " and also " is longer than 8 characters; configuration not used; write what stands between two topics: ",", ";", " "`},
	{"no file of authors", "[[content]]\nauthors = [\"a.yml\", \"\"]",
		`config.toml:2:21: content.authors: is empty; configuration not used; name a file of authors: "data/authors.yml"`},
	{"empty dir", "[[content]]\ndir = \"\"",
		`config.toml:2:1: content.dir: is empty; configuration not used; name the directory of the articles: "news"`},
	{"mount with dots", "[[content]]\nmount = \"/a/../b\"",
		`config.toml:2:1: content.mount: "/a/../b" is not a prefix of URL paths; configuration not used; write names between slashes, without ".." or a query: "/", "/zh", "/news/en"`},
	{"mount with query", "[[content]]\nmount = \"/a?b\"",
		`config.toml:2:1: content.mount: "/a?b" is not a prefix of URL paths; configuration not used; write names between slashes, without ".." or a query: "/", "/zh", "/news/en"`},
	{"mount of topics", "[[content]]\nmount = \"/topics/x\"",
		`config.toml:2:1: content.mount: "/topics/x" is a prefix under which Dateline serves other pages; configuration not used; write another prefix: "/news"`},
	{"mount of a year", "[[content]]\nmount = \"2026\"",
		`config.toml:2:1: content.mount: "/2026" is a prefix under which Dateline serves other pages; configuration not used; write another prefix: "/news"`},
	{"mount of a later page", "[[content]]\nmount = \"/hub\"",
		`config.toml:2:1: content.mount: "/hub" is a prefix under which Dateline serves other pages; configuration not used; write another prefix: "/news"`},
	{"mount of topics below another", "[[content]]\nmount = \"/zh\"\n[[content]]\ndir = \"b\"\nmount = \"/zh/topics\"",
		`config.toml:5:1: content.mount: "/zh/topics" is a prefix under which Dateline serves other pages of the directory at "/zh"; configuration not used; write another prefix: "/news"`},
	{"mount of a year below another", "[[content]]\ndir = \"b\"\nmount = \"/news/en/2026\"\n[[content]]\nmount = \"/news/en\"",
		`config.toml:3:1: content.mount: "/news/en/2026" is a prefix under which Dateline serves other pages of the directory at "/news/en"; configuration not used; write another prefix: "/news"`},
	{"title at the root", "[[content]]\ntitle = \"News\"",
		`config.toml:2:1: content.title: has no effect on a directory at the root, whose pages and feeds are those of the site; configuration not used; write site.title instead, or give the directory a mount: "/zh"`},
	{"same mount", "[[content]]\ndir = \"en\"\n\n[[content]]\ndir = \"zh\"\nmount = \"/\"",
		`config.toml:6:1: content.mount: "/" is already the mount of en; configuration not used; give every [[content]] a mount of its own`},
	{"same default mount", "[[content]]\ndir = \"en\"\n\n[[content]]\ndir = \"zh\"",
		`config.toml:4:3: content.mount: "/" is already the mount of en; configuration not used; give every [[content]] a mount of its own`},
	{"same mount but for a slash", "[[content]]\ndir = \"en\"\nmount = \"/x\"\n[[content]]\ndir = \"zh\"\nmount = \"x/\"",
		`config.toml:6:1: content.mount: "/x" is already the mount of en; configuration not used; give every [[content]] a mount of its own`},
	{"same dir", "[[content]]\n[[content]]\ndir = \"./news\"\nmount = \"/b\"",
		`config.toml:3:1: content.dir: "./news" is already in another [[content]]; configuration not used; keep one of the two; aliases give a directory further prefixes`},
	{"alias", "[[content]]\naliases = [\"/a\", \"/b#c\"]",
		`config.toml:2:18: content.aliases: "/b#c" is not a prefix of URL paths; configuration not used; write names between slashes, without ".." or a query: "/", "/zh", "/news/en"`},
	{"pattern", "[[content]]\nignore = [\"ok/**\", \"[a\"]",
		`config.toml:2:20: content.ignore: "[a" is not a pattern; configuration not used; close its brackets and braces: "drafts/**", "*.{md,txt}", "[!a-z]*"`},
	{"empty pattern", "[[content]]\nignore = [\"\"]",
		`config.toml:2:11: content.ignore: the pattern is empty; configuration not used; remove it from the list`},
	{"absolute pattern", "[[content]]\nignore = [\"/drafts/**\"]",
		`config.toml:2:11: content.ignore: "/drafts/**" matches nothing: paths are relative to the content directory; configuration not used; write "drafts/**"`},
	{"empty label", "[grammar]\nsource = [\"Source\", \"\"]",
		`config.toml:2:21: grammar.source: label "" is empty; configuration not used; write the text of the label, or remove it from the list`},
	{"label of a colon", "[grammar]\ncover = [\"：\"]",
		`config.toml:2:10: grammar.cover: label "：" is empty; configuration not used; write the text of the label, or remove it from the list`},
	{"label twice", "[grammar]\nrelated = [\"SOURCE :\"]",
		`config.toml:2:12: grammar.related: label "SOURCE :" is also in grammar.source; configuration not used; keep it in one of the lists`},
	{"no items", "[feeds]\nitems = 0",
		`config.toml:2:1: feeds.items: 0 is out of range; configuration not used; write a number from 1 to 10000`},
	{"negative items", "[feeds]\nitems = -5",
		`config.toml:2:1: feeds.items: -5 is out of range; configuration not used; write a number from 1 to 10000`},
	{"too many items", "[feeds]\nitems = 10001",
		`config.toml:2:1: feeds.items: 10001 is out of range; configuration not used; write a number from 1 to 10000`},
	{"content mode", "[feeds]\ncontent = \"short\"",
		`config.toml:2:1: feeds.content: "short" is neither "full" nor "summary"; configuration not used; write one of the two`},
	{"level of the log", "[log]\nlevel = \"verbose\"",
		`config.toml:2:1: log.level: "verbose" is not a level; configuration not used; write one of: debug, info, warn, error`},
	{"format of the log", "[log]\nformat = \"xml\"",
		`config.toml:2:1: log.format: "xml" is neither "text" nor "json"; configuration not used; write one of the two`},
	{"age in shared caches", "[feeds]\nshared_max_age = \"1500ms\"",
		`config.toml:2:1: feeds.shared_max_age: 1.5s is not a whole number of seconds, 0 or more; configuration not used; write how long caches between readers and the site keep a feed without asking: "1m"`},
	{"item link", "[feeds]\nitem_link = \"pages\"",
		`config.toml:2:1: feeds.item_link: "pages" is neither "page", "source" nor a URL; configuration not used; write "page", "source", or a URL such as "https://example.org{path}"`},
	{"item link without placeholder", "[feeds]\nitem_link = \"https://example.org/\"",
		`config.toml:2:1: feeds.item_link: "https://example.org/" has no {path}; configuration not used; write "page", "source", or a URL such as "https://example.org{path}"`},
	{"item link with another placeholder", "[feeds]\nitem_link = \"https://example.org{path}?{slug}\"",
		`config.toml:2:1: feeds.item_link: "https://example.org{path}?{slug}" has braces around something other than path; configuration not used; write "page", "source", or a URL such as "https://example.org{path}"`},
	{"item link without scheme", "[feeds]\nitem_link = \"example.org{path}\"",
		`config.toml:2:1: feeds.item_link: "example.org{path}" does not begin with http:// or https://; configuration not used; write "page", "source", or a URL such as "https://example.org{path}"`},
	{"item link with one slash", "[feeds]\nitem_link = \"http:/{path}\"",
		`config.toml:2:1: feeds.item_link: "http:/{path}" does not begin with http:// or https://; configuration not used; write "page", "source", or a URL such as "https://example.org{path}"`},
	{"item link with placeholder as host", "[feeds]\nitem_link = \"https://{path}\"",
		`config.toml:2:1: feeds.item_link: "https://{path}" does not begin with http:// or https://; configuration not used; write "page", "source", or a URL such as "https://example.org{path}"`},
	{"listen without port", "[server]\nlisten = \"127.0.0.1\"",
		`config.toml:2:1: server.listen: "127.0.0.1" is not an address with a port; configuration not used; write host:port: "127.0.0.1:8080", "[::1]:8080", or ":8080" for every interface`},
	{"listen with empty port", "[server]\nlisten = \"127.0.0.1:\"",
		`config.toml:2:1: server.listen: port "" is not a number from 0 to 65535; configuration not used; write digits: "127.0.0.1:8080"`},
	{"listen with name of port", "[server]\nlisten = \":http\"",
		`config.toml:2:1: server.listen: port "http" is not a number from 0 to 65535; configuration not used; write digits: "127.0.0.1:8080"`},
	{"listen with port too high", "[server]\nlisten = \":65536\"",
		`config.toml:2:1: server.listen: port "65536" is not a number from 0 to 65535; configuration not used; write digits: "127.0.0.1:8080"`},
	{"listen to URL", "[server]\nlisten = \"http://127.0.0.1:80\"",
		`config.toml:2:1: server.listen: "http://127.0.0.1:80" is not an address with a port; configuration not used; write host:port: "127.0.0.1:8080", "[::1]:8080", or ":8080" for every interface`},
	{"listen with bare IPv6", "[server]\nlisten = \"::1:8080\"",
		`config.toml:2:1: server.listen: "::1:8080" is not an address with a port; configuration not used; write host:port: "127.0.0.1:8080", "[::1]:8080", or ":8080" for every interface`},
	{"listen to nonsense", "[server]\nlisten = \"a b:80\"",
		`config.toml:2:1: server.listen: "a b" is not a host; configuration not used; write an IP address or a host name: "127.0.0.1:8080"`},
	{"superseded", "[[content]]\nsuperseded = \"drop\"",
		`config.toml:2:1: content.superseded: "drop" is neither "keep" nor "hide"; configuration not used; write one of the two`},
	{"share without sign", "[[content]]\nmax_removal = \"20\"",
		`config.toml:2:1: content.max_removal: "20" is not a percentage; configuration not used; write a whole number from 0 to 100 with its sign: "20%"`},
	{"share above all", "[[content]]\nmax_removal = \"101%\"",
		`config.toml:2:1: content.max_removal: "101%" is not a percentage; configuration not used; write a whole number from 0 to 100 with its sign: "20%"`},
	{"share below nothing", "[[content]]\nmax_removal = \"-1%\"",
		`config.toml:2:1: content.max_removal: "-1%" is not a percentage; configuration not used; write a whole number from 0 to 100 with its sign: "20%"`},
	{"fraction of a share", "[[content]]\nmax_removal = \"2.5%\"",
		`config.toml:2:1: content.max_removal: "2.5%" is not a percentage; configuration not used; write a whole number from 0 to 100 with its sign: "20%"`},
	{"negative grace", "[[content]]\ngrace = \"-1s\"",
		`config.toml:2:1: content.grace: -1s is out of range; configuration not used; write a duration up to a day: "2m"`},
	{"grace of more than a day", "[[content]]\ndir = \"a\"\n[[content]]\ndir = \"b\"\nmount = \"/b\"\ngrace = \"24h0m1s\"",
		`config.toml:6:1: content.grace: 24h0m1s is out of range; configuration not used; write a duration up to a day: "2m"`},
	{"grace of half a second", "[[content]]\ngrace = \"500ms\"",
		`config.toml:2:1: content.grace: 500ms is not a whole number of seconds; configuration not used; write whole seconds: "2m"`},
	{"empty topic to ignore", "[topics]\nignore = [\"a\", \" \"]",
		`config.toml:2:16: topics.ignore: the name is empty; configuration not used; write the name of a topic`},
	{"pattern of topics", "[topics]\nignore = [\"Misc*\", \"[a\"]",
		`config.toml:2:20: topics.ignore: "[a" is not a pattern; configuration not used; close its brackets, or write \\[ for a bracket in a name: "Misc*", "[A-Z]"`},
	{"empty topic to keep whole", "[topics]\nkeep_whole = [\"\"]",
		`config.toml:2:15: topics.keep_whole: the name is empty; configuration not used; write the name of a topic`},
	{"topic that is whole", "[topics]\nkeep_whole = [\"Jasper, Texas\", \"Jasper,Texas\"]",
		`config.toml:2:32: topics.keep_whole: "Jasper,Texas" is never split, since it has no comma followed by a space; configuration not used; write it as articles do: "Jasper, Texas"`},
	{"no articles", "[topics]\nmin_articles = 0",
		`config.toml:2:1: topics.min_articles: 0 is out of range; configuration not used; write a number from 1 to 1000000`},
	{"too many articles", "[topics]\nmin_articles = 1_000_001",
		`config.toml:2:1: topics.min_articles: 1000001 is out of range; configuration not used; write a number from 1 to 1000000`},
	{"alias without name", "[[topics.alias]]\nalso = [\"USA\"]",
		`config.toml:1:3: topics.alias.name: the name is empty; configuration not used; write the name of a topic`},
	{"alias of nothing", "[[topics.alias]]\nname = \"USA\"\nalso = []",
		`config.toml:3:1: topics.alias.also: is empty; configuration not used; write the other names of the topic: also = ["U.S.", "USA"]`},
	{"empty alias", "[[topics.alias]]\nname = \"USA\"\nalso = [\"U.S.\", \"\"]",
		`config.toml:3:17: topics.alias.also: the name is empty; configuration not used; write the name of a topic`},
	{"alias of itself", "[[topics.alias]]\nname = \"Straße\"\nalso = [\"STRASSE\"]",
		`config.toml:3:9: topics.alias.also: "STRASSE" is the name itself, since case does not matter; configuration not used; remove it from the list`},
	{"alias twice", "[[topics.alias]]\nname = \"USA\"\nalso = [\"U.S.\", \"u.s.\"]",
		`config.toml:3:17: topics.alias.also: "u.s." is already an alias of "USA"; configuration not used; keep it in one of the lists`},
	{"alias of two", "[[topics.alias]]\nname = \"USA\"\nalso = [\"US\"]\n[[topics.alias]]\nname = \"Us (film)\"\nalso = [\"us\"]",
		`config.toml:6:9: topics.alias.also: "us" is already an alias of "USA"; configuration not used; keep it in one of the lists`},
	{"two lists of one topic", "[[topics.alias]]\nname = \"USA\"\nalso = [\"US\"]\n[[topics.alias]]\nname = \" usa \"\nalso = [\"U.S.\"]",
		`config.toml:5:1: topics.alias.name: "usa" already has a [[topics.alias]]; configuration not used; put its aliases into one list`},
	{"chain of aliases", "[[topics.alias]]\nname = \"A\"\nalso = [\"B\"]\n[[topics.alias]]\nname = \"b\"\nalso = [\"C\"]",
		`config.toml:3:9: topics.alias.also: "B" is the name of another [[topics.alias]]: an alias cannot lead to another alias; configuration not used; keep one of the two names, and list all others under it`},
	{"cycle of aliases", "topics.alias = [{name = \"A\", also = [\"B\"]}, {name = \"B\", also = [\"A\"]}]",
		"config.toml:1:38: topics.alias.also: \"B\" is the name of another [[topics.alias]]: an alias cannot lead to another alias; configuration not used; keep one of the two names, and list all others under it\n" +
			`config.toml:1:66: topics.alias.also: "A" is the name of another [[topics.alias]]: an alias cannot lead to another alias; configuration not used; keep one of the two names, and list all others under it`},
	{"negative hours", "[feeds]\nhours = -1",
		`config.toml:2:1: feeds.hours: -1 is out of range; configuration not used; write a number from 0 to 8760`},
	{"too many hours", "[feeds]\nhours = 2147483647",
		`config.toml:2:1: feeds.hours: 2147483647 is out of range; configuration not used; write a number from 0 to 8760`},
	{"too few bytes", "[feeds]\nmax_bytes = 9999",
		`config.toml:2:1: feeds.max_bytes: 9999 is out of range; configuration not used; write a number of at least 10000`},
	{"no number of days", "[feeds]\nlate = \"a month\"",
		`config.toml:2:1: feeds.late: "a month" is not a number of days; configuration not used; write a whole number with a d: "30d"`},
	{"negative days", "[feeds]\nlate = \"-1d\"",
		`config.toml:2:1: feeds.late: "-1d" is not a number of days; configuration not used; write a whole number with a d: "30d"`},
	{"too many days", "[feeds]\nlate = \"3651d\"",
		`config.toml:2:1: feeds.late: 3651d is out of range; configuration not used; write a number of days from 0d to 3650d`},
	{"days as hours", "[feeds]\nlate = \"720h\"",
		`config.toml:2:1: feeds.late: "720h" is not a number of days; configuration not used; write a whole number with a d: "30d"`},
	{"no items at least", "[feeds]\nmin_items = 0",
		`config.toml:2:1: feeds.min_items: 0 is out of range; configuration not used; write a number from 1 to 10000`},
	{"too many items at least", "[feeds]\nmin_items = 10001",
		`config.toml:2:1: feeds.min_items: 10001 is out of range; configuration not used; write a number from 1 to 10000`},
	{"entries too small", "[feeds]\nmax_entry = 999",
		`config.toml:2:1: feeds.max_entry: 999 is out of range; configuration not used; write a number of at least 1000`},
	{"admin without port", "[server]\nadmin = \"localhost\"",
		`config.toml:2:1: server.admin: "localhost" is not an address with a port; configuration not used; write host:port: "127.0.0.1:8080", "[::1]:8080", or ":8080" for every interface`},
	{"admin on the port of all", "[server]\nlisten = \":80\"\nadmin = \"127.0.0.1:80\"",
		`config.toml:3:1: server.admin: listen ":80" and admin "127.0.0.1:80" use the same port; configuration not used; write another port for one of them, or admin = "" to turn it off`},
	{"listen at the default of admin", "[server]\nlisten = \"127.0.0.1:9080\"",
		`config.toml:2:1: server.listen: listen "127.0.0.1:9080" and admin "127.0.0.1:9080" use the same port; configuration not used; write another port for one of them, or admin = "" to turn it off`},
	{"redirect on the port of readers", "[server]\nlisten = \":80\"\nredirect = \":80\"",
		`config.toml:3:1: server.redirect: listen ":80" and redirect ":80" use the same port; configuration not used; write another port for one of them, or redirect = "" to turn it off`},
	{"redirect on the port of admin", "[server]\nredirect = \"127.0.0.1:9080\"",
		`config.toml:2:1: server.redirect: admin "127.0.0.1:9080" and redirect "127.0.0.1:9080" use the same port; configuration not used; write another port for one of them, or redirect = "" to turn it off`},
	{"redirect without port", "[server]\nredirect = \"localhost\"",
		`config.toml:2:1: server.redirect: "localhost" is not an address with a port; configuration not used; write host:port: "127.0.0.1:8080", "[::1]:8080", or ":8080" for every interface`},
	{"HSTS without TLS", "[server]\nhsts = \"8760h\"",
		`config.toml:2:1: server.hsts: browsers would use TLS only, but site.base_url is "http://127.0.0.1:8080"; configuration not used; write https in site.base_url, or hsts = "0s"`},
	{"HSTS of less than a second", "[site]\nbase_url = \"https://example.org\"\n[server]\nhsts = \"500ms\"",
		`config.toml:4:1: server.hsts: 500ms is not a whole number of seconds, 0 or more; configuration not used; write how long browsers must use TLS only: "8760h", or "0s" to turn it off`},
	{"HSTS of less than nothing", "[site]\nbase_url = \"https://example.org\"\n[server]\nhsts = \"-1s\"",
		`config.toml:4:1: server.hsts: -1s is not a whole number of seconds, 0 or more; configuration not used; write how long browsers must use TLS only: "8760h", or "0s" to turn it off`},
	{"certificate without key", "[server]\ntls_cert = \"a.pem\"",
		`config.toml:2:1: server.tls_cert: tls_cert and tls_key must be set together; configuration not used; name the files of both the certificate and its key, or of neither`},
	{"key without certificate", "[server]\ntls_key = \"a.pem\"",
		`config.toml:2:1: server.tls_key: tls_cert and tls_key must be set together; configuration not used; name the files of both the certificate and its key, or of neither`},
	{"two certificates", "[server]\ntls_cert = \"a.pem\"\ntls_key = \"b.pem\"\ntls_hosts = [\"example.org\"]",
		`config.toml:4:1: server.tls_hosts: there is already a certificate, in tls_cert; configuration not used; keep one of tls_cert and tls_hosts`},
	{"certificate for an address", "[server]\ntls_hosts = [\"example.org\", \"10.0.0.1\"]",
		`config.toml:2:29: server.tls_hosts: "10.0.0.1" is not a host name; configuration not used; write a DNS name in lower case: "news.example.org"`},
	{"certificates kept nowhere", "[server]\ntls_hosts = [\"example.org\"]\ntls_cache = \"\"",
		`config.toml:3:1: server.tls_cache: is empty; configuration not used; name the directory that keeps certificates: "certificates"`},
	{"proxy by name", "[server]\ntrusted_proxies = [\"proxy.example\"]",
		`config.toml:2:20: server.trusted_proxies: "proxy.example" is not a network; configuration not used; write an address or a network: "10.0.0.1", "10.0.0.0/8", "2001:db8::/32"`},
	{"network with an address", "[server]\ntrusted_proxies = [\"10.0.0.1/8\"]",
		`config.toml:2:20: server.trusted_proxies: "10.0.0.1/8" is not a network; configuration not used; write an address or a network: "10.0.0.1", "10.0.0.0/8", "2001:db8::/32"`},
	{"no connections", "[server]\nconnections = 0",
		`config.toml:2:1: server.connections: 0 is out of range; configuration not used; write a number from 1 to 1000000`},
	{"negative rate", "[server]\nrate = -1",
		`config.toml:2:1: server.rate: -1 is out of range; configuration not used; write a number from 0 to 1000000`},
	{"small cache", "[server]\ncache_bytes = 1000",
		`config.toml:2:1: server.cache_bytes: 1000 is out of range; configuration not used; write a number from 1048576 to ` + fmt.Sprint(min(1<<40, math.MaxInt))},
	{"no time", "[server]\nidle_timeout = \"10ms\"",
		`config.toml:2:1: server.idle_timeout: 10ms is shorter than 1s; configuration not used; write how long to wait for a client: "30s"`},
	{"no age", "[feeds]\nmin_age = \"0s\"",
		`config.toml:2:1: feeds.min_age: 0s is shorter than 1s; configuration not used; write how long caches keep a feed without asking: "1m"`},
	{"ages in disorder", "[feeds]\nmax_age = \"30s\"",
		`config.toml:2:1: feeds.max_age: max_age 30s is shorter than min_age 1m0s; configuration not used; write a longer max_age or a shorter min_age`},
	{"no ledger", "[ledger]\nurl = \"\"",
		`config.toml:2:1: ledger.url: is empty; configuration not used; write "sqlite:" and the path of a file: "sqlite:dateline.db"`},
	{"ledger without scheme", "[ledger]\nurl = \"dateline.db\"",
		`config.toml:2:1: ledger.url: "dateline.db" does not begin with sqlite:; configuration not used; write "sqlite:" and the path of a file: "sqlite:dateline.db"`},
	{"ledger in PostgreSQL", "[ledger]\nurl = \"postgres://me:secret@db.example/dateline\"",
		`config.toml:2:1: ledger.url: "postgres://…@db.example/dateline": a ledger in PostgreSQL is not supported yet; configuration not used; write "sqlite:" and the path of a file: "sqlite:dateline.db"`},
	{"ledger without file", "[ledger]\nurl = \"sqlite:\"",
		`config.toml:2:1: ledger.url: "sqlite:" does not name a file; configuration not used; write "sqlite:" and the path of a file: "sqlite:dateline.db"`},
	{"ledger in memory", "[ledger]\nurl = \"sqlite::memory:\"",
		`config.toml:2:1: ledger.url: "sqlite::memory:" does not name a file; configuration not used; write "sqlite:" and the path of a file: "sqlite:dateline.db"`},
	{"ledger with host", "[ledger]\nurl = \"sqlite://db.example/x.db\"",
		`config.toml:2:1: ledger.url: "sqlite://db.example/x.db" does not name a file; configuration not used; write "sqlite:" and the path of a file: "sqlite:dateline.db"`},
	{"ledger that is a directory", "[ledger]\nurl = \"sqlite:data/..\"",
		`config.toml:2:1: ledger.url: "sqlite:data/.." does not name a file; configuration not used; write "sqlite:" and the path of a file: "sqlite:dateline.db"`},
	{"ledger with parameters", "[ledger]\nurl = \"sqlite:x.db?mode=ro\"",
		`config.toml:2:1: ledger.url: "sqlite:x.db?mode=ro" does not name a file; configuration not used; write "sqlite:" and the path of a file: "sqlite:dateline.db"`},
	{"duration", "[watch]\nsettle = \"300\"",
		`config.toml:2:1: watch.settle: "300" is not a duration; configuration not used; write a number with a unit: "300ms", "5s", "10m", "1h30m"`},
	{"mode", "[watch]\nmode = \"inotify\"",
		`config.toml:2:1: watch.mode: "inotify" is neither "auto" nor "poll"; configuration not used; write one of the two`},
	{"no settle", "[watch]\nsettle = \"0s\"",
		`config.toml:2:1: watch.settle: 0s is not greater than 0; configuration not used; write how long a file must be quiet before it is read: "300ms"`},
	{"negative settle", "[watch]\nsettle = \"-1s\"",
		`config.toml:2:1: watch.settle: -1s is not greater than 0; configuration not used; write how long a file must be quiet before it is read: "300ms"`},
	{"settle above default max_delay", "[watch]\nsettle = \"10s\"",
		`config.toml:2:1: watch.settle: max_delay 5s is shorter than settle 10s; configuration not used; write a longer max_delay or a shorter settle`},
	{"max_delay below settle", "[watch]\nsettle = \"2s\"\nmax_delay = \"1s\"",
		`config.toml:3:1: watch.max_delay: max_delay 1s is shorter than settle 2s; configuration not used; write a longer max_delay or a shorter settle`},
	{"max_delay below default settle", "[watch]\nmax_delay = \"1ms\"",
		`config.toml:2:1: watch.max_delay: max_delay 1ms is shorter than settle 300ms; configuration not used; write a longer max_delay or a shorter settle`},
	{"rescan", "[watch]\nrescan = \"0s\"",
		`config.toml:2:1: watch.rescan: 0s is shorter than 1s; configuration not used; write the time from one full scan to the next: "10m"`},
	{"no value", "[site]\ntitle =",
		`config.toml:2:7: expected value, not end of input; configuration not used; correct the TOML here; https://toml.io has its rules`},
	{"no quotes", "[site]\ntitle = Dateline",
		`config.toml:2:9: unexpected character 'D' at start of value; configuration not used; correct the TOML here; https://toml.io has its rules`},
	{"no equals", "[site]\ntitle \"x\"",
		`config.toml:2:7: expected '=' after key; configuration not used; correct the TOML here; https://toml.io has its rules`},
	{"open string", "[site]\ntitle = \"x",
		`config.toml:2:10: unterminated basic string; configuration not used; correct the TOML here; https://toml.io has its rules`},
	{"open string that ends with a wide character", "[grammar]\ncover = [\"：",
		`config.toml:2:11: unterminated basic string; configuration not used; correct the TOML here; https://toml.io has its rules`},
	{"open table", "[site\ntitle = \"x\"",
		`config.toml:1:6: expected ']' to close table name; configuration not used; correct the TOML here; https://toml.io has its rules`},
	{"key not ASCII", "[site]\nö = 1",
		`config.toml:2:1: invalid character at start of key: 'ö'; configuration not used; correct the TOML here; https://toml.io has its rules`},
	{"column in characters", `site = { title = "größe", ü = 1 }`,
		`config.toml:1:27: invalid character at start of key: 'ü'; configuration not used; correct the TOML here; https://toml.io has its rules`},
	{"escape", "[site]\ntitle = \"C:\\quit\"",
		`config.toml:2:12: invalid escape character 'q'; configuration not used; correct the TOML here; https://toml.io has its rules`},
	{"key twice", "[site]\ntitle = \"a\"\ntitle = \"b\"",
		`config.toml:3:1: key title is already defined; configuration not used; keep one of the two`},
	{"table twice", "[site]\n[feeds]\n[site]",
		`config.toml:3:2: table site already exists; configuration not used; keep one of the two`},
	{"number too large", "[feeds]\nitems = 99999999999999999999",
		`config.toml:2:9: the number is too large; configuration not used; correct the TOML here; https://toml.io has its rules`},
	{"two on a line", `[site] title = "x"`,
		`config.toml:1:8: expected newline but got 't'; configuration not used; correct the TOML here; https://toml.io has its rules`},
	{"several", "[feeds]\nitems = \"5\"\n[site]\ntitel = \"x\"\nbase_url = \"not judged yet\"\nlanguage = 1",
		"config.toml:2:1: feeds.items: must be a whole number, not a string; configuration not used; write digits without quotes: items = 50\nconfig.toml:4:1: site.titel: no such key; configuration not used; did you mean title?\nconfig.toml:6:1: site.language: must be a string, not a whole number; configuration not used; write it in quotes"},
	{"several values", "[feeds]\nitems = 0\n[site]\ntitle = \"\"\nbase_url = \"x\"",
		"config.toml:2:1: feeds.items: 0 is out of range; configuration not used; write a number from 1 to 10000\nconfig.toml:4:1: site.title: is empty; configuration not used; name the site, or remove the key\nconfig.toml:5:1: site.base_url: \"x\" does not begin with http:// or https://; configuration not used; write a scheme, a host and, if need be, a path: \"https://example.org\""},
}

func TestBad(t *testing.T) {
	for _, test := range bad {
		t.Run(test.name, func(t *testing.T) {
			c, err := Parse("config.toml", []byte(test.text))
			if err == nil {
				t.Fatalf("no error, %+v", c)
			}
			if err.Error() != test.want {
				t.Errorf("%q\ngot  %s\nwant %s", test.text, err, test.want)
			}
		})
	}
}

// TestBadNumber checks that numbers are refused as written, even if an int has
// only 32 bits.
func TestBadNumber(t *testing.T) {
	for _, number := range []string{"9223372036854775807", "4294967296", "4294967297", "-4294967290"} {
		_, err := Parse("config.toml", []byte("[feeds]\nhours = "+number+"\nitems = "+number+"\n"))
		want := regexp.MustCompile(`^config.toml:2:1: feeds.hours: ` + number + ` is out of range; configuration not used; write a [^\n]+
config.toml:3:1: feeds.items: ` + number + ` is out of range; configuration not used; write a [^\n]+$`)
		if err == nil || !want.MatchString(err.Error()) {
			t.Errorf("%s: %v", number, err)
		}
	}
}

// An Error stays readable whatever the file is.
func TestBadManyFindings(t *testing.T) {
	text := ""
	for i := range 5000 {
		text += fmt.Sprintf("k%d=1\n", i)
	}
	_, err := Parse("config.toml", []byte(text))
	if e := new(Error); !errors.As(err, &e) || len(e.Findings) != maxFindings || e.Findings[19].Line != 20 {
		t.Errorf("%v", err)
	}
}

// What is nested without end costs no more than its size.
func TestBadNesting(t *testing.T) {
	for _, text := range []string{
		strings.Repeat("a.", maxSize/2-4) + "a=1",
		"[" + strings.Repeat("a.", maxSize/2-4) + "a]",
		"site." + strings.Repeat("title.", maxSize/6-4) + "a=1",
		"a=" + strings.Repeat("[", 1000) + strings.Repeat("]", 1000),
		"site.title=" + strings.Repeat("{a=[", 400) + strings.Repeat("]}", 400),
		strings.Repeat("[[a]]\n", maxSize/6),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := Parse("config.toml", []byte(text))
		runtime.ReadMemStats(&after)
		if n := after.TotalAlloc - before.TotalAlloc; n > 1000*maxSize {
			t.Errorf("%.40q…: %d bytes", text, n)
		}
		if e := new(Error); !errors.As(err, &e) || len(e.Findings) != 1 {
			t.Errorf("%.40q…: %v", text, err)
		}
	}
}

// What is repeated without end costs no more than its size either.
func TestBadRepetition(t *testing.T) {
	for _, text := range []string{
		strings.Repeat("[[content]]\n", maxSize/12-1),
		strings.Repeat("[[topics.alias]]\n", maxSize/17-1),
		"[grammar]\nsource = [" + strings.Repeat(`"", `, maxSize/4-8) + "]",
		"[topics]\nkeep_whole = [" + strings.Repeat(`1, `, maxSize/3-16) + "]",
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := Parse("config.toml", []byte(text))
		runtime.ReadMemStats(&after)
		if n := after.TotalAlloc - before.TotalAlloc; n > 1000*maxSize {
			t.Errorf("%.40q…: %d bytes", text, n)
		}
		if e := new(Error); !errors.As(err, &e) || len(e.Findings) == 0 || len(e.Findings) > maxFindings {
			t.Errorf("%.40q…: %v", text, err)
		}
	}
}

func TestBadEncoding(t *testing.T) {
	for text, want := range map[string]string{
		"[site]\n# caf\xe9":  "config.toml:2:6: the file is not UTF-8; configuration not used; save it as UTF-8",
		"\xff\xfe[\x00s\x00": "config.toml:1:1: the file is not UTF-8; configuration not used; save it as UTF-8",
		"\ufeff\xff":         "config.toml:1:1: the file is not UTF-8; configuration not used; save it as UTF-8",
	} {
		if _, err := Parse("config.toml", []byte(text)); err == nil || err.Error() != want {
			t.Errorf("%q\ngot  %v\nwant %s", text, err, want)
		}
	}
}
