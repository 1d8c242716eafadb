package feed

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"dateline/feed/article"
	"dateline/feed/ledger"
)

// TestProbe reads the head of every kind of picture, and of bombs.
func TestProbe(t *testing.T) {
	picture := image.NewPaletted(image.Rect(0, 0, 30, 20), color.Palette{color.Black, color.White})
	var asGIF, asJPEG bytes.Buffer
	if err := gif.Encode(&asGIF, picture, nil); err != nil {
		t.Fatal(err)
	}
	if err := jpeg.Encode(&asJPEG, picture, nil); err != nil {
		t.Fatal(err)
	}
	box := func(kind string, payload ...byte) []byte {
		return append(append(binary.BigEndian.AppendUint32(nil, uint32(8+len(payload))), kind...), payload...)
	}
	avif := slices.Concat(box("ftyp", []byte("avif\x00\x00\x00\x00avifmif1")...),
		box("ispe", 0, 0, 0, 0, 0, 0, 0, 10, 0, 0, 0, 10), box("ispe", 0, 0, 0, 0, 0, 0, 0, 30, 0, 0, 0, 20))
	bomb := []byte(encodePNG(t))
	binary.BigEndian.PutUint32(bomb[16:], 60_000)
	binary.BigEndian.PutUint32(bomb[20:], 60_000)
	binary.BigEndian.PutUint32(bomb[29:], crc32.ChecksumIEEE(bomb[12:29]))
	bombed := "the image claims to have 60000 x 60000 pixels"
	if strconv.IntSize == 32 {
		bombed = "not an image that feed readers can show" // image/png counts them in an int, and gives up
	}
	wide := slices.Concat(avif[:24], box("ispe", 0, 0, 0, 0, 0, 16, 0, 0, 0, 0, 16, 0)) // 2³² pixels
	// A lossless WebP: width and height less one, 14 bits each.
	vp8l := []byte{0x2f, 29, 19 << 6 & 0xff, 19 >> 2, 0}
	webp := slices.Concat([]byte("RIFF\x11\x00\x00\x00WEBPVP8L\x05\x00\x00\x00"), vp8l, []byte{0})

	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"png":   {[]byte(encodePNG(t)), "image/png 30x20"},
		"gif":   {asGIF.Bytes(), "image/gif 30x20"},
		"jpeg":  {asJPEG.Bytes(), "image/jpeg 30x20"},
		"webp":  {webp, "image/webp 30x20"},
		"avif":  {avif, "image/avif 30x20"},
		"bomb":  {bomb, bombed},
		"wide":  {wide, "the image claims to have 1048576 x 4096 pixels"},
		"svg":   {[]byte("<svg xmlns='http://www.w3.org/2000/svg'/>"), "image/svg+xml 0x0"},
		"empty": {nil, "not an image that feed readers can show"},
		"large": {make([]byte, maxImage+1), "the image is larger than 16 MiB"},
	} {
		got := ""
		if i, err := probe(c.data); err != nil {
			got = err.Error()
		} else {
			got = fmt.Sprintf("%s %dx%d", i.Type, i.Width, i.Height)
			if i.Length != int64(len(c.data)) || i.Hash != article.Hash(c.data) {
				t.Errorf("%s: %+v", name, i)
			}
		}
		if got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func FuzzProbe(f *testing.F) {
	f.Add([]byte("\x00\x00\x00\x14ftypavif\x00\x00\x00\x00ispe\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x01"))
	f.Add([]byte(`<?xml version="1.0"?><!--x--><!DOCTYPE svg [<!ENTITY n "x">]><svg xmlns="http://www.w3.org/2000/svg" width="1e3px" viewBox="0 0 3 4">`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if i, err := probe(data); err == nil && !(i.Type == "image/svg+xml" && i.Width == 0 && i.Height == 0) && (i.Width <= 0 || i.Height <= 0 || i.Width > maxPixels/i.Height) {
			t.Errorf("%+v", i)
		}
	})
}

// TestDrawings reads the size of drawings, and refuses files that browsers do not
// draw.
func TestDrawings(t *testing.T) {
	const none, space = "not an image that feed readers can show", ` xmlns="http://www.w3.org/2000/svg"`
	for data, want := range map[string]string{
		`<svg` + space + ` width="30" height="20"/>`:                                                             "30x20",
		`<svg` + space + ` width=" 30px" height="20.4PX "/>`:                                                     "0x0",
		`<svg` + space + ` width="30px" height="20.4px"/>`:                                                       "30x20",
		`<svg` + space + ` width="0.5in" height="10mm"/>`:                                                        "48x38",
		`<svg` + space + ` width="3e1" height="+20."/>`:                                                          "30x20",
		`<svg` + space + ` width="100%" height="20" viewBox="0 0 30 20"/>`:                                       "30x20",
		`<svg` + space + ` viewBox="-5,-5, 30 , 20"/>`:                                                           "30x20",
		`<svg` + space + ` viewBox="0 0 -30 20"/>`:                                                               "0x0",
		`<svg` + space + ` viewBox="0 0 30"/>`:                                                                   "0x0",
		`<svg` + space + ` width="1e9" height="1e9"/>`:                                                           "0x0",
		`<svg` + space + ` width="1e999" height="1"/>`:                                                           "0x0",
		`<svg` + space + ` width="60000" height="60000"/>`:                                                       "0x0",
		`<svg` + space + ` width="0.2" height="0.2"/>`:                                                           "1x1",
		`<svg` + space + ` width="1em" height="2em"/>`:                                                           "0x0",
		`<s:svg xmlns:s="http://www.w3.org/2000/svg" width="30" height="20"/>`:                                   "30x20",
		`<svg` + space + `><script>alert(1)</script><foreignObject/></svg>`:                                      "0x0",
		"\ufeff<?xml version='1.0' encoding='ISO-8859-1'?>\n<!-- \xe4 --><svg" + space + " viewBox='0 0 30 20'>": "30x20",
		`<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x" [<!ENTITY ns "http://www.w3.org/2000/svg">]><svg xmlns="&ns;" width="30" height="20">`: "30x20",
		strings.Repeat("<!-- svg -->", maxProlog/12) + `<svg` + space + `/>`:                                                                       none,
		`<svg width="30" height="20"/>`:               none,
		`<svg xmlns="http://www.w3.org/1999/xhtml"/>`: none,
		`<html><svg` + space + `/></html>`:            none,
		`<!DOCTYPE html><p>svg`:                       none,
		`svg`:                                         none,
		`<svg`:                                        none,
		"\x1f\x8b\x08svgz":                            none,
		"\xff\xfe<\x00s\x00v\x00g\x00":                none,
	} {
		got := ""
		if i, err := probe([]byte(data)); err != nil {
			got = err.Error()
		} else if got = fmt.Sprintf("%dx%d", i.Width, i.Height); i.Type != "image/svg+xml" {
			t.Errorf("%q has the type %q", data, i.Type)
		}
		if got != want {
			t.Errorf("%.200q: got %q, want %q", data, got, want)
		}
	}
}

// TestAssetsAreNotRead checks that no byte is read of files that are not
// pictures, however many and large they are: reading would fill the buffer.
func TestAssetsAreNotRead(t *testing.T) {
	dir := t.TempDir()
	p := publisherOf(t, Content{Dir: dir, Mount: "/"})
	var buffer []byte
	const many, huge = 1000, 1 << 40
	for i := range many {
		name := fmt.Sprintf("papers/%d.PDF", i)
		write(t, dir, name, "%PDF")
		r := p.contents[0].readFile(File{Path: name}, p.snapshot, &buffer)
		if a := r.change.Asset; a == nil || a.Type != "application/pdf" || a.Length != 4 || a.Hash != [16]byte{} || len(r.problems) > 0 {
			t.Fatalf("%s: %+v, problems %v", name, a, r.problems)
		}
	}
	write(t, dir, "film.mp4", "")
	if err := os.Truncate(filepath.Join(dir, "film.mp4"), huge); err != nil {
		t.Skip("a file cannot have a hole of 1 TiB here: ", err)
	}
	if r := p.contents[0].readFile(File{Path: "film.mp4"}, p.snapshot, &buffer); r.change.Asset == nil || r.change.Asset.Length != huge {
		t.Errorf("%+v, problems %v", r.change.Asset, r.problems)
	}
	if cap(buffer) > 0 || p.contents[0].sums.known.EstimatedSize() > 0 {
		t.Errorf("a buffer of %d bytes, %d hashes", cap(buffer), p.contents[0].sums.known.EstimatedSize())
	}
}

// TestBadAssets reads entries that are not files beside articles, though their
// names say so.
func TestBadAssets(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	write(t, outside, "secret.pdf", "secret")
	write(t, dir, "folder.pdf/x", "")
	write(t, dir, "empty.pdf", "")
	write(t, dir, "page.svg", "<html><script>alert(1)</script>")
	write(t, dir, "partial.mp3", "hal")
	write(t, dir, "large.svg", strings.Repeat(" ", maxImage+1))
	if err := os.Symlink(filepath.Join(outside, "secret.pdf"), filepath.Join(dir, "link.pdf")); err != nil {
		t.Skip(err)
	}
	p := publisherOf(t, Content{Dir: dir, Mount: "/"})
	files := found("folder.pdf", "empty.pdf", "page.svg", "partial.mp3", "large.svg", "link.pdf", "vanished.pdf")
	files[3].Partial = true
	p.Apply(Batch{Changed: files})
	var got []string
	for _, c := range p.Current().Problems {
		got = append(got, strings.TrimPrefix(c.Error(), dir+"/"))
	}
	want := []string{
		"folder.pdf: reading: is a directory; not served; make it readable for the user that runs dateline",
		"large.svg: the image is larger than 16 MiB; not served; save it as PNG, JPEG, GIF, WebP, AVIF or SVG under 16 MiB",
		"link.pdf: reading: path escapes from parent; not served; make it readable for the user that runs dateline",
		"page.svg: not an image that feed readers can show; not served; save it as PNG, JPEG, GIF, WebP, AVIF or SVG under 16 MiB",
		"partial.mp3: it is being written; not served; it is read when the writer closes it",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	for _, f := range files {
		if c, _ := p.snapshot.File("/" + f.Path); (c.Asset != nil) != (f.Path == "empty.pdf") {
			t.Errorf("%s: %+v", f.Path, c.Asset)
		}
	}
}

// TestOpenAsset opens files by their length: a small one has its hash at once, a
// large one after it has been read in the background.
func TestOpenAsset(t *testing.T) {
	dir := t.TempDir()
	const small, large = "small", maxImage + 1
	write(t, dir, "small.mp3", small)
	write(t, dir, "large.mp3", strings.Repeat("x", large))
	p := publisherOf(t, Content{Dir: dir, Mount: "/"})
	c := p.contents[0]
	opened := func(name string, length int64) (hash [16]byte, err error) {
		f, hash, err := p.OpenAsset(name, length)
		if err == nil {
			err = f.Close()
		}
		return hash, err
	}
	if hash, err := opened("/small.mp3", int64(len(small))); hash != article.Hash([]byte(small)) || err != nil {
		t.Errorf("the small file: %x, %v", hash, err)
	}
	if _, err := opened("/small.mp3", 4); !errors.Is(err, errLate) || len(p.suspects) != 1 {
		t.Errorf("another length: %v, %d suspects", err, len(p.suspects))
	}
	if _, err := opened("/gone.mp3", 4); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
	wantNone := func(when string) {
		t.Helper()
		if hash, err := opened("/large.mp3", large); hash != [16]byte{} || err != nil {
			t.Errorf("the large file %s: %x, %v", when, hash, err)
		}
	}
	wantNone("while it may change without another stamp")
	c.now = func() time.Time { return time.Now().Add(time.Hour) }
	c.sums.large <- struct{}{}
	wantNone("while another one is being read")
	if <-c.sums.large; c.sums.known.EstimatedSize() != 0 {
		t.Error("it was read all the same")
	}
	wantNone("at the first request")
	c.sums.large <- struct{}{} // it was read
	if hash, err := opened("/large.mp3", large); hash != article.Hash([]byte(strings.Repeat("x", large))) || err != nil {
		t.Errorf("the large file: %x, %v", hash, err)
	}
}

// TestHashEndsWithDirectory checks that reading a large file stops when the
// directory is closed.
func TestHashEndsWithDirectory(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "large.mp3", "x")
	p := openPublisher(t, Content{Dir: dir, Mount: "/"})
	c := p.contents[0]
	f, err := c.open("large.mp3")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	p.Close()
	if _, err := c.take("large.mp3", f, ledger.Stamp{Size: 1}); !errors.Is(err, os.ErrClosed) {
		t.Errorf("it was read: %v", err)
	}
}

// TestEnclosureComesLater writes an article with an enclosure, then the file,
// then a longer one, then removes it, and checks the entry after each step.
func TestEnclosureComesLater(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "a.md", "---\ndate: 2026-04-01\naudio: hum.mp3\n---\n# A\n")
	p := publisherOf(t, Content{Dir: dir, Mount: "/"})
	want := func(when string, length int64, complaints int) {
		t.Helper()
		e, _ := p.Current().Snapshot.Entry("/a")
		got := int64(-1)
		if e.Enclosed != nil {
			got = e.Enclosed.Length
		}
		if got != length || len(p.Current().Problems) != complaints {
			t.Errorf("%s: %d bytes, complaints %v", when, got, p.Current().Problems)
		}
	}
	p.Apply(Batch{Changed: found("a.md")})
	want("without the file", -1, 1)
	if c := p.Current().Problems[0]; c.About != article.Enclosures || c.Line != 3 || c.What != "enclosure /hum.mp3 does not exist" {
		t.Errorf("complaint %v", c)
	}
	for _, text := range []string{"hum", "hum hum"} {
		write(t, dir, "hum.mp3", text)
		p.Apply(Batch{Changed: found("hum.mp3")})
		want(text, int64(len(text)), 0)
	}
	p.Apply(Batch{Removed: []string{"hum.mp3"}})
	want("after its removal", -1, 1)
}
