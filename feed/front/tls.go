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

// certificate is a certificate loaded from PEM files, and reloaded when they
// change.
type certificate struct {
	cert, key string // paths; immutable
	now       func() time.Time
	log       *slog.Logger
	current   atomic.Pointer[tls.Certificate]

	// looking guards seen and looked. A handshake that finds it locked uses the
	// current certificate instead of waiting, so that a slow disk delays one
	// handshake, not all.
	looking sync.Mutex
	seen    contents
	looked  time.Time
}

// contents is what the two files held when they were read, or why reading failed.
type contents struct{ cert, key, fault string }

// between is the shortest interval between two checks of the files. Certificates
// change every few weeks, while busy sites have many handshakes a second.
const between = time.Second

// Files returns a TLS configuration with a certificate and key from PEM files.
// When the files change, new connections get the new certificate. If certificate
// and key do not match, the fault is logged and the old certificate stays in use.
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

// look loads the certificate if the files have changed. It compares contents,
// because two versions written within one tick of the file system's clock may
// have the same size and times. The caller holds c.looking.
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

// take parses what was read and makes it the current certificate.
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

// readRegular reads a regular file. Opening a FIFO without a writer would block
// forever with c.looking held.
func readRegular(name string) ([]byte, error) {
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is not a regular file", name)
	}
	return os.ReadFile(name)
}

// Obtained returns a Manager that obtains certificates for host names by ACME
// (RFC 8555) and stores them in the directory cache. Its TLSConfig is for the
// server; its HTTPHandler answers challenges over plain HTTP.
func Obtained(hosts []string, cache string) *autocert.Manager {
	return &autocert.Manager{Prompt: autocert.AcceptTOS, HostPolicy: autocert.HostWhitelist(hosts...), Cache: certificates{autocert.DirCache(cache)}}
}

// certificates stores certificates in a directory.
type certificates struct{ autocert.DirCache }

// Get implements autocert.Cache. A client that requests the token of a challenge
// chooses the file name. Get returns the same error for every missing name,
// because an error of the file system would repeat the name and disclose the
// directory.
func (c certificates) Get(ctx context.Context, name string) ([]byte, error) {
	data, err := c.DirCache.Get(ctx, name)
	if err != nil && strings.HasSuffix(name, "+http-01") {
		err = autocert.ErrCacheMiss
	}
	return data, err
}
