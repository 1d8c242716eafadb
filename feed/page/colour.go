package page

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// The colours of the theme follow from one, the accent. That of an owner may be any
// colour, so what is drawn in it or on it is made readable here: at least 4.5:1, the
// contrast that WCAG 2.2 asks for (1.4.3, level AA).

// houseAccent is the accent of Dateline.
const houseAccent = "#b3361b"

// contrast is what text must have. It is a little more than asked for, because colours
// are rounded to whole numbers.
const contrast = 4.55

// The papers of the two schemes, as style.css has them, each with the one of boxes, on
// which links stand as well.
var (
	lightPapers = []colour{{255, 255, 255}, {243, 241, 236}}
	darkPapers  = []colour{{22, 24, 28}, {34, 37, 43}}
)

// colour is a colour of sRGB.
type colour [3]uint8

// parseColour reads "#0a6" or "#00aa66".
func parseColour(s string) (c colour, ok bool) {
	hex, ok := strings.CutPrefix(s, "#")
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	n, err := strconv.ParseUint(hex, 16, 24)
	if !ok || err != nil || len(hex) != 6 {
		return colour{}, false
	}
	return colour{uint8(n >> 16), uint8(n >> 8), uint8(n)}, true
}

func (c colour) String() string { return fmt.Sprintf("#%02x%02x%02x", c[0], c[1], c[2]) }

// luminance returns the relative luminance (WCAG 2.2), from 0 to 1.
func (c colour) luminance() float64 {
	linear := func(v uint8) float64 {
		x := float64(v) / 255
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c[0]) + 0.7152*linear(c[1]) + 0.0722*linear(c[2])
}

// against returns the contrast ratio of two colours, from 1 to 21.
func (c colour) against(other colour) float64 {
	a, b := c.luminance(), other.luminance()
	return (max(a, b) + 0.05) / (min(a, b) + 0.05)
}

// towards mixes a colour with another one, in 256 steps.
func (c colour) towards(other colour, step int) colour {
	for i := range c {
		c[i] = uint8((int(c[i])*(256-step) + int(other[i])*step) / 256)
	}
	return c
}

var black, white = colour{}, colour{255, 255, 255}

// readableOn returns the colour, as much darker or lighter as it must be to be readable
// on all papers.
func (c colour) readableOn(papers []colour) colour {
	end := black
	if papers[0].luminance() < 0.5 {
		end = white
	}
	for step := range 256 {
		mixed, worst := c.towards(end, step), math.Inf(1)
		for _, p := range papers {
			worst = min(worst, mixed.against(p))
		}
		if worst >= contrast {
			return mixed
		}
	}
	return end
}

// ink returns the colour of text on a colour: black or white.
func (c colour) ink() colour {
	if c.against(white) >= c.against(black) {
		return white
	}
	return black
}

// accents returns the rules of CSS for an accent: that of links and buttons in both
// schemes, with the colour of the text of buttons.
func accents(accent string) string {
	c, ok := parseColour(accent)
	if !ok {
		c, _ = parseColour(houseAccent)
	}
	light, dark := c.readableOn(lightPapers), c.readableOn(darkPapers)
	return fmt.Sprintf(":root{--accent:%s;--accent-ink:%s}\n@media (prefers-color-scheme:dark){:root{--accent:%s;--accent-ink:%s}}\n@media print{:root{--accent:#000}}\n", light, light.ink(), dark, dark.ink())
}
