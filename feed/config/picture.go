package config

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"image"
	_ "image/gif"
	_ "image/jpeg"
	_ "image/png"
	"io"

	_ "golang.org/x/image/webp"
)

// PictureType returns the media type of a picture that browsers show, as its bytes tell
// it, or "" if it is none.
func PictureType(data []byte) string {
	if c, format, err := image.DecodeConfig(bytes.NewReader(data)); err == nil && c.Width > 0 && c.Height > 0 {
		return "image/" + format
	}
	switch {
	case isICO(data):
		return "image/vnd.microsoft.icon"
	case isSVG(data):
		return "image/svg+xml"
	}
	return ""
}

// isICO reports whether data is an icon of Windows: a head, and a directory of pictures
// that lie behind it.
func isICO(data []byte) bool {
	const head, entry = 6, 16
	if len(data) < head+entry || !bytes.HasPrefix(data, []byte{0, 0, 1, 0}) {
		return false
	}
	count := int(binary.LittleEndian.Uint16(data[4:]))
	if count == 0 || len(data) < head+count*entry {
		return false
	}
	for i := range count {
		e := data[head+i*entry:]
		size, offset := uint64(binary.LittleEndian.Uint32(e[8:])), uint64(binary.LittleEndian.Uint32(e[12:]))
		if size == 0 || offset < uint64(head+count*entry) || offset+size > uint64(len(data)) {
			return false
		}
	}
	return true
}

// isSVG reports whether data is a drawing: well-formed XML whose root is svg. An <img>
// shows nothing else.
func isSVG(data []byte) bool {
	d := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, byteOrderMark)))
	root := false
	for {
		token, err := d.Token()
		if err != nil {
			return root && errors.Is(err, io.EOF)
		}
		if start, ok := token.(xml.StartElement); ok && !root {
			if start.Name != (xml.Name{Space: "http://www.w3.org/2000/svg", Local: "svg"}) {
				return false
			}
			root = true
		}
	}
}
