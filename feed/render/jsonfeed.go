package render

import (
	"bytes"
	"strings"

	"github.com/gorilla/feeds"
)

// JSON Feed 1.1 (jsonfeed.org/version/1.1).

type jsonFeed struct {
	feeds.JSONFeed
	Items *struct{} `json:"items,omitempty"` // the items are inserted here
}

type jsonItem struct {
	feeds.JSONItem
	ContentHTML string           `json:"content_html"` // required even if empty
	Language    string           `json:"language,omitempty"`
	Attachments []jsonAttachment `json:"attachments,omitempty"`
}

type jsonAttachment struct {
	URL      string `json:"url"`
	MIMEType string `json:"mime_type"`
	Size     int64  `json:"size_in_bytes,omitempty"`
	Duration int64  `json:"duration_in_seconds,omitempty"`
}

func jsonItemOf(it item) *jsonItem {
	x := &jsonItem{
		JSONItem: feeds.JSONItem{
			Id:            it.id,
			Url:           it.link,
			Title:         it.title,
			Summary:       it.summary,
			PublishedDate: &it.published,
			ModifiedDate:  &it.updated,
			Authors:       jsonAuthors(it.credited()),
		},
		ContentHTML: it.contentHTML,
		Language:    it.language,
	}
	if x.ContentHTML == "" {
		x.ContentHTML = it.description()
	}
	if len(it.sources) > 0 {
		x.ExternalUrl = uri(it.sources[0].URL)
	}
	for _, c := range it.categories {
		x.Tags = append(x.Tags, jsonTags.Replace(c.name))
	}
	if m := it.cover; m != nil {
		x.Image = m.URL
	}
	for _, m := range it.enclosures() {
		x.Attachments = append(x.Attachments, jsonAttachment{m.URL, m.Type, m.Length, m.Duration})
	}
	return x
}

// jsonTags makes & full-width: FreshRSS (at least 1.24 to 1.28) copies tags into
// XML unescaped, and drops a whole feed if one contains &. The same happens with
// <, but that stays, because it occurs in names of types, which other readers
// would then show changed.
var jsonTags = strings.NewReplacer("&", "＆")

func (r *Renderer) json(h head) []byte {
	x := encoders.Get().(*encoder)
	defer encoders.Put(x)
	head := x.json(jsonFeed{JSONFeed: feeds.JSONFeed{
		Version:     "https://jsonfeed.org/version/1.1",
		Title:       h.title,
		Language:    h.language,
		HomePageUrl: h.home,
		FeedUrl:     h.self,
		NextUrl:     h.prev,
		Description: r.description(h),
		Icon:        r.Site.Icon,
		Authors:     jsonAuthors(r.feedAuthors()),
	}})
	return append(bytes.TrimSuffix(head, []byte("}")), `,"items":[`+"\n"+place+"\n]}\n"...)
}
