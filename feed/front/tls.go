package front

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/crypto/acme/autocert"
)

// certificate is a certificate in PEM files, which is read again when they
// change.
type certificate struct {
	cert, key string // paths; immutable
	now       func() time.Time
	log       *slog.Logger
	current   atomic.Pointer[tls.Certificate]

	// looking guards seen and looked. A handshake that finds it locked does not
	// wait but takes the current certificate: a slow disk delays one handshake,
	// not all of them.
	looking sync.Mutex
	seen    contents
	looked  time.Time
}

// contents is what the two files held when they were read, or why they could not be.
type contents struct{ cert, key, fault string }

// between is the shortest time between two looks at the files. Certificates
// change every few weeks, and busy sites have many handshakes a second.
const between = time.Second

// Files returns a TLS configuration with a certificate and its key in PEM
// files. When the files change, new connections get the new certificate. If
// the two do not belong together, that is logged, and the old certificate stays
// in use.
func Files(cert, key string, now func() time.Time, log *slog.Logger) (*tls.Config, error) {
	c := &certificate{cert: cert, key: key, now: now, log: log, looked: now()}
	c.seen = c.read()
	if err := c.take(c.seen); err != nil {
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

// look takes the certificate in the files if they hold something else than
// before. It compares what they hold: two versions that were written within one
// tick of the file system's clock may share size and times. The caller holds
// c.looking.
func (c *certificate) look() {
	now := c.now()
	if now.Sub(c.looked) < between {
		return
	}
	c.looked = now
	read := c.read()
	if read == c.seen {
		return
	}
	c.seen = read
	if err := c.take(read); err != nil {
		c.log.Error(fmt.Sprintf("server.tls_cert and tls_key: %v; the old certificate stays in use; put a certificate and the key that belongs to it there", err))
	}
}

// take makes what was read the current certificate.
func (c *certificate) take(read contents) error {
	if read.fault != "" {
		return errors.New(read.fault)
	}
	certificate, err := tls.X509KeyPair([]byte(read.cert), []byte(read.key))
	if err != nil {
		return err
	}
	c.current.Store(&certificate)
	return nil
}

func (c *certificate) read() contents {
	cert, err := readRegular(c.cert)
	if err != nil {
		return contents{fault: err.Error()}
	}
	key, err := readRegular(c.key)
	if err != nil {
		return contents{fault: err.Error()}
	}
	return contents{cert: string(cert), key: string(key)}
}

// readRegular reads a regular file. Opening a FIFO to which nobody writes would
// block for ever while c.looking is held.
func readRegular(name string) ([]byte, error) {
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is not a regular file", name)
	}
	return os.ReadFile(name)
}

// Obtained returns what obtains certificates for host names by ACME (RFC 8555)
// and keeps them in a directory. Its TLSConfig is for the server, and its
// HTTPHandler answers the challenges that come over plain HTTP.
func Obtained(hosts []string, cache string) *autocert.Manager {
	return &autocert.Manager{Prompt: autocert.AcceptTOS, HostPolicy: autocert.HostWhitelist(hosts...), Cache: certificates{autocert.DirCache(cache)}}
}

// certificates keeps certificates in a directory.
type certificates struct{ autocert.DirCache }

// Get implements autocert.Cache. A client that asks for the token of a challenge
// chooses the name of the file. It gets the same answer for every name, as an
// error of the file system would repeat the name and disclose the directory.
func (c certificates) Get(ctx context.Context, name string) ([]byte, error) {
	data, err := c.DirCache.Get(ctx, name)
	if err != nil && strings.HasSuffix(name, "+http-01") {
		err = autocert.ErrCacheMiss
	}
	return data, err
}
