// Package certificate keeps the TLS certificates of a server.
//
// They come from PEM files, which are read again when they change, or by ACME
// (RFC 8555). What is wrong with them is a fault of the daemon, and their last day
// is known, so that the operator learns of both before readers do.
package certificate

import (
	"crypto/tls"
	"fmt"
	"time"

	"dateline/feed/article"
)

// Validity is the state of the certificates of a server.
type Validity struct {
	Expires time.Time        // when the first of them expires; zero if that is not known yet
	Problem *article.Problem // what is wrong with them; nil if nothing is
}

// Source is where a server gets its certificates from.
type Source interface {
	TLSConfig() *tls.Config
	// Validity returns their state. It does not wait for a disk.
	Validity() Validity
}

// ExpiresSoon is the time before a certificate expires in which the operator is
// told. Clients of ACME renew certificates of 90 days a month before, so one that
// still has two weeks has not been renewed several times.
const ExpiresSoon = 14 * 24 * time.Hour

// invalid returns why clients do not accept a certificate now, or "" if its dates
// do not tell.
func invalid(c *tls.Certificate, now time.Time) string {
	switch leaf := c.Leaf; {
	case now.After(leaf.NotAfter):
		return "the certificate expired on " + leaf.NotAfter.UTC().Format(time.RFC3339)
	case now.Before(leaf.NotBefore):
		return "the certificate is not valid before " + leaf.NotBefore.UTC().Format(time.RFC3339)
	}
	return ""
}

// problem returns a fault of the certificates that a key of the configuration
// names.
func problem(keys string, what any, effect, hint string) *article.Problem {
	return &article.Problem{File: keys, About: article.File, What: fmt.Sprint(what), Effect: effect, Hint: hint}
}
