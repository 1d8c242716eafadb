//go:build unix

package proxies

import (
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"dateline/feed/archive"
	"dateline/feed/serve"
)

// atRoot is the configuration of the chapter, with ages of which no test outlives
// that of readers, and a limit that a test can reach.
func atRoot(t *testing.T) string {
	return strings.Replace(blocks(t, "Dateline")[0], socketOf, "dateline.sock", 1) + "rate = 1\nburst = 20\nadmin = \"\"\n[feeds]\nmin_age = \"10m\"\nshared_max_age = \"1s\"\n"
}

// behindNginx runs nginx as the chapter says.
func behindNginx(d *daemon) *front {
	d.certify()
	return nginx(d, "news.example.org", localized(d.T, blocks(d.T, "nginx")[0], socketOf, d.path("dateline.sock"), "/var/cache/nginx/dateline", d.path("cache"),
		"/etc/ssl/news.example.org.pem", d.path("cert"), "/etc/ssl/news.example.org.key", d.path("key")))
}

// behindCaddy runs Caddy as the chapter says.
func behindCaddy(d *daemon) *front {
	d.certify()
	return caddy(d, "news.example.org", localized(d.T, blocks(d.T, "Caddy")[0], socketOf, d.path("dateline.sock")))
}

// both runs a test behind each web server.
func both(t *testing.T, test func(*testing.T, func(*daemon) *front)) {
	for name, behind := range map[string]func(*daemon) *front{"nginx": behindNginx, "caddy": behindCaddy} {
		t.Run(name, func(t *testing.T) {
			needs(t, name)
			test(t, behind)
		})
	}
}

// TestPolls checks that polls, codings, redirects and limits pass the web servers
// unchanged.
func TestPolls(t *testing.T) {
	both(t, func(t *testing.T, behind func(*daemon) *front) {
		f := behind(start(t, atRoot(t)))
		f.until("the articles have been read", func() bool {
			r, text := f.get("/feed.rss?ready")
			return r.StatusCode == 200 && strings.Contains(text, "Story second")
		})
		for _, coding := range []string{"", "gzip"} {
			first, text := f.get("/feed.atom", "Accept-Encoding", coding)
			tag := first.Header.Get("ETag")
			if first.StatusCode != 200 || first.ProtoMajor != 2 || first.Header.Get("Content-Encoding") != coding || strings.HasPrefix(tag, "W/") || len(text) == 0 {
				t.Errorf("%q: %s %v", coding, first.Proto, first.Header)
			}
			if got := first.Header.Get("Cache-Control"); !strings.HasPrefix(got, "max-age=") || !strings.Contains(got, ", s-maxage=1,") {
				t.Errorf("Cache-Control %q", got)
			}
			for _, condition := range []string{tag, "W/" + tag, `"x", ` + tag} {
				if r, _ := f.get("/feed.atom", "Accept-Encoding", coding, "If-None-Match", condition); r.StatusCode != 304 || r.Header.Get("ETag") != tag {
					t.Errorf("If-None-Match %s: %d %v", condition, r.StatusCode, r.Header)
				}
			}
		}
		for path, want := range map[string]string{"/topics": "/topics/", "/topics//space/feed.atom": "/topics/space/feed.atom", "/./feed.rss?limit=3": "/feed.rss?limit=3"} {
			r, _ := f.get(path)
			clean := r.StatusCode == 200 && path != "/topics" // the web server resolved the path itself
			if got := r.Header.Get("Location"); !clean && (r.StatusCode != 301 || got != "https://news.example.org"+want) {
				t.Errorf("%s: %d %q", path, r.StatusCode, got)
			}
		}
		if r, _ := f.get("/nowhere"); r.StatusCode != 404 || len(r.Header["Access-Control-Allow-Origin"]) != 1 {
			t.Errorf("nowhere: %d %v", r.StatusCode, r.Header)
		}
		for i := 0; ; i++ { // each another document, which no cache has
			r, _ := f.get(fmt.Sprintf("/feed.rss?limit=%d&x=%d", 1+i%50, i))
			if r.StatusCode == 429 {
				if r.Header.Get("Retry-After") == "" {
					t.Errorf("429: %v", r.Header)
				}
				break
			}
			if i == 1000 {
				t.Fatal("the address of the client does not reach the limits")
			}
		}
	})
}

