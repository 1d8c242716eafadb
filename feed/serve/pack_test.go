package serve

import (
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/andybalholm/brotli"

	"dateline/feed/render"
	"dateline/feed/site"
)

// unpacked decodes a body.
func unpacked(t *testing.T, coding, text string) string {
	t.Helper()
	var from io.Reader = strings.NewReader(text)
	switch coding {
	case "gzip":
		z, err := gzip.NewReader(from)
		if err != nil {
			t.Fatal(err)
		}
		from = z
	case "br":
		from = brotli.NewReader(from)
	}
	data, err := io.ReadAll(from)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestCompression(t *testing.T) {
	h, _ := newSite(t)
	plain := body(t, ask(h, "GET", "/feed.rss"))
	wanting := func(stage string, codings map[string]string) {
		t.Helper()
		for accepted, want := range codings {
			r := ask(h, "GET", "/feed.rss", "Accept-Encoding", accepted)
			coding := r.Header.Get("Content-Encoding")
			if coding != want {
				t.Errorf("%s, Accept-Encoding %q: coding %q, want %q", stage, accepted, coding, want)
				continue
			}
			if vary := r.Header.Get("Vary"); !strings.Contains(vary, "Accept-Encoding") {
				t.Errorf("%s, Accept-Encoding %q: Vary %q", stage, accepted, vary)
			}
			text := body(t, r)
			if r.Header.Get("Content-Length") != strconv.Itoa(len(text)) {
				t.Errorf("%s, Accept-Encoding %q: Content-Length %s of %d", stage, accepted, r.Header.Get("Content-Length"), len(text))
			}
			if coding != "" && !strings.HasSuffix(r.Header.Get("ETag"), "-"+coding+`"`) {
				t.Errorf("%s, Accept-Encoding %q: ETag %s", stage, accepted, r.Header.Get("ETag"))
			}
			if unpacked(t, coding, text) != plain {
				t.Errorf("%s, Accept-Encoding %q gives another text", stage, accepted)
			}
		}
	}
	wanting("at once", map[string]string{
		"gzip": "gzip", "gzip, deflate, br": "gzip", "deflate, gzip;q=0.5": "gzip", "*": "gzip", "x-gzip": "gzip", "GZIP": "gzip",
		"": "", "identity": "", "gzip;q=0": "", "gzip;q=0.000, *": "", "br": "", "*;q=0": "", "gzip;q=x": "",
	})
	at := h.documents
	d, _ := at.GetIfPresent("/feed.rss")
	h.pack(d)
	wanting("packed better", map[string]string{
		"gzip": "gzip", "br": "br", "gzip, deflate, br": "br", "gzip;q=1, br;q=0.9": "gzip", "gzip;q=0.5, br;q=0.5": "br", "*": "br", "br;q=0, *": "gzip", "br;q=0": "", "identity": "",
	})
}

// TestPackedAside checks that Run compresses a document better after its body was
// sent twice.
func TestPackedAside(t *testing.T) {
	h, _ := newSite(t)
	synctest.Test(t, func(t *testing.T) {
		h.packing = make(chan *ready, packQueue) // a channel of this bubble
		h.changed = make(chan struct{}, 1)
		ctx, stop := context.WithCancel(t.Context())
		go h.Run(ctx)
		tag := ask(h, "GET", "/feed.atom", "Accept-Encoding", "br, gzip").Header.Get("ETag")
		synctest.Wait()
		if r := ask(h, "GET", "/feed.atom", "Accept-Encoding", "br, gzip"); r.Header.Get("Content-Encoding") != "gzip" {
			t.Errorf("asked for twice: coding %q", r.Header.Get("Content-Encoding"))
		}
		synctest.Wait()
		r := ask(h, "GET", "/feed.atom", "Accept-Encoding", "br, gzip")
		if r.Header.Get("Content-Encoding") != "br" {
			t.Errorf("coding %q", r.Header.Get("Content-Encoding"))
		}
		if r := ask(h, "GET", "/feed.atom", "Accept-Encoding", "br, gzip", "If-None-Match", tag); r.StatusCode != 304 || r.Header.Get("ETag") != tag {
			t.Errorf("who has the first packing gets %d, ETag %s, want 304 with %s", r.StatusCode, r.Header.Get("ETag"), tag)
		}
		stop()
		synctest.Wait()
	})
}

// FuzzAccepts compares with a reference implementation, in which the last weight
// of a coding counts.
func FuzzAccepts(f *testing.F) {
	for _, list := range []string{"gzip", "gzip;q=0", "*;q=0.1", "br, gzip ; q=1", ";", "gzip;;q=0", "br;q=0.123,br;q=1.0", "gzip;q=1.9", "br;q=0.0001"} {
		f.Add(list)
	}
	f.Fuzz(func(t *testing.T, list string) {
		g, b := accepts([]string{list})
		for coding, got := range map[string]int{"gzip": g, "br": b} {
			if got < 0 || got > 1000 {
				t.Errorf("%q: %s has weight %d", list, coding, got)
			}
			if lower := strings.ToLower(list); got > 0 && !strings.Contains(lower, coding) && !strings.Contains(lower, "*") {
				t.Errorf("%q is taken for %s", list, coding)
			}
			if g, b := accepts([]string{list, coding + ";q=0.25"}); (coding == "gzip" && g != 250) || (coding == "br" && b != 250) {
				t.Errorf("%q hides what follows it", list)
			}
		}
	})
}

// BenchmarkPack compresses an Atom feed of some 200 KB at the levels in use;
// "x-copy" is the ratio to copying it, "%" its compressed size.
func BenchmarkPack(b *testing.B) {
	h := large(b)
	text := []byte(body(b, ask(h, "GET", "/feed.atom")))
	r := h.ready(site.Feeds, "", render.Document{Body: text})
	for name, pack := range map[string]func(*ready) *coded{
		fmt.Sprintf("gzip-%d", fast):   func(r *ready) *coded { return r.gzip(fast) },
		fmt.Sprintf("gzip-%d", small):  func(r *ready) *coded { return r.gzip(small) },
		fmt.Sprintf("br-%d", smallest): (*ready).brotli,
	} {
		b.Run(name, func(b *testing.B) {
			target := make([]byte, len(text))
			var ours, floor time.Duration
			left := 0
			for b.Loop() {
				start := time.Now()
				left = len(pack(r).body)
				ours += time.Since(start)
				start = time.Now()
				copy(target, text)
				floor += time.Since(start)
			}
			b.ReportMetric(float64(ours)/float64(floor), "x-copy")
			b.ReportMetric(100*float64(left)/float64(len(text)), "%")
		})
	}
}
