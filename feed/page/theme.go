package page

import (
	"crypto/sha256"
	"html/template"
)

// Theme is how the owner of a site wants it to look. The zero Theme is Dateline's own.
type Theme struct {
	Accent string // a colour of CSS, "#0a6"; empty means Dateline's
	CSS    []byte // added after the stylesheet
	// Icon and Logo represent the site.
	Icon, Logo Picture
	Footer     template.HTML
	Nav        []Link
	// LinkImages means that pictures of other hosts are links instead of being shown.
	LinkImages bool
	// Readers are the web readers that Follow offers.
	Readers []Reader
	// Templates replace those of Dateline, by name: "list.html". Directory is where they
	// are, for messages.
	Templates map[string]string
	Directory string
	License   string
}

// Sums returns hashes of the files of the owner by what they are for: "css", "icon",
// "templates/list.html".
func (t Theme) Sums() map[string][sha256.Size]byte {
	sums := map[string][sha256.Size]byte{}
	for name, data := range map[string][]byte{"css": t.CSS, "icon": t.Icon.Data, "logo": t.Logo.Data} {
		if data != nil {
			sums[name] = sha256.Sum256(data)
		}
	}
	for name, text := range t.Templates {
		sums["templates/"+name] = sha256.Sum256([]byte(text))
	}
	return sums
}

// Picture is a picture of the owner: a URL, or a file with its bytes.
type Picture struct {
	URL  string // absolute, of another site; empty for a file
	Name string // of the file, for messages
	Type string // media type
	Data []byte
}

// Link is a link that the owner puts on all pages.
type Link struct{ Name, URL string }

// Reader is a web reader with the URL at which it subscribes to a feed, in which
// {feed} stands for the feed's, percent-encoded.
type Reader struct{ Name, URL string }
