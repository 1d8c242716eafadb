package site

import (
	"errors"
	"maps"
	"net/url"
	"slices"
	"strings"

	"dateline/feed/archive"
	"dateline/feed/near"
	"dateline/feed/page"
	"dateline/feed/phrases"
	"dateline/feed/render"
	"dateline/feed/search"
)

// The builder is a form of which the query is the choice: /build/?all=moon&lang=en. What
// cannot be served is shown as it was chosen, with what is wrong beside each field. A
// choice has no canonical address: browsers send empty fields too, and a redirect would
// lead a visitor away who knows the site by another host.
//
//	all, any, except   topics, by name or slug
//	source             outlets, any of which an article cites
//	lang, in           a language, and the mount of a content directory
//	q                  words
//	format             rss, which is assumed, atom or json
//	content, limit     a variant of the feed
//	digest             daily or weekly, instead of articles

// building is a choice that is being read.
type building struct {
	lookup
	query     url.Values
	words     phrases.Build
	choice    page.Choice
	canonical url.Values
	sel       archive.Selection
	operands  int
	search    search.Query
	suggested int
	wrong     bool
}

// mostSuggested bounds the names for which a page suggests others, because each costs a
// comparison with all topics.
const mostSuggested = 2

// build finds the builder, and reports whether the path is its address.
func (l lookup) build() (Answer, bool) {
	switch {
	case l.path+"/" == page.BuildPath:
		return moved(l.withQuery(page.BuildPath)), true
	case l.path != page.BuildPath:
		return Answer{}, false
	}
	b := &building{lookup: l, query: valid(l.parameters()), canonical: url.Values{}, words: phrases.In(l.Renderer.Site.Language).Build}
	b.read()
	sub, ok := b.subject()
	if !ok {
		a := l.page(Pages, l.withQuery(page.BuildPath), func() render.Document { return l.Pages.Build(l.s, b.choice, nil) })
		a.Fleeting = true
		return found(a), true
	}
	return b.answer(sub), true
}

// valid returns parameters without what is not UTF-8, which a page would show again.
func valid(parameters url.Values) url.Values {
	for _, values := range parameters {
		for i, value := range values {
			values[i] = strings.ToValidUTF8(value, "\uFFFD")
		}
	}
	return parameters
}

// answer answers a choice that can be served. Equal choices are one document.
func (b *building) answer(sub render.Subject) Answer {
	path, query := page.BuildPath, b.canonical.Encode()
	if query != "" {
		path += "?" + query
	}
	if b.withQuery(page.BuildPath) != path {
		spelled := b.lookup
		spelled.query = query
		a, _ := spelled.build()
		return a
	}
	if b.search.Text != "" {
		a := searching(path, b.request(sub, b.search))
		a.Search.Make = func(h search.Hits) render.Document {
			at := sub.At(b.s, h.Moments)
			return b.Pages.Build(b.s, b.choice, &at)
		}
		return a
	}
	a := b.page(Pages, path, func() render.Document { return b.Pages.Build(b.s, b.choice, &sub) })
	a.Fleeting = query != ""
	if a.Revision.Period = sub.Revision.Period; sub.Changed.After(a.Modified) {
		a.Modified = b.s.Modified(sub.Changed)
	}
	return found(a)
}

// read reads all fields.
func (b *building) read() {
	c := &b.choice
	c.All = b.names("all", archive.OfTopic)
	c.Any = b.names("any", archive.OfTopic)
	c.Except = b.names("except", archive.OfTopic)
	c.Sources = b.names("source", archive.OfOutlet)
	c.Languages = b.names("lang", archive.OfLanguage)
	c.Directory = b.directory()
	c.Words = b.text()
	c.Format = b.oneOf("format", string(render.RSS), string(render.Atom), string(render.JSON))
	if c.Format.Value == string(render.RSS) {
		b.canonical.Del("format")
	}
	c.Content = b.oneOf("content", "", "full", "summary")
	c.Digest = b.oneOf("digest", "", string(render.Daily), string(render.Weekly))
	c.Limit = b.limit()
	if b.operands > maxOperands {
		b.wrong, c.Wrong = true, b.words.TooMany
	}
}

// refuse explains what is wrong with a field.
func (b *building) refuse(f *page.Field, why string) {
	b.wrong, f.Wrong = true, why
}

// names reads names of a kind, each once and by slug. Empty fields are those that
// nobody filled in.
func (b *building) names(key string, k archive.Kind) (list []page.Field) {
	var feeds []*archive.Feed
	for _, value := range b.query[key] {
		f := page.Field{Value: strings.TrimSpace(value)}
		if f.Value == "" {
			continue
		}
		feed, ok := b.s.GatheredLike(k, nameIn(f.Value, k))
		switch {
		case !ok:
			b.refuse(&f, b.words.Unknown)
			f.Near = b.near(key, value, k)
		case slices.Contains(feeds, feed):
			continue
		default:
			feeds = append(feeds, feed)
			f.Value, f.Name = feed.Topic.Slug, render.NameOf(feed)
		}
		list = append(list, f)
	}
	b.operands += len(list)
	slices.SortStableFunc(list, func(x, y page.Field) int { return strings.Compare(x.Value, y.Value) })
	for _, f := range list {
		b.canonical.Add(key, f.Value)
	}
	slices.SortFunc(feeds, func(x, y *archive.Feed) int { return strings.Compare(x.Topic.Slug, y.Topic.Slug) })
	switch {
	case len(feeds) == 0:
	case key == "except":
		b.sel.Except = feeds
	default:
		b.sel.Groups = append(b.sel.Groups, archive.Group{Feeds: feeds, Any: key != "all"})
	}
	return list
}

