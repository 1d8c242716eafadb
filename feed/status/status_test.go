package status

import (
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestDocumented compares the fields of the JSON with the table of the manual: all
// are there, in this order, and those that may be absent say when.
func TestDocumented(t *testing.T) {
	chapter, err := os.ReadFile("../manual/operate.md")
	if err != nil {
		t.Fatal(err)
	}
	type field struct {
		Name   string
		Always bool
	}
	var listed, want []field
	for _, row := range regexp.MustCompile("(?m)^\\| `([a-z_.\\[\\]]+)` \\| ([^|]+) \\| [^|]+ \\| ([^|]+) \\|$").FindAllStringSubmatch(string(chapter), -1) {
		listed = append(listed, field{row[1], row[3] == "never"})
		if (strings.HasSuffix(row[1], "_seconds") || strings.HasSuffix(row[1], "bytes")) != (row[2] == "seconds" || row[2] == "bytes") {
			t.Errorf("%s is in %q", row[1], row[2])
		}
	}
	var walk func(reflect.Type, string)
	walk = func(in reflect.Type, prefix string) {
		for f := range in.Fields() {
			name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
			of := f.Type
			for of.Kind() == reflect.Slice || of.Kind() == reflect.Pointer {
				if of.Kind() == reflect.Slice {
					name += "[]"
				}
				of = of.Elem()
			}
			within := prefix + name + "."
			if f.Anonymous {
				within = prefix
			} else {
				want = append(want, field{strings.TrimSuffix(within, "."), options == ""})
			}
			if of.Kind() == reflect.Struct && of != reflect.TypeFor[time.Time]() {
				walk(of, within)
			}
		}
	}
	walk(reflect.TypeFor[Daemon](), "")
	if diff := cmp.Diff(want, listed); diff != "" {
		t.Errorf("the manual lists other fields (-there +listed):\n%s", diff)
	}
}

func TestReadBuild(t *testing.T) {
	if b := ReadBuild(); !strings.HasPrefix(b.Go, "go") {
		t.Errorf("%+v", b)
	}
}
