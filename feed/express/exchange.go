package express

import (
	"bufio"
	"bytes"
	"cmp"
	"net"
	"net/http"
	"time"
)

// exchange is a request and its answer. It is used for one after the other, and
// keeps the last request: readers poll with the same bytes each time, so the
// next one need not be parsed again. One goroutine at a time uses it.
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
	out     []byte // its head, as it is sent
	body    []byte // kept until its length is known
	sent    bool   // the head
	left    int    // bytes of the body that are announced and not sent
	err     error
	vector  [2][]byte   // of buffers; a field, as a local one would be allocated
	buffers net.Buffers // the same
	sending sending     // the same
}

func newExchange() *exchange {
	e := &exchange{fields: http.Header{}}
	e.parser = bufio.NewReader(&e.reader)
	return e
}

// read takes the request in p, and reports whether it is a plain one and nothing
// else.
func (e *exchange) read(p []byte) bool {
	if e.request != nil && bytes.Equal(p, e.head) {
		return true
	}
	e.head = append(e.head[:0], p...)
	e.request = e.parse()
	return e.request != nil
}

// answer has the handler answer the request, and reports whether the
// connection can go on.
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
