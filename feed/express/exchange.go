package express

import (
	"bufio"
	"bytes"
	"cmp"
	"net"
	"net/http"
	"time"
)

// exchange is a request and its answer. It is reused, and keeps the last request:
// readers poll with the same bytes each time, so the next request often need not
// be parsed again. One goroutine uses it at a time.
type exchange struct {
	head    []byte // of the last request
	request *http.Request
	reader  bytes.Reader
	parser  *bufio.Reader

	// The answer.
	conn    *conn
	began   time.Time
	fields  http.Header
	status  int    // 0: not known yet
	out     []byte // the encoded head
	body    []byte // buffered until its length is known
	sent    bool   // the head has been sent
	left    int    // bytes of the body announced but not sent
	err     error
	vector  [2][]byte   // backs buffers; a field, because a local variable would be allocated
	buffers net.Buffers // the same
	sending sending     // the same
}

func newExchange() *exchange {
	e := &exchange{fields: http.Header{}}
	e.parser = bufio.NewReader(&e.reader)
	return e
}

// read reads the request in p, and reports whether p is exactly one plain
// request.
func (e *exchange) read(p []byte) bool {
	if e.request != nil && bytes.Equal(p, e.head) {
		return true
	}
	e.head = append(e.head[:0], p...)
	e.request = e.parse()
	return e.request != nil
}

// answer calls the handler, and reports whether the connection can be reused.
func (e *exchange) answer(c *conn) (persists bool) {
	server := c.listener.Server
	e.began = time.Now()
	c.sendFor(e.began, cmp.Or(server.WriteTimeout, never))
	if c.remote == "" {
		c.remote = c.RemoteAddr().String()
	}
	e.request.RemoteAddr = c.remote
	e.conn, e.status, e.out, e.body, e.sent, e.left, e.err = c, 0, e.out[:0], e.body[:0], false, 0, nil
	clear(e.fields)
	server.Handler.ServeHTTP(e, e.request)
	if e.status == 0 {
		e.status = http.StatusOK
	}
	if !e.sent {
		e.finish()
	}
	e.conn = nil
	return e.err == nil && e.left == 0 && e.fields["Connection"] == nil
}
