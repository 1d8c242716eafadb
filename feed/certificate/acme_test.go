package certificate

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/acme/autocert"
)

// TestObtainedValidity checks what is known of certificates that are obtained, and
// that requests of strangers count for nothing.
func TestObtainedValidity(t *testing.T) {
	now := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	var log bytes.Buffer
	o := Obtain(Options{Hosts: []string{"a.example", "b.example"}, Cache: t.TempDir(), Now: func() time.Time { return now }, Log: slog.New(slog.NewTextHandler(&log, nil))})
	valid := func(days int) *tls.Certificate {
		return &tls.Certificate{Leaf: &x509.Certificate{NotAfter: now.AddDate(0, 0, days)}}
	}
	wants := func(when string, expires time.Time, problem string, lines int) {
		t.Helper()
		v, got := o.Validity(), ""
		if v.Problem != nil {
			got = v.Problem.Error()
		}
		if !v.Expires.Equal(expires) || (problem == "") != (got == "") || !strings.Contains(got, problem) || strings.Count(log.String(), "\n") != lines {
			t.Errorf("%s: %+v %s; the log says %s", when, v, got, &log)
		}
	}
	wants("before anybody asks", time.Time{}, "", 0)
	o.note("a.example", valid(80), nil)
	o.note("b.example", valid(60), nil)
	o.note("evil.example", nil, errors.New("host not configured"))
	wants("two", now.AddDate(0, 0, 60), "", 0)
	for range 2 {
		o.note("a.example", nil, errors.New("no answer"))
		wants("one fails", now.AddDate(0, 0, 60), "obtaining a certificate of a.example: no answer; ", 1)
	}
	o.note("a.example", valid(80), nil)
	wants("it is there", now.AddDate(0, 0, 60), "", 2)
	now = now.AddDate(0, 0, 61)
	wants("one expired", now.AddDate(0, 0, -1), "the certificate of b.example expired on 2027-01-29T12:00:00Z", 2)
	_, err := o.TLSConfig().GetCertificate(&tls.ClientHelloInfo{ServerName: "A.example.", SupportedProtos: []string{"acme-tls/1"}})
	if wants("a challenge", now.AddDate(0, 0, -1), "b.example", 2); err == nil {
		t.Error("a challenge that nobody set is answered")
	}
}

// TestObtained checks that certificates are obtained only for the configured
// names, and that challenges are answered on the sockets of the site.
func TestObtained(t *testing.T) {
	m := Obtain(Options{Hosts: []string{"news.example.org"}, Cache: t.TempDir(), Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	if err := m.HostPolicy(t.Context(), "news.example.org"); err != nil {
		t.Error(err)
	}
	if m.HostPolicy(t.Context(), "evil.example") == nil {
		t.Error("a certificate is obtained for whatever name a client sends")
	}
	if protocols := m.TLSConfig().NextProtos; !slices.Contains(protocols, "acme-tls/1") || !slices.Contains(protocols, "h2") {
		t.Errorf("protocols %q", protocols)
	}
	for _, token := range []string{"none", "\x00", "\x1b[2J", "\u009b", strings.Repeat("a", 300)} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Host, r.URL.Path = "news.example.org", "/.well-known/acme-challenge/"+token
		w := httptest.NewRecorder()
		if m.HTTPHandler(nil).ServeHTTP(w, r); w.Code != http.StatusNotFound || w.Body.String() != autocert.ErrCacheMiss.Error()+"\n" {
			t.Errorf("a challenge that nobody set, %.20q: %d %q", token, w.Code, w.Body)
		}
	}
}
