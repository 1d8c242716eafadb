package page

import (
	"html/template"
	"net/url"
	"strings"

	"dateline/feed/archive"
	"dateline/feed/phrases"
	"dateline/feed/render"
)

// recommended is the format of the address that people copy. They may paste it into
// anything: a reader, a podcast app, a bot in a chat. All of these take RSS, and not all
// Atom or JSON. Programs that discover feeds choose for themselves.
const recommended = render.RSS

// feedPlaceholder stands for the address of a feed in that of a Reader.
const feedPlaceholder = "{feed}"

// follow is what the template "follow" offers: the ways to subscribe to a subject. The
// zero follow offers none.
type follow struct {
	Address string       // of the recommended feed, to copy
	Open    template.URL // starts a reader on the device
	Readers []Reader     // on the web
	Choices []choice
	Help    string // the page that explains feeds
}

// choice is one of the feeds of a subject, and whom it is for.
type choice struct{ Name, URL, For string }

// follow returns the ways to subscribe to a subject.
func (p *Pages) follow(sub render.Subject) follow {
	language := p.Renderer.Around(sub).Language
	f := p.followAt(p.site.BaseURL+sub.FeedPath(recommended), language)
	f.Choices = p.choices(sub, phrases.In(language))
	return f
}

// followAt returns the ways to subscribe to the feed at an address.
func (p *Pages) followAt(address, language string) follow {
	f := follow{Address: address, Open: template.URL("feed:" + address), Help: p.site.BaseURL + p.HelpIn(language)}
	for _, r := range p.Theme.Readers {
		f.Readers = append(f.Readers, Reader{r.Name, strings.ReplaceAll(r.URL, feedPlaceholder, url.QueryEscape(address))})
	}
	return f
}

// choices returns the feeds of a subject: the formats, the recommended one first, then
// how much they show, how often they come, and lists of them for other programs.
func (p *Pages) choices(sub render.Subject, words *phrases.Set) (list []choice) {
	add := func(name, path, reason string) { list = append(list, choice{name, p.site.BaseURL + path, reason}) }
	add("RSS", sub.FeedPath(render.RSS), words.Follow.ForRSS)
	add("Atom", sub.FeedPath(render.Atom), words.Follow.ForAtom)
	add("JSON Feed", sub.FeedPath(render.JSON), words.Follow.ForJSON)
	plain := sub.Plain()
	if sub.Rows() == nil && plain.PagePath() == sub.PagePath() {
		for _, of := range []struct{ content, name, reason string }{{"summary", words.Follow.Summaries, words.Follow.ForSummaries}, {"full", words.Follow.InFull, words.Follow.ForInFull}} {
			if v, err := p.Renderer.VariantOf(url.Values{"content": {of.content}}); err == nil && v.Content != "" {
				plain.Variant = v
				add(of.name, plain.FeedPath(recommended), of.reason)
			}
		}
		plain.Variant = render.Variant{}
	}
	for _, of := range []struct{ file, name, reason string }{{render.DigestFile(render.Daily), words.Daily, words.Follow.ForDaily},
		{render.DigestFile(render.Weekly), words.Weekly, words.Follow.ForWeekly}, {render.ChangesFile, words.Changes, words.Follow.ForChanges}} {
		if of.file != sub.File && links(plain, of.file) {
			beside := plain
			beside.File = of.file
			add(of.name, beside.FeedPath(recommended), of.reason)
		}
	}
	if f, ok := plain.Entries.(*archive.Feed); ok && (f.Topic == nil || f.Topic.Kind == archive.OfContent) {
		add("OPML", render.PathIn(f, "/topics.opml"), words.Follow.ForLists)
	} else if ok && f.Topic.Kind == archive.OfTopic {
		add("OPML", render.SubscriptionsPath([]*archive.Feed{f}), words.Follow.ForOPML)
	} else {
		add("OPML", subscriptionPath(sub.FeedPath(recommended)), words.Follow.ForOPML)
	}
	return list
}

// subscriptionPath returns the path of the OPML document with the feed of a path.
func subscriptionPath(feed string) string {
	return "/opml?" + url.Values{"feed": {feed}}.Encode()
}

// links reports whether the page of a subject links to its feeds of a file.
func links(sub render.Subject, file string) bool {
	f, ok := sub.Entries.(*archive.Feed)
	switch {
	case !ok:
		return false
	case f.Topic == nil || f.Topic.Kind == archive.OfTopic:
		return true
	}
	return file != render.ChangesFile && f.Topic.Kind == archive.OfContent
}
