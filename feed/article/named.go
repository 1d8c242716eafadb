package article

import (
	"cmp"
	"path"
	"strings"
)

// Some codes refer to other files of the site: ref and relref of Hugo, link and
// post_url of Jekyll, post_link and asset_link of Hexo. In an address they become a
// part of it, in text they become a link.

// linked returns the address or the link that a code becomes. ok is false if it
// is not such a code.
func (c *codes) linked(k *code) (text string, ok bool) {
	a := k.arguments
	target, title := "", ""
	switch k.name {
	case "ref", "relref":
		target = refTarget(cmp.Or(a.named("path", "page"), a.at(0)))
	case "post_url":
		target = postTarget(a.at(0))
	case "post_link":
		target, title = postTarget(a.at(0)), strings.TrimSuffix(strings.TrimSuffix(a.rest(1), " true"), " false")
	case "post_path":
		target = postTarget(a.at(0))
	case "asset_path", "asset_link":
		if file := a.at(0); file != "" {
			target, title = asset(file), a.rest(1)
		}
	case "link":
		target, title = linkTarget(a)
	}
	if target == "" || k.dialect == value {
		return "", false
	}
	if c.inURL() {
		return target, true
	}
	if title == "" {
		title = path.Base(cmp.Or(a.named("path", "page"), a.at(0)))
		title = strings.TrimSuffix(title, path.Ext(title))
	}
	return "[" + strings.NewReplacer("[", `\[`, "]", `\]`).Replace(oneLine(title)) + "](" + target + ")", true
}

// cutPart cuts the fragment off a name, and returns it percent-encoded with its
// #.
func cutPart(ref string) (name, part string) {
	name, part, ok := strings.Cut(ref, "#")
	if ok && part != "" {
		part = "#" + URI(part)
	}
	return name, part
}

// refTarget returns the address that Hugo's ref means: an address, a part of the
// page, or the name of another page, which may be relative.
func refTarget(ref string) string {
	name, part := cutPart(ref)
	switch {
	case hasScheme(name):
		return URI(ref)
	case name == "":
		return part
	case strings.HasPrefix(name, "./"), strings.HasPrefix(name, "../"):
		return PathURI(name) + part
	}
	for _, index := range []string{"/", "/_index.md", "/index.md", "/_index", "/index"} {
		name = strings.TrimSuffix(name, index)
	}
	if name == "" {
		return "/" + part
	}
	return named(name) + part
}

// postTarget returns the address of a post by its slug, which has no extension.
func postTarget(slug string) string {
	name, part := cutPart(slug)
	if strings.Trim(name, "/") == "" {
		return ""
	}
	return named(name) + part
}

// linkTarget returns the address that {% link %} means, and its text. Jekyll's
// link has the path of a file from the root of the site. Hexo's has a text, an
// address, whether to open a window, and a title.
func linkTarget(a arguments) (target, title string) {
	words := a.words()
	for i, word := range words {
		if i > 0 && (hasScheme(word) || strings.HasPrefix(word, "/") || strings.HasPrefix(word, "#")) {
			return URI(word), strings.Join(words[:i], " ")
		}
	}
	file, part := cutPart(strings.Join(words, " "))
	if file == "" {
		return "", ""
	}
	return PathURI("/"+strings.TrimPrefix(file, "/")) + part, ""
}

// asset returns the link to a file that Hexo looks for in the folder of a post.
func asset(file string) string {
	if hasScheme(file) || strings.HasPrefix(file, "/") {
		return file
	}
	return named(file)
}
