package render

import (
	"bytes"
	"crypto/sha256"

	"github.com/gorilla/feeds"

	"dateline/feed/article"
)

// generator is the name of this program in feeds.
const generator = "Dateline"

// fragment is an entry in one format.
type fragment struct {
	text    []byte
	sum     [sha256.Size]byte
	partial bool // something could not be read for it
}

func newFragment(text []byte) fragment { return fragment{text: text, sum: sha256.Sum256(text)} }

// place marks where the items belong in the shell of a feed.
const place = "<!-- items -->"

// shell encodes an XML feed with place instead of items.
func shell(feed feeds.XmlFeed) []byte {
	x := encoders.Get().(*encoder)
	defer encoders.Put(x)
	x.buffer.Reset()
	if err := feeds.WriteXML(feed, &x.buffer); err != nil {
		panic(err) // a buffer returns no error, and the structs of this package can be encoded
	}
	x.buffer.WriteByte('\n')
	return bytes.Clone(x.buffer.Bytes())
}

// join replaces the place in a shell by items with a separator between them. sum
// is that of the whole body.
func join(shell []byte, items []fragment, separator string) (body []byte, list []Item, sum [sha256.Size]byte) {
	begin := bytes.LastIndex(shell, []byte(place)) // the last one, because a title may contain the same text
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

// description returns the site's description, or a substitute, because RSS
// requires one.
func (r *Renderer) description(h head) string {
	if r.Site.Description != "" {
		return r.Site.Description
	}
	return h.title
}

func uri(s string) string { return article.URI(s) }
