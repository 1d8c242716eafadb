package readers

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/png"
	"net/http"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/mmcdole/gofeed"
	"github.com/rogpeppe/go-internal/txtar"

	"dateline/feed/render"
)

// reader is a site that shows the content of feeds without cleaning it.
const reader = "https://reader.example"

// Widths of windows, in pixels.
const telephone, desk = 390, 1280

// TestBrowser opens the pages of articles, and the content of feeds, in
// Chromium. It checks that nothing in an article runs, that only pictures are
// requested from other hosts, and that the content stays within its place on the
// page.
func TestBrowser(t *testing.T) {
	files, s := browsable(t)
	visits := append(s.shown(t), visit{URL: base + "/covers/picture.svg", Width: telephone})
	for _, f := range files {
		address, isArticle := strings.CutSuffix(f.Name, ".md")
		folder := path.Dir(f.Name)
		if isArticle {
			visits = append(visits, visit{URL: base + "/" + address, Width: telephone})
		}
		if folder == "layout" {
			visits = append(visits, visit{URL: base + "/" + address, Width: desk, Dark: true})
		}
		if folder == "payloads" || !isArticle {
			visits = append(visits, visit{URL: reader + "/" + f.Name, Width: telephone, Body: string(f.Data), bare: true})
		}
	}
	sights := s.browse(t, visits)
	plain := sights[slices.IndexFunc(visits, func(v visit) bool { return v.URL == base+"/plain" })]
	for i, v := range visits {
		got := sights[i]
		switch {
		case v.bare:
			v.checkRan(t, got)
		case got.Root == "svg":
			v.checkDrawing(t, got)
		case strings.HasPrefix(v.URL, base):
			v.checkSafe(t, got)
			v.checkShown(t, got)
			v.checkPage(t, got, plain.Shape)
		default:
			v.checkSafe(t, got)
			v.checkShown(t, got)
		}
	}
	s.checkLinks(t, sights)
}

// browsable publishes the articles of testdata/pages.txtar.
func browsable(t *testing.T) ([]txtar.File, *site) {
	t.Helper()
	dir := t.TempDir()
	ar, err := txtar.ParseFile("testdata/pages.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range ar.Files {
		write(t, dir, f.Name, f.Data)
	}
	var wide bytes.Buffer
	if err := png.Encode(&wide, image.NewGray(image.Rect(0, 0, 2000, 400))); err != nil {
		t.Fatal(err)
	}
	write(t, dir, "wide.png", wide.Bytes())
	write(t, dir, "sound.wav", sound())
	return ar.Files, open(t, dir, "en", asIs)
}

// sound returns a second of silence: a RIFF file of 8,000 samples of one byte.
func sound() []byte {
	const samples = 8000
	b := append(binary.LittleEndian.AppendUint32([]byte("RIFF"), 36+samples), "WAVEfmt "...)
	b = binary.LittleEndian.AppendUint32(b, 16)
	for _, n := range []uint16{1, 1, samples, 0, samples, 0, 1, 8} { // PCM, channels, samples and bytes a second, bytes and bits a sample
		b = binary.LittleEndian.AppendUint16(b, n)
	}
	b = binary.LittleEndian.AppendUint32(append(b, "data"...), samples)
	return append(b, bytes.Repeat([]byte{0x80}, samples)...)
}

// shown returns visits to a reader that shows all items of a feed on one page
// without cleaning them.
func (s *site) shown(t *testing.T) (visits []visit) {
	t.Helper()
	for _, format := range render.Formats {
		f, err := gofeed.NewParser().Parse(bytes.NewReader(s.get(t, "/feed."+string(format))))
		if err != nil {
			t.Fatal(err)
		}
		body := "<!doctype html><title>Reader</title><style>" + readerStyle + "</style>"
		for _, it := range f.Items {
			body += "\n<article>" + it.Content + "</article>"
		}
		visits = append(visits, visit{URL: reader + "/" + string(format), Width: telephone, Body: body})
	}
	return visits
}

// readerStyle keeps wide content within the page, as readers do.
const readerStyle = "body { overflow-wrap: anywhere } img, video, audio { max-width: 100% } pre, table { display: block; overflow-x: auto; overflow-wrap: normal }"

// ran finds the scripts of payloads by their names.
var ran = regexp.MustCompile(`ran(?: |&#32;)[a-z ]+`)

// checkRan checks that all payloads run if nothing stops them, because a payload
// that can never run proves nothing.
func (v visit) checkRan(t *testing.T, got sight) {
	t.Helper()
	for _, name := range ran.FindAllString(v.Body, -1) {
		if name = strings.Replace(name, "&#32;", " ", 1); !slices.Contains(got.Events, name) {
			t.Errorf("%s: %q does not run in Chromium even as it is: it is inert", v.URL, name)
		}
	}
}

