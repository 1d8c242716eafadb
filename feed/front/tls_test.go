package front

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"log/slog"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/acme/autocert"
)

// certificateFiles writes a certificate for a name, and its key.
func certificateFiles(t *testing.T, dir, name string) (cert, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, DNSNames: []string{name},
		NotBefore: time.Unix(0, 0), NotAfter: time.Now().AddDate(10, 0, 0)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for file, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return cert, key
}

// TestFiles changes the files of a certificate, one after the other, and checks
// that the old certificate is used until both match.
func TestFiles(t *testing.T) {
	dir, other := t.TempDir(), t.TempDir()
	cert, key := certificateFiles(t, dir, "one")
	now := time.Now()
	var log bytes.Buffer
	c, err := Files(cert, key, func() time.Time { return now }, slog.New(slog.NewTextHandler(&log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	wanting := func(step, name string, complaints int) {
		t.Helper()
		pair, err := c.GetCertificate(nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := pair.Leaf.Subject.CommonName; got != name {
			t.Errorf("%s: the certificate of %s, want that of %s", step, got, name)
		}
		if got := strings.Count(log.String(), "the old certificate stays in use"); got != complaints {
			t.Errorf("%s: %d complaints, want %d:\n%s", step, got, complaints, &log)
		}
	}
	replace := func(from, to string) {
		t.Helper()
		if err := os.Rename(from, to); err != nil {
			t.Fatal(err)
		}
		later := now.Add(time.Hour)
		if err := os.Chtimes(to, later, later); err != nil {
			t.Fatal(err)
		}
	}
	newCert, newKey := certificateFiles(t, other, "two")
	wanting("at first", "one", 0)
	replace(newCert, cert)
	wanting("within the second", "one", 0)
	now = now.Add(between)
	wanting("with a key that does not fit", "one", 1)
	now = now.Add(between)
	wanting("told once", "one", 1)
	replace(newKey, key)
	now = now.Add(between)
	wanting("with both", "two", 1)
	if err := os.Remove(key); err != nil {
		t.Fatal(err)
	}
	now = now.Add(between)
	wanting("without a key", "two", 2)
	now = now.Add(between)
	wanting("told once of that too", "two", 2)

	for _, files := range [][2]string{{cert, key}, {"", ""}} {
		if _, err := Files(files[0], files[1], time.Now, slog.New(slog.DiscardHandler)); err == nil || strings.Count(err.Error(), "; ") != 2 {
			t.Errorf("files %q: %v", files, err)
		}
	}
}

// TestObtained checks that certificates are obtained only for the configured
// names, and that challenges are answered on the sockets of the site.
func TestObtained(t *testing.T) {
	m := Obtained([]string{"news.example.org"}, t.TempDir())
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
