package page

import (
	"cmp"
	"net/url"
	"slices"

	"dateline/feed/archive"
	"dateline/feed/render"
)

// Choice is what somebody has picked in the builder.
type Choice struct {
	All, Any, Except, Sources []Field
	Languages                 []Field
	Directory                 Field
	Words, Format, Content    Field
	Limit, Digest             Field
	Wrong                     string // with all of it; empty if nothing is
	ExceptAlone               string // with what is excepted
}

// Field is what a field of the builder holds.
type Field struct {
	Value string // as the query has it
	Name  string // of a topic or an outlet that exists
	Wrong string // a sentence; empty if nothing is
	Near  []Suggested
}

// Suggested is a name that may be meant instead of an unknown one, with the absolute URL
// of the choice that has it.
type Suggested struct{ Name, URL string }

// builder is the data of build.html.
type builder struct {
	list
	Choice      Choice
	Groups      []group
	Tongues     []option // to choose languages from
	Directories []option
	Formats     []option
	Contents    []option
	Digests     []option
	MostLimit   int
	Built       bool
	Name        string // of the feed
	Page, OPML  string // URLs
	Names       string // where a script finds names that begin with what somebody types
}

// group is fields for names of a kind.
type group struct {
	Key, Title, Hint, Wrong string
	Topics                  bool
	Fields                  []Field
}

// option is an element of a list of choices.
type option struct {
	Value, Name string
	Language    string // of the name; empty for the page's
	Chosen      bool
}

const (
	previewed = 10 // items that the builder shows
	spare     = 2  // empty fields in each group
	// mostOffered bounds the languages in a list of choices.
	mostOffered = 300
)

// Build renders the builder with what somebody has picked, and the feed of a subject if
// that can be served.
func (p *Pages) Build(s *archive.Snapshot, c Choice, sub *render.Subject) render.Document {
	b := builder{list: list{layout: p.layout(p.site.Language)}, Choice: c, MostLimit: render.MaxLimit}
	words := b.Words.Build
	b.Title, b.NoIndex, b.Canonical = words.Builder, true, p.site.BaseURL+BuildPath
	b.Names = p.site.BaseURL + render.IndexPath(archive.OfTopic)
	b.Groups = []group{
		{"all", words.All, words.AllHint, "", true, c.All},
		{"any", words.Any, words.AnyHint, "", true, c.Any},
		{"except", words.Except, words.ExceptHint, c.ExceptAlone, true, c.Except},
		{"source", b.Words.Outlets, words.SourceHint, "", false, c.Sources},
	}
	for i := range b.Groups {
		b.Groups[i].Fields = slices.Concat(b.Groups[i].Fields, make([]Field, spare))
	}
	b.Choice.Languages = slices.Concat(c.Languages, make([]Field, 1))
	b.Tongues = languages(s)
	for f := range s.Of(archive.OfContent) {
		d := p.Renderer.OfFeed(f)
		b.Directories = append(b.Directories, option{f.Topic.Name, d.Title, d.Language, f.Topic.Name == c.Directory.Value})
	}
	for _, format := range []render.Format{render.RSS, render.Atom, render.JSON} {
		b.Formats = append(b.Formats, option{string(format), formatNames[format], "", string(format) == c.Format.Value})
	}
	b.Contents = options(c.Content.Value, option{"", words.Usual, "", false}, option{"full", words.Full, "", false}, option{"summary", words.Summary, "", false})
	b.Digests = options(c.Digest.Value, option{"", words.NoDigests, "", false}, option{"daily", b.Words.Daily, "", false}, option{"weekly", b.Words.Weekly, "", false})
	if sub != nil {
		p.show(&b, *sub, render.Format(c.Format.Value))
	}
	return p.document("build.html", BuildPath, b)
}

// options returns a list of which one may be chosen.
func options(value string, list ...option) []option {
	for i := range list {
		list[i].Chosen = list[i].Value == value
	}
	return list
}

// languages returns the languages to choose from, by their own names.
func languages(s *archive.Snapshot) (list []option) {
	for f := range s.ListedOf(archive.OfLanguage, (*archive.Feed).Len) {
		if len(list) == mostOffered {
			break
		}
		list = append(list, option{f.Topic.Slug, render.NameOf(f), f.Topic.Slug, false})
	}
	return list
}

// show adds the feed of a subject in a format.
func (p *Pages) show(b *builder, sub render.Subject, format render.Format) {
	plain := sub.Plain()
	path := sub.FeedPath(format)
	b.Built = true
	b.Name = cmp.Or(sub.Name(), p.Renderer.Around(sub).Title)
	b.Follow = p.followAt(p.site.BaseURL+path, b.Language)
	b.Discovered = named([]feedLink{newFeedLink(formatNames[format], p.feedTitle(sub)+" ("+formatNames[format]+")", p.site.BaseURL+path, format)}, p.siteFeeds())
	b.Page = p.site.BaseURL + plain.PagePath()
	b.OPML = p.site.BaseURL + subscriptionPath(path)
	if b.Entries = p.rows(sub); b.Entries == nil {
		window := p.Renderer.Window(sub)
		b.Entries = p.entries(b.Language, window[:min(previewed, len(window))])
	}
	b.Entries = b.Entries[:min(previewed, len(b.Entries))]
	if sub.Search == "" && len(plain.Entries.Latest(1)) > 0 { // a search counts up to the length of its feed
		b.Facts = p.facts(b.layout, plain)
	}
}

// buildURL returns the URL of the builder with the choice of a subject, or "" if nobody
// can pick that there: a date, all of several outlets.
func (p *Pages) buildURL(sub render.Subject) string {
	query, ok := url.Values{}, true
	switch of := sub.Plain().Entries.(type) {
	case *archive.Feed:
		ok = addGroup(query, archive.Group{Feeds: []*archive.Feed{of}})
	case archive.Selection:
		for _, g := range of.Groups {
			ok = ok && addGroup(query, g)
		}
		for _, f := range of.Except {
			query.Add("except", f.Topic.Slug)
		}
	default:
		return ""
	}
	switch {
	case !ok:
		return ""
	case len(query) == 0:
		return p.site.BaseURL + BuildPath
	}
	return p.site.BaseURL + BuildPath + "?" + query.Encode()
}

// addGroup adds a group of a selection to a query, and reports whether the builder can
// pick it.
func addGroup(query url.Values, g archive.Group) bool {
	t := g.Feeds[0].Topic
	if t == nil {
		return true
	}
	key := map[archive.Kind]string{archive.OfTopic: "all", archive.OfOutlet: "source", archive.OfLanguage: "lang", archive.OfContent: "in"}[t.Kind]
	if g.Any && t.Kind == archive.OfTopic {
		key = "any"
	}
	if query.Has(key) || len(g.Feeds) > 1 && !g.Any && t.Kind != archive.OfTopic {
		return false
	}
	for _, f := range g.Feeds {
		value := f.Topic.Slug
		if t.Kind == archive.OfContent {
			value = f.Topic.Name
		}
		query.Add(key, value)
	}
	return true
}
