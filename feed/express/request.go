package express

import (
	"bytes"
	"net/http"
	"slices"
	"strings"

	"golang.org/x/net/http/httpguts"
)

// parse parses the head of a request as net/http does. It returns nil for
// anything but one complete plain request.
func (e *exchange) parse() *http.Request {
	if !mayBePlain(e.head) {
		return nil
	}
	e.reader.Reset(e.head)
	e.parser.Reset(&e.reader)
	r, err := http.ReadRequest(e.parser)
	if err != nil || r.Proto != "HTTP/1.1" || r.Body != http.NoBody || !httpguts.ValidHostHeader(r.Host) {
		return nil
	}
	for name, values := range r.Header {
		if slices.Contains(notPlain, name) || !httpguts.ValidHeaderFieldName(name) {
			return nil
		}
		for _, v := range values {
			if name == "Connection" && !strings.EqualFold(v, "keep-alive") || !httpguts.ValidHeaderFieldValue(v) {
				return nil
			}
		}
	}
	return r
}

// notPlain are the fields about a body or the connection. Transfer-Encoding is
// not listed, because ReadRequest removes it from the header; such a request has
// a body.
var notPlain = []string{"Content-Length", "Trailer", "Te", "Expect", "Upgrade", "Http2-Settings", "Proxy-Connection", "Keep-Alive"}

// mayBePlain reports whether p may be the head of a GET or HEAD with one Host,
// and nothing more. It leaves to net/http what is unusual: bare CR or LF, folded
// lines, and several Hosts, of which ReadRequest returns the first.
func mayBePlain(p []byte) bool {
	end := []byte("\r\n\r\n")
	if !bytes.HasPrefix(p, []byte("GET /")) && !bytes.HasPrefix(p, []byte("HEAD /")) || bytes.Index(p, end) != len(p)-len(end) {
		return false
	}
	hosts := 0
	for line := range bytes.SplitSeq(p[:len(p)-len(end)], []byte("\r\n")) {
		if len(line) == 0 || line[0] == ' ' || line[0] == '\t' || bytes.ContainsAny(line, "\r\n\x00") {
			return false
		}
		if len(line) >= 5 && bytes.EqualFold(line[:5], []byte("host:")) {
			hosts++
		}
	}
	return hosts == 1
}
