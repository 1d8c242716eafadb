package article

import (
	"maps"
	"path"
	"slices"
	"strings"
)

// assetTypes are the files beside articles that are served if a published article
// links, shows, plays or offers them. It maps their extensions to the media types
// with which they are served. Types are never guessed from content, except for
// the kind of a picture.
//
// Pictures are those that browsers show. HTML, scripts and styles are not served
// because they would run on the site. Fonts, programs and source code are not
// served because readers have no use for them, nor are .key, .pem and the like,
// which are never linked on purpose. XML is served only in formats with their own
// media type.
var assetTypes = map[string]string{
	".png": "image/png", ".apng": "image/apng", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".jfif": "image/jpeg",
	".gif": "image/gif", ".webp": "image/webp", ".avif": "image/avif", ".svg": "image/svg+xml", ".ico": "image/vnd.microsoft.icon",

	".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".m4b": "audio/mp4", ".aac": "audio/aac", ".ogg": "audio/ogg", ".oga": "audio/ogg",
	".opus": "audio/ogg", ".flac": "audio/flac", ".wav": "audio/wav", ".weba": "audio/webm",
	".mp4": "video/mp4", ".m4v": "video/mp4", ".webm": "video/webm", ".ogv": "video/ogg", ".mov": "video/quicktime", ".mkv": "video/matroska",
	".vtt": "text/vtt; charset=utf-8", ".srt": "application/x-subrip",

	".pdf": "application/pdf", ".epub": "application/epub+zip", ".mobi": "application/x-mobipocket-ebook", ".ps": "application/postscript",
	".txt": "text/plain; charset=utf-8", ".csv": "text/csv; charset=utf-8", ".tsv": "text/tab-separated-values; charset=utf-8",
	".ics": "text/calendar; charset=utf-8", ".vcf": "text/vcard; charset=utf-8", ".bib": "application/x-bibtex",
	".json": "application/json", ".webmanifest": "application/manifest+json", ".geojson": "application/geo+json", ".gpx": "application/gpx+xml",
	".kml": "application/vnd.google-earth.kml+xml", ".kmz": "application/vnd.google-earth.kmz",
	".rtf": "application/rtf", ".doc": "application/msword", ".xls": "application/vnd.ms-excel", ".ppt": "application/vnd.ms-powerpoint",
	".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
	".odt":  "application/vnd.oasis.opendocument.text", ".ods": "application/vnd.oasis.opendocument.spreadsheet",
	".odp": "application/vnd.oasis.opendocument.presentation",

	".zip": "application/zip", ".gz": "application/gzip", ".tgz": "application/gzip", ".tar": "application/x-tar", ".xz": "application/x-xz",
	".bz2": "application/x-bzip2", ".7z": "application/x-7z-compressed", ".zst": "application/zstd", ".rar": "application/vnd.rar",
}

// AssetType returns the media type of a file by its name, or "" if such files are
// not served beside articles.
func AssetType(file string) string { return assetTypes[strings.ToLower(path.Ext(file))] }

// IsAsset reports whether a file, by its name, is served beside articles that use
// it.
func IsAsset(file string) bool { return AssetType(file) != "" }

// ImageType returns the media type of a picture by its name, or "" if the file is
// not a picture.
func ImageType(file string) string {
	if t := AssetType(file); strings.HasPrefix(t, "image/") {
		return t
	}
	return ""
}

// AssetExtensions returns the extensions of the files that are served beside
// articles, in lower case and with the dot.
func AssetExtensions() []string { return slices.Sorted(maps.Keys(assetTypes)) }

// AssetPath returns the percent-encoded URL path at which a file beside articles
// is served.
func AssetPath(file string) string { return "/covers" + PathURI(file) }
