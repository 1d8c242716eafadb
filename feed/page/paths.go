package page

import "strings"

// pathOf returns a URL of a site without scheme and host, and any other URL as it is.
func pathOf(site, url string) string {
	rest, ok := strings.CutPrefix(url, site)
	if !ok || !strings.HasPrefix(rest, "/") {
		return url
	}
	path := basePath(site) + rest
	if strings.HasPrefix(path, "//") { // which would begin with a host
		return url
	}
	return path
}

// basePath returns the path of a base URL, without a slash at its end.
func basePath(url string) string {
	_, rest, _ := strings.Cut(url, "://")
	if i := strings.IndexByte(rest, '/'); i >= 0 {
		return rest[i:]
	}
	return ""
}
