package page

import (
	"crypto/sha256"
	"encoding/hex"
	"iter"
	"maps"
	"slices"

	"dateline/feed/render"
)

// assetsPath is the directory of what pages need besides themselves. No article is
// there (see article.Reserved).
const assetsPath = "/-/"

// add keeps a file whose name says what it holds, and returns its path.
func (p *Pages) add(name, extension, mediaType string, data []byte) string {
	path := pathOfAsset(name, extension, data)
	d := fixed(path, mediaType, data)
	d.Fresh = render.Forever
	p.assets[path] = d
	return path
}

// pathOfAsset returns the path of such a file: /-/style.0123456789ab.css
func pathOfAsset(name, extension string, data []byte) string {
	sum := sha256.Sum256(data)
	return assetsPath + name + "." + hex.EncodeToString(sum[:6]) + extension
}

// place keeps a file at an address where browsers look for it, and where it may change.
func (p *Pages) place(path, mediaType string, data []byte) {
	p.assets[path] = fixed(path, mediaType, data)
}

// fixed returns a document of bytes.
func fixed(path, mediaType string, data []byte) render.Document {
	return render.Document{Path: path, Type: mediaType, Body: data, ETag: render.ETag(sha256.Sum256(data))}
}

// Asset returns what pages need at a path: the stylesheet, the script, pictures of the
// owner.
func (p *Pages) Asset(path string) (render.Document, bool) {
	d, ok := p.assets[path]
	return d, ok
}

// Assets returns the paths of all of them.
func (p *Pages) Assets() iter.Seq[string] { return slices.Values(slices.Sorted(maps.Keys(p.assets))) }
