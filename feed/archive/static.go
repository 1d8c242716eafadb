package archive

import (
	"iter"
	"strconv"
	"strings"
)

// Files of static directories stand at the root of the site, whatever the mounts of
// the content directories. Several of these directories may have a file of one path,
// so the archive knows them by names of their own, which no site path can be:
// "static:1/images/x.png" is the file with the path /images/x.png in the second one.
// The ledger does not keep them: every start finds them again with their sizes, and
// reads none of them.

const static = "static:"

// StaticRoot returns what is before the path in the names of the files of a static
// directory, which is given by its number.
func StaticRoot(directory int) string { return static + strconv.Itoa(directory) }

// IsStatic reports whether a file belongs to a static directory.
func IsStatic(file string) bool { return strings.HasPrefix(file, static) }

// PathOf returns the path at which a file stands on the site. That of a file beside
// articles is its name.
func PathOf(file string) string {
	if !IsStatic(file) {
		return file
	}
	return file[strings.IndexByte(file, '/'):]
}

// StaticFiles returns the files of the static directories that have an address, and
// so no file that is hidden by another one with the same path.
func (s *Snapshot) StaticFiles() iter.Seq2[string, *Asset] {
	return func(yield func(string, *Asset) bool) {
		s.assets.Ascend(static, func(file string, a *Asset) bool {
			return IsStatic(file) && (s.FileOf(PathOf(file)) != file || yield(file, a))
		})
	}
}
