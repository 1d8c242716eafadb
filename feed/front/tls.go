package front

import (
	"crypto/tls"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"

	"golang.org/x/crypto/acme/autocert"
)

// certificate is a certificate in PEM files, read again when they change.
type certificate struct {
	cert, key string
	now       func() time.Time
	log       *slog.Logger

	mu      sync.Mutex // guards what follows
	current *tls.Certificate
	stamps  [2]stamp
	looked  time.Time // at the files
}

// stamp tells whether a file is another one than before.
type stamp struct {
	size     int64
	modified time.Time
}

// between is the least time from one look at the files to the next.
const between = time.Second

// Files gives TLS with a certificate and its key in PEM files. When they
// change, new connections get the new certificate; a pair that does not fit
// is logged, and the old one stays.
func Files(cert, key string, now func() time.Time, log *slog.Logger) (*tls.Config, error) {
	c := &certificate{cert: cert, key: key, now: now, log: log}
	c.looked = now()
	if err := c.load(); err != nil {
		return nil, fmt.Errorf("server.tls_cert and tls_key: %w; nothing is served; name a certificate in PEM and the key that belongs to it", err)
	}
	return &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: c.get}, nil
}

func (c *certificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if now := c.now(); now.Sub(c.looked) >= between {
		c.looked = now
		if err := c.load(); err != nil {
			c.log.Error(fmt.Sprintf("server.tls_cert and tls_key: %v; the former certificate stays; put a certificate and its key there", err))
		}
	}
	return c.current, nil
}

// load reads the files if they are others than those of the last load.
func (c *certificate) load() error {
	stamps, err := c.stat()
	if err != nil || stamps == c.stamps {
		return err
	}
	pair, err := tls.LoadX509KeyPair(c.cert, c.key)
	c.stamps = stamps
	if err != nil {
		return err
	}
	c.current = &pair
	return nil
}

func (c *certificate) stat() (stamps [2]stamp, err error) {
	for i, file := range []string{c.cert, c.key} {
		info, err := os.Stat(file)
		if err != nil {
			return stamps, err
		}
		stamps[i] = stamp{info.Size(), info.ModTime()}
	}
	return stamps, nil
}

// Obtained gets certificates for names (ACME, RFC 8555) and keeps them in a
// directory. Its TLSConfig is for the server, its HTTPHandler answers the
// challenges that come by plain HTTP.
func Obtained(hosts []string, cache string) *autocert.Manager {
	return &autocert.Manager{Prompt: autocert.AcceptTOS, HostPolicy: autocert.HostWhitelist(hosts...), Cache: autocert.DirCache(cache)}
}
