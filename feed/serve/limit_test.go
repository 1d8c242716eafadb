package serve

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strconv"
	"strings"
	"testing"
	"time"

	"dateline/feed/audience"
)

func TestAddress(t *testing.T) {
	proxies := []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128"), netip.MustParsePrefix("10.0.0.0/8")}
	c := newClients(Limits{Rate: 1, Burst: 1, Proxies: proxies})
	for _, test := range []struct {
		name, remote string
		forwarded    []string
		want         string // empty: the client is not known
	}{
		{"alone", "203.0.113.7:5000", nil, "203.0.113.7"},
		{"an address of IPv4 in one of IPv6", "[::ffff:203.0.113.7]:5000", nil, "203.0.113.7"},
		{"with a zone", "[fe80::1%eth0]:5000", nil, "fe80::1"},
		{"who is no proxy is not believed", "203.0.113.7:5000", []string{"198.51.100.1"}, "203.0.113.7"},
		{"behind a proxy", "127.0.0.1:5000", []string{"198.51.100.1"}, "198.51.100.1"},
		{"behind a proxy of IPv6", "[::1]:5000", []string{"2001:db8::1"}, "2001:db8::1"},
		{"what stands before was sent by the client", "127.0.0.1:5000", []string{"192.0.2.1, 198.51.100.1"}, "198.51.100.1"},
		{"behind two proxies", "127.0.0.1:5000", []string{"198.51.100.1, 10.1.2.3"}, "198.51.100.1"},
		{"in two fields", "127.0.0.1:5000", []string{"192.0.2.1", "198.51.100.1,10.1.2.3"}, "198.51.100.1"},
		{"all in the second field", "127.0.0.1:5000", []string{"198.51.100.1", "10.1.2.3"}, "198.51.100.1"},
		{"a proxy that names nobody", "127.0.0.1:5000", nil, ""},
		{"a proxy that names itself", "127.0.0.1:5000", []string{"127.0.0.1"}, ""},
		{"nonsense", "127.0.0.1:5000", []string{"unknown"}, ""},
		{"nonsense before", "127.0.0.1:5000", []string{"_x, 198.51.100.1"}, "198.51.100.1"},
		{"empty", "127.0.0.1:5000", []string{""}, ""},
		{"with a port", "127.0.0.1:5000", []string{"198.51.100.1:80"}, "198.51.100.1"},
		{"no address", "@", nil, ""},
		{"over a socket", "@", []string{"198.51.100.1"}, "198.51.100.1"},
		{"over a socket of another system", "", []string{"198.51.100.1"}, "198.51.100.1"},
		{"over a socket that the client named", "/run/client.sock", []string{"192.0.2.1, 198.51.100.1"}, "198.51.100.1"},
		{"over a socket and behind a proxy", "@", []string{"198.51.100.1, 10.1.2.3"}, "198.51.100.1"},
		{"over a socket, from a proxy that names itself", "@", []string{"127.0.0.1"}, ""},
	} {
		r := &http.Request{RemoteAddr: test.remote, Header: http.Header{}}
		if test.forwarded != nil {
			r.Header["X-Forwarded-For"] = test.forwarded
		}
		before := strings.Join(test.forwarded, "|")
		got, ok := c.address(r)
		if ok != (test.want != "") || ok && got.String() != test.want {
			t.Errorf("%s: %v, %v, want %q", test.name, got, ok, test.want)
		}
		if strings.Join(test.forwarded, "|") != before {
			t.Errorf("%s: the header is %q now", test.name, test.forwarded)
		}
	}
	a := c.of(&http.Request{RemoteAddr: "[2001:db8::1]:1"})
	if b := c.of(&http.Request{RemoteAddr: "[2001:db8::2:3]:1"}); a == nil || a != b {
		t.Error("two addresses of one network are limited apart")
	}
	if b := c.of(&http.Request{RemoteAddr: "[2001:db8:0:1::1]:1"}); a == b {
		t.Error("two networks are limited together")
	}
}

