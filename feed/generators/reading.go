package generators

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// maxFile is the largest file that is read, in bytes. Configurations of large sites
// have 50 KB. The YAML parser takes time quadratic in the size of some broken files,
// about a second for this much.
const maxFile = 128 << 10

// maxListed bounds the entries of a folder, and the files of a tree, that are looked
// at.
const maxListed = 20_000

// reading is a site that a generator reads, with what it has found so far.
type reading struct {
	Site
	files fs.FS
	// strays means that articles have other addresses on the author's site than here.
	strays bool
}

// matches reports whether a file or folder of the site matches a pattern of fs.Glob.
func (r *reading) matches(pattern string) bool {
	found, err := fs.Glob(r.files, pattern)
	return err == nil && len(found) > 0
}

// isFile reports whether the site has a regular file of this name.
func (r *reading) isFile(name string) bool {
	info, err := fs.Stat(r.files, name)
	return err == nil && info.Mode().IsRegular()
}

// isFolder reports whether the site has a folder of this name.
func (r *reading) isFolder(name string) bool {
	info, err := fs.Stat(r.files, name)
	return err == nil && info.IsDir()
}

// first returns the first of the names that is a regular file, or "".
func (r *reading) first(names ...string) string {
	if i := slices.IndexFunc(names, r.isFile); i >= 0 {
		return names[i]
	}
	return ""
}

// folders returns the names of the folders in a folder that are not hidden, in
// order.
func (r *reading) folders(name string) []string { return r.list(name, r.isFolder) }

// regular returns the names of the regular files in a folder that are not hidden, in
// order.
func (r *reading) regular(name string) []string { return r.list(name, r.isFile) }

func (r *reading) list(name string, is func(string) bool) (names []string) {
	entries, err := fs.ReadDir(r.files, name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		r.note("%s: the folder cannot be read: %v; what is in it was not looked at; make it readable", name, err)
	}
	for _, e := range entries[:min(len(entries), maxListed)] {
		if !strings.HasPrefix(e.Name(), ".") && is(path.Join(name, e.Name())) {
			names = append(names, e.Name())
		}
	}
	return names
}

// text returns the contents of a file, or nil if there is none. If it cannot be
// read, there is a note.
func (r *reading) text(name string) []byte {
	if !r.isFile(name) {
		return nil // opening a pipe could wait for ever
	}
	data, err := readUpTo(r.files, name, maxFile+1)
	switch {
	case err != nil:
		r.note("%s: the file cannot be read: %v; what it says is not known; make it readable", name, err)
		return nil
	case len(data) > maxFile:
		r.note("%s: the file is larger than %d KiB; it was not read; write what it says into config.toml by hand", name, maxFile>>10)
		return nil
	}
	return data
}

// readUpTo returns the beginning of a file.
func readUpTo(files fs.FS, name string, limit int64) ([]byte, error) {
	f, err := files.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, limit))
}

// config returns what a configuration file says, in TOML, YAML or JSON by its
// extension, or nil if there is none. If it is broken, there is a note, and what
// could be read of it counts.
func (r *reading) config(name string) *value {
	data := r.text(name)
	if data == nil {
		return nil
	}
	if !slices.Contains(r.Files, name) {
		r.Files = append(r.Files, name)
	}
	v, err := decode(name, data)
	if err != nil {
		r.note("%v; the rest of the file counts as far as it could be read; correct it and run init again, or complete config.toml by hand", err)
	}
	return v
}

// peek returns what config does, without that the file counts for the site.
func (r *reading) peek(name string) *value {
	other := &reading{files: r.files, Site: Site{Notes: r.Notes}}
	v := other.config(name)
	r.Notes = other.Notes
	return v
}

// note adds a note: what, with its place; effect; hint.
func (r *reading) note(format string, args ...any) {
	if note := fmt.Sprintf(format, args...); !slices.Contains(r.Notes, note) {
		r.Notes = append(r.Notes, note)
	}
}

// element matches a tag of HTML, which some generators write into pages as it is.
var element = regexp.MustCompile(`</?[a-zA-Z][^<>]*>`)

// set sets a key to a text of the configuration without elements of HTML, unless that
// is empty or the key is set already.
func (r *reading) set(key string, v *value) {
	r.setTo(key, strings.TrimSpace(element.ReplaceAllString(v.text(), "")), v.from())
}

// setTo sets a key to a string, a bool or a []string with an origin, unless that is
// empty or the key is set already.
func (r *reading) setTo(key string, to any, origin string) {
	r.Settings = with(r.Settings, Setting{key, to, origin})
}

// mailed matches an author as RSS has it: "ada@example.org (Ada)".
var mailed = regexp.MustCompile(`^\S+@\S+ \((.+)\)$`)

// author sets the author of the site.
func (r *reading) author(v *value) {
	name := v.text()
	if found := mailed.FindStringSubmatch(name); found != nil {
		name = found[1]
	}
	r.setTo("site.author", name, v.from())
}

// content adds a directory of articles. The result may be changed until the next call.
func (r *reading) content(dir, origin string) *Content {
	r.Contents = append(r.Contents, Content{Dir: dir, Origin: origin})
	return &r.Contents[len(r.Contents)-1]
}

// mountAt sets the mount of a directory to its path on the site. What a mount may not
// contain becomes a hyphen, because the mount only names the feeds and lists of the
// directory: addresses of articles come from the pattern.
func (c *Content) mountAt(place string) {
	place = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) || strings.ContainsRune(`?#%\:"<>`, r) {
			return '-'
		}
		return r
	}, place)
	c.setTo("mount", place, "its place on your site")
}

// setTo sets a key of the directory, as that of a reading does.
func (c *Content) setTo(key string, to any, origin string) {
	c.Settings = with(c.Settings, Setting{key, to, origin})
}

// with returns settings with one more, unless its value is empty or its key is set.
func with(settings []Setting, s Setting) []Setting {
	list, isList := s.Value.([]string)
	if s.Value == "" || isList && len(list) == 0 || slices.ContainsFunc(settings, func(o Setting) bool { return o.Key == s.Key }) {
		return settings
	}
	return append(settings, s)
}

// alias adds the old address of a feed.
func (r *reading) alias(path, feed, origin string) {
	if path != feed && !slices.ContainsFunc(r.Aliases, func(a Alias) bool { return a.Path == path }) {
		r.Aliases = append(r.Aliases, Alias{Path: path, Feed: feed, Origin: origin})
	}
}

// text returns the text of a key of the directory, or "".
func (c *Content) text(key string) string {
	for _, s := range c.Settings {
		if text, ok := s.Value.(string); ok && s.Key == key {
			return text
		}
	}
	return ""
}
