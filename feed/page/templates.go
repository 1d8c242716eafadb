package page

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"dateline/feed/near"
)

// The templates of Dateline: pristine are those that an owner's are added to, which html/template
// allows only before they are executed, and house are executed.
var (
	pristine = template.Must(template.New("").ParseFS(files, "theme/*.html"))
	house    = template.Must(pristine.Clone())
)

// maxPage bounds what a template of an owner writes, in bytes.
const maxPage = 16 << 20

var errLarge = errors.New("the page is larger than 16 MiB")

// TemplateNames returns the names of the files that an owner can replace.
func TemplateNames() (names []string) {
	entries, err := fs.Glob(files, "theme/*.html")
	if err != nil {
		panic(err) // the pattern is part of the program
	}
	for _, e := range entries {
		names = append(names, strings.TrimPrefix(e, "theme/"))
	}
	return names
}

// TemplateError is why a template of an owner cannot be used.
type TemplateError struct {
	File         string // its path
	Line, Column int    // from 1; 0 if it is about the whole file
	What, Hint   string
}

// Error returns the error as those of the configuration are written.
func (e *TemplateError) Error() string {
	place := e.File
	if e.Line > 0 {
		place = fmt.Sprintf("%s:%d:%d", e.File, e.Line, e.Column)
	}
	return fmt.Sprintf("%s: %s; configuration not used; %s", place, e.What, e.Hint)
}

// own returns the templates of Dateline with those of the owner in their places, or nil
// if there are none.
func (t Theme) own() (*template.Template, error) {
	if len(t.Templates) == 0 {
		return nil, nil
	}
	all := template.Must(pristine.Clone())
	for _, name := range slices.Sorted(maps.Keys(t.Templates)) {
		if !slices.Contains(TemplateNames(), name) {
			hint := "the templates are " + strings.Join(TemplateNames(), ", ")
			if similar := near.Matches(name, slices.Values(TemplateNames()), 1); len(similar) > 0 {
				hint = "did you mean " + similar[0] + "?"
			}
			return nil, &TemplateError{File: filepath.Join(t.Directory, name), What: "Dateline has no template of this name", Hint: hint}
		}
		if _, err := all.New(name).Parse(t.Templates[name]); err != nil {
			return nil, t.failure(name, err)
		}
	}
	return all, nil
}

// Messages of templates: "template: list.html:3:5: executing …", of which only those at
// execution have a column, which counts bytes from 0.
var (
	templatePlace = regexp.MustCompile(`^(?:html/)?template: ?([^:]+):(\d+)(?::(\d+))?: (?s:(.*))$`)
	quotedToken   = regexp.MustCompile(`"([^"]+)"|<([^>]+)>`)
)

// failure returns an error of a template with its place.
func (t Theme) failure(name string, err error) *TemplateError {
	e := &TemplateError{File: filepath.Join(t.Directory, name), What: err.Error(), Hint: "correct the template, or remove the file to have that of Dateline"}
	text := err.Error()
	if x := new(template.Error); errors.As(err, &x) && x.Line > 0 { // the message has no column
		text = fmt.Sprintf("template: %s:%d: %s", cmp.Or(x.Name, name), x.Line, x.Description)
	}
	m := templatePlace.FindStringSubmatch(text)
	if m == nil {
		return e
	}
	e.File, e.What = filepath.Join(t.Directory, m[1]), strings.TrimSpace(m[4])
	e.Line, _ = strconv.Atoi(m[2])
	if _, replaced := t.Templates[m[1]]; !replaced {
		// A template of Dateline asks for what the owner's does not define.
		e.File, e.What, e.Line = filepath.Join(t.Directory, name), "it does not fit "+m[1]+" of Dateline: "+e.What, 0
		return e
	}
	line := lineOf(t.Templates[m[1]], e.Line)
	if column, err := strconv.Atoi(m[3]); err == nil {
		e.Column = len([]rune(line[:min(column, len(line))])) + 1
		return e
	}
	e.Column = columnOf(line, e.What)
	return e
}

// lineOf returns a line of a text, counted from 1.
func lineOf(text string, n int) string {
	lines := strings.Split(text, "\n")
	if n < 1 || n > len(lines) {
		return ""
	}
	return lines[n-1]
}

// columnOf returns the column, in characters from 1, of what a message about a line
// quotes, or else of the last action that begins on the line.
func columnOf(line, message string) int {
	at := max(strings.LastIndex(line, "{{"), 0)
	for _, m := range quotedToken.FindAllStringSubmatch(message, -1) {
		if i := strings.Index(line, cmp.Or(m[1], m[2])); i >= 0 {
			at = i
			break
		}
	}
	return len([]rune(line[:at])) + 1
}

// bounded is a buffer that takes up to maxPage bytes.
type bounded struct{ bytes.Buffer }

func (b *bounded) Write(data []byte) (int, error) {
	if b.Len()+len(data) > maxPage {
		return 0, errLarge
	}
	return b.Buffer.Write(data)
}

// execute returns the page that a template makes of data: the owner's, or Dateline's if
// that fails.
func (p *Pages) execute(name string, data any) []byte {
	if p.own != nil {
		var b bounded
		err := p.own.ExecuteTemplate(&b, name, data)
		if err == nil {
			return b.Bytes()
		}
		p.fail(name, err)
	}
	var b bytes.Buffer
	if err := house.ExecuteTemplate(&b, name, data); err != nil {
		panic(err) // the templates are part of the program, and a buffer returns no error
	}
	return b.Bytes()
}

// maxFailures bounds what is remembered about templates that fail.
const maxFailures = 20

// fail remembers that a template of the owner failed, once for each place.
func (p *Pages) fail(name string, err error) {
	e := p.Theme.failure(name, err)
	p.mu.Lock()
	defer p.mu.Unlock()
	same := func(other *TemplateError) bool {
		return other.File == e.File && other.Line == e.Line && other.Column == e.Column
	}
	if len(p.failures) == maxFailures || slices.ContainsFunc(p.failures, same) {
		return
	}
	p.failures = append(p.failures, e)
	if p.Failed != nil {
		p.Failed(e)
	}
}

// Failures returns why templates of the owner failed, so that pages are shown as
// Dateline makes them.
func (p *Pages) Failures() []*TemplateError {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.failures)
}
