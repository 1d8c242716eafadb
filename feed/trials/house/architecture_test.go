package house

import (
	"go/ast"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// rows returns the packages that each row of ARCHITECTURE.md's table names in
// its first cell.
func rows(t *testing.T) (list [][]string) {
	t.Helper()
	_, table, found := strings.Cut(paper(t, "ARCHITECTURE.md"), "| package | concept |\n|---|---|\n")
	if !found {
		t.Fatal("ARCHITECTURE.md has no table with the head | package | concept |")
	}
	for line := range strings.Lines(table) {
		if !strings.HasPrefix(line, "|") {
			break
		}
		var row []string
		for _, m := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(strings.Split(line, "|")[1], -1) {
			row = append(row, strings.TrimSuffix(m[1], "/"))
		}
		if len(row) == 0 {
			t.Errorf("this row of ARCHITECTURE.md names no package: %s", line)
		}
		list = append(list, row)
	}
	return list
}

// TestTable checks that the table names every package once, in an order in which
// a package imports only packages in rows above its own. The program may import
// every package, and need not be in the table.
func TestTable(t *testing.T) {
	all := repository(t)
	position := map[string]int{}
	for i, row := range rows(t) {
		for _, name := range row {
			if name == "main.go" {
				name = "."
			}
			if all[name] == nil {
				t.Errorf("ARCHITECTURE.md names %s, which is not a package", name)
			}
			if _, twice := position[name]; twice {
				t.Errorf("ARCHITECTURE.md names %s twice", name)
			}
			position[name] = i
		}
	}
	for name, f := range all {
		own, named := position[name]
		if name == "." {
			continue
		}
		if !named {
			t.Errorf("ARCHITECTURE.md does not name %s", name)
			continue
		}
		for _, imported := range imports(f.sources) {
			if other, named := position[imported]; named && other >= own {
				t.Errorf("%s imports %s, which is not in a row above it in the table of ARCHITECTURE.md", name, imported)
			}
		}
	}
}

// picture returns the lines of the first block of code in ARCHITECTURE.md.
func picture(t *testing.T) (lines []string) {
	t.Helper()
	for line := range strings.Lines(paper(t, "ARCHITECTURE.md")) {
		if strings.HasPrefix(line, "    ") {
			lines = append(lines, line)
		} else if strings.TrimSpace(line) != "" && len(lines) > 0 {
			break
		}
	}
	if len(lines) == 0 {
		t.Fatal("ARCHITECTURE.md has no picture")
	}
	return lines
}

var (
	// member matches what a package exports, such as watch.Tree.
	member = regexp.MustCompile(`\b([a-z]+)\.([A-Z]\w*)`)

	// flow matches an arrow, which may have a word beside it.
	flow = regexp.MustCompile(`─+(?:[a-z ]+─+)?>|<─+(?:[a-z ]+─+)?|->|<-`)
)

// TestPicture checks that every pkg.Name of the picture exists, and that code
// joins the two packages at the ends of an arrow.
func TestPicture(t *testing.T) {
	all := repository(t)
	members, arrows := 0, 0
	for _, line := range picture(t) {
		for _, m := range member.FindAllStringSubmatch(line, -1) {
			members++
			if f := called(all, m[1]); f == nil {
				t.Errorf("the picture of ARCHITECTURE.md names %s, but no package is called %s", m[0], m[1])
			} else if !declares(f, m[2]) {
				t.Errorf("the picture of ARCHITECTURE.md names %s, but %s declares no %s", m[0], f.path, m[2])
			}
		}
		stations := flow.Split(line, -1)
		for i := 1; i < len(stations); i++ {
			from, to := beside(all, stations[i-1], last), beside(all, stations[i], first)
			if from == nil || to == nil {
				continue
			}
			if arrows++; !joined(all, from, to) {
				t.Errorf("an arrow of ARCHITECTURE.md joins %s and %s, but neither imports the other, and no package imports both", from.path, to.path)
			}
		}
	}
	if members == 0 || arrows == 0 {
		t.Errorf("the picture of ARCHITECTURE.md names %d declarations as pkg.Name and has %d arrows between packages; it needs both", members, arrows)
	}
}

// called returns the package with a name, or nil if there is none. It ignores
// trials, because the readers in the picture are people.
func called(all map[string]*folder, name string) *folder {
	if name == "main" {
		return all["."]
	}
	for _, f := range all {
		if path.Base(f.path) == name && !strings.HasPrefix(f.path, "feed/trials/") {
			return f
		}
	}
	return nil
}

// declares reports whether a package declares a type, function or method.
func declares(f *folder, name string) bool {
	for _, file := range f.sources {
		for _, d := range file.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Name.Name == name {
					return true
				}
			case *ast.GenDecl:
				for _, s := range d.Specs {
					if s, is := s.(*ast.TypeSpec); is && s.Name.Name == name {
						return true
					}
				}
			}
		}
	}
	return false
}

// end is the end of a text that an arrow touches.
type end int

const (
	first end = iota
	last
)

// beside returns the package whose name is beside an arrow, or nil if there is
// no such name.
func beside(all map[string]*folder, text string, e end) *folder {
	words := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" \n│┤├┘┐┌└─", r) })
	if len(words) == 0 {
		return nil
	}
	word := words[0]
	if e == last {
		word = words[len(words)-1]
	}
	name, _, _ := strings.Cut(word, ".")
	if name == module {
		return nil // dateline.db, or the program from outside
	}
	return called(all, name)
}

// joined reports whether one of two packages reaches the other, or a third one
// imports both.
func joined(all map[string]*folder, a, b *folder) bool {
	if reaches(all, a, b.path) || reaches(all, b, a.path) {
		return true
	}
	for _, f := range all {
		if both := imports(f.sources); slices.Contains(both, a.path) && slices.Contains(both, b.path) {
			return true
		}
	}
	return false
}

// reaches reports whether a package imports another directly or indirectly.
func reaches(all map[string]*folder, from *folder, to string) bool {
	for _, imported := range imports(from.sources) {
		if imported == to || all[imported] != nil && reaches(all, all[imported], to) {
			return true
		}
	}
	return false
}
