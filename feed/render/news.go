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
	newsAge       = 48 * time.Hour // beyond it Google wants no article
	newsURLs      = 1000           // the most it takes
)

type newsURL struct {
	Location  string `xml:"loc"`
	Name      string `xml:"news:news>news:publication>news:name"`
	Language  string `xml:"news:news>news:publication>news:language"`
	Published string `xml:"news:news>news:publication_date"`
	Title     string `xml:"news:news>news:title"`
}

// NewsSitemap renders the sitemap for Google News
// (developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap)
// as it stands at a moment. Publication is worded as on the pages: a
// date-only article has no time of day.
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
		if published.Before(oldest) || len(set.URLs) == newsURLs {
			break
		}
		if published.After(now) || e.NoIndex || len(r.pageURL(e)) >= locBytes {
			continue
		}
		_, moment := r.date(e)
		set.URLs = append(set.URLs, newsURL{r.pageURL(e), r.site.Title, r.newsLanguage(e.Language), moment, article.Headline(e.Name())})
	}
	return xmlDocument(newsPath, sitemapType, set)
}

// newsLanguage returns the code of a language (BCP 47) that Google News wants:
// ISO 639, two letters else three, but for Chinese the script, in the guise
// of a country. A tag that names no language stands for the site's.
func (r *Renderer) newsLanguage(tag string) string {
	t := language.Make(tag)
	base, sure := t.Base()
	if sure <= language.Low {
		t = language.Make(r.site.Language)
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
