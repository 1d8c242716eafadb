package render

import (
	"bytes"
	"crypto/sha256"

	"github.com/gorilla/feeds"

	"dateline/feed/article"
)

// generator names the program that made a feed.
const generator = "Dateline"

// fragment is an entry in one format.
type fragment struct {
	text    []byte
	sum     [sha256.Size]byte
	partial bool // it lacks what could not be read
}

func newFragment(text []byte) fragment { return fragment{text: text, sum: sha256.Sum256(text)} }

// place is where the items stand in the shell of a feed.
const place = "<!-- items -->"

// shell writes an XML feed whose items are the place.
func shell(feed feeds.XmlFeed) []byte {
	x := encoders.Get().(*encoder)
	defer encoders.Put(x)
	x.buffer.Reset()
	if err := feeds.WriteXML(feed, &x.buffer); err != nil {
		panic(err) // a buffer takes all, and the structs of this package encode
	}
	x.buffer.WriteByte('\n')
	return bytes.Clone(x.buffer.Bytes())
}

// join puts items, with a separator between them, in the place of a shell.
// The sum stands for all bytes of the body.
func join(shell []byte, items []fragment, separator string) (body []byte, list []Item, sum [sha256.Size]byte) {
	begin := bytes.LastIndex(shell, []byte(place)) // a title may hold such words too
	size := len(shell)
	for i := range items {
		size += len(items[i].text) + len(separator)
	}
	body = append(make([]byte, 0, size), shell[:begin]...)
	list = make([]Item, len(items))
	hash := sha256.New()
	hash.Write(shell)
	for i := range items {
		if i > 0 {
			body = append(body, separator...)
		}
		at := len(body)
		body = append(body, items[i].text...)
		list[i] = Item{at, len(body), short(items[i].sum)}
		hash.Write(items[i].sum[:])
	}
	body = append(body, shell[begin+len(place):]...)
	return body, list, [sha256.Size]byte(hash.Sum(nil))
}

// author is the name that a feed gives for entries without one.
func (r *Renderer) author() string {
	if r.site.Author != "" {
		return r.site.Author
	}
	return r.site.Title
}

// description is the site's; RSS wants one always.
func (r *Renderer) description(h head) string {
	if r.site.Description != "" {
		return r.site.Description
	}
	return h.title
}

func uri(s string) string { return article.URI(s) }
