package render

import (
	"encoding/xml"
	"time"

	"golang.org/x/text/language"

	"dateline/feed/archive"
	"dateline/feed/article"
)

const (
	newsPath      = "/news-sitemap.xml"
	newsNamespace = "http://www.google.com/schemas/sitemap-news/0.9"
	newsAge       = 48 * time.Hour // Google accepts no older articles
	newsURLs      = 1000           // the most that Google accepts
)

type newsURL struct {
	Location  string `xml:"loc"`
	Name      string `xml:"news:news>news:publication>news:name"`
	Language  string `xml:"news:news>news:publication>news:language"`
	Published string `xml:"news:news>news:publication_date"`
	Title     string `xml:"news:news>news:title"`
}

// NewsSitemap renders the sitemap for Google News
// (developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap) as
// of a moment. Dates are in the form of the pages: a date-only article has no
// time of day. There are none if articles have their pages on the author's own
// site, because that has a sitemap of its own.
func (r *Renderer) NewsSitemap(s *archive.Snapshot, now time.Time) Document {
	set := struct {
		XMLName   xml.Name  `xml:"urlset"`
		Namespace string    `xml:"xmlns,attr"`
		News      string    `xml:"xmlns:news,attr"`
		URLs      []newsURL `xml:"url"`
	}{Namespace: sitemapNamespace, News: newsNamespace}
	oldest := now.Add(-newsAge)
	for e := range s.Global().Newest() {
		published := e.Published()
		if r.PagesAtHome() || published.Before(oldest) || len(set.URLs) == newsURLs {
			break
		}
		if published.After(now) || e.NoIndex || len(r.PageURL(e)) >= locBytes {
			continue
		}
		_, moment := r.Date(e)
		set.URLs = append(set.URLs, newsURL{r.PageURL(e), r.Site.Title, r.newsLanguage(e.Language), moment, article.Headline(e.Name())})
	}
	return xmlDocument(newsPath, sitemapType, set)
}

// newsLanguage returns the code that Google News expects for a language (BCP 47):
// ISO 639, with two letters if there is such a code, else three. For Chinese, a
// country stands for the script. If the tag has no language, it is the site's.
func (r *Renderer) newsLanguage(tag string) string {
	t := language.Make(tag)
	base, sure := t.Base()
	if sure <= language.Low {
		t = language.Make(r.Site.Language)
		base, _ = t.Base()
	}
	if code := base.String(); code != "zh" && code != "cmn" {
		return code
	}
	if script, _ := t.Script(); script.String() == "Hant" {
		return "zh-tw"
	}
	return "zh-cn"
}
