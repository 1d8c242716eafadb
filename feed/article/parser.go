package article

import (
	"bytes"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	markdown "github.com/yuin/goldmark/text"
)

// Options say how to read the files of one content directory.
type Options struct {
	// Dir is the name of the directory in complaints: with "news" they begin with
	// "news/2026/…".
	Dir string
	// Mount is where the directory is in URLs: "/", "/zh".
	Mount string
	// Aliases are other paths by which links name the directory.
	Aliases []string
	// BaseURL is the absolute URL of the site, without trailing slash.
	BaseURL string
	// Language (BCP 47) is the language of articles that do not set one. It also
	// selects among variants of Chinese.
	Language string
	// Zone is the time zone of times without one.
	Zone    *time.Location
	Grammar Grammar
	// Languages are names of top-level folders that set the language of the files
	// in them: "de".
	Languages []string
	// People are authors by the lower-case keys with which articles name them.
	// They are read from files of authors before the articles. They are part of
	// the parser's Key, so that articles that name authors are read again when
	// such a file changes.
	People map[string]Author
	// TopicSeparator separates topics that front matter lists in one text. If it is
	// empty, semicolons separate them if there are any, otherwise commas.
	TopicSeparator string
	// Permalink is the pattern of the paths of pages, without a PatternFault:
	// "/:year/:month/:slug/". If it is empty, they follow from the names of files.
	Permalink string
	// Home is the author's own site, and Former are earlier base URLs of this one:
	// absolute URLs without trailing slash. Links to them lead to this site.
	Home   string
	Former []string
	// KeepWhole are names of topics that contain the separator of lists, a comma
	// and a space: "Jasper, Texas". Case does not matter.
	KeepWhole []string
	// Pages are files without a date that are pages, as paths below the directory. They
	// are not part of the Key, because they change how no article is read.
	Pages []string
}

// Grammar holds the labels of the founding format. They are compared without their
// colon, and case does not matter.
type Grammar struct {
	Source, Related, Changes, Context, Cover []string
}

// Parser reads the files of one content directory. It is immutable, and safe for use
// by several goroutines.
type Parser struct {
	options  Options
	place    place
	pattern  pattern // of the addresses of pages; nil if there is none
	sections map[string]section
	contexts map[string]bool
	covers   map[string]bool
	whole    whole
	bare     parser.Parser     // does not look for bare URLs
	wiki     parser.Parser     // looks for bare URLs and wiki links
	safe     goldmark.Markdown // looks for bare URLs, and renders the body
	buffers  sync.Pool
}

// NewParser returns a Parser for a content directory. It panics if the pattern of
// permalinks has a fault.
func NewParser(o Options) *Parser {
	p := &Parser{
		options:  o,
		place:    newPlace(o),
		sections: map[string]section{},
		contexts: labels(o.Grammar.Context),
		covers:   labels(o.Grammar.Cover),
		whole:    newWhole(o.KeepWhole),
		bare:     newMarkdown().Parser(),
		wiki:     newMarkdown(extension.Linkify, wikiLinks{}).Parser(),
		safe:     newMarkdown(authorHTML{}, extension.Linkify),
		buffers:  sync.Pool{New: func() any { return new(writer) }},
	}
	if o.Permalink != "" {
		if fault, _ := PatternFault(o.Permalink); fault != "" {
			panic("article: the pattern " + o.Permalink + " " + fault)
		}
		p.pattern, _ = compile(o.Permalink, tokenValues)
	}
	for kind, list := range map[section][]string{sources: o.Grammar.Source, related: o.Grammar.Related, changes: o.Grammar.Changes} {
		for label := range labels(list) {
			p.sections[label] = kind
		}
	}
	return p
}

// extensions are those of GFM that feeds can show, footnotes, and what other
// dialects add. Without the extension for footnotes, a footnote would be read as
// the definition of a link. Task lists stay text, because feed readers drop check
// boxes and goldmark takes "[ ](url)" for one.
var extensions = []goldmark.Extender{tables{}, strike{}, extension.Footnote, guard{}, anchors{},
	boxes{}, attributeLists{}, notes{}, formulas{}, obsidian{}}

func newMarkdown(also ...goldmark.Extender) goldmark.Markdown {
	return goldmark.New(goldmark.WithParser(newParser()), goldmark.WithExtensions(slices.Concat(extensions, also)...))
}

// labels returns a set of labels as label returns them.
func labels(list []string) map[string]bool {
	set := map[string]bool{}
	for _, l := range list {
		set[label(l)] = true
	}
	return set
}

