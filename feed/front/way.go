package front

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/http/httpguts"
)

// way is what it takes to answer one request. It keeps the last one, as the
// next is most often the same to the byte.
type way struct {
	head    []byte // of the last request
	request *http.Request
	reader  bytes.Reader
	parser  *bufio.Reader

	// The answer.
	conn    *conn
	now     time.Time // when it began
	fields  http.Header
	status  int    // 0: not known yet
	out     []byte // its head
	body    []byte // kept until its length is known
	sent    bool   // the head
	left    int    // bytes of the body that are announced and not sent
	err     error
	vector  [2][]byte
	buffers net.Buffers
	sending sending
}

func newWay() *way {
	w := &way{fields: http.Header{}}
	w.parser = bufio.NewReader(&w.reader)
	return w
}

// read takes up what came, and reports whether it is a plain request and
// nothing else.
func (w *way) read(p []byte) bool {
	if w.request != nil && bytes.Equal(p, w.head) {
		return true
	}
	w.head = append(w.head[:0], p...)
	w.request = w.parse()
	return w.request != nil
}

// parse reads the head as net/http does. nil: it is none, not all of one, or
// says something of a body or of the connection.
func (w *way) parse() *http.Request {
	if !isolated(w.head) {
		return nil
	}
	w.reader.Reset(w.head)
	w.parser.Reset(&w.reader)
	r, err := http.ReadRequest(w.parser)
	if err != nil || r.Proto != "HTTP/1.1" || r.Body != http.NoBody || !httpguts.ValidHostHeader(r.Host) {
		return nil
	}
	for name, values := range r.Header {
		if slices.Contains(elsewhere, name) || !httpguts.ValidHeaderFieldName(name) {
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

// elsewhere are the fields that say something of a body, or of what becomes
// of the connection. ReadRequest takes Transfer-Encoding out of the header; the
// body tells.
var elsewhere = []string{"Content-Length", "Trailer", "Te", "Expect", "Upgrade", "Http2-Settings", "Proxy-Connection", "Keep-Alive"}

// isolated reports whether bytes may be the head of a GET or HEAD with one
// Host, and no more.
func isolated(p []byte) bool {
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

// answer has the handler answer the request, and reports whether the
// connection can go on.
func (w *way) answer(c *conn) (keep bool) {
	w.now = time.Now()
	if until := w.now.Add(c.write); until.Sub(c.writeUntil).Abs() > exact {
		_ = c.Conn.SetWriteDeadline(until) // it fails where the write does
		c.writeUntil = until
	}
	if c.remote == "" {
		c.remote = c.RemoteAddr().String()
	}
	w.request.RemoteAddr = c.remote
	w.conn, w.status, w.out, w.body, w.sent, w.left, w.err = c, 0, w.out[:0], w.body[:0], false, 0, nil
	clear(w.fields)
	c.handler.ServeHTTP(w, w.request)
	if w.status == 0 {
		w.status = http.StatusOK
	}
	if !w.sent {
		w.finish()
	}
	w.conn = nil
	return w.err == nil && w.left == 0 && w.fields["Connection"] == nil
}

// Header implements http.ResponseWriter.
func (w *way) Header() http.Header { return w.fields }

// WriteHeader implements http.ResponseWriter.
func (w *way) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
}

// hasBody reports whether the answer is one with a body (RFC 9110, 6.4.1).
func (w *way) hasBody() bool {
	return w.request.Method != http.MethodHead && w.status != http.StatusNotModified && w.status != http.StatusNoContent
}

// Write implements http.ResponseWriter.
func (w *way) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	switch length := w.fields["Content-Length"]; {
	case w.sent && w.hasBody():
		return w.more(p)
	case length == nil:
		w.body = append(w.body, p...)
	case w.hasBody():
		if w.left, w.err = strconv.Atoi(length[0]); len(p) > w.left {
			w.err = http.ErrContentLength
			return 0, w.err
		}
		w.begin(p, nil)
		n, err := w.start(p)
		w.left -= n
		return n, err
	}
	return len(p), nil
}

// Send implements serve.Direct.
func (w *way) Send(status int, lines, body []byte, file *os.File) (int, error) {
	w.status = status
	w.begin(nil, lines)
	if file != nil && w.hasBody() {
		if n, ok := w.sendFile(file, 0, len(body)); ok {
			return n, w.err
		}
	}
	return w.start(body)
}

// SetWriteDeadline bounds the next writes, for http.ResponseController.
func (w *way) SetWriteDeadline(t time.Time) error { return w.conn.SetWriteDeadline(t) }

// ReadFrom implements io.ReaderFrom. A file whose length was announced is
// sent without copying it, whole or in parts.
func (w *way) ReadFrom(src io.Reader) (int64, error) {
	if part, ok := src.(*io.LimitedReader); ok && w.hasBody() {
		if n, ok := w.sendPart(part); ok {
			return n, w.err
		}
	}
	return io.Copy(struct{ io.Writer }{w}, src)
}

// sendPart sends a part of a file that is a part of the body, after the head if
// that is not sent. ok is false, and nothing is sent, where it is none or the
// system cannot.
func (w *way) sendPart(part *io.LimitedReader) (n int64, ok bool) {
	file, ok := part.R.(*os.File)
	length := w.fields["Content-Length"]
	if !ok || length == nil {
		return 0, false
	}
	left := w.left
	if !w.sent {
		left, _ = strconv.Atoi(length[0])
	}
	offset, err := file.Seek(0, io.SeekCurrent)
	if err != nil || part.N > int64(left) {
		return 0, false
	}
	if w.status == 0 {
		w.status = http.StatusOK
	}
	if w.sent {
		w.out = w.out[:0]
	} else {
		w.begin(nil, nil)
	}
	sent, ok := w.sendFile(file, offset, int(part.N))
	if !ok {
		return 0, false
	}
	w.left = left - sent
	_, _ = file.Seek(int64(sent), io.SeekCurrent) // it did not fail before
	return int64(sent), true
}

// start sends the head, and a body where the answer is one with a body.
func (w *way) start(body []byte) (int, error) {
	w.sent = true
	var n int64
	if len(body) == 0 || !w.hasBody() {
		_, w.err = w.conn.Conn.Write(w.out)
		return 0, w.err
	}
	w.vector = [2][]byte{w.out, body}
	w.buffers = w.vector[:]
	n, w.err = w.buffers.WriteTo(w.conn.Conn)
	w.vector = [2][]byte{}
	return max(0, int(n)-len(w.out)), w.err
}

// more sends what follows in a body.
func (w *way) more(p []byte) (n int, err error) {
	if len(p) > w.left {
		return 0, http.ErrContentLength
	}
	n, w.err = w.conn.Conn.Write(p)
	w.left -= n
	return n, w.err
}

// finish sends an answer of which nothing is sent.
func (w *way) finish() {
	if length := w.fields["Content-Length"]; length != nil && w.hasBody() {
		w.left, _ = strconv.Atoi(length[0]) // nothing of it comes
	}
	if w.fields["Content-Length"] == nil && (w.hasBody() || len(w.body) > 0) && w.status != http.StatusNotModified {
		w.fields["Content-Length"] = []string{strconv.Itoa(len(w.body))}
	}
	w.begin(w.body, nil)
	_, _ = w.start(w.body) // answer looks at the error
}

// begin writes the head of the answer to out. body is what begins it, lines
// are fields beside those of Header.
func (w *way) begin(body, lines []byte) {
	if len(body) > 0 && w.fields["Content-Type"] == nil && w.fields["Content-Encoding"] == nil {
		w.fields["Content-Type"] = []string{http.DetectContentType(body)}
	}
	out := append(w.out[:0], "HTTP/1.1 "...)
	out = strconv.AppendInt(out, int64(w.status), 10)
	out = append(append(append(out, ' '), http.StatusText(w.status)...), "\r\nDate: "...)
	out = append(append(out, w.conn.today(w.now)...), newline...)
	for name, values := range w.fields {
		for _, v := range values {
			if strings.IndexByte(v, '\r') >= 0 || strings.IndexByte(v, '\n') >= 0 {
				v = newlines.Replace(v)
			}
			out = append(append(append(append(out, name...), ": "...), v...), newline...)
		}
	}
	w.out = append(append(out, lines...), newline...)
}

const newline = "\r\n"

var newlines = strings.NewReplacer("\r", " ", "\n", " ")
