package article

import (
	"bytes"
	"net/url"
	"regexp"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	markdown "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// wikiLinks parses the links of Obsidian, Quartz, Foam and Logseq
// (help.obsidian.md/links): [[note]], [[note|text]], [[folder/note#part|text]],
// [[#part]] and ![[picture.png|alt|300x200]]. An embedded file that is not a picture
// becomes a link. Other text in double brackets stays as it is: [[1]](url), [[x]][y],
// a[[i]], [[ -f x ]], [[:alpha:]], [[nodiscard]].
type wikiLinks struct{}

func (w wikiLinks) Extend(m goldmark.Markdown) {
	m.Parser().AddOptions(parser.WithInlineParsers(util.Prioritized(w, 190))) // before links (200)
}

// Trigger implements parser.InlineParser.
func (wikiLinks) Trigger() []byte { return []byte{'!', '['} }

// maxWikiLink bounds a link, in bytes.
const maxWikiLink = 1000

// Parse implements parser.InlineParser.
func (wikiLinks) Parse(parent ast.Node, block markdown.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	inner, embeds := bytes.CutPrefix(line, []byte("!"))
	inner, ok := bytes.CutPrefix(inner, []byte("[["))
	if !ok || segment.Padding > 0 || !embeds && isSubscript(parent, block.Source()[:segment.Start]) {
		return nil
	}
	from := len(line) - len(inner)
	n := bytes.IndexAny(inner[:min(len(inner), maxWikiLink)], "[]\n")
	if n < 0 || !bytes.HasPrefix(inner[n:], []byte("]]")) || !isWikiLink(inner[:n], inner[n+2:]) || isTitle(parent, pc) {
		return nil
	}
	w := newNoteLink(inner[:n])
	block.Advance(from + n + len("]]"))
	return w.node(embeds, segment.Start, segment.Start+from)
}

// titleKey is the context key of the heading that is the title of the article.
// Until that is known, its value is a heading of level 0. If the title is in
// front matter, there is no value.
var titleKey = parser.NewContextKey()

// isTitle reports whether a node is the title heading, in which brackets are
// text.
func isTitle(n ast.Node, pc parser.Context) bool {
	h, heading := n.(*ast.Heading)
	title, untitled := pc.Get(titleKey).(*ast.Heading)
	if !heading || !untitled || h.Level > 1 || h.Parent().Kind() != ast.KindDocument {
		return false
	}
	for c := h.Parent().FirstChild(); title.Level == 0; c = c.NextSibling() {
		if first, ok := c.(*ast.Heading); ok && first.Level == 1 {
			title = first
			pc.Set(titleKey, title)
		}
	}
	return h == title
}

// isSubscript reports whether double brackets after a text are an index: a[[0]],
// a_[[i]]. After another wiki link, and where emphasis begins, they are not.
func isSubscript(parent ast.Node, before []byte) bool {
	name := bytes.TrimRight(before, "_")
	if len(name) == 0 {
		return false
	}
	switch c := name[len(name)-1]; c {
	case ')':
		return true
	case ']':
		last := parent.LastChild()
		return last == nil || last.Kind() != ast.KindLink && last.Kind() != ast.KindImage || len(name) < len(before) ||
			!bytes.HasPrefix(bytes.TrimPrefix(before[max(0, last.Pos()):], []byte("!")), []byte("[["))
	default:
		return c < 0x80 && isAlphanumeric(c)
	}
}

// noWikiLink matches what programmers write between double brackets: short
// numbers and lists of them, character classes, attributes of C++.
var noWikiLink = regexp.MustCompile(`^(?:\d{1,3}|[-+\d.]+(?:\s*,\s*[-+\d.]+)+|:.*:|.*::.*|\^.*|[-$!"'({].*|nodiscard|noreturn|deprecated|fallthrough|maybe_unused|likely|unlikely|no_unique_address|assume)$`)

func isWikiLink(inner, after []byte) bool {
	switch {
	case len(inner) == 0 || inner[0] == ' ' || bytes.HasPrefix(after, []byte("(")):
		return false
	case bytes.HasPrefix(after, []byte("[")) && !bytes.HasPrefix(after, []byte("[[")) && !bytes.HasPrefix(after, []byte("[^")):
		return false
	}
	target, _, _ := bytes.Cut(inner, []byte("|"))
	target = bytes.TrimSpace(bytes.TrimSuffix(target, []byte(`\`)))
	return len(target) > 0 && !noWikiLink.Match(target)
}

// noteLink is a wiki link in parts. from and to are the range, between the
// brackets, of the text that is shown.
type noteLink struct {
	name, part    string
	from, to      int
	width, height string
}

var pictureSize = regexp.MustCompile(`^(\d{1,5})(?:x(\d{1,5}))?$`)

func newNoteLink(inner []byte) (w noteLink) {
	bar := bytes.IndexByte(inner, '|')
	end := bar
	if bar < 0 {
		end = len(inner)
	} else if bar > 0 && inner[bar-1] == '\\' { // in a table
		end--
	}
	w.name, w.part, _ = strings.Cut(string(inner[:end]), "#")
	w.name = strings.TrimSpace(w.name)
	if i := strings.LastIndexByte(w.part, '#'); i >= 0 {
		w.part = w.part[i+1:]
	}
	w.part = strings.TrimSpace(w.part)
	if bar < 0 || len(bytes.TrimSpace(inner[bar+1:])) == 0 {
		w.from, w.to = shownName(inner[:end], w.name)
		return w
	}
	w.from, w.to = bar+1, len(inner)
	if last := bytes.LastIndexByte(inner, '|'); ImageType(w.name) != "" {
		if size := pictureSize.FindSubmatch(inner[last+1:]); size != nil {
			w.width, w.height = string(size[1]), string(size[2])
			if w.to = last; last == bar {
				w.from, w.to = shownName(inner[:end], w.name)
			} else if inner[w.to-1] == '\\' {
				w.to--
			}
		}
	}
	return w
}

// shownName returns the range of the target that is shown if a link has no text:
// the name of the note without its folder, or else the part.
func shownName(target []byte, name string) (from, to int) {
	if name == "" {
		from = bytes.LastIndexByte(target, '#') + 1
		return from + bytes.IndexFunc(target[from:], func(c rune) bool { return c != '^' }), len(target)
	}
	to = len(target)
	if i := bytes.IndexByte(target, '#'); i >= 0 {
		to = i
	}
	from = bytes.LastIndexByte(target[:to], '/') + 1
	if IsMarkdown(name) {
		to = from + bytes.LastIndexByte(target[from:to], '.')
	}
	return from, max(from, to)
}

// node returns the picture or the link for w, which begins at an offset of the
// source. inner is the offset of the text between its brackets.
func (w *noteLink) node(embeds bool, begin, inner int) ast.Node {
	link := ast.NewLink()
	link.Destination = written(w.destination())
	link.AppendChild(link, ast.NewTextSegment(markdown.NewSegment(inner+w.from, inner+w.to)))
	link.SetPos(begin)
	if !embeds || ImageType(w.name) == "" {
		return link
	}
	image := ast.NewImage(link)
	image.SetPos(begin)
	if w.width != "" {
		image.SetAttributeString("width", []byte(w.width))
	}
	if w.height != "" {
		image.SetAttributeString("height", []byte(w.height))
	}
	return image
}

func (w *noteLink) destination() string {
	fragment := ""
	if w.part != "" {
		fragment = "#" + w.part // a block
		if w.part[0] != '^' {
			fragment = "#" + githubID(w.part)
		}
	}
	switch {
	case w.name == "":
		return fragment
	case hasScheme(w.name) && strings.Contains(w.name, "://"):
		return w.name + fragment
	case strings.HasPrefix(w.name, "./"), strings.HasPrefix(w.name, "../"):
		return PathURI(w.name) + fragment
	}
	return named(w.name) + fragment
}

// namedPath is the beginning of the path of a link whose target is to be found by
// its name. No page has such a path.
const namedPath = "/-/named/"

// named returns a link to the target with a name: "Tool shed", "posts/oven.md".
func named(name string) string {
	parts := strings.Split(strings.Trim(name, "/"), "/")
	for i, p := range parts {
		parts[i] = url.PathEscape(p)
	}
	return namedPath + strings.Join(parts, "/")
}
