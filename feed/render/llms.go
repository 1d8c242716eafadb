package render

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/phrases"
)

// LLMsPath is where language models look for an overview of the site (llmstxt.org).
const LLMsPath = "/llms.txt"

// The most that the overview names.
const (
	llmsDirectories = 50
	llmsTopics      = 50
	llmsArticles    = 100
	llmsTitle       = 200 // characters of a title
)

// LLMs renders the overview of the site: a title, a quote that describes it, and lists of
// links to its feeds, to the topics with the most articles and to the Markdown of the newest
// articles.
//
//	# Dateline
//
//	> All the news
//
//	## Articles
//
//	- [The moon](https://news.example.org/2026/04/7/moon.md): 2026-04-07
func (r *Renderer) LLMs(s *archive.Snapshot) Document {
	words := phrases.In(r.Site.Language)
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n", markdownText(r.Site.Title))
	if r.Site.Description != "" {
		fmt.Fprintf(&b, "\n> %s\n", markdownText(r.Site.Description))
	}
	link := func(name, path, more string) {
		fmt.Fprintf(&b, "- [%s](%s%s)", markdownText(name), r.Site.BaseURL, markdownURL(path))
		if more != "" {
			b.WriteString(": " + more)
		}
		b.WriteByte('\n')
	}
	fmt.Fprintf(&b, "\n## %s\n\n", words.Theme.Feeds)
	link(r.Site.Title, "/feed.atom", "Atom")
	n := 0
	for f := range s.Of(archive.OfContent) {
		if n++; n > llmsDirectories {
			break
		}
		link(r.Title(f), FeedPath(TopicPath(f.Topic), Atom), "Atom")
	}
	link(words.Topics, "/topics.opml", "OPML")
	if topics := busiest(s, llmsTopics); len(topics) > 0 {
		fmt.Fprintf(&b, "\n## %s\n\n", words.Topics)
		for _, f := range topics {
			link(NameOf(f), TopicPath(f.Topic), fmt.Sprintf("%s: %d", words.Articles, f.Len()))
		}
	}
	first := true
	for _, e := range s.Global().Latest(llmsArticles) {
		if e.NoIndex {
			continue
		}
		if first {
			fmt.Fprintf(&b, "\n## %s\n\n", words.Articles)
			first = false
		}
		link(article.Headline(e.Name()), article.PathURI(e.MarkdownAt()), r.DateOf(e.Published()))
	}
	return textDocument(LLMsPath, "text/plain; charset=utf-8", b.String())
}

// busiest returns the listed topics with the most articles, at most n.
func busiest(s *archive.Snapshot, n int) []*archive.Feed {
	var list []*archive.Feed
	for f := range Gathered(s, s.Global(), archive.OfTopic) {
		list = append(list, f)
	}
	slices.SortStableFunc(list, func(a, b *archive.Feed) int {
		return cmp.Or(cmp.Compare(b.Len(), a.Len()), strings.Compare(a.Topic.Slug, b.Topic.Slug))
	})
	return list[:min(n, len(list))]
}

// markdownText returns text as one line of Markdown that means itself.
func markdownText(s string) string {
	s = strings.Join(strings.Fields(article.XML(s)), " ")
	if runes := []rune(s); len(runes) > llmsTitle {
		s = string(runes[:llmsTitle]) + "…"
	}
	var b strings.Builder
	number := true // so far, this may begin a list: "1." or "-"
	for i, c := range s {
		if strings.ContainsRune("\\`*_[]<>#~&", c) || i == 0 && strings.ContainsRune("-+=", c) || number && i > 0 && (c == '.' || c == ')') {
			b.WriteByte('\\')
		}
		number = number && '0' <= c && c <= '9'
		b.WriteRune(c)
	}
	return b.String()
}

// markdownURL escapes what would end the target of a link.
var markdownURL = strings.NewReplacer("(", "%28", ")", "%29", " ", "%20").Replace
