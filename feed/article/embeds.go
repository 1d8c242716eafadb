package article

import (
	"bytes"
	"cmp"
	"html"
	"net/url"
	"path"
	"strings"
)

// contents are functions, by the name of a code in any dialect, that return the
// HTML of its content, or "" if the arguments are not sufficient.
var contents map[string]func(*codes, *code) string

func init() {
	contents = map[string]func(*codes, *code) string{
		"figure": figure, "fig": figure, "image": picture, "img": picture, "picture": picture, "asset_img": assetPicture, "resize_image": picture, "include": included,
		"vimeo":     plays("https://player.vimeo.com/video/"),
		"instagram": plays("https://www.instagram.com/p/"), "bilibili": plays("https://player.bilibili.com/player.html?bvid="),
		"dailymotion": plays("https://www.dailymotion.com/embed/video/"), "streamable": plays("https://streamable.com/e/"),
		"asciinema": plays("https://asciinema.org/a/"), "jsfiddle": plays("https://jsfiddle.net/"),
		"gist": gist, "iframe": plays(""), "embed": plays(""),
		"audio": media("audio"), "video": media("video"),
	}
	for _, name := range []string{"youtube", "youtube-lite", "youtubelite", "yt"} {
		contents[name] = plays("https://www.youtube.com/embed/")
	}
	for _, name := range []string{"tweet", "twitter", "x", "twitter_simple", "x_simple", "twitter-simple"} {
		contents[name] = tweet
	}
}

// htmlAttribute returns an attribute of HTML, or "" if it has no value. No
// character in it has a meaning in Markdown or its tables.
func htmlAttribute(name, value string) string {
	if value == "" {
		return ""
	}
	return " " + name + `="` + strings.ReplaceAll(html.EscapeString(oneLine(value)), "|", "&#124;") + `"`
}

// inlineHTML returns the HTML of inline Markdown, on one line.
func inlineHTML(s string) string {
	s = oneLine(s)
	marks := 0
	for _, c := range inlineMarks {
		marks += strings.Count(s, string(c))
	}
	var b bytes.Buffer
	if marks > maxMarks || inline.Convert([]byte(s), &b) != nil {
		return html.EscapeString(s)
	}
	text := strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(b.String()), "<p>"), "</p>")
	return strings.ReplaceAll(oneLine(text), "|", "&#124;")
}

// source returns the address of a picture or a recording.
func (k *code) source() string {
	s := k.arguments.named("src", "image_path", "path", "url", "image", "file", "link", "name", "filename")
	if s == "" && k.dialect != zola {
		s = k.arguments.at(0)
	}
	return s
}

// figure shows a picture with its caption, like the shortcode of Hugo.
func figure(_ *codes, k *code) string {
	if img := figureImage(k); img != "" {
		return "<figure>" + img + figureCaption(k) + "</figure>"
	}
	return ""
}

// figureImage returns the picture of a figure, in a link if it has one.
func figureImage(k *code) string {
	a := k.arguments
	src := k.source()
	if src == "" {
		return ""
	}
	img := "<img" + htmlAttribute("src", src) + htmlAttribute("alt", cmp.Or(a.named("alt"), markdownText(a.named("caption", "title")))) +
		htmlAttribute("width", a.named("width", "w")) + htmlAttribute("height", a.named("height", "h")) + ">"
	if link := a.named("link", "href"); link != "" && link != src {
		img = "<a" + htmlAttribute("href", link) + ">" + img + "</a>"
	}
	return img
}

func figureCaption(k *code) string {
	a := k.arguments
	var caption []string
	if title := a.named("title"); title != "" {
		caption = append(caption, "<strong>"+inlineHTML(title)+"</strong>")
	}
	if text := a.named("caption", "description"); text != "" {
		caption = append(caption, inlineHTML(text))
	}
	if attr := a.named("attr"); attr != "" {
		attr = inlineHTML(attr)
		if link := a.named("attrlink"); link != "" {
			attr = "<a" + htmlAttribute("href", link) + ">" + attr + "</a>"
		}
		caption = append(caption, attr)
	}
	if len(caption) == 0 {
		return ""
	}
	return "<figcaption>" + strings.Join(caption, " ") + "</figcaption>"
}

