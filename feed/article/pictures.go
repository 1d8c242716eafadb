package article

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
)

// lazyKeys are the attributes in which lazy-loading scripts keep the addresses of
// pictures.
var lazyKeys = []string{"data-src", "data-lazy-src", "data-original", "data-original-src", "data-actualsrc", "data-lazy", "data-lazyload", "data-echo", "data-url", "lazy-src"}

// placeholder matches files that are shown until a script loads the picture.
var placeholder = regexp.MustCompile(`(?i)(?:^|/)(?:blank|spacer|pixel|placeholder|loading|loader|lazy|1x1|transparent|trans|gr[ae]y|empty)[\w.-]*\.\w+$`)

// shownPicture is a picture that was written.
type shownPicture struct {
	url  string // as the author wrote it
	lazy bool   // a script would have loaded it
	end  int    // offset in the Markdown after its tag
}

// offers are what a <picture> offers in addition to its <img>.
type offers struct{ url string }

// maxSizes bounds the sizes of one picture that are compared.
const maxSizes = 10_000

// source returns the address of an <img>, or "" if it has none of its own. lazy
// reports whether a script would load it.
func (t *startTag) source() (url string, lazy bool) {
	for _, key := range lazyKeys {
		if url = t.attr(key); url != "" && !strings.HasPrefix(url, "data:") {
			return url, true
		}
	}
	src := t.attr("src")
	inline := src == "" || src == "#" || strings.HasPrefix(src, "data:") || strings.HasPrefix(src, "about:")
	if !inline && !placeholder.MatchString(src) {
		return src, false
	}
	for _, key := range []string{"data-srcset", "data-lazy-srcset", "srcset"} {
		if url = largest(t.attr(key)); url != "" {
			return url, true
		}
	}
	if inline {
		return "", src != ""
	}
	return src, false
}

// largest returns the address of the largest picture in a srcset (HTML
// 4.8.4.2.1).
func largest(srcset string) (url string) {
	best, width := -1.0, false
	for range maxSizes {
		srcset = strings.TrimLeft(srcset, " \t\n\r\f,")
		end := strings.IndexAny(srcset, " \t\n\r\f")
		if srcset == "" {
			break
		} else if end < 0 {
			end = len(srcset)
		}
		candidate, descriptor := srcset[:end], ""
		srcset = srcset[end:]
		if whole := strings.TrimRight(candidate, ","); whole != candidate {
			candidate = whole
		} else {
			descriptor, srcset, _ = strings.Cut(srcset, ",")
		}
		size, wide := sizeOf(descriptor)
		if !strings.HasPrefix(candidate, "data:") && (wide && !width || wide == width && size > best) {
			url, best, width = candidate, size, wide
		}
	}
	return url
}

// sizeOf reads the descriptor of a picture: a width in pixels, or a pixel
// density.
func sizeOf(descriptor string) (size float64, wide bool) {
	for _, d := range strings.Fields(descriptor) {
		n, err := strconv.ParseFloat(d[:len(d)-1], 64)
		if err == nil && n >= 0 && (d[len(d)-1] == 'w' || d[len(d)-1] == 'x') {
			return n, d[len(d)-1] == 'w'
		}
	}
	return 1, false
}

// picture begins a <picture>, which is reduced to a single <img>.
func (h *rawHTML) picture(t startTag) {
	h.choice = &offers{}
	h.open.push(opened{name: t.name, then: func() {
		if c := h.choice; c != nil && c.url != "" {
			img := startTag{name: "img", offset: t.offset, end: t.end}
			img.set("src", c.url)
			h.img(img)
		}
		h.choice = nil
	}})
}

// img writes a picture that has an address. Of others it writes the alternative
// text.
func (h *rawHTML) img(t startTag) {
	url, lazy := t.source()
	if c := h.choice; c != nil {
		if url == "" {
			url = c.url
		}
		h.choice = nil
	}
	if h.open.holds("noscript") && h.shown.url != "" && (h.shown.url == url || h.shown.lazy) && h.follows(h.shown.end, t) {
		return
	}
	if (url == "" || placeholder.MatchString(url)) && h.hasFallback(t) {
		return
	}
	if url == "" {
		url = t.attr("src")
	}
	src := h.image(url, t.offset)
	if src == "" {
		h.text(t.attr("alt"))
		return
	}
	t.set("src", src)
	h.tag("img", t)
	h.shown = shownPicture{url, lazy, t.end}
}

// between matches the tags that are allowed between a picture and the <noscript> that
// shows it to browsers without scripts. fallback matches them up to that <noscript>.
var (
	between  = regexp.MustCompile(`^(?:\s|</?[a-zA-Z][^<>]*>)*$`)
	fallback = regexp.MustCompile(`^(?:\s|</[a-zA-Z]+\s*>)*<(?i:noscript)[\s>]`)
)

// maxBetween bounds the text that is searched for a <noscript>, in bytes.
const maxBetween = 500

// follows reports whether a tag follows a place in the Markdown, with nothing but
// tags in between.
func (h *rawHTML) follows(end int, t startTag) bool {
	start := t.offset - h.body
	return start >= end && start-end < maxBetween && between.Match(h.reading.source[end:start])
}

// hasFallback reports whether a <noscript> follows a tag.
func (h *rawHTML) hasFallback(t startTag) bool {
	rest := h.reading.source[min(t.end, len(h.reading.source)):]
	rest = rest[:min(len(rest), maxBetween)]
	return bytes.IndexByte(rest, '<') >= 0 && fallback.Match(rest)
}
