package watch

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/bmatcuk/doublestar/v4"
)

// rules decide which names matter. They are immutable.
type rules struct {
	extensions []string
	also       func(dir, name string) bool
	ignore     []string
}

func newRules(opt Options) (rules, error) {
	for _, p := range opt.Ignore {
		if !doublestar.ValidatePattern(p) {
			return rules{}, fmt.Errorf("ignore pattern %q is not valid; nothing is watched; close its brackets and braces", p)
		}
	}
	also := opt.Also
	if also == nil {
		also = func(string, string) bool { return false }
	}
	return rules{slices.Clone(opt.Extensions), also, slices.Clone(opt.Ignore)}, nil
}

// leftAlone are directories that systems and programs keep among people's files: trash, thumbnails, files recovered by
// a disk check, third-party code. Those whose names begin with a dot are skipped anyway.
var leftAlone = []string{"#recycle", "@Recycle", "$RECYCLE.BIN", "@eaDir", "lost+found", "node_modules"}

// skips reports whether the entry name of the directory rel is passed over silently.
func (r rules) skips(rel, name string) bool {
	switch {
	case strings.HasPrefix(name, ".") && !r.also(rel, name), strings.HasSuffix(name, "~"):
		return true
	case strings.HasSuffix(name, ".tmp"), strings.HasSuffix(name, ".swp"):
		return true
	case slices.ContainsFunc(leftAlone, func(n string) bool { return strings.EqualFold(n, name) }):
		return true
	case len(name) > 1 && name[0] == '#' && name[len(name)-1] == '#':
		return true
	}
	return slices.ContainsFunc(r.ignore, func(p string) bool { return doublestar.MatchUnvalidated(p, join(rel, name)) })
}

// wants reports whether the name of the entry is that of a file that matters.
func (r rules) wants(rel, name string) bool {
	return slices.Contains(r.extensions, strings.ToLower(path.Ext(name))) || r.also(rel, name)
}

// printable reports whether name is safe to show and to put into a URL: valid UTF-8 without control characters.
func printable(name string) bool {
	return utf8.ValidString(name) && !strings.ContainsFunc(name, unicode.IsControl)
}
