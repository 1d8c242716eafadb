package article

import (
	"mime"
	"slices"
	"strings"
	"testing"
)

func TestAssetType(t *testing.T) {
	for file, want := range map[string]string{
		"/a/paper.pdf": "application/pdf", "/a/PAPER.PDF": "application/pdf", "x.tar.gz": "application/gzip", "https://x.example/a.Mp3": "audio/mpeg",
		"x.svg": "image/svg+xml", "x.svgz": "", "x.html": "", "x.htm": "", "x.xhtml": "", "x.js": "", "x.mjs": "", "x.css": "", "x.wasm": "", "x.xml": "",
		"x.woff2": "", "x.key": "", "x.pem": "", "x.env": "", "x.php": "", "x.go": "", "x.md": "", "pdf": "", "x.": "", "": "", "/x.pdf/y": "",
	} {
		if got := AssetType(file); got != want || IsAsset(file) != (want != "") {
			t.Errorf("%q: %q, %v", file, got, IsAsset(file))
		}
	}
	if ImageType("x.pdf") != "" || ImageType("x.WebP") != "image/webp" {
		t.Error("pictures are told wrongly")
	}
}

// TestAssetTypesAreHarmless checks that no asset has the extension of an article, or
// a type that browsers execute.
func TestAssetTypesAreHarmless(t *testing.T) {
	for _, ext := range AssetExtensions() {
		kind, _, err := mime.ParseMediaType(AssetType("x" + ext))
		if err != nil || ext != strings.ToLower(ext) || ext[0] != '.' || slices.Contains(Extensions(), ext) ||
			strings.Contains(kind, "html") || strings.Contains(kind, "script") && kind != "application/postscript" || kind == "text/css" || kind == "text/xml" || kind == "application/xml" {
			t.Errorf("%s is %q: %v", ext, kind, err)
		}
	}
}
