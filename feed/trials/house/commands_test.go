package house

import (
	"fmt"
	"go/ast"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// command is a "go test" or "go run" in a paper or a script.
type command struct {
	text  string
	verb  string            // test or run
	paths []string          // packages, relative to the root
	flags map[string]string // without the dash; a flag without a value has ""
}

// beginning is where commands begin.
var beginning = regexp.MustCompile(`\bgo (test|run) `)

// commands returns the commands in the text of a paper or a script.
func commands(all map[string]*folder, text string) (list []command) {
	text = regexp.MustCompile(`(?m)^\s*#.*$`).ReplaceAllString(text, "") // headings and comments
	for _, at := range beginning.FindAllStringSubmatchIndex(text, -1) {
		c := command{verb: text[at[2]:at[3]], flags: map[string]string{}}
		words := split(text[at[1]:])
		c.text = strings.Join(append([]string{"go", c.verb}, words...), " ")
		for i := 0; i < len(words); i++ {
			word := words[i]
			if !strings.Contains(word, "$") && (word == "." || strings.HasPrefix(word, "./")) {
				c.paths = append(c.paths, path.Clean(word))
				continue
			}
			if !strings.HasPrefix(word, "-") {
				continue // computed by a script, or an argument of the program
			}
			name, value, assigned := strings.Cut(strings.TrimPrefix(word, "-"), "=")
			if !assigned && i+1 < len(words) && takesValue(all, name) {
				i++
				value = words[i]
			}
			c.flags[name] = value
		}
		list = append(list, c)
	}
	return list
}

// split returns the words of a shell command up to its end, without quotes.
func split(text string) (words []string) {
	word, quote, open := "", rune(0), false
	flush := func() {
		if open {
			words = append(words, word)
		}
		word, open = "", false
	}
	for i, r := range text {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote != 0:
			word += string(r)
		case (r == '\'' || r == '"') && strings.ContainsRune(firstLine(text[i+1:]), r):
			quote, open = r, true
		case r == ' ':
			flush()
		case strings.ContainsRune("\n`|;&>)#'\"", r) || strings.HasPrefix(text[i:], "$("):
			flush()
			return words
		default:
			word += string(r)
			open = true
		}
	}
	flush()
	return words
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

// ofGo has the flags of go test, and whether they take a value.
var ofGo = map[string]bool{
	"bench": true, "benchtime": true, "count": true, "cpu": true, "fuzz": true, "fuzztime": true, "list": true, "parallel": true, "run": true,
	"shuffle": true, "skip": true, "timeout": true, "race": false, "short": false, "v": false,
}

// takesValue reports whether the word after a flag is its value.
func takesValue(all map[string]*folder, name string) bool {
	if takes, of := ofGo[name]; of {
		return takes
	}
	for _, f := range all {
		if f.flags[name] == "Bool" {
			return false
		}
	}
	return true
}

// functions returns the functions of a package's tests whose names begin with
// one of some words.
func functions(f *folder, words ...string) (names []string) {
	for _, file := range f.tests {
		for _, d := range file.Decls {
			if d, is := d.(*ast.FuncDecl); is && d.Recv == nil && slices.ContainsFunc(words, func(word string) bool { return strings.HasPrefix(d.Name.Name, word) }) {
				names = append(names, d.Name.Name)
			}
		}
	}
	return names
}

// packages returns the packages that the paths of a command match.
func (c command) packages(all map[string]*folder) (list []*folder, err error) {
	for _, p := range c.paths {
		if p == "..." {
			return slices.Collect(maps.Values(all)), nil
		}
		if all[p] == nil {
			return nil, fmt.Errorf("%s: there is no package %s", c.text, p)
		}
		list = append(list, all[p])
	}
	return list, nil
}

// selects returns an error unless each alternative of a pattern matches the name
// of a function. The pattern ^$ is accepted, as it matches none on purpose.
func (c command) selects(list []*folder, pattern string, words ...string) error {
	if pattern == "^$" || pattern == "" {
		return nil
	}
	var names []string
	for _, f := range list {
		names = append(names, functions(f, words...)...)
	}
	for alternative := range strings.SplitSeq(pattern, "|") {
		top, _, _ := strings.Cut(alternative, "/") // the rest selects subtests
		matches, err := regexp.Compile(top)
		if err != nil {
			return fmt.Errorf("%s: %w", c.text, err)
		}
		if !slices.ContainsFunc(names, matches.MatchString) {
			return fmt.Errorf("%s: %q matches no function there that begins with %s", c.text, alternative, strings.Join(words, ", "))
		}
	}
	return nil
}

// wrong returns the first thing in a command that does not exist.
func (c command) wrong(all map[string]*folder) error {
	list, err := c.packages(all)
	if err != nil || len(list) == 0 { // a script computes the packages and their tests
		return err
	}
	if err := c.selects(list, c.flags["run"], "Test", "Fuzz", "Example"); err != nil {
		return err
	}
	if err := c.selects(list, c.flags["bench"], "Benchmark"); err != nil {
		return err
	}
	if err := c.selects(list, c.flags["fuzz"], "Fuzz"); err != nil {
		return err
	}
	for name := range c.own() {
		declared := slices.ContainsFunc(list, func(f *folder) bool {
			return f.flags[name] != "" || strings.HasPrefix(name, "rapid.") && f.usesRapid()
		})
		if !declared {
			return fmt.Errorf("%s: there is no flag -%s", c.text, name)
		}
	}
	return nil
}

// own returns the flags of a command that go test itself does not have.
func (c command) own() map[string]string {
	own := maps.Clone(c.flags)
	maps.DeleteFunc(own, func(name, _ string) bool { _, of := ofGo[name]; return of && c.verb == "test" })
	return own
}

// TestCommands checks that the packages, tests, benchmarks, fuzz tests and flags
// in the commands of papers and scripts exist.
func TestCommands(t *testing.T) {
	all := repository(t)
	for _, file := range []string{"README.md", "CONTRIBUTING.md", ".ci/run", ".ci/nightly"} {
		list := commands(all, paper(t, file))
		if len(list) == 0 {
			t.Errorf("%s names no command", file)
		}
		for _, c := range list {
			if err := c.wrong(all); err != nil {
				t.Errorf("%s: %v", file, err)
			}
		}
	}
}

// TestCampaigns checks that CONTRIBUTING.md and .ci/nightly have the same
// campaigns: the commands that repeat a test by a flag of its own. How often
// they repeat it may differ.
func TestCampaigns(t *testing.T) {
	all := repository(t)
	campaigns := func(file string) (list []string) {
		for _, c := range commands(all, paper(t, file)) {
			own := c.own()
			for _, name := range []string{"update", "shots"} { // these write files
				delete(own, name)
			}
			if c.verb == "test" && len(own) > 0 {
				list = append(list, fmt.Sprint(c.paths, " -run ", c.flags["run"], " ", slices.Sorted(maps.Keys(own))))
			}
		}
		slices.Sort(list)
		return slices.Compact(list)
	}
	told, run := campaigns("CONTRIBUTING.md"), campaigns(".ci/nightly")
	for _, c := range told {
		if !slices.Contains(run, c) {
			t.Errorf("CONTRIBUTING.md has the campaign %s, which .ci/nightly does not run", c)
		}
	}
	for _, c := range run {
		if !slices.Contains(told, c) {
			t.Errorf(".ci/nightly runs the campaign %s, which CONTRIBUTING.md does not have", c)
		}
	}
}

// TestWrongCommands tries commands in which something does not exist.
func TestWrongCommands(t *testing.T) {
	all := repository(t)
	for text, want := range map[string]string{
		"go test ./feed/nothing":                                           "there is no package feed/nothing",
		"run `go test ./watch -run NoSuchTest`":                            `"NoSuchTest" matches no function`,
		"go test ./watch -run 'Model|NoSuchTest' -v":                       `"NoSuchTest" matches no function`,
		"go test ./feed/near -run '^$' -bench NoSuchBenchmark  # how fast": `"NoSuchBenchmark" matches no function`,
		"campaign go test ./watch -run '^$' -fuzz '^FuzzNothing$'":         `"^FuzzNothing$" matches no function`,
		"go test ./watch -run Model -cycles 3":                             "there is no flag -cycles",
		"go test ./watch -rapid.checks=3":                                  "there is no flag -rapid.checks",
		"go run ./feed/trials/versus -nothing 3":                           "there is no flag -nothing",
		"go test ./feed/archive -rapid.checks=3 | grep x":                  "",
		"go test ./watch -short -run 'Model' -model.steps 3":               "",
	} {
		list := commands(all, text)
		if len(list) != 1 {
			t.Fatalf("%s: %d commands", text, len(list))
		}
		switch err := list[0].wrong(all); {
		case want == "" && err != nil, want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}
