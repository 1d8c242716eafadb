package feed

import (
	"bytes"
	"encoding/xml"
	"image"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// maxProlog is how far into a drawing its root element may end, in bytes.
// Editors write comments and entities before it.
const maxProlog = 64 << 10

// svgConfig returns the dimensions of an SVG drawing from the attributes of its
// root element (SVG 2, 7.2 and 8.2): width and height, or those of the viewBox,
// or zeros if neither has units of known size. A root element of another
// namespace is not SVG: browsers do not draw it.
func svgConfig(data []byte) (c image.Config, err error) {
	if !bytes.Contains(data[:min(len(data), maxProlog)], []byte("svg")) {
		return c, image.ErrFormat
	}
	d := xml.NewDecoder(bytes.NewReader(data[:min(len(data), maxProlog)]))
	d.Strict = false // the prolog may declare entities
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	for {
		token, err := d.RawToken()
		if err != nil {
			return c, image.ErrFormat
		}
		if root, ok := token.(xml.StartElement); ok {
			return drawing(root)
		}
	}
}

func drawing(root xml.StartElement) (c image.Config, err error) {
	space, attributes := "", map[string]string{}
	for _, a := range root.Attr {
		switch {
		case a.Name.Space == "xmlns" && a.Name.Local == root.Name.Space, a.Name.Local == "xmlns" && a.Name.Space == root.Name.Space:
			space = a.Value
		case a.Name.Space == "":
			attributes[a.Name.Local] = a.Value
		}
	}
	if root.Name.Local != "svg" || space != "http://www.w3.org/2000/svg" && !strings.HasPrefix(space, "&") {
		return c, image.ErrFormat
	}
	w, h := pixels(attributes["width"]), pixels(attributes["height"])
	if box := strings.FieldsFunc(attributes["viewBox"], func(r rune) bool { return r == ',' || r <= ' ' }); len(box) == 4 && (w == 0 || h == 0) {
		w, h = pixels(box[2]), pixels(box[3])
	}
	if w > 0 && h > 0 && w*h <= maxPixels {
		c.Width, c.Height = max(1, int(math.Round(w))), max(1, int(math.Round(h)))
	}
	return c, nil
}

// units are lengths in pixels (CSS Values 4, 6.2).
var units = map[string]float64{"": 1, "px": 1, "pt": 96. / 72, "pc": 16, "in": 96, "cm": 96 / 2.54, "mm": 96 / 25.4}

var length = regexp.MustCompile(`^\s*\+?(\d*\.?\d+(?:[eE][+-]?\d+)?|\d+\.)([a-z]*)\s*$`)

// pixels returns a length in pixels, or 0 if there is none or it depends on the
// context of the drawing.
func pixels(s string) float64 {
	m := length.FindStringSubmatch(s)
	if m == nil {
		return 0
	}
	n, err := strconv.ParseFloat(m[1], 64)
	if err != nil || n > maxPixels {
		return 0
	}
	return n * units[m[2]]
}
