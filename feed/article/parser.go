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

// Options say how the files of one content directory are read.
type Options struct {
	// Dir names the directory in complaints: "news" gives "news/2026/…".
	Dir string
	// Mount is where the directory stands in URLs: "/", "/zh".
	Mount string
	// Aliases are other prefixes under which links name the directory.
	Aliases []string
	// BaseURL is the absolute URL of the site, without trailing slash.
	BaseURL string
	// Language (BCP 47) is that of articles which name none; it chooses
	// among variants of Chinese.
	Language string
	// Zone is the zone of times that name none.
	Zone    *time.Location
	Grammar Grammar
	// Languages are names of first folders that say the language of what is
	// below them: "de".
	Languages []string
	// People are authors by the lower-case keys under which articles name
	// them.
	People map[string]Author
	// TopicSeparator splits topics that front matter gives as one text; empty:
	// semicolons where there is one, else commas.
	TopicSeparator string
	// KeepWhole are topic names that hold a comma and a space, at which
	// lists of topics are split: "Jasper, Texas". Case does not matter.
	KeepWhole []string
}

// Grammar holds the labels of the founding format, compared without regard
// to case and without their colon.
type Grammar struct {
	Source, Related, Changes, Context, Cover []string
}

// Parser reads the files of one content directory. It is safe for use by
// several goroutines.
type Parser struct {
	options  Options
	place    place
	sections map[string]section
	contexts map[string]bool
	covers   map[string]bool
	whole    whole
	bare     parser.Parser     // does not look for bare URLs
	wiki     parser.Parser     // looks for them, and for links of wikis
	safe     goldmark.Markdown // looks for them
	buffers  sync.Pool
}

// NewParser returns a Parser.
func NewParser(o Options) *Parser {
	p := &Parser{
		options:  o,
		place:    newPlace(o.Mount, o.Aliases, o.BaseURL),
		sections: map[string]section{},
		contexts: labels(o.Grammar.Context),
		covers:   labels(o.Grammar.Cover),
		whole:    newWhole(o.KeepWhole),
		bare:     newMarkdown().Parser(),
		wiki:     newMarkdown(extension.Linkify, wikiLinks{}).Parser(),
		safe:     newMarkdown(authorHTML{}, extension.Linkify),
		buffers:  sync.Pool{New: func() any { return new(writer) }},
	}
	for kind, list := range map[section][]string{sources: o.Grammar.Source, related: o.Grammar.Related, changes: o.Grammar.Changes} {
		for label := range labels(list) {
			p.sections[label] = kind
		}
	}
	return p
}

// extensions are those of GFM that feeds can show, footnotes, without which one
// would be taken for the definition of a link, and what other dialects write. Task lists
// stay text: readers drop check boxes, and goldmark takes "[ ](url)" for one.
var extensions = []goldmark.Extender{tables{}, strike{}, extension.Footnote, guard{}, anchors{},
	boxes{}, attributeLists{}, notes{}, formulas{}, obsidian{}}

func newMarkdown(also ...goldmark.Extender) goldmark.Markdown {
	return goldmark.New(goldmark.WithParser(newParser()), goldmark.WithExtensions(slices.Concat(extensions, also)...))
}

// labels makes a set of labels as label gives them.
func labels(list []string) map[string]bool {
	set := map[string]bool{}
	for _, l := range list {
		set[label(l)] = true
	}
	return set
}

// label folds case and drops the colon, ASCII or full width.
func label(s string) string {
	s = strings.TrimRightFunc(strings.TrimSpace(s), func(c rune) bool { return c == ':' || c == '：' || unicode.IsSpace(c) })
	return strings.ToLower(s)
}

// parse returns the syntax tree of the Markdown, nil if it is too much. Files
// of the founding format have no codes, whatever they hold of wikis.
func (r *reading) parse() ast.Node {
	if !r.translate() {
		return nil
	}
	doc, pc := r.syntax(false)
	if doc != nil && hasCodes(r.source) && !r.isFounding(doc) {
		doc, pc = r.withCodes(doc)
	}
	if doc == nil {
		return nil
	}
	if l, ok := pc.Get(lookoutKey).(*lookout); ok {
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

// withCodes returns the tree without the codes that doc has, and with links of
// wikis.
func (r *reading) withCodes(doc ast.Node) (ast.Node, parser.Context) {
	all := *r // what keeps a reading moves it to the heap: spare files without codes that
	src, ok := all.fromCodes(doc)
	if *r = all; !ok || !r.adopt(src) {
		return nil, nil
	}
	return r.syntax(true)
}

// syntax parses the Markdown, with links of wikis or without. Looking for bare
// URLs costs a fifth of the time, and few articles have any.
func (r *reading) syntax(wiki bool) (ast.Node, parser.Context) {
	p := r.bare
	switch {
	case wiki:
		p = r.wiki
	case hasBareURL(r.source):
		p = r.safe.Parser()
	}
	g := &guarded{offset: -1}
	pc := parser.NewContext()
	pc.Set(guardKey, g)
	if wiki && r.article.Title == "" {
		pc.Set(titleKey, ast.NewHeading(0))
	}
	doc := p.Parse(markdown.NewReader(r.source), parser.WithContext(pc))
	if g.offset >= 0 {
		r.tooMuch(r.body+g.offset, tooManyMarks)
		return nil, pc
	}
	return doc, pc
}

// translate makes Markdown of what only tools read that have a Markdown of
// their own. Lines stay lines, so that places stay true.
func (r *reading) translate() bool {
	if hasExtension(r.file, ".mdx") || isMDX(r.source) {
		return r.adopt(r.fromMDX(r.source))
	}
	return r.adopt(withHTMLMarks(r.source))
}

// adopt takes a translation in place of the source, if it is not too much.
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

// tooMuch rejects what would keep the parser busy or fill the memory.
func (r *reading) tooMuch(offset int, what string) {
	r.reject(offset, Text, what, "split the article or simplify this part")
}

// hasBareURL reports whether the text may hold a URL or a mail address that
// is not the destination of a link.
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
