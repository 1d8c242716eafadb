package site

import (
	"fmt"
	"strings"

	"dateline/feed/archive"
	"dateline/feed/render"
)

// body returns the document at an address, and whatever a template may add to it: the
// pages of these tests must count as changed even if the default theme does not show all
// of it.
func (tr *tree) body(s *archive.Snapshot, a Address) string {
	return string(a.Make().Body) + tr.mayShow(s, a)
}

// mayShow returns what else the page of an article, a date or a feed may show.
func (tr *tree) mayShow(s *archive.Snapshot, a Address) string {
	var b strings.Builder
	path := strings.ReplaceAll(a.Path, "%C3%A9", "é")
	switch {
	case a.Kind == Articles && a.Make != nil:
		e, ok := s.Entry(path)
		if !ok {
			tr.t.Fatalf("no article has its page at %s", path)
		}
		tr.describe(s, &b, e)
	case a.Kind == Pages && dated.MatchString(path):
		in, below, ok := s.ContentAt(path)
		if !ok {
			in, below = s.Global(), path
		}
		if sub, ok := tr.Renderer.OfDate(s, in, strings.ReplaceAll(strings.Trim(below, "/"), "/", "-")); ok {
			previous, next := tr.Renderer.Beside(sub)
			fmt.Fprintln(&b, sub.Path, previous, next)
		}
	case a.Kind == Pages:
		for f := range tr.lookup(s, "", "").feeds() {
			if render.TopicPath(f.Topic) == a.Path {
				fmt.Fprintln(&b, f.Len(), f.Months(tr.Renderer.Site.Zone))
				for _, t := range s.Alongside(f, 10) {
					fmt.Fprintln(&b, t.Slug, t.Count)
				}
			}
		}
	}
	return b.String()
}

// describe writes what the page of an article may show.
func (tr *tree) describe(s *archive.Snapshot, b *strings.Builder, e *archive.Entry) {
	of := func(what string, e *archive.Entry) {
		if e != nil {
			fmt.Fprintf(b, "%s %s %q %s %x\n", what, e.Path, e.Title, e.Language, e.Sum())
		}
	}
	older, newer := s.Neighbours(e)
	of("older", older)
	of("this", e)
	of("newer", newer)
	for _, other := range tr.Renderer.RelatedTo(s, e) {
		of("related", other)
	}
	for _, n := range s.NoticesOf(e) {
		fmt.Fprintf(b, "%d %v %v %q %q %q %q %q\n", n.Number, n.At, n.Kind, n.Title, n.BeforeTitle, n.Was, n.Before, n.After)
	}
}
