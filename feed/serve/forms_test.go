package serve

import (
	"bytes"
	"image"
	"image/png"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"dateline/feed"
	"dateline/feed/article"
)

// pixel is a picture.
var pixel = func() string {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 2, 1))); err != nil {
		panic(err)
	}
	return b.String()
}()

// TestForms checks that pages, Markdown, covers and pictures are found by their
// names in any Unicode form, at the address of their file.
func TestForms(t *testing.T) {
	nfc, nfd := norm.NFC.String, norm.NFD.String
	mixed := nfc("/wege/ö/") + nfd("süß")
	link := "---\ntitle: Links\ndate: 2026-04-07\nimage: " + nfd("/bilder/tête.png") + "\n---\n" +
		"[a](" + nfc("/crème.md") + ") [b](" + nfd("/naïve.md") + ") [c](" + url.PathEscape(nfd("wege")) + "/" + nfd("ö/süß/") + ") ![d](" + nfd("bilder/tête.png") + ") ![e](" + nfc("bilder/fée.png") + ") ![f](<" + nfd("bilder/œuf dé.png") + ">)\n"
	files := map[string]string{
		"links.md":                  link,
		nfd("crème.md"):             textOf("crème"),
		nfc("naïve.md"):             "---\ntitle: N\ndate: 2026-04-07\naliases: [" + nfc("/été") + "]\n---\nx\n",
		mixed[1:] + "/index.md":     textOf("süß"),
		nfc("bilder/tête.png"):      pixel,
		nfd("bilder/fée.png"):       pixel,
		nfc("bilder/œuf dé.png"):    pixel,
		"bilder/plain.png":          pixel,
		nfd("bilder/unbenützt.png"): pixel,
	}
	h, p, _ := publish(t, files)
	for _, page := range []string{nfd("/crème"), nfc("/naïve"), mixed} {
		wantAnswer(t, h, page, 200, "")
		markdown := page + ".md"
		if page == mixed {
			markdown = page + "/index.md"
		}
		for _, form := range []string{nfc(page), nfd(page)} {
			wantLead(t, h, form, page, markdown)
		}
	}
	for _, form := range []string{nfc("/été"), nfd("/été")} {
		wantLead(t, h, form, nfc("/naïve"), nfc("/naïve.md"))
	}
	for _, name := range []string{"/covers/bilder/tête.png", "/covers/bilder/fée.png", "/covers/bilder/œuf dé.png"} {
		for _, form := range []string{nfc(name), nfd(name)} {
			if text := wantAnswer(t, h, form, 200, ""); text != pixel {
				t.Errorf("%q is another picture", form)
			}
			file := strings.TrimPrefix(form, "/covers")
			wantAnswer(t, h, file, 301, "/covers"+file)
		}
	}
	for _, form := range []string{nfc("/covers/bilder/unbenützt.png"), nfd("/covers/bilder/unbenützt.png")} {
		wantAnswer(t, h, form, 404, "")
	}
	if list := p.Current().Snapshot.Problems(); len(list) > 0 {
		t.Errorf("complaints: %v", list)
	}
	page := wantAnswer(t, h, "/links", 200, "")
	for _, path := range []string{nfd("/crème"), nfc("/naïve"), mixed} {
		if want := `<a href="` + base + article.PathURI(path) + `">`; !strings.Contains(page, want) {
			t.Errorf("no %s in %s", want, page)
		}
	}
	if n := strings.Count(page, "<img"); n != 3 {
		t.Errorf("%d pictures, want 3, as the cover is one of them: %s", n, page)
	}

	// Removed pages and pictures are reported.
	p.Apply(feed.Batch{Removed: []string{nfd("crème.md"), nfd("bilder/fée.png")}})
	if list := p.Current().Snapshot.Problems(); len(list) != 2 {
		t.Errorf("complaints: %v", list)
	}
}

// TestTwoForms checks that two files whose names differ only in their Unicode
// form are two articles, each at its own address, and that one of them is
// reported.
func TestTwoForms(t *testing.T) {
	nfc, nfd := norm.NFC.String("crème"), norm.NFD.String("crème")
	h, p, _ := publish(t, map[string]string{nfc + ".md": textOf(nfc), nfd + ".md": textOf(nfd)})
	for _, name := range []string{nfc, nfd} {
		if text := wantAnswer(t, h, "/"+name, 200, ""); !strings.Contains(text, "What "+name+" says") {
			t.Errorf("%q is another page: %s", name, text)
		}
		wantAnswer(t, h, "/"+name+"/", 301, "/"+name)
	}
	list := p.Current().Snapshot.Problems()
	if len(list) != 1 || list[0].File != "/"+nfd+".md" || !strings.Contains(list[0].What, "only in the Unicode form of its name") {
		t.Errorf("complaints: %v", list)
	}
}
