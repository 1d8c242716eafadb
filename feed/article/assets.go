package article

import (
	"maps"
	"path"
	"slices"
	"strings"
)

// IsAsset reports whether a file is by its name one that is served beside
// articles which use it.
func IsAsset(file string) bool { return ImageType(file) != "" }

// imageTypes are the pictures that are served, by extension. SVG is not
// among them: it runs script.
var imageTypes = map[string]string{
	".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg",
	".gif": "image/gif", ".webp": "image/webp", ".avif": "image/avif",
}

// ImageType gives the media type of an image file by its name, "" for what
// is not served as one.
func ImageType(file string) string { return imageTypes[strings.ToLower(path.Ext(file))] }

// ImageExtensions gives the extensions of the pictures that are served,
// lower case, with the dot.
func ImageExtensions() []string { return slices.Sorted(maps.Keys(imageTypes)) }

// CoverPath gives the percent-encoded URL path where an image file of the
// tree is served.
func CoverPath(file string) string { return "/covers" + PathURI(file) }
