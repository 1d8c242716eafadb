package command

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"

	"dateline/feed/config"
	"dateline/feed/manual"
)

// papers returns the documents that mention commands and keys, by name.
func papers(t *testing.T) map[string]string {
	t.Helper()
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{"README": string(readme)}
	for _, c := range manual.Chapters() {
		all[c.Name] = c.Markdown
	}
	return all
}

// Every command in the manual exists and has the flags that are used.
func TestManualNamesCommands(t *testing.T) {
	root := (&line{}).root()
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	called := regexp.MustCompile("(?m)(?:`|\\./|^    )dateline ([a-z]+)([^`\n#]*)")
	row := regexp.MustCompile("(?m)^\\| `dateline ([a-z]+)(.*)")
	flag := regexp.MustCompile(`--([a-z-]+)`)
	seen := map[string]bool{}
	for name, text := range papers(t) {
		for _, m := range append(called.FindAllStringSubmatch(text, -1), row.FindAllStringSubmatch(text, -1)...) {
			c, _, err := root.Find([]string{m[1]})
			if err != nil {
				t.Errorf("%s: %s: %v", name, m[0], err)
				continue
			}
			seen[c.Name()] = true
			for _, f := range flag.FindAllStringSubmatch(m[2], -1) {
				if c.Flags().Lookup(f[1]) == nil && root.PersistentFlags().Lookup(f[1]) == nil {
					t.Errorf("%s: %s has no --%s", name, m[1], f[1])
				}
			}
		}
	}
	for _, c := range (&line{}).root().Commands() {
		if !seen[c.Name()] {
			t.Errorf("the manual does not name %s", c.Name())
		}
	}
}

// Keys that the manual names exist, and its examples of config.toml are valid.
func TestManualNamesKeys(t *testing.T) {
	data, err := os.ReadFile("../../config.toml")
	if err != nil {
		t.Fatal(err)
	}
	var shipped map[string]any
	if err := toml.Unmarshal(data, &shipped); err != nil {
		t.Fatal(err)
	}
	shipped["content"] = shipped["content"].([]any)[0]
	key := regexp.MustCompile("`([a-z]+)\\.([a-z_]+)[`= ]")
	example := regexp.MustCompile(`(?m)(?:^    (?:\[|[a-z_]+ = ).*\n|^\n)+`)
	keys, examples := 0, 0
	for name, text := range papers(t) {
		for _, m := range key.FindAllStringSubmatch(text, -1) {
			table, ok := shipped[m[1]].(map[string]any)
			if !ok {
				continue // "dateline.db", "date.created"
			}
			keys++
			if _, ok := table[m[2]]; !ok {
				t.Errorf("%s: there is no key %s.%s", name, m[1], m[2])
			}
		}
		for _, m := range example.FindAllString(text, -1) {
			if !strings.Contains(m, "    [s") {
				continue // blank lines, a socket of systemd, front matter
			}
			examples++
			if _, err := config.Parse(name, []byte(m)); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	if keys < 20 || examples < 3 {
		t.Errorf("%d keys and %d examples", keys, examples)
	}
}
