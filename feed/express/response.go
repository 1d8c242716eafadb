package express

import (
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"
)

// Header implements http.ResponseWriter.
func (e *exchange) Header() http.Header { return e.fields }

// WriteHeader implements http.ResponseWriter.
func (e *exchange) WriteHeader(status int) {
	if e.status == 0 {
		e.status = status
	}
}

// hasBody reports whether the answer has a body (RFC 9110, section 6.4.1).
func (e *exchange) hasBody() bool {
	return e.request.Method != http.MethodHead && e.status != http.StatusNotModified && e.status != http.StatusNoContent
}

// Write implements http.ResponseWriter.
func (e *exchange) Write(p []byte) (int, error) {
	if e.status == 0 {
		e.status = http.StatusOK
	}
	switch length := e.fields["Content-Length"]; {
	case e.sent && e.hasBody():
		return e.more(p)
	case length == nil:
		e.body = append(e.body, p...)
	case e.hasBody():
		if e.left, e.err = strconv.Atoi(length[0]); len(p) > e.left {
			e.err = http.ErrContentLength
			return 0, e.err
		}
		e.begin(p, nil)
		n, err := e.start(p)
		e.left -= n
		return n, err
	}
	return len(p), nil
}

// Send sends a complete answer, for handlers that check for this method
// (serve.Direct). lines are encoded header fields, sent besides those of Header.
// file, which may be nil, holds the same bytes as the body. Send returns how many
// bytes of the body it sent.
func (e *exchange) Send(status int, lines, body []byte, file *os.File) (int, error) {
	e.status = status
	e.begin(nil, lines)
	if file != nil && e.hasBody() {
		if n, ok := e.sendFile(file, 0, len(body)); ok {
			return n, e.err
		}
	}
	return e.start(body)
}

// SetWriteDeadline sets the deadline of the next writes, for
// http.ResponseController.
func (e *exchange) SetWriteDeadline(t time.Time) error { return e.conn.SetWriteDeadline(t) }

// ReadFrom implements io.ReaderFrom. If src is part of a file and the length of
// the body was announced, the system sends it without copying.
func (e *exchange) ReadFrom(src io.Reader) (int64, error) {
	if part, ok := src.(*io.LimitedReader); ok && e.hasBody() {
		if n, ok := e.sendPart(part); ok {
			return n, e.err
		}
	}
	return io.Copy(struct{ io.Writer }{e}, src)
}

// sendPart sends a part of a file as part of the body, preceded by the head if
// that has not been sent. If part is not one of a file, or the system cannot send
// files, ok is false and nothing is sent.
func (e *exchange) sendPart(part *io.LimitedReader) (n int64, ok bool) {
	file, ok := part.R.(*os.File)
	length := e.fields["Content-Length"]
	if !ok || length == nil {
		return 0, false
	}
	left := e.left
	if !e.sent {
		left, _ = strconv.Atoi(length[0])
	}
	offset, err := file.Seek(0, io.SeekCurrent)
	if err != nil || part.N > int64(left) {
		return 0, false
	}
	if e.status == 0 {
		e.status = http.StatusOK
	}
	if e.sent {
		e.out = e.out[:0]
	} else {
		e.begin(nil, nil)
	}
	sent, ok := e.sendFile(file, offset, int(part.N))
	if !ok {
		return 0, false
	}
	e.left = left - sent
	_, _ = file.Seek(int64(sent), io.SeekCurrent) // Seek succeeded before
	return int64(sent), true
}

// start sends the head and, if the answer has a body, its beginning.
func (e *exchange) start(body []byte) (int, error) {
	e.sent = true
	var n int64
	if len(body) == 0 || !e.hasBody() {
		_, e.err = e.conn.inner.Write(e.out)
		return 0, e.err
	}
	e.vector = [2][]byte{e.out, body}
	e.buffers = e.vector[:]
	n, e.err = e.buffers.WriteTo(e.conn.inner)
	e.vector = [2][]byte{}
	return max(0, int(n)-len(e.out)), e.err
}

// more sends further bytes of a body.
func (e *exchange) more(p []byte) (n int, err error) {
	if len(p) > e.left {
		return 0, http.ErrContentLength
	}
	n, e.err = e.conn.inner.Write(p)
	e.left -= n
	return n, e.err
}

// finish sends the answer if nothing has been sent when the handler returns.
func (e *exchange) finish() {
	if length := e.fields["Content-Length"]; length != nil && e.hasBody() {
		e.left, _ = strconv.Atoi(length[0]) // the handler announced a body and wrote none of it
	}
	if e.fields["Content-Length"] == nil && (e.hasBody() || len(e.body) > 0) && e.status != http.StatusNotModified {
		e.fields["Content-Length"] = []string{strconv.Itoa(len(e.body))}
	}
	e.begin(e.body, nil)
	_, _ = e.start(e.body) // answer checks e.err
}

// begin encodes the head of the answer into out. It sniffs a missing Content-Type
// from the beginning of the body, as net/http does. lines are encoded fields
// besides those of Header.
func (e *exchange) begin(body, lines []byte) {
	if len(body) > 0 && e.fields["Content-Type"] == nil && e.fields["Content-Encoding"] == nil {
		e.fields["Content-Type"] = []string{http.DetectContentType(body)}
	}
	out := append(e.out[:0], "HTTP/1.1 "...)
	out = strconv.AppendInt(out, int64(e.status), 10)
	out = append(append(append(out, ' '), http.StatusText(e.status)...), "\r\nDate: "...)
	out = append(append(out, e.conn.listener.dateAt(e.began)...), newline...)
	for name, values := range e.fields {
		for _, v := range values {
			if strings.IndexByte(v, '\r') >= 0 || strings.IndexByte(v, '\n') >= 0 {
				v = newlines.Replace(v)
			}
			out = append(append(append(append(out, name...), ": "...), v...), newline...)
		}
	}
	e.out = append(append(out, lines...), newline...)
}

const newline = "\r\n"

// newlines removes line breaks from values, because a handler may put parts of a
// request into them.
var newlines = strings.NewReplacer("\r", " ", "\n", " ")
