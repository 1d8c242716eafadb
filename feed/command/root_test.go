package command

import (
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// TestHelp checks that the help of every command is in sentences that fit on a
// terminal, and has an example if the command takes arguments.
func TestHelp(t *testing.T) {
	root := new(line).root()
	for _, c := range root.Commands() {
		if c.Short == "" || !strings.HasSuffix(c.Long, ".") {
			t.Errorf("%s: %q, %q", c.Name(), c.Short, c.Long)
		}
		if takes := strings.Contains(c.Use, "DIR"); takes && c.Example == "" {
			t.Errorf("%s: no example", c.Name())
		}
		for text := range strings.Lines(c.Long + "\n" + c.Example) {
			if len(text) > 81 {
				t.Errorf("%s: more than 80 characters: %q", c.Name(), text)
			}
		}
		for example := range strings.Lines(c.Example) {
			for _, words := range strings.Split(example, "&&") {
				runs(t, new(line).root(), strings.Fields(words)) // flags of one example must not be set in the next
			}
		}
	}
}

// runs checks that the words of an example are a command with existing flags.
func runs(t *testing.T, root *cobra.Command, words []string) {
	t.Helper()
	if len(words) == 0 || words[0] != "dateline" {
		return
	}
	c, rest, err := root.Find(words[1:])
	if err != nil || c == root {
		t.Errorf("%q: %v", words, err)
		return
	}
	for i, w := range rest {
		if w == "|" {
			rest = rest[:i]
			break
		}
	}
	if err := c.ParseFlags(rest); err != nil {
		t.Errorf("%q: %v", words, err)
	} else if err := c.ValidateArgs(c.Flags().Args()); err != nil {
		t.Errorf("%q: %v", words, err)
	}
}
