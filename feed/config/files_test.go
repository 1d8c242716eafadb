package config

import (
	"bytes"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const drawing = `<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>`

// TestFiles checks that files that decide how pages look are read, and refused with
// their keys if they cannot be used.
func TestFiles(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("own.css", "h1 {}")
	write("latin.css", "\xe9")
	write("import.css", "/* @import */\n@import 'x.css';")
	write("comment.css", "/*\n@import 'x.css' */")
	write("large.css", strings.Repeat(" ", maxCSS+1))
	write("icon.svg", drawing)
	write("text.png", "text")
	write("large.svg", drawing+strings.Repeat(" ", maxPicture))
	write("theme/list.html", "list")
	write("theme/notes.md", "notes")
	write("theme/.list.html.swp", "an editor")
	write("theme/.hidden.html", "hidden")
	write("bad/list.html", "\xff")
	write("huge/a.html", strings.Repeat(" ", maxTemplates/2+1))
	write("huge/b.html", strings.Repeat(" ", maxTemplates/2+1))
	for _, c := range []struct {
		text, want string
		files      int
	}{
		{"", "", 0},
		{"site.icon = 'icon.svg'\nsite.logo = 'icon.svg'\nsite.css = 'own.css'\npages.templates = 'theme'", "", 3},
		{"site.css = 'comment.css'", "", 1},
		{"site.icon = 'https://example.org/i.png'", "", 0},
		{"site.css = 'no.css'", `:1:6: site.css: "DIR/no.css" does not exist; configuration not used; write the path of a file with CSS, relative to the configuration: "own.css"`, 0},
		{"site.css = '.'", `:1:6: site.css: "DIR" is a directory; `, 0},
		{"site.css = 'own.css/x'", `:1:6: site.css: "DIR/own.css/x" is not a directory; `, 0},
		{"site.css = 'latin.css'", `:1:6: site.css: "DIR/latin.css" is not UTF-8; `, 0},
		{"site.css = 'import.css'", `:1:6: site.css: "DIR/import.css" has @import, which browsers ignore after other rules; `, 0},
		{"site.css = 'large.css'", `:1:6: site.css: "DIR/large.css" is larger than 256 KiB; `, 0},
		{"\nsite.icon = 'text.png'", `:2:6: site.icon: "DIR/text.png" is not a picture of the type PNG, JPEG, GIF, WebP, SVG or ICO; configuration not used; write the path of a picture`, 0},
		{"site.logo = 'large.svg'", `:1:6: site.logo: "DIR/large.svg" is larger than 1024 KiB; `, 0},
		{"pages.templates = 'own.css'", `:1:7: pages.templates: "DIR/own.css" is not a directory; `, 0},
		{"pages.templates = 'none'", `:1:7: pages.templates: "DIR/none" does not exist; `, 0},
		{"pages.templates = 'bad'", `:1:7: pages.templates: "DIR/bad/list.html" is not UTF-8; `, 0},
		{"pages.templates = 'huge'", `:1:7: pages.templates: "DIR/huge/b.html" makes all templates together larger than 1024 KiB; `, 0},
	} {
		write("config.toml", c.text)
		file := filepath.Join(dir, "config.toml")
		got, err := Load(file)
		switch {
		case c.want == "" && err != nil:
			t.Errorf("%q: %v", c.text, err)
		case c.want == "" && len(got.Files) != c.files:
			t.Errorf("%q: %d files", c.text, len(got.Files))
		case c.want != "" && (err == nil || !strings.HasPrefix(err.Error(), file+strings.ReplaceAll(c.want, "DIR", dir))):
			t.Errorf("%q: %v", c.text, err)
		}
	}
}

// TestLook checks that a change of a file is one of the configuration, and that a
// configuration that was just loaded is as the files are.
func TestLook(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "theme"), 0o700); err != nil {
		t.Fatal(err)
	}
	write("own.css", "a {}")
	write("icon.svg", drawing)
	write("theme/list.html", "list")
	write("config.toml", "site.css = 'own.css'\nsite.icon = 'icon.svg'\npages.templates = 'theme'")
	load := func() *Config {
		c, err := Load(filepath.Join(dir, "config.toml"))
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	c := load()
	for _, change := range []struct {
		name, text string
		differs    bool
	}{
		{"own.css", "a {}", false}, {"own.css", "b {}", true}, {"icon.svg", drawing + " ", true}, {"theme/list.html", "tsil", true},
		{"theme/index.html", "new", true}, {"theme/notes.txt", "new", false},
	} {
		if c.Look() != c.LookNow() {
			t.Fatal("files differ from what was loaded")
		}
		write(change.name, change.text)
		if now := load(); (c.Look() != c.LookNow()) != change.differs || (now.Digest() != c.Digest()) != change.differs {
			t.Errorf("after %s became %q, it differs: %v, %v", change.name, change.text, c.Look() != c.LookNow(), now.Digest() != c.Digest())
		}
		was := c
		c = load()
		if told := Changes(was, c); len(told) > 0 != (change.differs && change.name != "theme/index.html") {
			t.Errorf("%s: changed %q", change.name, told)
		}
	}
}

