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
	ignore     []ignored
}

// ignored is a pattern of Options.Ignore, with the reason why what it matches is passed over.
type ignored struct {
	pattern string
	why     error
}

func newRules(opt Options) (rules, error) {
	ignore := make([]ignored, len(opt.Ignore))
	for i, p := range opt.Ignore {
		if !doublestar.ValidatePattern(p) {
			return rules{}, fmt.Errorf("ignore pattern %q is not valid; nothing is watched; close its brackets and braces", p)
		}
		ignore[i] = ignored{p, errIgnored(p)}
	}
	also := opt.Also
	if also == nil {
		also = func(string, string) bool { return false }
	}
	return rules{slices.Clone(opt.Extensions), also, ignore}, nil
}

// leftAlone are directories that systems and programs keep among people's files: trash, thumbnails, files recovered by
// a disk check, third-party code. Those whose names begin with a dot are skipped anyway.
var leftAlone = []string{"#recycle", "@Recycle", "$RECYCLE.BIN", "@eaDir", "lost+found", "node_modules"}

// skips reports whether the entry name of the directory rel is passed over silently.
func (r rules) skips(rel, name string) bool { return r.skip(rel, name) != nil }

// skip returns the reason why the entry is passed over silently, or nil if it is not.
func (r rules) skip(rel, name string) error {
	switch {
	case strings.HasPrefix(name, ".") && !r.also(rel, name):
		return errHidden
	case strings.HasSuffix(name, "~"), strings.HasSuffix(name, ".tmp"), strings.HasSuffix(name, ".swp"),
		len(name) > 1 && name[0] == '#' && name[len(name)-1] == '#':
		return errTemporary
	case slices.ContainsFunc(leftAlone, func(n string) bool { return strings.EqualFold(n, name) }):
		return errLeftAlone
	}
	for _, i := range r.ignore {
		if doublestar.MatchUnvalidated(i.pattern, join(rel, name)) {
			return i.why
		}
	}
	return nil
}

// ignores reports whether a pattern of Options.Ignore is why the entry is passed over.
func (r rules) ignores(rel, name string) bool {
	why := r.skip(rel, name)
	return slices.ContainsFunc(r.ignore, func(i ignored) bool { return i.why == why })
}

// wants reports whether the name of the entry is that of a file that matters.
func (r rules) wants(rel, name string) bool {
	return slices.Contains(r.extensions, strings.ToLower(path.Ext(name))) || r.also(rel, name)
}

// printable reports whether name is safe to show and to put into a URL: valid UTF-8 without control characters.
func printable(name string) bool {
	return utf8.ValidString(name) && !strings.ContainsFunc(name, unicode.IsControl)
}
