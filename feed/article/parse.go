package article

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
)

// reading is the state of one call of Parse.
type reading struct {
	*Parser
	name     string // of the file, for complaints
	file     string // its site path
	rel      string // its path below the content directory
	data     []byte // the whole file, with \n at the end of each line
	body     int    // offset of the Markdown in data
	source   []byte // data[body:]
	article  *Article
	problems []Problem
	undated  bool // the file has no date and is a page (see Options.Pages)

	script        []string  // variants of Chinese, in order of preference
	founding      bool      // there is a date heading, so the file is in the founding format
	headed        time.Time // the date of that heading
	dateOffset    int       // offset of its text
	addressDate   time.Time // the first date of an address in front matter; zero if there is none
	frontOffset   int       // offset of the date in front matter
	dateText      string    // that date, as it is written
	wanted        wanted    // what front matter says about the address of the page
	titleOffset   int       // offset of the title heading, or -1
	rawHTML       int       // offset of the first HTML in the body, or -1
	changesOffset int       // offset of the first heading of changes, or -1
	cited         []string  // see citation; for pages of this directory, their paths without the mount
	lastContext   string    // the context that was read last
	lastTopics    []Name    // the topics in it
	relatedLinks  int       // number of related articles
	overfull      []string  // lists from which items are left out
	languageSet   bool      // front matter or the path names the language
	aliases       int       // number of aliases
	expiresAt     int       // offset of the key that says when the article expires
	coverLink     string    // that of the cover, and that of the enclosure in front matter, as written
	enclosureLink string

	ids   idSet      // ids of parts of the body
	parts []partLink // links to parts of the article itself
}

// Result is the result of Parse for a file: an Article, a Day, a Page, or none of them.
// If it is none and no problem is Fatal, the file is not for readers of the site.
type Result struct {
	Article  *Article
	Day      *Day
	Page     *Article // without a date: see Options.Pages
	Problems []Problem
}

// Parse reads the file at rel, a slash-separated path below the content
// directory. It returns quickly for any bytes, with a Problem for everything that
// it could not use. It keeps no reference to data.
func (p *Parser) Parse(rel string, data []byte) Result { return p.parse(rel, data, unread) }

// ParseDay is like Parse, for a file that was the page of a day when it was read
// before. The file stays one unless its front matter has a title: what Parse
// would take for an article may be a page of links with a few words of its own.
func (p *Parser) ParseDay(rel string, data []byte) Result { return p.parse(rel, data, readAsDay) }

// earlier is how a file was read the last time, which determines whether an index
// with a few words of its own may become an article.
type earlier int

const (
	unread earlier = iota
	readAsDay
)

func (p *Parser) parse(rel string, data []byte, was earlier) Result {
	r := &reading{Parser: p, name: path.Join(p.options.Dir, rel), file: path.Join(p.place.mount, rel), rel: rel, data: data,
		script: scriptOf(p.options.Language), titleOffset: -1, changesOffset: -1, rawHTML: -1}
	base := path.Base(rel)
	if IsSection(base) {
		return Result{}
	}
	r.article = &Article{File: r.file, Path: PagePath(r.file), Rare: &Rare{Language: r.options.Language}}
	readable := r.readable()
	legible := readable && r.front(rel)
	r.hide(hiddenByPath(rel))
	if !readable {
		text := withoutNUL(r.data)
		r.hide(hiddenByText("the file", frontText(text)))
		r.hide(hiddenByHead(text))
	}
	hidden := r.article.Hidden != ""
	if date, ok := dayOf(rel); ok && isIndex(base) && legible && !hidden && r.article.Title == "" {
		front := r.problems
		r.problems = nil // the page of a day has no use for front matter, so nothing in it is wrong
		if day, ok := r.day(date, was); ok {
			return Result{Day: day, Problems: r.problems}
		}
		r.problems = front
	}
	if !legible && !hidden {
		return Result{Problems: r.problems}
	}
	a := r.read(rel, legible)
	if a != nil {
		a.Hash = Hash(data)
	}
	if r.undated && a != nil && a.Hidden == "" {
		return Result{Page: a, Problems: r.problems}
	}
	return Result{Article: a, Problems: r.problems}
}