// checkSafe checks that a page ran nothing and requested nothing but pictures.
func (v visit) checkSafe(t *testing.T, got sight) {
	t.Helper()
	v.none(t, "this happened", got.Events)
	v.none(t, "elements that no content has", got.Foreign)
	v.none(t, "attributes that no content has", got.Attributes)
	v.none(t, "asked of others", slices.DeleteFunc(got.Requests, func(r string) bool {
		kind, url, _ := strings.Cut(r, " ")
		return url == v.URL || strings.HasPrefix(url, base+"/") || kind == "image" && strings.HasPrefix(url, "http")
	}))
	if end, _, _ := strings.Cut(got.URL, "#"); end != v.URL || got.Base != v.URL {
		t.Errorf("%s leads to %s, with the base URL %s", v, got.URL, got.Base)
	}
}

// checkShown checks that everything a page refers to exists, and that nothing
// sticks out of the page.
func (v visit) checkShown(t *testing.T, got sight) {
	t.Helper()
	if got.Width > v.Width {
		t.Errorf("%s is %d pixels wide", v, got.Width)
	}
	v.none(t, "sticks out", got.Outside)
	v.none(t, "ids that stand there twice", got.Twice)
	v.none(t, "links that do not bring their part of the page into view", got.Astray)
	for url, status := range got.Statuses {
		if status != http.StatusOK && status != http.StatusPartialContent {
			t.Errorf("%s: %d for %s", v, status, url)
		}
	}
	for _, p := range got.Pictures {
		if p.Width == 0 {
			t.Errorf("%s: picture %s is not shown", v, p.URL)
		}
	}
}

// checkPage checks that the page of an article has the same structure as that of
// a plain article, and that a reader can scroll to all of it.
func (v visit) checkPage(t *testing.T, got sight, shape string) {
	t.Helper()
	if !strings.Contains(got.Policy, "default-src 'none'") || !strings.Contains(got.Policy, "; script-src 'self'; ") {
		t.Errorf("%s has the policy %q", v, got.Policy)
	}
	if got.Shape != shape || got.Covered {
		t.Errorf("%s has the elements %q, want %q; its end covered %v", v, got.Shape, shape, got.Covered)
	}
	for _, p := range got.Players {
		own := strings.HasPrefix(p.URL, base)
		if !p.Controls || own != (p.Seconds > 0) {
			t.Errorf("%s: player of %s, controls %v, %v seconds", v, p.URL, p.Controls, p.Seconds)
		}
	}
	if v.URL == base+"/layout/media" && (len(got.Players) != 7 || len(got.Pictures) != 2) {
		t.Errorf("%s has %d players and %d pictures, want 7 and 2", v, len(got.Players), len(got.Pictures))
	}
	if !strings.Contains(got.Text, "The end.") {
		t.Errorf("%s lacks the end of its article:\n%s", v, got.Text)
	}
}

// checkDrawing checks that an SVG file opened on its own is shown, runs nothing
// and requests nothing.
func (v visit) checkDrawing(t *testing.T, got sight) {
	t.Helper()
	if !strings.Contains(got.Policy, "default-src 'none'") || !strings.Contains(got.Policy, "sandbox") || strings.Contains(got.Policy, "allow-") {
		t.Errorf("%s has the policy %q", v, got.Policy)
	}
	v.none(t, "this ran", slices.DeleteFunc(got.Events, func(e string) bool { return !strings.HasPrefix(e, "ran ") }))
	if len(got.Statuses) != 1 || got.URL != v.URL {
		t.Errorf("%s leads to %s, and got answers from %v", v, got.URL, got.Statuses)
	}
}

// checkLinks checks that the target of every link to the site itself exists.
func (s *site) checkLinks(t *testing.T, sights []sight) {
	t.Helper()
	asked := map[string]bool{}
	for _, got := range sights {
		for _, url := range got.Links {
			path, own := strings.CutPrefix(url, base)
			if path, _, _ = strings.Cut(path, "#"); own && !asked[path] {
				asked[path] = true
				s.get(t, path)
			}
		}
	}
	if !asked["/covers/sound.wav"] {
		t.Errorf("no link to a file beside articles among %d", len(asked))
	}
}

// none checks that a list is empty.
func (v visit) none(t *testing.T, what string, list []string) {
	t.Helper()
	if len(list) > 0 {
		t.Errorf("%s: %s:\n%s", v, what, strings.Join(list, "\n"))
	}
}
