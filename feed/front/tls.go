package front

import (
	"context"
	"crypto/tls"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/crypto/acme/autocert"

	"dateline/feed/stamp"
)

// certificate is a certificate in PEM files, read again when they change.
type certificate struct {
	cert, key string
	now       func() time.Time
	log       *slog.Logger
	current   atomic.Pointer[tls.Certificate]

	// looking guards what follows while the files are looked at. Nobody waits
	// for it: a slow disk holds up one handshake, not all.
	looking sync.Mutex
	stamps  [2]stamp.Stamp
	looked  time.Time
}

// between is the least time from one look at the files to the next.
const between = time.Second

// Files gives TLS with a certificate and its key in PEM files. When they
// change, new connections get the new certificate; a pair that does not fit
// is logged, and the old one stays.
func Files(cert, key string, now func() time.Time, log *slog.Logger) (*tls.Config, error) {
	c := &certificate{cert: cert, key: key, now: now, log: log}
	c.looked, c.stamps = now(), c.stat()
	if err := c.load(); err != nil {
		return nil, fmt.Errorf("server.tls_cert and tls_key: %w; nothing is served; name a certificate in PEM and the key that belongs to it", err)
	}
	return &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: c.get}, nil
}

func (c *certificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	if c.looking.TryLock() {
		c.look()
		c.looking.Unlock()
	}
	return c.current.Load(), nil
}

// look reads the files if they are others than those it read before. The
// caller holds c.looking.
func (c *certificate) look() {
	now := c.now()
	if now.Sub(c.looked) < between {
		return
	}
	c.looked = now
	stamps := c.stat()
	if stamps == c.stamps {
		return
	}
	c.stamps = stamps
	if err := c.load(); err != nil {
		c.log.Error(fmt.Sprintf("server.tls_cert and tls_key: %v; the former certificate stays; put a certificate and its key there", err))
	}
}

func (c *certificate) load() error {
	for _, file := range []string{c.cert, c.key} { // opening a FIFO may take for ever, and with it the lock
		if info, err := os.Stat(file); err == nil && !info.Mode().IsRegular() {
			return fmt.Errorf("%s is no regular file", file)
		}
	}
	pair, err := tls.LoadX509KeyPair(c.cert, c.key)
	if err != nil {
		return err
	}
	c.current.Store(&pair)
	return nil
}

func (c *certificate) stat() [2]stamp.Stamp { return [2]stamp.Stamp{stamp.Of(c.cert), stamp.Of(c.key)} }

// Obtained gets certificates for names (ACME, RFC 8555) and keeps them in a
// directory. Its TLSConfig is for the server, its HTTPHandler answers the
// challenges that come by plain HTTP.
func Obtained(hosts []string, cache string) *autocert.Manager {
	return &autocert.Manager{Prompt: autocert.AcceptTOS, HostPolicy: autocert.HostWhitelist(hosts...), Cache: certificates{autocert.DirCache(cache)}}
}

// certificates are kept in a directory.
type certificates struct{ autocert.DirCache }

// Get implements autocert.Cache. Whoever asks for the token of a challenge names
// the file; an error that repeats it, and tells where it is looked for, is
// none of his business.
func (c certificates) Get(ctx context.Context, name string) ([]byte, error) {
	data, err := c.DirCache.Get(ctx, name)
	if err != nil && strings.HasSuffix(name, "+http-01") {
		err = autocert.ErrCacheMiss
	}
	return data, err
}
