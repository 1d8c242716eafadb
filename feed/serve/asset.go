package serve

import "strings"

// handling returns what a browser may do with a file beside articles: its
// Content-Security-Policy, and the Content-Disposition of what a browser should only
// save. The files are the author's, but drawings and XML could hold scripts, which
// would run as part of the site. X-Content-Type-Options keeps browsers from taking
// a file for another media type than it has.
func handling(mediaType string) (policy, disposition string) {
	const nothing = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
	switch kind, _, _ := strings.Cut(mediaType, "/"); {
	case kind == "image", kind == "text":
		return nothing, ""
	case kind == "audio", kind == "video":
		// A browser shows these in a page of its own, which loads them again.
		return "default-src 'none'; media-src 'self'; style-src 'unsafe-inline'", ""
	case mediaType == "application/pdf":
		// The viewer of Chrome is a page of its own, too: it shows nothing in a
		// sandbox, and a corner without its styles and plugin. What a PDF runs, it
		// runs in the viewer, which is no part of the site.
		return "", ""
	}
	return nothing, "attachment"
}
