package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2"
)

// maxSize is the largest configuration in bytes: ten times the complete
// reference. To find repeated keys, the TOML parser takes time quadratic in their
// number, 14 s for 1 MB of them.
const maxSize = 64 << 10

var byteOrderMark = []byte("\ufeff")

// Load reads the configuration file and resolves the files that it names
// from its directory. The error is an *Error.
func Load(file string) (*Config, error) { return Flags{}.Load(file) }

// Load is the function Load with settings on the command line.
func (f Flags) Load(file string) (*Config, error) {
	data, err := read(file)
	if err != nil {
		return nil, unreadable(file, err)
	}
	d, c, err := f.document(file, data)
	if err != nil {
		return nil, err
	}
	resolve(c, filepath.Dir(file))
	d.files(c)
	if err := d.refused(file); err != nil {
		return nil, err
	}
	return c, nil
}

// resolve makes the paths of a configuration relative to the working directory; dir is
// that of the file.
func resolve(c *Config, dir string) {
	for i, content := range c.Content {
		c.Content[i].Dir = below(dir, content.Dir)
		for j, file := range content.Authors {
			content.Authors[j] = below(dir, file)
		}
		for j, static := range content.Static {
			content.Static[j] = below(dir, static)
		}
	}
	c.Ledger.URL = sqlite + below(dir, strings.TrimPrefix(c.Ledger.URL, sqlite))
	for _, file := range []*string{&c.Site.Icon, &c.Site.Logo, &c.Site.CSS, &c.Pages.Templates} {
		if !IsURL(*file) {
			*file = below(dir, *file)
		}
	}
	for _, file := range []*string{&c.Server.TLSCert, &c.Server.TLSKey, &c.Server.TLSCache} {
		*file = below(dir, *file)
	}
	for _, address := range []*string{&c.Server.Listen, &c.Server.Admin, &c.Server.Redirect} {
		if socket, ok := strings.CutPrefix(*address, unix); ok {
			*address = unix + absolute(below(dir, socket))
		}
	}
}

// absolute returns an absolute path: commands that run in another directory than
// the daemon must find its socket.
func absolute(file string) string {
	if abs, err := filepath.Abs(file); err == nil {
		return abs
	}
	return file // the working directory was removed
}

// read returns the file, up to one byte more than Parse takes. The file may be
// a pipe, as a shell makes one of <(command), but read does not wait for one
// that has no writer.
func read(file string) ([]byte, error) {
	f, err := os.OpenFile(file, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxSize+1))
	if err == nil && len(data) == 0 {
		if info, _ := f.Stat(); info != nil && info.Mode()&fs.ModeNamedPipe != 0 {
			err = errors.New("it is a pipe without a writer")
		}
	}
	return data, err
}

func unreadable(file string, err error) *Error {
	reason := err
	if e := new(fs.PathError); errors.As(err, &e) {
		reason = e.Err // without the name, which the message already has
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return whole(file, err, "the file does not exist", "name another one with --config, or write one with dateline init")
	case errors.Is(err, fs.ErrPermission):
		return whole(file, err, "it cannot be read: permission denied", "give the user that runs dateline permission to read it")
	}
	return whole(file, err, reason.Error(), "name a readable file with --config")
}

// Parse parses a configuration; name is that of the file in errors. Names of
// files in it are not resolved. The error is an *Error.
func Parse(name string, data []byte) (*Config, error) { return Flags{}.parse(name, data) }

func (f Flags) parse(name string, data []byte) (*Config, error) {
	_, c, err := f.document(name, data)
	return c, err
}

// document is parse that also returns the places of the settings.
func (f Flags) document(name string, data []byte) (*document, *Config, error) {
	if len(data) > maxSize {
		return nil, nil, whole(name, nil, fmt.Sprintf("the file is larger than %d KiB", maxSize>>10),
			"name a configuration file, or shorten its lists")
	}
	d := &document{data: bytes.TrimPrefix(data, byteOrderMark), at: map[string]int{}}
	c := d.parse(f)
	if err := d.refused(name); err != nil {
		return nil, nil, err
	}
	return d, c, nil
}

// refused returns the findings as an error, or nil if there are none.
func (d *document) refused(name string) error {
	if len(d.findings) == 0 {
		return nil
	}
	return &Error{File: name, Findings: d.sorted()}
}

// parse returns a configuration, which is valid if there are no findings.
// Values are checked only if all of them have the right type.
func (d *document) parse(f Flags) *Config {
	if i := invalid(d.data); i >= 0 {
		d.finding(i, "", "the file is not UTF-8", "save it as UTF-8")
		return nil
	}
	if err := toml.Unmarshal(d.data, new(map[string]any)); err != nil {
		d.syntax(err)
		return nil
	}
	c := d.decode()
	if len(d.findings) == 0 {
		d.override(c, f)
		d.check(c)
	}
	return c
}

// syntax reports an error of the TOML parser.
func (d *document) syntax(err error) {
	offset := len(d.data)
	if e := new(toml.DecodeError); errors.As(err, &e) {
		line, column := e.Position()
		offset = d.offset(line, column)
	}
	for offset < len(d.data) && !utf8.RuneStart(d.data[offset]) {
		offset-- // the offset may be within a character
	}
	what, hint := d.reword(err.Error(), offset), "correct the TOML here; https://toml.io has its rules"
	if strings.Contains(what, " already ") {
		hint = "keep one of the two"
	}
	d.finding(offset, "", what, hint)
}

// codePoint matches a character in messages of the TOML parser, which takes the
// first byte of a character for the whole.
var codePoint = regexp.MustCompile(`U\+([0-9A-F]{4,6})( '.')?`)

// reword rewrites a message of the TOML parser about an offset.
func (d *document) reword(what string, offset int) string {
	what = strings.TrimPrefix(what, "toml: ")
	if strings.HasSuffix(what, "too large to fit in a 64-bit signed integer") {
		return "the number is too large"
	}
	return codePoint.ReplaceAllStringFunc(what, func(s string) string {
		code, _ := strconv.ParseUint(codePoint.FindStringSubmatch(s)[1], 16, 32)
		r := rune(code)
		if r >= utf8.RuneSelf && offset < len(d.data) {
			r, _ = utf8.DecodeRune(d.data[offset:])
		}
		return strconv.QuoteRune(r)
	})
}

// invalid returns the offset of the first byte that is not UTF-8, or -1.
func invalid(data []byte) int {
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}