// label folds the case of a label and drops its colon, ASCII or full-width.
func label(s string) string {
	s = strings.TrimRightFunc(strings.TrimSpace(s), func(c rune) bool { return c == ':' || c == '：' || unicode.IsSpace(c) })
	return strings.ToLower(s)
}

// parse returns the syntax tree of the Markdown, or nil if the Markdown is too
// much. The founding format has no codes, so wiki residue in it is not read as
// codes.
func (r *reading) parse() ast.Node {
	if !r.translate() {
		return nil
	}
	doc, pc := r.syntax(plainLinks)
	if doc != nil && hasCodes(r.source) && !r.isFounding(doc) {
		doc, pc = r.withCodes(doc)
	}
	if doc == nil {
		return nil
	}
	if l, ok := pc.Get(parseStateKey).(*parseState); ok {
		r.ids = l.ids
		r.reportContainers(&l.unknown)
	}
	if bytes.Contains(r.source, []byte("]:")) && unfolded(doc) > maxHTML {
		r.tooMuch(-1, "links that expand to more than "+kib(maxHTML))
		return nil
	}
	r.cells(doc)
	return doc
}

// isFounding reports whether the file has a date heading.
func (r *reading) isFounding(doc ast.Node) bool {
	h, _, _ := r.findDateHeading(doc)
	return h != nil
}

// withCodes returns the syntax tree of the source in which the codes of doc are
// replaced, and which has wiki links.
func (r *reading) withCodes(doc ast.Node) (ast.Node, parser.Context) {
	all := *r // codes moves a reading to the heap, so only files with codes use a copy there
	src, ok := all.fromCodes(doc)
	if *r = all; !ok || !r.adopt(src) {
		return nil, nil
	}
	return r.syntax(alsoWikiLinks)
}

// linkDialect selects the links to look for.
type linkDialect int

const (
	plainLinks linkDialect = iota
	alsoWikiLinks
)

// syntax parses the Markdown. It looks for bare URLs only if there may be any, because
// that takes a fifth of the time and few articles have them.
func (r *reading) syntax(links linkDialect) (ast.Node, parser.Context) {
	p := r.bare
	switch {
	case links == alsoWikiLinks:
		p = r.wiki
	case hasBareURL(r.source):
		p = r.safe.Parser()
	}
	g := &guarded{offset: -1}
	pc := parser.NewContext()
	pc.Set(guardKey, g)
	if links == alsoWikiLinks && r.article.Title == "" {
		pc.Set(titleKey, ast.NewHeading(0))
	}
	doc := p.Parse(markdown.NewReader(r.source), parser.WithContext(pc))
	if g.offset >= 0 {
		r.tooMuch(r.body+g.offset, tooManyMarks)
		return nil, pc
	}
	return doc, pc
}

// translate turns the dialects that need a pass before the parser into Markdown.
// Lines stay lines, so that the places in complaints stay correct.
func (r *reading) translate() bool {
	if hasExtension(r.file, ".mdx") || isMDX(r.source) {
		return r.adopt(r.fromMDX(r.source))
	}
	return r.adopt(withHTMLMarks(r.source))
}

// adopt replaces the source by its translation, unless that is too much for the
// parser.
func (r *reading) adopt(src []byte) bool {
	if len(src) == len(r.source) && bytes.Equal(src, r.source) {
		return true
	}
	r.data = append(r.data[:r.body:r.body], src...)
	r.source = r.data[r.body:]
	if offset, what := tooMuch(r.source); offset >= 0 {
		r.tooMuch(r.body+offset, what)
		return false
	}
	return true
}

// tooMuch rejects what would take the parser too long or too much memory.
func (r *reading) tooMuch(offset int, what string) {
	r.reject(offset, Text, what, "split the article or simplify this part")
}

// hasBareURL reports whether the text may contain a URL or a mail address that is
// not the destination of a link.
func hasBareURL(src []byte) bool {
	if bytes.IndexByte(src, '@') >= 0 || bytes.Count(src, []byte("www.")) > bytes.Count(src, []byte("://www.")) {
		return true
	}
	for {
		i := bytes.Index(src, []byte("://"))
		if i < 0 {
			return false
		}
		if scheme := bytes.LastIndexByte(src[:i], '('); scheme < 1 || src[scheme-1] != ']' || i-scheme > len("https")+1 {
			return true
		}
		src = src[i+3:]
	}
}
