package page

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"html"
	"image"
	"image/color"
	"image/png"
	"slices"
	"strings"
	"unicode"

	"dateline/feed/article"
	"dateline/feed/phrases"
)

// The pictures that browsers and systems show for a site, at the addresses where they
// look for them, and the descriptions of the site that they read.

// addIcons keeps the icons. Those that an owner has not given are drawn on the accent: the
// first letter of the title as SVG and, where only pixels will do, the sign of feeds.
func (p *Pages) addIcons() []Icon {
	const small, large = 48, 180
	own := p.Theme.Icon
	drawing, drawn := []byte(p.letter()), "image/svg+xml"
	var icons []Icon
	switch {
	case own.URL != "":
		icons = append(icons, Icon{Rel: "icon", URL: own.URL})
	case own.Type == drawn:
		drawing = own.Data
		fallthrough
	case own.Data == nil:
		icons = append(icons, Icon{Rel: "icon", URL: p.site.BaseURL + "/favicon.svg", Type: drawn, Sizes: "any"})
	default:
		icons = append(icons, Icon{Rel: "icon", URL: p.keep("icon", own), Type: own.Type, Sizes: own.sizes()})
	}
	p.place("/favicon.svg", drawn, drawing)
	for _, at := range []struct {
		path string
		size int
	}{{"/favicon.ico", small}, {"/apple-touch-icon.png", large}} {
		if own.Data != nil && (own.Type == "image/png" || own.Type == "image/vnd.microsoft.icon" && at.size == small) {
			p.place(at.path, own.Type, own.Data)
			continue
		}
		p.place(at.path, "image/png", p.sign(at.size))
	}
	const touch = "/apple-touch-icon.png"
	width, height := Picture{Data: p.assets[touch].Body}.size()
	return append(icons, Icon{Rel: "apple-touch-icon", URL: p.site.BaseURL + touch, Type: "image/png", Sizes: fmt.Sprintf("%dx%d", width, height)})
}

// sizes returns the size of a picture as <link> has it: "48x48".
func (picture Picture) sizes() string {
	if width, height := picture.size(); width > 0 {
		return fmt.Sprintf("%dx%d", width, height)
	}
	return ""
}

// accent returns the colour of the icons.
func (p *Pages) accent() colour {
	if c, ok := parseColour(p.Theme.Accent); ok {
		return c
	}
	c, _ := parseColour(houseAccent)
	return c
}

// letter draws the first letter of the title.
func (p *Pages) letter() string {
	c := p.accent()
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" rx="12" fill="%s"/>`+
		`<text x="32" y="32" dy=".35em" text-anchor="middle" font-family="system-ui,sans-serif" font-weight="700" font-size="40" fill="%s">%s</text></svg>`,
		c, c.ink(), html.EscapeString(strings.ToUpper(initial(p.site.Title))))
}

// initial returns the first letter or digit of a text with the marks that belong to it,
// or else its first character.
func initial(text string) string {
	const joiner = '\u200d' // joins what follows, such as the parts of an emoji
	runes := []rune(article.XML(strings.TrimSpace(text)))
	from := max(slices.IndexFunc(runes, func(r rune) bool { return unicode.In(r, unicode.L, unicode.N) }), 0)
	to := from
	for i := from; i < len(runes) && i-from < 16; i++ {
		pair := i == from+1 && unicode.Is(unicode.Regional_Indicator, runes[from]) && unicode.Is(unicode.Regional_Indicator, runes[i])
		if i > from && !pair && !unicode.Is(unicode.M, runes[i]) && runes[i] != joiner && runes[i-1] != joiner {
			break
		}
		to = i + 1
	}
	return string(runes[from:to])
}

// sign draws the sign of feeds, a dot with two arcs, in pixels.
func (p *Pages) sign(size int) []byte {
	const fine = 4 // samples in each direction
	back := p.accent()
	ink := back.ink()
	img := image.NewRGBA(image.Rect(0, 0, size, size))
	for y := range size {
		for x := range size {
			inked := 0
			for i := range fine * fine {
				u := (float64(x) + (float64(i%fine)+.5)/fine) / float64(size)
				v := 1 - (float64(y)+(float64(i/fine)+.5)/fine)/float64(size)
				if inSign(u-.24, v-.24) {
					inked++
				}
			}
			c := back.towards(ink, inked*256/(fine*fine))
			img.SetRGBA(x, y, color.RGBA{c[0], c[1], c[2], 255})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err) // a buffer returns no error, and the size is fixed
	}
	return b.Bytes()
}

// inSign reports whether a point is in the sign, whose dot has its centre at 0, 0.
func inSign(u, v float64) bool {
	r := u*u + v*v
	ring := func(from, to float64) bool { return u >= -.07 && v >= -.07 && r >= from*from && r <= to*to }
	return r <= .07*.07 || ring(.22, .33) || ring(.45, .56)
}

// manifest returns the web app manifest (W3C Application Manifest).
func (p *Pages) manifest() []byte {
	type icon struct {
		Source string `json:"src"`
		Type   string `json:"type,omitempty"`
		Sizes  string `json:"sizes,omitempty"`
	}
	root := basePath(p.site.BaseURL) + "/"
	m := struct {
		Name        string `json:"name"`
		Description string `json:"description,omitempty"`
		Language    string `json:"lang"`
		Direction   string `json:"dir"`
		ID          string `json:"id"`
		Start       string `json:"start_url"`
		Scope       string `json:"scope"`
		Display     string `json:"display"`
		Background  string `json:"background_color"`
		Theme       string `json:"theme_color"`
		Icons       []icon `json:"icons"`
	}{p.site.Title, p.site.Description, p.site.Language, phrases.Direction(p.site.Language), root, root, root, "minimal-ui",
		lightPapers[0].String(), p.accent().String(), nil}
	for _, i := range p.frame.Icons {
		m.Icons = append(m.Icons, icon{pathOf(p.site.BaseURL, i.URL), i.Type, i.Sizes})
	}
	text, err := json.MarshalIndent(m, "", "\t")
	if err != nil {
		panic(err) // it holds only text
	}
	return append(text, '\n')
}

// openSearch returns the description of the search (OpenSearch 1.1, draft 6), with which
// browsers search from their address bars.
func (p *Pages) openSearch() []byte {
	name := []rune(p.site.Title) // at most 16 characters, says the specification
	name = name[:min(len(name), 16)]
	base := html.EscapeString(p.site.BaseURL)
	return fmt.Appendf(nil, `<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
<ShortName>%s</ShortName>
<Description>%s</Description>
<InputEncoding>UTF-8</InputEncoding>
<Image width="48" height="48" type="%s">%s/favicon.ico</Image>
<Url type="text/html" template="%s/search/?q={searchTerms}"/>
<Url type="application/rss+xml" template="%s/search/feed.rss?q={searchTerms}"/>
<Url type="application/atom+xml" template="%s/search/feed.atom?q={searchTerms}"/>
</OpenSearchDescription>
`, html.EscapeString(article.XML(strings.TrimSpace(string(name)))), html.EscapeString(article.XML(cmp.Or(p.site.Description, p.site.Title))), p.assets["/favicon.ico"].Type, base, base, base, base)
}