// lines returns data with \n at the end of all lines, as goldmark and feeds need
// it. Lines and columns of places do not change.
func lines(data []byte) []byte {
	if bytes.IndexByte(data, '\r') < 0 {
		return data
	}
	return bytes.ReplaceAll(bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")), []byte("\r"), []byte("\n"))
}

// readable rejects files that must not reach the Markdown parser.
func (r *reading) readable() bool {
	if len(r.data) > MaxSize {
		r.reject(-1, File, "the file is larger than "+kib(MaxSize), "split the article")
		return false
	}
	r.data = lines(r.data)
	if !utf8.Valid(r.data) {
		r.reject(invalidOffset(r.data), File, "the file is not UTF-8", "save it as UTF-8")
	} else if offset, what := tooMuch(r.data); offset >= 0 {
		r.tooMuch(offset, what)
	} else if offset := conflict(r.data); offset >= 0 {
		r.reject(offset, File, "the file has unresolved conflict markers, from <<<<<<< to >>>>>>>", "keep one version and remove the markers")
	}
	return len(r.problems) == 0
}

func invalidOffset(data []byte) int {
	for i := 0; i < len(data); {
		c, n := utf8.DecodeRune(data[i:])
		if c == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return len(data)
}

// isIndex reports whether a file is an index or a README by its name.
func isIndex(base string) bool {
	name, _ := cutLanguage(strings.TrimSuffix(base, path.Ext(base)))
	return IsMarkdown(base) && isFolderName(name)
}

// dayOf returns the date of the folder that contains rel, if it is the folder of
// a day.
func dayOf(rel string) (time.Time, bool) {
	date, ok, err := folderDate(path.Dir(rel))
	return date, ok && err == nil
}

// front reads the front matter and reports whether it could be read.
func (r *reading) front(rel string) bool {
	meta, body, err := splitFrontMatter(r.data)
	if err != nil {
		r.broken(err.(*metadataError))
		return false
	}
	r.body, r.source = body, r.data[body:]
	if len(meta) > 0 {
		all := *r // the functions of the vocabulary move a reading to the heap, so only files with front matter use a copy there
		all.metadata(meta)
		*r = all
	} else {
		r.hide(hiddenByHead(r.source))
	}
	if !r.languageSet {
		r.languageOfPath(rel)
	}
	return true
}

// broken rejects front matter that cannot be read. If its text has a key that hides
// the article, the article is hidden. Otherwise an article that was published before
// would stay.
func (r *reading) broken(e *metadataError) {
	about := FrontMatter
	if r.hide(hiddenByText("front matter", r.data[e.from:e.to])); r.article.Hidden != "" {
		about = Hiding
	}
	r.reject(e.offset, about, e.what, e.hint)
}

// read returns the article, or nil if a problem explains why there is none or the
// file is not an article. A hidden article is read as far as possible. Only
// complaints about its hiding are kept, because a draft may be unfinished.
func (r *reading) read(rel string, legible bool) *Article {
	if legible {
		r.content(rel)
	}
	switch a := r.article; {
	case a.Hidden != "":
		r.problems = r.hiding()
		r.locate()
	case a.Date.IsZero() && !r.undated, slices.ContainsFunc(r.problems, func(p Problem) bool { return p.Fatal }):
		return nil
	}
	r.compact()
	r.article.Fingerprint = r.fingerprint()
	return r.article
}

// content reads what follows the front matter.
func (r *reading) content(rel string) {
	doc := r.parse()
	if doc == nil {
		return
	}
	if r.blocks(doc, rel); r.dated(rel) {
		r.checkSpan()
		r.finish(doc)
	}
}

// Hash identifies the bytes of a file: the first half of their SHA-256.
func Hash(data []byte) [16]byte {
	sum := sha256.Sum256(data)
	return [16]byte(sum[:16])
}

// HashOf returns the Hash of everything that a reader returns.
func HashOf(r io.Reader) (hash [16]byte, err error) {
	sum := sha256.New()
	_, err = io.Copy(sum, r)
	return [16]byte(sum.Sum(nil)), err
}

// dated determines the date. That of front matter or the heading is set already;
// otherwise that of the path counts, then that of an address in front matter,
// because in some trees only the URL of a post says when it is from. A page without
// a date is not an article.
func (r *reading) dated(rel string) bool {
	a := r.article
	fromPath, ok, err := pathDate(rel)
	switch {
	case !a.Date.IsZero():
		r.compareDates(rel, fromPath)
	case slices.ContainsFunc(r.problems, func(p Problem) bool { return p.Fatal }):
		return false
	case err != nil:
		r.problems = r.hiding() // the page may not be an article at all
		wrong := err.(*notADate)
		r.reject(-1, Dates, fmt.Sprintf("the path has the date %q, which %s", wrong.text, wrong.why), "correct the date in the path to "+wrong.instead)
		return false
	case ok:
		a.Date, a.DateOnly = fromPath, true
		r.compareDates(rel, fromPath)
	case !r.addressDate.IsZero():
		a.Date, a.DateOnly = r.addressDate, true
	case slices.Contains(r.options.Pages, rel):
		r.undated = true
		r.refuseSpan()
	default:
		r.problems = r.hiding()
		r.report(-1, Problem{About: Dates, What: "no date in front matter, heading or path", Effect: "not an article",
			Hint: "add a date, or list the file in pages.files if it is a page, or in content.ignore"})
		return false
	}
	return true
}

// finish sets the fields that depend on both front matter and Markdown, and the HTML.
func (r *reading) finish(doc ast.Node) {
	a := r.article
	if n := utf8.RuneCountInString(a.Title); n > maxTitle {
		r.reject(r.titleAt(), Titles, fmt.Sprintf("the title has %d characters (at most %d)", n, maxTitle), "shorten the title, and put the rest into the text")
		return
	}
	if r.locate(); Reserved(a.Path) {
		hint := "rename the file or its folder, or give the directory another mount"
		if a.Path != a.UsualPath() {
			hint = "write another permalink, url, slug or path in front matter, or change content.permalink"
		}
		r.report(-1, Problem{About: Addresses, What: a.Path + " is an address that Dateline reserves for itself", Effect: "the page of the article is at " + Address(a.Path), Hint: hint})
	}
	r.fold(doc)
	r.leaveHome()
	a.HTML = r.html(doc)
	r.offerAudio()
	if a.isEmpty() {
		r.reject(r.titleAt(), Text, "the article has neither a title nor text", "write some text, or remove the file")
	}
	if len(a.Changes) > 0 && a.FormerAt == (Place{}) {
		a.FormerAt = r.at(r.changesOffset)
	}
	if composed := Composed(a.Path); composed != a.Path && !slices.Contains(a.Aliases, composed) {
		a.Aliases = append(a.Aliases, composed)
		a.FormerAt = cmp.Or(a.FormerAt, Place{1, 1})
	}
}

// isEmpty reports whether an article has nothing to read, see or hear. A note
// needs text, a picture, a recording or a source.
func (a *Article) isEmpty() bool {
	return a.Title == "" && a.Cover == "" && a.Enclosure == nil && len(a.Sources) == 0 &&
		!strings.Contains(a.HTML, "<img") && visible(a.HTML) == ""
}

// titleAt returns the offset of the title heading, or else of the Markdown.
func (r *reading) titleAt() int { return r.body + max(r.titleOffset, 0) }
