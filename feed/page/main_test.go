package page

import (
	"flag"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/config"
	"dateline/feed/render"
)

var update = flag.Bool("update", false, "rewrite the golden files")

const base = "https://news.example.org"

// imported is when the articles of tests are read. None has a later date.
var imported = archive.Occasion{Now: time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC), Imported: []string{"/"}}

// site returns the Site of tests.
func site() render.Site {
	return render.Site{MinAge: time.Minute, MaxAge: time.Hour, Title: "Günther & Söhne <news>", Description: "All the news", BaseURL: base, Language: "en", Author: "The editors",
		Icon: base + "/icon.png", Zone: time.FixedZone("", 2*60*60), Items: 50, ItemLink: "page", Search: true}
}

// pages returns the pages of a site in the default theme.
func pages(s render.Site) *Pages { return New(Options{Renderer: render.New(s)}) }

// build makes a snapshot of the Markdown files of an archive. A file cover.png
// counts as a picture of 640 x 360 pixels.
func build(t *testing.T, files []txtar.File) *archive.Snapshot {
	t.Helper()
	zone := site().Zone
	p := article.NewParser(article.Options{Dir: "news", Mount: "/", BaseURL: base, Language: "en", Zone: zone, Grammar: article.Grammar(config.Default().Grammar)})
	var changes []archive.Change
	for _, f := range files {
		c := archive.Change{File: "/" + f.Name}
		if strings.HasSuffix(f.Name, ".png") {
			c.Asset = &archive.Asset{Type: "image/png", Length: 12345, Width: 640, Height: 360}
		} else {
			r := p.Parse(f.Name, f.Data)
			if len(r.Problems) > 0 {
				t.Fatal(r.Problems)
			}
			c.Article, c.Day = r.Article, r.Day
		}
		changes = append(changes, c)
	}
	s, _ := archive.New(archive.Options{Zone: zone, Authority: "example.org,2026"}).With(changes, imported)
	return s
}
