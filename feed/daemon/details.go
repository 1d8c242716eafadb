package daemon

import (
	"path"

	"dateline/feed"
	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/status"
)

// Bounds of the lists on the page of the operator: what fits on a screen or two.
const (
	mostArticles   = 20
	mostComplaints = 50
)

// detailed is what was found out about a state. Looking at all articles takes long
// enough to do it once for each.
type detailed struct {
	state   *feed.State
	details status.Details
}

// details returns what the page of the operator shows besides the status. Any
// goroutine may call it.
func (d *daemon) details() status.Details {
	p := d.shown.Load()
	state := p.publisher.Current()
	known := d.detailed.Load()
	if known == nil || known.state != state {
		known = &detailed{state, p.details(state)}
		d.detailed.Store(known)
	}
	details := known.details
	details.Days = d.audience.Days()
	return details
}

// details returns what is shown of a state, which is nil before there is one.
func (p *pipeline) details(state *feed.State) status.Details {
	d := status.Details{Title: p.config.Site.Title, BaseURL: p.config.Site.BaseURL}
	if state == nil {
		return d
	}
	s := state.Snapshot
	d.Articles = p.articles(s)
	for _, e := range s.Global().Latest(mostArticles) {
		d.Latest = append(d.Latest, p.article(e))
	}
	for _, a := range s.Departing() {
		if e, ok := s.Entry(a.Path); ok && len(d.Removals) < mostArticles {
			d.Removals = append(d.Removals, p.article(e))
		}
	}
	d.Hidden = status.First(p.publisher.Withheld(), mostComplaints)
	var dead, other []article.Problem
	for _, problem := range state.Problems {
		if problem.About == article.Astray {
			dead = append(dead, problem)
		} else {
			other = append(other, problem)
		}
	}
	d.Complaints, d.DeadLinks = status.First(other, mostComplaints), status.First(dead, mostComplaints)
	return d
}

func (p *pipeline) article(e *archive.Entry) status.Article {
	return status.Article{Title: article.Headline(e.Name()), Language: e.Language, URL: p.renderer.PageURL(e), File: e.File, Published: e.Published()}
}

// articles returns the number of published articles of each content directory. What
// is in no other one belongs to that at the root.
func (p *pipeline) articles(s *archive.Snapshot) map[string]int {
	count, rest, root := map[string]int{}, s.Global().Len(), ""
	for _, c := range p.config.Content {
		f, below, ok := s.ContentAt(path.Clean("/" + c.Mount))
		if !ok || below != "" {
			root = c.Dir
			continue
		}
		count[c.Dir] = f.Len()
		rest -= f.Len()
	}
	if root != "" {
		count[root] = rest
	}
	return count
}
