package feed

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	_ "image/gif" // formats of covers
	_ "image/jpeg"
	_ "image/png"
	"path"

	_ "golang.org/x/image/webp"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/ledger"
)

const (
	maxImage  = 16 << 20 // bytes of a picture file
	maxPixels = 1 << 28  // decoding a file with more would exhaust the memory of clients
)

// notServed is the effect of a problem with a file beside articles.
const notServed = "not served"

// readAsset reads a file beside articles. A picture is read for its dimensions.
// Of any other file only the size is read, however large it is: its bytes are not
// read until a client requests them.
func (c *content) readAsset(r *reading, f File, _ *archive.Snapshot, buffer *[]byte) (err error) {
	if article.ImageType(r.rel) == "" {
		size, err := c.sizeOf(f)
		if err == nil {
			r.change.Asset = &archive.Asset{Type: article.AssetType(r.rel), Length: size}
		}
		return err
	}
	data, err := c.load(f, maxImage, readWait, buffer)
	if err != nil {
		return err
	}
	if r.change.Asset, err = probe(data); err != nil {
		r.problems = []article.Problem{{File: path.Join(c.Dir, r.rel), About: article.Pictures, What: err.Error(), Effect: notServed,
			Hint: "save it as PNG, JPEG, GIF, WebP, AVIF or SVG under " + size(maxImage)}}
	}
	return nil
}

// sizeOf returns the size of a file that can be read.
func (c *content) sizeOf(found File) (int64, error) {
	return within(&c.disk, readWait, func() (int64, error) {
		f, err := c.open(found.Path)
		if err != nil {
			return 0, err
		}
		defer f.Close()
		now, err := ledger.StampOfOpen(f)
		if err == nil && found.Stamp != (ledger.Stamp{}) && now != found.Stamp {
			err = errLate
		}
		return now.Size, err
	})
}

// probe reads the head of a picture. Its type comes from its bytes, never from
// its name, and no pixel is decoded.
func probe(data []byte) (*archive.Asset, error) {
	if len(data) > maxImage {
		return nil, errors.New("the image is larger than " + size(maxImage))
	}
	config, format, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		if config, err = avifConfig(data); err == nil {
			format = "avif"
		} else if config, err = svgConfig(data); err == nil {
			format = "svg+xml"
		} else {
			return nil, errors.New("not an image that feed readers can show")
		}
	}
	if unknown := config.Width == 0 && format == "svg+xml"; !unknown && (config.Width <= 0 || config.Height <= 0 || config.Width > maxPixels/config.Height) {
		return nil, fmt.Errorf("the image claims to have %d x %d pixels", config.Width, config.Height)
	}
	return &archive.Asset{Type: "image/" + format, Length: int64(len(data)), Width: config.Width, Height: config.Height,
		Hash: article.Hash(data)}, nil
}

// avifConfig returns the dimensions of an AVIF picture: the largest image
// spatial extents property (ISO/IEC 23008-12, 6.5.3) in the file.
func avifConfig(data []byte) (image.Config, error) {
	var c image.Config
	if len(data) < 16 || string(data[4:8]) != "ftyp" || !bytes.Contains(data[8:min(len(data), 64)], []byte("avif")) {
		return c, image.ErrFormat
	}
	head := data[:min(len(data), 64<<10)]
	for {
		i := bytes.Index(head, []byte("ispe"))
		if i < 0 || len(head) < i+16 {
			break
		}
		w, h := binary.BigEndian.Uint32(head[i+8:]), binary.BigEndian.Uint32(head[i+12:])
		if w <= 1<<20 && h <= 1<<20 && uint64(w)*uint64(h) > uint64(c.Width)*uint64(c.Height) {
			c.Width, c.Height = int(w), int(h)
		}
		head = head[i+16:]
	}
	if c.Width == 0 {
		return c, image.ErrFormat
	}
	return c, nil
}