// TestPictureType checks that pictures are told by their bytes.
func TestPictureType(t *testing.T) {
	ico := append([]byte{0, 0, 1, 0, 1, 0}, append(append(make([]byte, 8), 1, 0, 0, 0, 22, 0, 0, 0), 'x')...)
	webp := append([]byte("RIFF\x1e\x00\x00\x00WEBPVP8L\x11\x00\x00\x00\x2f\x00\x00\x00\x00\x07\xd0\xff\xfe\xf7\xbf\xff\x81\x88\xe8\x7f\x00\x00"), 0)
	for _, c := range []struct {
		name, want string
		data       []byte
	}{
		{"png", "image/png", encoded(func(b *bytes.Buffer, m image.Image) error { return png.Encode(b, m) })},
		{"jpeg", "image/jpeg", encoded(func(b *bytes.Buffer, m image.Image) error { return jpeg.Encode(b, m, nil) })},
		{"gif", "image/gif", encoded(func(b *bytes.Buffer, m image.Image) error { return gif.Encode(b, m, nil) })},
		{"webp", "image/webp", webp},
		{"ico", "image/vnd.microsoft.icon", ico},
		{"ico that ends early", "", ico[:len(ico)-1]},
		{"svg", "image/svg+xml", []byte("\ufeff<?xml version=\"1.0\"?>\n<!-- x -->\n" + drawing)},
		{"svg without a namespace", "", []byte("<svg/>")},
		{"svg that is not well-formed", "", []byte(drawing[:len(drawing)-2])},
		{"another root", "", []byte("<html>" + drawing + "</html>")},
		{"a page", "", []byte("<!doctype html><p>text")},
		{"nothing", "", nil},
	} {
		if got := PictureType(c.data); got != c.want {
			t.Errorf("%s is %q, want %q", c.name, got, c.want)
		}
	}
}

// encoded returns a picture of four pixels.
func encoded(encode func(*bytes.Buffer, image.Image) error) []byte {
	var b bytes.Buffer
	if err := encode(&b, image.NewRGBA(image.Rect(0, 0, 2, 2))); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// FuzzPictureType checks that no bytes are too much for it.
func FuzzPictureType(f *testing.F) {
	f.Add([]byte(drawing))
	f.Add([]byte{0, 0, 1, 0, 255, 255})
	f.Add(encoded(func(b *bytes.Buffer, m image.Image) error { return png.Encode(b, m) }))
	f.Fuzz(func(t *testing.T, data []byte) {
		if got := PictureType(data); got != "" && !strings.HasPrefix(got, "image/") {
			t.Errorf("%q", got)
		}
	})
}
