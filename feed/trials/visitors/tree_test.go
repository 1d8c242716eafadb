package visitors

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"
)

// hostile writes a tree whose articles have what breaks pages, and returns the
// configuration of its site.
func hostile(t *testing.T, dir string) (config string) {
	t.Helper()
	long := strings.Repeat("Word after word. ", 110) // a title has at most 2,000 characters
	word := strings.Repeat("Donaudampfschiff", 625)
	for name, text := range map[string]string{
		"2026/04/07/moon.md":    front("2026-04-07T10:00:00Z", "The moon is near", "Moon, Space", "image: moon.png\nimage_alt: The moon above a roof\nauthor: Ada Lovelace <ada@example.org>\n") + "The moon came near, and *everybody* saw it.\n\n### Source:\n1. [Wire](https://wire.example/moon)\n2. [Paper](https://paper.example/moon)\n### Related:\n1. [The moon again](/2026/04/06/again) _Context: Moon, Space_\n",
		"2026/04/06/again.md":   front("2026-04-06T10:00:00Z", "The moon again", "Moon", "image: https://pictures.example/again.png\n") + "Once more.\n",
		"2026/04/05/missing.md": front("2026-04-05T10:00:00Z", "A picture that is missing", "Moon", "image: https://missing.example/cover.png\n") + "It has a cover that is 404, and ![another](https://missing.example/body.png) in its text.\n",
		"2026/04/04/title.md":   front("2026-04-04T10:00:00Z", long, "Long", "") + "It has a long title.\n",
		"2026/04/03/word.md":    front("2026-04-03T10:00:00Z", word[:1900], "Long, "+word[:190], "") + word + "\n\n[" + word + "](https://words.example/" + word[:1500] + ")\n\n## " + word[:300] + "\n",
		"2026/04/02/arabic.md":  front("2026-04-02T10:00:00Z", "القمر قريب اليوم", "القمر", "language: ar\n") + "نص عن **القمر** مع كلمة moon.\n\n## عنوان\n\n- واحد\n- اثنان\n",
		"2026/04/01/script.md":  front("2026-04-01T10:00:00Z", "</title><script>alert(1)", `"<script>alert(2)</script>", "'\"><img src=x onerror=alert(3)>"`, "") + "<script>alert(4)</script>\n\n<img src=x onerror=alert(5)>\n\nText with <b>bold.\n",
		"2026/03/31/table.md":   front("2026-03-31T10:00:00Z", "Tables and code", "Code", "") + table(14) + "\n```go\n" + strings.Repeat("a line of code that goes on, ", 20) + "\n```\n\n`" + strings.Repeat("inline", 60) + "`\n\n> A quotation\n\n1. one\n   - two\n\nA term[^1].\n\n[^1]: A footnote.\n",
		"2026/03/30/note.md":    "---\ndate: 2026-03-30T10:00:00Z\ntopics: [Moon]\n---\nA note without a title, about the moon.\n",
		"2026/03/29/plain.md":   front("2026-03-29T10:00:00Z", "No topics at all", "", "") + "An article without topics.\n",
		"2026/03/28/wide.md":    front("2026-03-28T10:00:00Z", "A wide picture", "Moon", "") + "![A wide picture](wide.png)\n\n## A heading\n\n#### A deeper one\n\nText.\n",
		"2026/03/27/japan.md":   front("2026-03-27T10:00:00Z", "月が近い", "月", "language: ja\n") + "月についての記事です。\n",
		"about.md":              "---\ntitle: About this site\n---\nWho writes here, and [the moon](2026/04/07/moon.md).\n",
	} {
		write(t, dir, "news/"+name, []byte(text))
	}
	for i := range 130 { // more than two parts of a list
		write(t, dir, fmt.Sprintf("news/2025/%02d/%02d/many-%d.md", i%12+1, i%28+1, i), []byte(front(fmt.Sprintf("2025-%02d-%02dT%02d:%02d:00Z", i%12+1, i%28+1, i/60, i%60), fmt.Sprintf("Article %d", i), fmt.Sprintf("Many, Topic %d, Other %d", i, i), "source: https://wire.example/"+fmt.Sprint(i)+"\n")+"Text "+fmt.Sprint(i)+" mentions a rocket.\n"))
	}
	for i := range 12 { // for the topics: some 300
		write(t, dir, fmt.Sprintf("news/2024/01/%02d/topics.md", i+1), []byte(front(fmt.Sprintf("2024-01-%02dT10:00:00Z", i+1), fmt.Sprintf("Topics %d", i), topics(i*4, 4), "")+"Text.\n"))
	}
	write(t, dir, "news/2026/04/07/moon.png", picture(t, 640, 360))
	write(t, dir, "news/2026/03/28/wide.png", picture(t, 2400, 300))
	write(t, dir, "icon.png", picture(t, 64, 64))
	write(t, dir, "own.css", []byte(".own { color: inherit }\n"))
	write(t, dir, "zh/2026/04/07/yueliang.md", []byte(front("2026-04-07T09:00:00Z", "月亮很近", "月亮", "")+"关于月亮的文章。\n"))
	write(t, dir, "ar/2026/04/07/qamar.md", []byte(front("2026-04-07T08:00:00Z", "القمر", "قمر", "")+"نص.\n"))
	return `title = "Moon & Mars <news>"
description = "What is above us"
icon = "icon.png"
accent = "#b5179e"
css = "own.css"
footer = "© 2026 *Ada* · [Imprint](/about)"
nav = [["About", "/about"], ["Moon", "/topics/moon/"]]
license = "https://creativecommons.org/licenses/by/4.0/"
[pages]
files = ["about.md"]
[[content]]
dir = "news"
grace = "0s"
max_removal = "100%"
[[content]]
dir = "zh"
mount = "/zh"
language = "zh-Hans"
[[content]]
dir = "ar"
mount = "/ar"
language = "ar"
title = "أخبار"
`
}

// front returns front matter.
func front(date, title, topics, more string) string {
	return fmt.Sprintf("---\ntitle: %q\ndate: %s\ntopics: [%s]\n%s---\n", title, date, topics, more)
}

// topics returns the names of some topics, from a number on.
func topics(from, n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf("Subject %d", from+i)
	}
	return strings.Join(list, ", ")
}

// table returns a table that is too wide for a phone.
func table(columns int) string {
	row := strings.Repeat("| a wide cell ", columns) + "|\n"
	return row + strings.Repeat("|---", columns) + "|\n" + row
}

func picture(t *testing.T, width, height int) []byte {
	t.Helper()
	drawn := image.NewRGBA(image.Rect(0, 0, width, height))
	for x := range width {
		for y := range height {
			drawn.Set(x, y, color.RGBA{uint8(x), uint8(y), 90, 255})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, drawn); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
