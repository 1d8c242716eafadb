package page

import (
	"cmp"
	"fmt"
	"go/ast"
	goparser "go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"dateline/feed/phrases"
)

// dataOf is the data of each page, by its template. A template that is not here defines
// parts of others.
var dataOf = map[string]any{
	"article.html": story{}, "index.html": index{}, "landing.html": landing{}, "list.html": list{}, "search.html": results{}, "build.html": builder{}, "error.html": failure{},
	"feed.html": feed{}, "help.html": help{}, "page.html": story{},
}

// TestFields checks that the manual describes all data of templates, with the comments in
// the source, and that each template with a page of its own is known here.
func TestFields(t *testing.T) {
	for _, name := range TemplateNames() {
		text, err := files.ReadFile("theme/" + name)
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := dataOf[name]; !ok && strings.HasPrefix(string(text), `{{template "head"`) {
			t.Errorf("%s is a page, but dataOf does not name its data", name)
		}
	}
	const file, head, tail = "../manual/pages.md", "<!-- fields: written by the test TestFields of feed/page with -update -->\n", "<!-- end of fields -->\n"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(text), head)
	got, after, closed := strings.Cut(rest, tail)
	if !ok || !closed {
		t.Fatalf("%s has no place for fields", file)
	}
	want := reference(t)
	if *update {
		if err := os.WriteFile(file, []byte(before+head+want+tail+after), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if got != want {
		t.Errorf("%s does not describe the fields of templates as they are; write them with -update", file)
	}
}

// reference describes all fields of the data of templates.
func reference(t *testing.T) string {
	comments := commentsOf(t)
	var b strings.Builder
	seen := map[reflect.Type]bool{}
	var queue []reflect.Type
	describe := func(title string, of reflect.Type, all bool) {
		fmt.Fprintf(&b, "\n%s\n\n", title)
		for _, f := range reflect.VisibleFields(of) {
			if !f.IsExported() || f.Anonymous || !all && len(f.Index) > 1 && shared(of, f) {
				continue
			}
			fmt.Fprintf(&b, "- `.%s` %s", f.Name, typeName(f.Type))
			if c := comments[owner(of, f)+"."+f.Name]; c != "" {
				b.WriteString(": " + c)
			}
			b.WriteByte('\n')
			if e := elementOf(f.Type); e.Kind() == reflect.Struct && strings.HasPrefix(e.PkgPath(), "dateline/") && e != reflect.TypeFor[phrases.Set]() && e != reflect.TypeFor[layout]() {
				queue = append(queue, e)
			}
		}
	}
	describe("### All pages", reflect.TypeFor[layout](), true)
	names := make([]string, 0, len(dataOf))
	for name := range dataOf {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		describe("### "+name, reflect.TypeOf(dataOf[name]), false)
	}
	for len(queue) > 0 {
		of := queue[0]
		queue = queue[1:]
		if !seen[of] {
			seen[of] = true
			describe("### "+of.Name(), of, true)
		}
	}
	b.WriteString("\n### Words\n\n`.Words` are the words of the site in the language of the page: ")
	var words []string
	for _, f := range reflect.VisibleFields(reflect.TypeFor[phrases.Set]()) {
		switch {
		case f.Anonymous:
		case f.Type.Kind() == reflect.Struct:
			for _, below := range reflect.VisibleFields(f.Type) {
				words = append(words, "`."+f.Name+"."+below.Name+"`")
			}
		default:
			words = append(words, "`."+f.Name+"`")
		}
	}
	b.WriteString(strings.Join(words, ", ") + ".\n\n")
	return b.String()
}

// shared reports whether a field of a page is one of the layout.
func shared(of reflect.Type, f reflect.StructField) bool {
	for i := range f.Index[:len(f.Index)-1] {
		if of.FieldByIndex(f.Index[:i+1]).Type == reflect.TypeFor[layout]() {
			return true
		}
	}
	return false
}

// owner returns the name of the struct that declares a field.
func owner(of reflect.Type, f reflect.StructField) string {
	if len(f.Index) == 1 {
		return of.Name()
	}
	return of.FieldByIndex(f.Index[:len(f.Index)-1]).Type.Name()
}

// elementOf returns the type of the elements of a list, or of what a pointer points to.
func elementOf(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Slice || t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t
}

// typeName returns the type of a field as an owner knows it.
func typeName(t reflect.Type) string {
	switch e := elementOf(t); {
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Uint8:
		return "(bytes)"
	case t.Kind() == reflect.Slice:
		return "(list of " + cmp.Or(e.Name(), e.String()) + ")"
	default:
		return "(" + cmp.Or(e.Name(), e.String()) + ")"
	}
}

// commentsOf returns the comments of fields of structs in this package, as "list.More".
func commentsOf(t *testing.T) map[string]string {
	comments := map[string]string{}
	sources, err := filepath.Glob("*.go")
	if err != nil || len(sources) == 0 {
		t.Fatal("no sources", err)
	}
	for _, source := range sources {
		file, err := goparser.ParseFile(token.NewFileSet(), source, nil, goparser.ParseComments|goparser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok {
				return true
			}
			if fields, ok := spec.Type.(*ast.StructType); ok {
				for _, f := range fields.Fields.List {
					for _, name := range f.Names {
						comments[spec.Name.Name+"."+name.Name] = strings.Join(strings.Fields(f.Doc.Text()+" "+f.Comment.Text()), " ")
					}
				}
			}
			return true
		})
	}
	return comments
}
