package config

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"unicode/utf8"
)

// The largest files that decide how pages look, in bytes. They are kept in memory, and
// compared every second to find changes.
const (
	maxCSS       = 256 << 10
	maxPicture   = 1 << 20
	maxTemplates = 1 << 20 // all together
)

// files reads the files that decide how pages look. Their paths must be resolved.
func (d *document) files(c *Config) {
	c.Files = map[string][]byte{}
	d.picture(c, "site.icon", c.Site.Icon)
	d.picture(c, "site.logo", c.Site.Logo)
	if c.Site.CSS != "" {
		data, fault := readBounded(c.Site.CSS, maxCSS)
		if fault == "" {
			fault = faultOfCSS(data)
		}
		d.must("site.css", fault == "", fmt.Sprintf("%q %s", c.Site.CSS, fault), `write the path of a file with CSS, relative to the configuration: "own.css"`)
		c.Files[c.Site.CSS] = data
	}
	if c.Pages.Templates != "" {
		d.templates(c)
	}
}

// picture reads the file of a picture, unless the value is a URL.
func (d *document) picture(c *Config, key, value string) {
	if value == "" || IsURL(value) {
		return
	}
	data, fault := readBounded(value, maxPicture)
	if fault == "" && PictureType(data) == "" {
		fault = "is not a picture of the type PNG, JPEG, GIF, WebP, SVG or ICO"
	}
	d.must(key, fault == "", fmt.Sprintf("%q %s", value, fault), `write the path of a picture, relative to the configuration, or its URL: "icon.png", "https://example.org/icon.png"`)
	c.Files[value] = data
}

// templates reads the templates.
func (d *document) templates(c *Config) {
	const key, hint = "pages.templates", `write the path of a directory of templates, relative to the configuration: "theme"`
	names, fault := templatesIn(c.Pages.Templates)
	d.must(key, fault == "", fmt.Sprintf("%q %s", c.Pages.Templates, fault), hint)
	sum := 0
	for _, name := range names {
		data, fault := readBounded(name, maxTemplates)
		if sum += len(data); fault == "" && sum > maxTemplates {
			fault = fmt.Sprintf("makes all templates together larger than %d KiB", maxTemplates>>10)
		}
		if fault == "" && !utf8.Valid(data) {
			fault = "is not UTF-8"
		}
		d.must(key, fault == "", fmt.Sprintf("%q %s", name, fault), "correct the file, or remove it")
		c.Files[name] = data
	}
}

// templatesIn returns the paths of the files in a directory whose names are those of
// templates, in any of the usual spellings. Others are not for Dateline, such as those
// of editors and notes.
func templatesIn(dir string) (names []string, fault string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, faultOf(err)
	}
	for _, e := range entries {
		if IsTemplate(e.Name()) {
			names = append(names, filepath.Join(dir, e.Name()))
		}
	}
	return names, ""
}

// IsTemplate reports whether a file has the name of a template. The directory of
// templates may have the stylesheet and pictures too.
func IsTemplate(name string) bool {
	switch filepath.Ext(name) {
	case ".html", ".htm", ".tmpl", ".gohtml", ".tpl":
		return !strings.HasPrefix(filepath.Base(name), ".")
	}
	return false
}

// readBounded reads a file. fault says what is wrong with it, as a predicate.
func readBounded(file string, most int) (data []byte, fault string) {
	f, err := os.OpenFile(file, os.O_RDONLY|syscall.O_NONBLOCK, 0) // opening a pipe must not block
	if err != nil {
		return nil, faultOf(err)
	}
	defer f.Close()
	switch info, err := f.Stat(); {
	case err != nil:
		return nil, faultOf(err)
	case info.IsDir():
		return nil, "is a directory"
	case !info.Mode().IsRegular():
		return nil, "is not a regular file"
	}
	data, err = io.ReadAll(io.LimitReader(f, int64(most)+1))
	switch {
	case err != nil:
		return nil, faultOf(err)
	case len(data) > most:
		return nil, fmt.Sprintf("is larger than %d KiB", most>>10)
	}
	return data, ""
}

// faultOf returns an error about a file as a predicate.
func faultOf(err error) string {
	if e := new(fs.PathError); errors.As(err, &e) {
		err = e.Err // without the name
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "does not exist"
	case errors.Is(err, syscall.ENOTDIR):
		return "is not a directory"
	}
	return "cannot be read: " + err.Error()
}

var (
	cssComment = regexp.MustCompile(`(?s)/\*.*?\*/`)
	cssImport  = regexp.MustCompile(`(?im)^\s*@import\b`)
)

// faultOfCSS says why CSS cannot be added to the stylesheet.
func faultOfCSS(data []byte) string {
	switch {
	case !utf8.Valid(data):
		return "is not UTF-8"
	case cssImport.Match(cssComment.ReplaceAll(data, nil)):
		return "has @import, which browsers ignore after other rules"
	}
	return ""
}

// Look returns a hash of Files.
func (c *Config) Look() [sha256.Size]byte { return hash(c.Files) }

// LookNow is Look for what the files contain now. Those that cannot be read count as
// missing.
func (c *Config) LookNow() [sha256.Size]byte {
	files := map[string][]byte{}
	names := []string{c.Site.Icon, c.Site.Logo, c.Site.CSS}
	if c.Pages.Templates != "" {
		templates, _ := templatesIn(c.Pages.Templates)
		names = append(names, templates...)
	}
	for _, name := range names {
		if name == "" || IsURL(name) {
			continue
		}
		if data, fault := readBounded(name, maxPicture); fault == "" {
			files[name] = data
		}
	}
	return hash(files)
}

// hash returns a hash of files.
func hash(files map[string][]byte) (sum [sha256.Size]byte) {
	h := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintf(h, "%q %d\n", name, len(files[name]))
		h.Write(files[name])
	}
	h.Sum(sum[:0])
	return sum
}
