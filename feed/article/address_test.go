package article

import "testing"

func TestReserved(t *testing.T) {
	for address, want := range map[string]bool{
		"/": true, "/feed": true, "/feed.rss": true, "/changes.json": true, "/digest/daily.atom": true, "/archive/2026-04.rss": true, "/sitemap-2026-04.xml": true,
		"/topics": true, "/topics/ai/x": true, "/lang/de": true, "/sources/a.example": true, "/covers/a": true, "/search/x": true, "/-/a": true, "/build/x": true, "/hub": true,
		"/help/deploy": true, "/robots.txt": true, "/llms.txt": true,
		"/2026": true, "/2026/4": true, "/2026/04/07": true, "/2026/04/feed.rss": true, "/2026/04/07/archive/2026.json": true, "/2026/changes.atom": true,

		"/feeds": false, "/feed/x": false, "/topic": false, "/Topics/x": false, "/archive/2026-04-07-x": false, "/archive/x.md": false, "/digest/x/feed.rss": false,
		"/changes/x": false, "/2026/04/07/slug": false, "/2026/04/07/01": false, "/20260": false, "/2026-04-07-x": false, "/2026/x": false, "/2026/04/x.json": false,
		"/news/2026/04/07": false, "/robots.txt/x": false, "/node.json": false, "/news/topics/ai": false,
	} {
		if got := Reserved(address); got != want {
			t.Errorf("%s is Dateline's own: %v", address, got)
		}
		if PageAt(Address(address)) != address || Reserved(address) == (Address(address) == address) {
			t.Errorf("%s stands at %s, where %s stands", address, Address(address), PageAt(Address(address)))
		}
	}
}