// TestFreshness checks that the cache of nginx answers polls, and shows a new
// story long before max-age, and goes on while the daemon is down.
func TestFreshness(t *testing.T) {
	needs(t, "nginx")
	f := behindNginx(start(t, atRoot(t)))
	seen := map[string]int{}
	poll := func() string {
		r, text := f.get("/feed.rss")
		seen[r.Header.Get("X-Cache-Status")]++
		if r.StatusCode != 200 {
			return ""
		}
		return text
	}
	f.until("the articles have been read", func() bool { return strings.Contains(poll(), "Story second") })
	f.until("the cache answers", func() bool { poll(); return seen["HIT"] > 0 })
	f.story("third")
	f.until("the story is seen through the cache", func() bool { return strings.Contains(poll(), "Story third") })
	f.stop()
	before := seen["STALE"]
	f.until("the cache answers for the daemon", func() bool { return strings.Contains(poll(), "Story third") && seen["STALE"] > before })
	f.story("fourth")
	f.run()
	f.until("the daemon is asked again", func() bool { return strings.Contains(poll(), "Story fourth") })
}

// TestBelowPath checks that a site below a path works whether the web server removes
// the path or not, and that redirects keep it.
func TestBelowPath(t *testing.T) {
	code := blocks(t, "Below a path")
	for name, behind := range map[string]func(*daemon) *front{
		"nginx": func(d *daemon) *front {
			return nginx(d, "example.org", "upstream dateline { server unix:"+d.path("dateline.sock")+"; }\nserver {\nlisten 443 ssl http2;\nssl_certificate "+d.path("cert")+";\nssl_certificate_key "+d.path("key")+";\n"+code[0]+"}\n")
		},
		"caddy": func(d *daemon) *front {
			return caddy(d, "example.org", localized(t, code[1], socketOf, d.path("dateline.sock")))
		},
		"nginx that does not remove it": func(d *daemon) *front {
			return nginx(d, "example.org", "server {\nlisten 443 ssl http2;\nssl_certificate "+d.path("cert")+";\nssl_certificate_key "+d.path("key")+";\nlocation / { proxy_pass http://unix:"+d.path("dateline.sock")+"; }\n}\n")
		},
	} {
		t.Run(name, func(t *testing.T) {
			server, _, _ := strings.Cut(name, " ")
			needs(t, server)
			d := start(t, "site.base_url = \"https://example.org/feeds\"\n[server]\nlisten = \"unix:dateline.sock\"\nadmin = \"\"\n")
			d.certify()
			f := behind(d)
			f.until("the articles have been read", func() bool {
				r, text := f.get("/feeds/feed.rss")
				return r.StatusCode == 200 && strings.Contains(text, "<link>https://example.org/feeds/2026/04/07/second</link>")
			})
			for path, want := range map[string]string{"/feeds/topics": "/feeds/topics/", "/feeds/topics/Space/feed.rss": "/feeds/topics/space/feed.rss", "/feeds": "/feeds/"} {
				r, _ := f.get(path)
				if got := strings.TrimPrefix(r.Header.Get("Location"), "https://example.org"); r.StatusCode != 301 || got != want {
					_, port, _ := net.SplitHostPort(f.address)
					if path == "/feeds" && strings.TrimPrefix(got, ":"+port) == want {
						continue // nginx itself names the port of the test
					}
					t.Errorf("%s: %d %q", path, r.StatusCode, r.Header.Get("Location"))
				}
			}
		})
	}
}

// TestStarting checks that 503 passes with Retry-After while the articles are
// being read, and is not kept.
func TestStarting(t *testing.T) {
	both(t, func(t *testing.T, behind func(*daemon) *front) {
		d := start(t, atRoot(t))
		d.stop()
		l, err := net.Listen("unix", d.path("dateline.sock"))
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		var asked atomic.Int32
		h := serve.New(serve.Options{Snapshot: func() *archive.Snapshot { asked.Add(1); return nil }})
		go http.Serve(l, h) // it ends with the listener
		f := behind(d)
		for range 2 {
			if r, _ := f.get("/feed.rss"); r.StatusCode != 503 || r.Header.Get("Retry-After") != "2" || r.Header.Get("Cache-Control") != "no-store" {
				t.Errorf("%d %v", r.StatusCode, r.Header)
			}
		}
		if asked.Load() != 2 {
			t.Errorf("the daemon was asked %d times, want 2", asked.Load())
		}
	})
}
