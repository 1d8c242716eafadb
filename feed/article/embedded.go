package article

import (
	"html"
	"strings"
)

// particular are the elements that need code of their own.
var particular = map[string]func(*rawHTML, startTag){
	"img": (*rawHTML).img, "image": (*rawHTML).img, "picture": (*rawHTML).picture,
	"noscript": func(h *rawHTML, t startTag) { h.open.push(opened{name: t.name}) },
	"video":    (*rawHTML).recording, "audio": (*rawHTML).recording, "source": (*rawHTML).part, "track": (*rawHTML).part,
	"iframe": (*rawHTML).frame, "frame": (*rawHTML).frame, "embed": (*rawHTML).frame, "object": (*rawHTML).object, "param": (*rawHTML).param,
	"script": (*rawHTML).script, "style": (*rawHTML).script,
	"title": (*rawHTML).words, "textarea": (*rawHTML).words, "xmp": (*rawHTML).words, "noembed": (*rawHTML).words, "noframes": (*rawHTML).words, "plaintext": (*rawHTML).words,
	"svg":        leaveOut("inline SVG drawings"),
	"template":   leaveOut("templates"),
	"dialog":     (*rawHTML).dialog,
	"annotation": leaveOut(""), "annotation-xml": leaveOut(""),
}

// isRaw reports whether the content of an element is not HTML. GFM 6.11 filters
// the tags of these elements.
func isRaw(name string) bool {
	switch name {
	case "title", "textarea", "style", "xmp", "iframe", "noembed", "noframes", "script", "plaintext":
		return true
	}
	return false
}

// leaveOut returns a function that drops an element with its content, provided
// that it has an end tag. kind describes it in complaints.
func leaveOut(kind string) func(*rawHTML, startTag) {
	return func(h *rawHTML, t startTag) {
		switch {
		case h.pairs[t.offset] && !t.empty:
			if kind != "" {
				h.lose(kind, t.offset)
			}
			h.start(t, opened{name: t.name, as: gone})
		case t.empty:
			h.lose(kind, t.offset)
		default:
			h.text(t.text)
		}
	}
}

// dialog writes a dialog only if a browser would show it without a script.
func (h *rawHTML) dialog(t startTag) {
	if t.has("open") || !h.pairs[t.offset] {
		h.start(t, opened{name: t.name, as: "div", special: true})
		return
	}
	leaveOut("dialogs that a script opens")(h, t)
}

// words writes the content, as text, of an element that browsers do not show as
// HTML. A tag without an end tag is text itself.
func (h *rawHTML) words(t startTag) {
	switch {
	case t.raw:
	case h.pairs[t.offset] && !t.empty:
		h.open.push(opened{name: t.name})
	default:
		h.text(t.text)
	}
}

// script drops a script or a style. Some scripts show something that follows from
// their address; whether the others show anything is unknown.
func (h *rawHTML) script(t startTag) {
	inline := h.pairs[t.offset] && !t.empty
	if !t.raw && !inline {
		h.text(t.text)
		return
	}
	if src := t.attr("src"); strings.HasPrefix(src, "https://gist.github.com/") || strings.HasPrefix(src, "https://asciinema.org/a/") {
		page, _, _ := strings.Cut(src, ".js")
		h.show(t, page)
	}
	if inline && !t.raw {
		h.start(t, opened{name: t.name, as: gone})
	}
}

// frame writes a link to the page that a frame shows.
func (h *rawHTML) frame(t startTag) {
	if t.name == "iframe" && len(t.attrs) == 0 && !t.raw && !h.pairs[t.offset] {
		h.text(t.text)
		return
	}
	url, _ := t.source()
	if url != "" {
		h.show(t, url)
	} else {
		h.lose("frames without an address", t.offset)
	}
	if t.name == "iframe" && !t.raw && !t.empty && h.pairs[t.offset] {
		h.start(t, opened{name: t.name, as: gone})
	}
}

