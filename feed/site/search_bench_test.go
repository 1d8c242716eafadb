package site

import (
	"context"
	"log/slog"
	"path"
	"path/filepath"
	"testing"
	"time"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/render"
	"dateline/feed/search"
	"dateline/feed/trials/newstest"
)

// BenchmarkSearchPages renders what searches and the builder show, of 100,000 articles.
func BenchmarkSearchPages(b *testing.B) {
	p := article.NewParser(article.Options{Mount: "/", BaseURL: base, Language: "en", Zone: time.UTC, Grammar: article.Grammar(newstest.Grammar)})
	var changes []archive.Change
	for f := range newstest.Articles(100_000, 1) {
		changes = append(changes, archive.Change{File: path.Join("/", f.Path), Article: p.Parse(f.Path, f.Data).Article})
	}
	s, _ := archive.New(archive.Options{Zone: time.UTC, Authority: "example.org,2026"}).With(changes, archive.Occasion{Now: time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC), Imported: []string{"/"}})
	x := search.New(filepath.Join(b.TempDir(), "x.search"), slog.New(slog.DiscardHandler))
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go x.Run(ctx)
	x.Follow(s, archive.Delta{})
	<-x.Complete()
	looks := looks
	looks.Items = 50
	c := New(Options{Renderer: render.New(looks), Search: true})

	// A common topic, one of few articles, and a word of many.
	var large, small *archive.Feed
	for f := range s.Listed() {
		if large == nil || f.Len() > large.Len() {
			large = f
		}
		if f.Len() > 20 && (small == nil || f.Len() < small.Len()) {
			small = f
		}
	}
	word := large.Topic.Slug
	b.Logf("%s has %d articles, %s %d", large.Topic.Slug, large.Len(), small.Topic.Slug, small.Len())
	for _, c2 := range []struct{ name, address string }{
		{"form", "/search/"},
		{"search", "/search/?q=" + word},
		{"far", "/search/?q=" + word + "&before=1400000000"},
		{"nothing", "/search/?q=xyzzy"},
		{"large topic", "/topics/" + large.Topic.Slug + "/?q=the"},
		{"small topic", "/topics/" + small.Topic.Slug + "/?q=the"},
		{"feed of small topic", "/topics/" + small.Topic.Slug + "/feed.rss?q=the"},
		{"builder", "/build/"},
		{"builder with topics", "/build/?all=" + large.Topic.Slug + "&except=" + small.Topic.Slug},
		{"builder with words", "/build/?all=" + large.Topic.Slug + "&q=the"},
		{"builder with mistakes", "/build/?all=xyzzyx&any=trmp&any=obma&except=nope"},
	} {
		b.Run(c2.name, func(b *testing.B) {
			for b.Loop() {
				a := c.LookupURI(s, c2.address)
				if a.Status != Found {
					b.Fatal(c2.address, a.Status, a.Why, a.Path)
				}
				if a.Search == nil {
					a.Make()
					continue
				}
				hits, err := x.Find(ctx, a.Search.Request)
				if err != nil {
					b.Fatal(err)
				}
				a.Search.Make(hits)
			}
		})
	}
}
