package adopt

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/html/charset"
)

// maxDepth bounds the nesting of elements. Real feeds stay below fifty, with XHTML
// in them. gofeed reads elements of other vocabularies recursively, so that
// without a bound a crafted feed would exhaust the stack.
const maxDepth = 500

// itself are the namespaces of the formats.
var itself = []string{"", "http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#", "http://purl.org/rss/1.0/",
	"http://channel.netscape.com/rdf/simple/0.9/", "http://my.netscape.com/rdf/simple/0.9/"}

const rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

// scan returns the ids of the items of an XML feed in their order: what the id of
// an Atom entry says to the letter, which gofeed may resolve as a URL, and the
// rdf:about of RSS 1.0, which it drops. An item without either has "". Entities
// that a feed declares are not expanded.
func scan(data []byte) (ids []string, err error) {
	d := xml.NewDecoder(bytes.NewReader(legal(data)))
	d.Strict, d.CharsetReader = false, charset.NewReaderLabel // as gofeed reads them
	s := scanner{}
	for {
		t, err := d.Token()
		switch {
		case len(s.open) == 0 && s.rooted:
			return s.ids, nil // what follows the feed does not matter
		case err != nil:
			return nil, fmt.Errorf("it is broken or not complete: %w", err)
		}
		if s.take(t); len(s.open) > maxDepth {
			return nil, fmt.Errorf("its elements are nested more than %d deep", maxDepth)
		}
	}
}

// legal returns a document without the control characters that XML forbids, which
// gofeed drops, too. They have the same bytes in all encodings of feeds.
func legal(data []byte) []byte {
	kept := make([]byte, 0, len(data))
	for _, b := range data {
		if b >= ' ' || b == '\t' || b == '\n' || b == '\r' {
			kept = append(kept, b)
		}
	}
	return kept
}

// scanner follows the elements of a feed.
type scanner struct {
	open   []xml.Name // elements, from the root
	rooted bool       // the root was found
	ids    []string
	item   int // how many elements are open within the current item; 0 outside of items
	id     int // how many are open within its id
}

func (s *scanner) take(t xml.Token) {
	switch t := t.(type) {
	case xml.StartElement:
		s.open, s.rooted = append(s.open, t.Name), true
		switch {
		case s.item == 0 && s.isItem():
			s.item = len(s.open)
			s.ids = append(s.ids, about(t))
		case s.item > 0 && len(s.open) == s.item+1 && t.Name.Local == "id" && slices.Contains(itself, t.Name.Space):
			s.id = len(s.open)
		}
	case xml.EndElement:
		if len(s.open) == s.id {
			s.id = 0
			s.ids[len(s.ids)-1] = strings.TrimSpace(s.ids[len(s.ids)-1])
		}
		if len(s.open) == s.item {
			s.item = 0
		}
		s.open = s.open[:max(len(s.open)-1, 0)]
	case xml.CharData:
		if s.id > 0 {
			s.ids[len(s.ids)-1] += string(t)
		}
	}
}

// isItem reports whether the innermost element is an entry of Atom, or an item in a
// channel or beside it.
func (s *scanner) isItem() bool {
	name := s.open[len(s.open)-1]
	if !slices.Contains(itself, name.Space) {
		return false
	}
	root := strings.ToLower(s.open[0].Local)
	switch strings.ToLower(name.Local) {
	case "entry":
		return root == "feed" && len(s.open) == 2
	case "item":
		return root != "feed" && (len(s.open) == 2 || len(s.open) == 3 && strings.EqualFold(s.open[1].Local, "channel"))
	}
	return false
}

func about(t xml.StartElement) string {
	for _, a := range t.Attr {
		if a.Name.Local == "about" && a.Name.Space == rdf {
			return strings.TrimSpace(a.Value)
		}
	}
	return ""
}
