package certificate

import (
	"context"
	"crypto/tls"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/crypto/acme"
	"golang.org/x/crypto/acme/autocert"

	"dateline/feed/article"
)

// Obtained are certificates that are obtained for host names by ACME (RFC 8555)
// and kept in a directory. Its HTTPHandler answers challenges over plain HTTP.
type Obtained struct {
	autocert.Manager
	hosts []string // immutable
	now   func() time.Time
	log   *slog.Logger

	mu      sync.Mutex // guards expires and failed
	expires map[string]time.Time
	failed  map[string]string // why there is no certificate, by host
}

// Options configure Obtain.
type Options struct {
	Hosts []string
	Cache string // directory
	Now   func() time.Time
	Log   *slog.Logger
}

// Obtain returns the certificates of host names. None is known, and so none is
// obtained, before the first client asks for its name.
func Obtain(o Options) *Obtained {
	return &Obtained{
		Manager: autocert.Manager{Prompt: autocert.AcceptTOS, HostPolicy: autocert.HostWhitelist(o.Hosts...), Cache: certificates{autocert.DirCache(o.Cache)}},
		hosts:   o.Hosts, now: o.Now, log: o.Log, expires: map[string]time.Time{}, failed: map[string]string{},
	}
}

// TLSConfig implements Source.
func (o *Obtained) TLSConfig() *tls.Config {
	c := o.Manager.TLSConfig()
	c.GetCertificate = func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
		certificate, err := o.GetCertificate(hello)
		if !slices.Contains(hello.SupportedProtos, acme.ALPNProto) { // else it is a challenge
			o.note(strings.ToLower(strings.TrimSuffix(hello.ServerName, ".")), certificate, err)
		}
		return certificate, err
	}
	return c
}

// note notes what came of a request for the certificate of a host, if it is one of
// ours: clients send whatever names they like.
func (o *Obtained) note(host string, c *tls.Certificate, err error) {
	if !slices.Contains(o.hosts, host) {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	before := o.failed[host]
	delete(o.failed, host)
	switch {
	case err == nil && c.Leaf != nil:
		o.expires[host] = c.Leaf.NotAfter
	case err != nil:
		o.failed[host] = err.Error()
	}
	switch now := o.failed[host]; {
	case now != "" && before == "":
		o.log.Error(o.failure(host).Error())
	case now == "" && before != "":
		o.log.Info("there is a certificate of "+host, "expires", o.expires[host].UTC().Format(time.RFC3339))
	}
}

// Validity implements Source.
func (o *Obtained) Validity() (v Validity) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, host := range o.hosts {
		at, known := o.expires[host]
		if known && (v.Expires.IsZero() || at.Before(v.Expires)) {
			v.Expires = at
		}
		switch {
		case v.Problem != nil:
		case o.failed[host] != "":
			v.Problem = o.failure(host)
		case known && o.now().After(at):
			v.Problem = problem("server.tls_hosts", fmt.Sprintf("the certificate of %s expired on %s", host, at.UTC().Format(time.RFC3339)), "clients refuse to connect", acmeHint)
		}
	}
	return v
}

const acmeHint = "let Let's Encrypt reach server.listen as port 443, or server.redirect as port 80"

// failure describes why there is no certificate of a host. The caller holds mu.
func (o *Obtained) failure(host string) *article.Problem {
	return problem("server.tls_hosts", fmt.Sprintf("obtaining a certificate of %s: %s", host, o.failed[host]), "clients cannot connect to it", acmeHint)
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
