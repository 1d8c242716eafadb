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

// add keeps a file whose name says what it holds: /-/style.0123456789ab.css. It
// returns the path.
func (p *Pages) add(name, extension, mediaType string, data []byte) string {
	sum := sha256.Sum256(data)
	path := assetsPath + name + "." + hex.EncodeToString(sum[:6]) + extension
	p.assets[path] = render.Document{Path: path, Type: mediaType, Body: data, ETag: render.ETag(sum), Fresh: render.Forever}
	return path
}

// Asset returns what pages need at a path: the stylesheet, the script, pictures of the
// owner.
func (p *Pages) Asset(path string) (render.Document, bool) {
	d, ok := p.assets[path]
	return d, ok
}

// Assets returns the paths of all of them.
func (p *Pages) Assets() iter.Seq[string] { return slices.Values(slices.Sorted(maps.Keys(p.assets))) }