// object writes a link to what an object shows. If that is unknown, it writes the
// content of the object.
func (h *rawHTML) object(t startTag) {
	if !h.pairs[t.offset] && !t.empty && len(t.attrs) == 0 {
		h.text(t.text)
		return
	}
	as := ""
	if url := t.attr("data"); url != "" {
		h.show(t, url)
		as = gone
	}
	o := opened{name: t.name, as: as}
	if as == "" {
		was := h.links
		o.then = func() {
			if h.links == was {
				h.lose("objects without an address", t.offset)
			}
		}
	}
	if h.pairs[t.offset] && !t.empty {
		h.start(t, o)
	}
}

// param reads the address of an object in HTML 4, unless an <embed> in the object
// has it too.
func (h *rawHTML) param(t startTag) {
	switch strings.ToLower(t.attr("name")) {
	case "movie", "src", "filename", "url":
		if rest := h.reading.source[min(t.end, len(h.reading.source)):]; !embedFollows(rest) && t.attr("value") != "" {
			h.show(t, t.attr("value"))
		}
	}
}

// embedFollows reports whether an <embed> follows in the same object.
func embedFollows(rest []byte) bool {
	text := strings.ToLower(string(rest[:min(len(rest), 4*maxBetween)]))
	inside, _, _ := strings.Cut(text, "</object")
	return strings.Contains(inside, "<embed")
}

// show writes a link to what a player shows. Between paragraphs, it becomes a
// paragraph.
func (h *rawHTML) show(t startTag, url string) {
	url = h.link(url, t.offset)
	if url == "" {
		return
	}
	h.links++
	link := player(url, t.attr("title"))
	if link == "" { // url is a page or a file of this site
		text := oneLine(t.attr("title"))
		if text == "" {
			text = Shorten(t.sourceName(), 80)
		}
		link = `<a href="` + html.EscapeString(url) + `">Embedded: ` + html.EscapeString(text) + "</a>"
	}
	if t.block && h.open.isFlow() {
		link = "<p>" + link + "</p>"
	}
	h.out.WriteString(link)
}

func (t *startTag) sourceName() string {
	for _, key := range []string{"src", "data", "value"} {
		if v := t.attr(key); v != "" {
			return v
		}
	}
	return t.name
}

// recording writes the start tag of a video or a recording. One without an end
// tag is closed at once, because it would hide everything that follows.
func (h *rawHTML) recording(t startTag) {
	if !h.pairs[t.offset] && !t.empty && len(t.attrs) == 0 {
		h.text(t.text)
		return
	}
	if src, _ := t.source(); src != "" {
		t.set("src", src)
	}
	t.resolve("src", h.file, h)
	t.resolve("poster", h.image, h)
	t.set("controls", "")
	t.set("preload", "none") // so that opening an item loads nothing but pictures from other hosts
	t.empty = t.empty || !h.pairs[t.offset]
	h.start(t, opened{name: t.name, as: t.name})
}

// part writes a source of a recording, or remembers a source of a <picture>.
func (h *rawHTML) part(t startTag) {
	switch {
	case h.choice != nil && t.name == "source":
		if h.choice.url == "" {
			h.choice.url, _ = t.source()
		}
	case h.open.holds("video") || h.open.holds("audio"):
		url := t.attr("src")
		if t.resolve("src", h.file, h); !t.has("src") {
			return
		}
		if t.name == "track" && !strings.HasPrefix(t.attr("src"), referenceScheme) {
			h.drop(t.offset, Links, "captions "+quote(url)+" are on another site, and browsers do not load captions from there", "put the file beside the article")
			return
		}
		h.tag(t.name, t)
	}
}

// file returns the URL of a recording as it is written in HTML, or "" if it is
// refused.
func (h *rawHTML) file(url string, offset int) string {
	if target, ok := h.place.sitePath(url, h.reading.file); ok && IsAsset(target) {
		own, _ := h.own(url, offset)
		return own
	}
	if u, ok := webURL(url); ok {
		return URI(u)
	}
	if u := h.homeURL(url); u != "" {
		return u
	}
	h.drop(offset, Links, "recording "+quote(url)+" is neither an http(s) URL nor a file in the tree that Dateline serves", "write its full URL")
	return ""
}