// nameIn returns the name that somebody means who may have copied an address.
func nameIn(value string, k archive.Kind) string {
	if _, rest, ok := strings.Cut(value, "://"); ok && k == archive.OfOutlet {
		value, _, _ = strings.Cut(rest, "/")
	}
	return value
}

// near suggests names instead of one that is unknown, each as the choice with it.
func (b *building) near(key, value string, k archive.Kind) (list []page.Suggested) {
	if b.suggested++; b.suggested > mostSuggested {
		return nil
	}
	slugs := func(yield func(string) bool) {
		for f := range allOfKind(b.s, k) {
			if f.Len() > 0 && !yield(f.Topic.Slug) {
				return
			}
		}
	}
	for _, slug := range near.Matches(archive.Slug(nameIn(value, k)), slugs, 5) {
		if f, ok := b.s.Gathered(k, slug); ok {
			query := maps.Clone(b.query)
			query[key] = slices.Clone(query[key])
			query[key][slices.Index(query[key], value)] = slug
			list = append(list, page.Suggested{Name: render.NameOf(f), URL: b.Renderer.Site.BaseURL + page.BuildPath + "?" + query.Encode()})
		}
	}
	return list
}

// directory reads the mount of a content directory.
func (b *building) directory() page.Field {
	f := page.Field{Value: b.query.Get("in")}
	if f.Value == "" {
		return f
	}
	in, ok := b.s.Gathered(archive.OfContent, strings.TrimPrefix(f.Value, "/"))
	if !ok {
		b.refuse(&f, b.words.Unknown)
		return f
	}
	f.Value = in.Topic.Name
	b.canonical.Set("in", f.Value)
	b.sel.Groups = append(b.sel.Groups, archive.Group{Feeds: []*archive.Feed{in}})
	return f
}

// text reads the words of a search.
func (b *building) text() page.Field {
	f := page.Field{Value: strings.TrimSpace(b.query.Get("q"))}
	if f.Value == "" {
		return f
	}
	query, err := search.Parse(f.Value)
	words := phrases.In(b.Renderer.Site.Language).Results
	switch {
	case !b.Search:
		b.refuse(&f, b.words.NoSearch)
	case errors.Is(err, search.ErrLong):
		b.refuse(&f, words.TooLong)
	case err != nil:
		b.refuse(&f, words.NoWords)
	default:
		b.search, f.Value = query, query.Text
		b.canonical.Set("q", query.Text)
	}
	return f
}

// oneOf reads a field that has one of some values. The first stands for none.
func (b *building) oneOf(key string, values ...string) page.Field {
	f := page.Field{Value: b.query.Get(key)}
	switch {
	case f.Value == "":
		f.Value = values[0]
	case !slices.Contains(values, f.Value):
		b.refuse(&f, b.words.Unknown)
	default:
		b.canonical.Set(key, f.Value)
	}
	return f
}

// limit reads how many articles a feed has at most.
func (b *building) limit() page.Field {
	f := page.Field{Value: strings.TrimSpace(b.query.Get("limit"))}
	if f.Value == "" {
		return f
	}
	if _, err := b.Renderer.VariantOf(url.Values{"limit": {f.Value}}); err != nil {
		b.refuse(&f, b.words.BadLimit)
		return f
	}
	b.canonical.Set("limit", f.Value)
	return f
}

// subject returns the subject of the feed that was chosen. ok is false if something is
// wrong with the choice.
func (b *building) subject() (sub render.Subject, ok bool) {
	anchored := slices.ContainsFunc(b.sel.Groups, func(g archive.Group) bool { return g.Feeds[0].Topic.Kind != archive.OfContent })
	if len(b.sel.Except) > 0 && !anchored {
		b.wrong, b.choice.ExceptAlone = true, b.words.ExceptAlone
	}
	if b.wrong {
		return sub, false
	}
	sub = render.Of(b.s.Global())
	if len(b.sel.Groups) > 0 {
		sub = b.Renderer.Select(b.sel)
	}
	if every := render.Every(b.choice.Digest.Value); every != "" {
		digest, has := b.Renderer.Digest(b.s, sub, every, b.Now())
		if !has || b.search.Text != "" {
			b.refuse(&b.choice.Digest, b.words.NoDigest)
			return sub, false
		}
		sub = digest
	}
	if b.search.Text != "" && sub.Path == "/" {
		sub = b.Renderer.Found(b.s, b.search.Text)
	} else if b.search.Text != "" {
		sub = b.Renderer.Matching(sub, b.search.Text)
	}
	sub.Variant, _ = b.Renderer.VariantOf(b.variant()) // it was checked
	return sub, true
}

// variant returns the parameters of the variant that was chosen.
func (b *building) variant() url.Values {
	v := url.Values{}
	for key, f := range map[string]page.Field{"limit": b.choice.Limit, "content": b.choice.Content} {
		if f.Value != "" {
			v.Set(key, f.Value)
		}
	}
	return v
}