// TestClient checks that requests from one address, one /64 or one proxy that
// does not forward addresses count as one client.
func TestClient(t *testing.T) {
	c := newClients(Limits{Proxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	known := map[netip.Addr]string{}
	for _, same := range [][]string{
		{"203.0.113.7:1", "203.0.113.7:2", "[::ffff:203.0.113.7]:1", "127.0.0.1:1 203.0.113.7"},
		{"[2001:db8::1]:1", "[2001:db8::2:3]:1", "127.0.0.1:1 2001:db8::4"},
		{"127.0.0.1:1", "127.0.0.1:2", "127.0.0.1:3 127.0.0.1"},
		{"127.0.0.2:1"},
		{"203.0.113.8:1"},
		{"[2001:db8:0:1::1]:1"},
		{"127.0.0.1:1 unknown", "@"},
	} {
		clients := map[netip.Addr]bool{}
		for _, from := range same {
			remote, forwarded, _ := strings.Cut(from, " ")
			r := &http.Request{RemoteAddr: remote, Header: http.Header{}}
			if forwarded != "" {
				r.Header.Set("X-Forwarded-For", forwarded)
			}
			client, one := c.client(r)
			clients[client] = true
			if many := strings.HasPrefix(same[0], "127") || strings.HasSuffix(same[0], "unknown"); one == many {
				t.Errorf("%s is one client: %v", from, one)
			}
		}
		for client := range clients {
			if other := known[client]; other != "" || len(clients) != 1 {
				t.Errorf("%q are %v, %q is too", same, clients, other)
			}
			known[client] = same[0]
		}
	}
}

// limited serves the site with a rate limit and a clock that stands still.
func limited(t *testing.T) (h *Handler, now *time.Time) {
	t.Helper()
	h, _ = newSite(t)
	now = new(time.Now().Add(time.Hour))
	h.Now = func() time.Time { return *now }
	h.Limits = Limits{Rate: 2, Burst: 10}
	h.clients = newClients(h.Limits)
	return h, now
}

func TestRate(t *testing.T) {
	h, now := limited(t)
	tag := ask(h, "GET", "/feed.rss").Header.Get("ETag")
	for range 9 {
		if r := ask(h, "GET", "/feed.rss"); r.StatusCode != 200 {
			t.Fatalf("within the burst: %d", r.StatusCode)
		}
	}
	r := ask(h, "GET", "/feed.rss")
	if seconds, err := strconv.Atoi(r.Header.Get("Retry-After")); r.StatusCode != 429 || err != nil || seconds != 1 || r.Header.Get("ETag") != "" || r.Header.Get("Cache-Control") != "no-store" {
		t.Fatalf("past the burst: %d, headers %v", r.StatusCode, r.Header)
	}
	for range 100 { // readers behind the same address
		if r := ask(h, "GET", "/feed.rss", "If-None-Match", tag); r.StatusCode != 304 {
			t.Fatalf("who has it already gets %d", r.StatusCode)
		}
	}
	if r := ask(h, "GET", "/feed.rss", "If-None-Match", `"x"`); r.StatusCode != 429 || r.Header.Get("Retry-After") == "" {
		t.Errorf("who has another version gets %d", r.StatusCode)
	}
	if r := ask(h, "GET", "/topics/space-flight/feed.rss", "If-None-Match", `"x"`); r.StatusCode != 429 {
		t.Errorf("who wants another feed gets %d", r.StatusCode)
	}
	*now = now.Add(time.Hour)
	if r := ask(h, "GET", "/feed.rss"); r.StatusCode != 200 {
		t.Errorf("an hour later: %d", r.StatusCode)
	}
}

// TestDebt checks that a client that keeps sending is refused for as long as it
// does, and after that for no longer than its burst takes to refill.
func TestDebt(t *testing.T) {
	h, now := limited(t)
	for range 1000 {
		ask(h, "GET", "/search?q=text", "If-None-Match", `"x"`)
	}
	r := ask(h, "GET", "/feed.rss")
	if seconds, _ := strconv.Atoi(r.Header.Get("Retry-After")); r.StatusCode != 429 || seconds > 6 {
		t.Errorf("%d, Retry-After %s, want at most a burst's time", r.StatusCode, r.Header.Get("Retry-After"))
	}
	seconds, _ := strconv.Atoi(r.Header.Get("Retry-After"))
	*now = now.Add(time.Duration(seconds) * time.Second)
	if r := ask(h, "GET", "/feed.rss"); r.StatusCode != 200 {
		t.Errorf("after the time that was told: %d", r.StatusCode)
	}
}

// TestTooLong checks that addresses which are too long are refused before they
// are parsed.
func TestTooLong(t *testing.T) {
	h, _ := newSite(t)
	h.Limits = Limits{PathBytes: 100, QueryBytes: 50}
	for path, want := range map[string]int{
		"/" + strings.Repeat("a", 99): 404, "/" + strings.Repeat("a", 100): 414,
		"/feed.rss?x=" + strings.Repeat("a", 48): 200, "/feed.rss?x=" + strings.Repeat("a", 49): 414,
	} {
		if r := ask(h, "GET", path); r.StatusCode != want {
			t.Errorf("%d bytes: %d, want %d", len(path), r.StatusCode, want)
		}
	}
}

// TestCounts checks that requests are counted by kind.
func TestCounts(t *testing.T) {
	h, _ := newSite(t)
	var polls []string
	h.Polled = func(p audience.Poll) { polls = append(polls, p.Feed+" "+strconv.Itoa(p.Status)) }
	tag := ask(h, "GET", "/rss.xml").Header.Get("ETag")
	ask(h, "GET", "/feed.rss", "If-None-Match", tag)
	for _, path := range []string{"/", "/2026/04/7/first", "/2026/04/7/first.md", "/covers/2026/04/7/cover.gif", "/topics.opml", "/nothing", "/feed", "/feed.rss?limit=0"} {
		ask(h, "GET", path)
	}
	ask(h, "HEAD", "/")
	ask(h, "POST", "/feed.rss")
	got := map[string]uint64{}
	for _, c := range h.Counts().Requests {
		got[c.Kind.String()+" "+strconv.Itoa(c.Status)] = c.Requests
		if (c.Bytes > 0) != (c.Status != 304 && c.Status != 301) {
			t.Errorf("%s %d: %d bytes", c.Kind, c.Status, c.Bytes)
		}
	}
	want := map[string]uint64{"feed 200": 1, "feed 304": 1, "page 200": 2, "article 200": 2, "cover 200": 1, "list 200": 1, "other 404": 1, "other 301": 1, "other 400": 1, "other 405": 1}
	for name, n := range want {
		if got[name] != n {
			t.Errorf("%s: %d, want %d of %v", name, got[name], n, got)
		}
	}
	if len(got) != len(want) {
		t.Errorf("counted %v", got)
	}
	if strings.Join(polls, ", ") != "/feed.rss 200, /feed.rss 304" {
		t.Errorf("polls: %q", polls)
	}
}

// TestBodyOnGet checks that a GET with a body closes the connection, because the
// body is not read.
func TestBodyOnGet(t *testing.T) {
	h, _ := newSite(t)
	r := httptest.NewRequest("GET", "/feed.rss", strings.NewReader("text"))
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code != 200 || w.Header().Get("Connection") != "close" {
		t.Errorf("%d, Connection %q", w.Code, w.Header().Get("Connection"))
	}
}