// picture shows a picture, or a figure if it has a caption. Hexo writes {% img
// [class] src [width] [height] ["title"] %}, others src and alt.
func picture(c *codes, k *code) string {
	a := k.arguments
	if a.named("caption", "description") != "" {
		return figure(c, k)
	}
	src, alt, width, height := k.source(), a.named("alt", "title"), a.named("width", "w"), a.named("height", "h")
	if words := a.words(); a.named("src") == "" && len(words) > 0 {
		n := 0
		for n < len(words)-1 && !isAddress(words[n]) {
			n++
		}
		src = words[n]
		for _, word := range words[n+1:] {
			switch size := pictureSize.MatchString(strings.TrimSuffix(word, "%")); {
			case size && width == "":
				width = word
			case size:
				height = word
			default:
				alt = strings.TrimSpace(alt + " " + word)
			}
		}
	}
	if src == "" {
		return ""
	}
	return "<img" + htmlAttribute("src", src) + ` alt="` + html.EscapeString(oneLine(alt)) + `"` + htmlAttribute("width", width) + htmlAttribute("height", height) + ">"
}

// isAddress reports whether a word is an address or the name of a file.
func isAddress(word string) bool {
	return strings.ContainsRune(word, '/') || ImageType(word) != "" || strings.HasPrefix(word, "#")
}

// assetPicture shows a picture in the folder of a post.
func assetPicture(c *codes, k *code) string {
	words := k.arguments.words()
	for i, word := range words {
		if isAddress(word) {
			pictured := *k
			pictured.arguments = arguments{{"", asset(word)}}
			for _, after := range words[i+1:] {
				pictured.arguments = append(pictured.arguments, argument{"", after})
			}
			return picture(c, &pictured)
		}
	}
	return ""
}

// included shows the picture or the video for which a Jekyll site includes a
// file.
func included(c *codes, k *code) string {
	name := path.Base(k.arguments.at(0))
	name = strings.TrimSuffix(name, path.Ext(name))
	content := contents[name]
	if name == "include" || content == nil || len(k.arguments) < 2 {
		return ""
	}
	inner := *k
	inner.name, inner.dialect, inner.arguments = name, zola, nil
	for _, arg := range k.arguments {
		if arg.key != "" && !liquidRoot.MatchString(arg.value) { // the value of a variable is unknown here
			inner.arguments = append(inner.arguments, arg)
		}
	}
	if provider := inner.arguments.named("provider"); provider != "" && contents[provider] != nil {
		content = contents[provider]
	}
	if len(inner.arguments) == 0 {
		return ""
	}
	return content(c, &inner)
}

// plays returns a function that shows what a player shows. prefix is the address
// of the player, without the identifier.
func plays(prefix string) func(*codes, *code) string {
	return func(_ *codes, k *code) string {
		a := k.arguments
		id := cmp.Or(a.named("id", "video_id", "videoid", "v", "url", "src", "link"), a.at(0))
		address := id
		if !strings.Contains(id, "://") {
			if prefix == "" || id == "" {
				return ""
			}
			address = prefix + url.PathEscape(id)
		}
		return paragraph(player(address, a.named("title")))
	}
}

func paragraph(inner string) string {
	if inner == "" {
		return ""
	}
	return "<p>" + inner + "</p>"
}

// tweet links to a post by its number, or by its author and number.
func tweet(_ *codes, k *code) string {
	a := k.arguments
	id, user := a.named("id", "url"), cmp.Or(a.named("user"), "i")
	switch words := a.words(); {
	case id != "":
	case len(words) > 1 && !strings.Contains(words[0], "://"):
		user, id = words[0], words[1]
	case len(words) > 0:
		id = words[0]
	}
	switch {
	case strings.Contains(id, "://"):
		return paragraph(player(id, ""))
	case id == "" || strings.Trim(id, "0123456789") != "": // many themes use "x" for something else
		return ""
	}
	return paragraph(player("https://twitter.com/"+url.PathEscape(user)+"/status/"+url.PathEscape(id), ""))
}

// gist links to a gist: by user, number and file, or by user/number.
func gist(_ *codes, k *code) string {
	words := k.arguments.words()
	address := k.arguments.named("url", "id")
	switch {
	case address != "":
	case len(words) > 1 && !strings.Contains(words[0], "/"):
		address = words[0] + "/" + words[1]
	case len(words) > 0:
		address = words[0]
	default:
		return ""
	}
	if !strings.Contains(address, "://") {
		address = "https://gist.github.com/" + PathURI(address)
	}
	return paragraph(player(address, ""))
}

// media returns a function that shows a recording.
func media(element string) func(*codes, *code) string {
	return func(c *codes, k *code) string {
		src := k.source()
		switch {
		case src == "":
			return ""
		case ImageType(src) == "" && path.Ext(src) == "" && hasScheme(src):
			return paragraph(player(src, k.arguments.named("title")))
		}
		return "<" + element + htmlAttribute("src", src) + htmlAttribute("poster", k.arguments.named("poster")) + ` controls=""></` + element + ">"
	}
}
