package page

import (
	"cmp"
	"strings"

	"golang.org/x/text/language"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/render"
)

// card is what programs show of a page that somebody links to, besides its title and
// description: Open Graph (ogp.me), the cards of X, and schema.org's NewsArticle for
// search engines. The zero card is that of a list.
type card struct {
	Image               *photo // nil if there is none
	Published, Modified string // of an article; empty for a list
	Tags                []string
	News                *newsArticle // nil for a list
}

// newsArticle is a NewsArticle of schema.org as JSON-LD. html/template encodes it, and
// escapes what could end the script element.
type newsArticle struct {
	Context     string        `json:"@context"`
	Type        string        `json:"@type"`
	Headline    string        `json:"headline"`
	Description string        `json:"description,omitempty"`
	Published   string        `json:"datePublished"`
	Modified    string        `json:"dateModified"`
	Language    string        `json:"inLanguage"`
	Page        string        `json:"mainEntityOfPage"`
	Authors     []schemaThing `json:"author"`
	Publisher   schemaThing   `json:"publisher"`
	Image       *schemaThing  `json:"image,omitempty"`
	Keywords    []string      `json:"keywords,omitempty"`
	IsBasedOn   []string      `json:"isBasedOn,omitempty"`
	License     string        `json:"license,omitempty"`
	Free        bool          `json:"isAccessibleForFree"`
}

// schemaThing is a Person, an Organization or an ImageObject of schema.org.
type schemaThing struct {
	Type   string       `json:"@type"`
	Name   string       `json:"name,omitempty"`
	URL    string       `json:"url,omitempty"`
	Width  int          `json:"width,omitempty"`
	Height int          `json:"height,omitempty"`
	Logo   *schemaThing `json:"logo,omitempty"`
}

// newsCard returns the card of an article. Times are those of the page; an article
// that has a date alone was published on that date.
func (p *Pages) newsCard(a story, e *archive.Entry, cover *render.Media) card {
	c := card{Published: a.Moment, Modified: cmp.Or(a.UpdatedMoment, a.Moment)}
	n := newsArticle{Context: "https://schema.org", Type: "NewsArticle", Headline: a.Title, Description: a.Description,
		Published: c.Published, Modified: c.Modified, Language: e.Language, Page: a.Canonical,
		Authors: p.creators(e), Publisher: p.publisher(), License: a.License, Free: true}
	if cover != nil {
		c.Image = p.photo(cover, e.CoverAlt)
		n.Image = &schemaThing{Type: "ImageObject", URL: cover.URL, Width: cover.Width, Height: cover.Height}
	}
	for _, t := range e.Topics {
		c.Tags = append(c.Tags, t.Name)
	}
	n.Keywords = c.Tags
	for _, l := range e.Sources {
		n.IsBasedOn = append(n.IsBasedOn, article.URI(l.URL))
	}
	c.News = &n
	return c
}

// creators returns the authors of an article or, if it names none, of the site, which is
// its own author if it names none either.
func (p *Pages) creators(e *archive.Entry) (list []schemaThing) {
	authors := e.Authors
	if len(authors) == 0 {
		authors = article.ReadAuthors(p.site.Author)
	}
	for _, a := range authors {
		list = append(list, schemaThing{Type: "Person", Name: a.Name, URL: a.URL})
	}
	if len(list) == 0 {
		return []schemaThing{p.publisher()}
	}
	return list
}

// publisher returns the site as the publisher of its articles.
func (p *Pages) publisher() schemaThing {
	t := schemaThing{Type: "Organization", Name: p.site.Title, URL: p.site.BaseURL + "/"}
	if logo := cmp.Or(p.Theme.Logo.URL, p.Theme.Icon.URL, p.site.Icon); logo != "" {
		t.Logo = &schemaThing{Type: "ImageObject", URL: logo}
	}
	return t
}

// Type returns the type of a page in Open Graph.
func (c card) Type() string {
	if c.News == nil {
		return "website"
	}
	return "article"
}

// Locale returns the language of the page as Open Graph writes it, with a territory:
// "en_US". It is empty if the language is not known.
func (l layout) Locale() string {
	tag, err := language.Parse(l.Language)
	if err != nil {
		return ""
	}
	base, _ := tag.Base()
	region, confidence := tag.Region()
	if confidence == language.No {
		return ""
	}
	return strings.ToLower(base.String()) + "_" + region.String()
}
