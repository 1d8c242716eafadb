package certificate

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
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// certificateFiles writes a certificate for a name, and its key.
func certificateFiles(t *testing.T, dir, name string) (cert, key string) {
	t.Helper()
	return certificateFrom(t, dir, name, time.Unix(0, 0), time.Now().AddDate(10, 0, 0))
}

// certificateFrom writes one that is valid for a time.
func certificateFrom(t *testing.T, dir, name string, from, until time.Time) (cert, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, DNSNames: []string{name},
		NotBefore: from, NotAfter: until}
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
	f, err := Load(cert, key, func() time.Time { return now }, slog.New(slog.NewTextHandler(&log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	c := f.TLSConfig()
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
		if _, err := Load(files[0], files[1], time.Now, slog.New(slog.DiscardHandler)); err == nil || strings.Count(err.Error(), "; ") != 2 {
			t.Errorf("files %q: %v", files, err)
		}
	}
}

// TestBadRenewal replaces a good certificate by bad ones, and checks that each is a
// fault while the old one is served, that this ends with a good one, and that the
// log tells both once.
func TestBadRenewal(t *testing.T) {
	now := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	day := 24 * time.Hour
	until := now.Add(90 * day)
	for name, c := range map[string]struct {
		from, until time.Time
		spoil       func(cert, key []byte) (badCert, badKey []byte)
		what        string
	}{
		"no PEM":       {now.Add(-day), until, func(_, key []byte) ([]byte, []byte) { return []byte("Not found\n"), key }, "failed to find any PEM data"},
		"half written": {now.Add(-day), until, func(cert, key []byte) ([]byte, []byte) { return cert[:len(cert)/2], key }, "failed to find any PEM data"},
		"empty":        {now.Add(-day), until, func(_, key []byte) ([]byte, []byte) { return nil, key }, "failed to find any PEM data"},
		"no key":       {now.Add(-day), until, func(cert, key []byte) ([]byte, []byte) { return cert, key[:30] }, "failed to find any PEM data in key input"},
		"another key":  {now.Add(-day), until, func(cert, _ []byte) ([]byte, []byte) { return cert, nil }, "private key"},
		"expired":      {now.Add(-90 * day), now.Add(-day), nil, "the certificate expired on 2026-11-29T12:00:00Z"},
		"too early":    {now.Add(day), until, nil, "the certificate is not valid before 2026-12-01T12:00:00Z"},
	} {
		clock, dir, other := now, t.TempDir(), t.TempDir()
		cert, key := certificateFrom(t, dir, "old", now.Add(-day), until)
		oldKey := read(t, key)
		var log bytes.Buffer
		f, err := Load(cert, key, func() time.Time { return clock }, slog.New(slog.NewTextHandler(&log, nil)))
		if err != nil {
			t.Fatal(err)
		}
		wants := func(when, serves, what string, lines int) {
			t.Helper()
			clock = clock.Add(between)
			pair, err := f.get(nil)
			if err != nil {
				t.Fatal(err)
			}
			v, got := f.Validity(), ""
			if v.Problem != nil {
				got = v.Problem.Error()
			}
			if pair.Leaf.Subject.CommonName != serves || (what == "") != (got == "") || !strings.Contains(got, what) || !v.Expires.Equal(pair.Leaf.NotAfter) {
				t.Errorf("%s, %s: serves %q, %+v %s", name, when, pair.Leaf.Subject.CommonName, v, got)
			}
			if n := strings.Count(log.String(), "\n"); n != lines {
				t.Errorf("%s, %s: %d lines, not %d:\n%s", name, when, n, lines, &log)
			}
		}
		wants("before", "old", "", 0)
		newCert, newKey := certificateFrom(t, other, "new", c.from, c.until)
		badCert, badKey := read(t, newCert), read(t, newKey)
		if c.spoil != nil {
			if badCert, badKey = c.spoil(badCert, badKey); badKey == nil {
				badKey = oldKey
			}
		}
		for file, data := range map[string][]byte{cert: badCert, key: badKey} {
			if err := os.WriteFile(file, data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		wants("renewed", "old", c.what, 1)
		wants("later", "old", c.what, 1)
		certificateFrom(t, dir, "good", now.Add(-day), until)
		wants("renewed well", "good", "", 2)
		if text := log.String(); !strings.Contains(text, "level=ERROR") || !strings.Contains(text, `msg="the certificate of server.tls_cert is good" expires=2027-02-28T12:00:00Z`) {
			t.Errorf("%s: %s", name, text)
		}
	}
}

// TestExpiry lets a certificate grow old, and a new one become valid.
func TestExpiry(t *testing.T) {
	begin := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	clock, day, dir := begin, 24*time.Hour, t.TempDir()
	cert, key := certificateFrom(t, dir, "old", begin.Add(-day), begin.Add(30*day))
	var log bytes.Buffer
	f, err := Load(cert, key, func() time.Time { return clock }, slog.New(slog.NewTextHandler(&log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	after := func(days int, problem, logged string) {
		t.Helper()
		log.Reset()
		clock = begin.Add(time.Duration(days)*day + time.Hour)
		f.look()
		f.tell()
		f.tell()
		got := ""
		if v := f.Validity(); v.Problem != nil {
			got = v.Problem.Error()
		}
		if (problem == "") != (got == "") || !strings.Contains(got, problem) || strings.Count(log.String(), "\n") != min(1, len(logged)) || !strings.Contains(log.String(), logged) {
			t.Errorf("after %d days: %q, the log says %q", days, got, &log)
		}
	}
	after(1, "", "")
	after(17, "", `level=WARN msg="the certificate of server.tls_cert expires soon; renew it" expires=2026-12-30T12:00:00Z`)
	after(18, "", "")
	after(30, "the certificate expired on 2026-12-30T12:00:00Z; clients refuse to connect", "level=ERROR")
	certificateFrom(t, dir, "new", begin.Add(40*day), begin.Add(100*day))
	after(31, "is not valid before 2027-01-09T12:00:00Z; clients refuse to connect", "level=ERROR") // as the old one is no better
	after(40, "", `msg="the certificate of server.tls_cert is good"`)
}

func read(t *testing.T, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestRefusalStands checks that a fault is not hidden for a moment while the files
// are looked at again.
func TestRefusalStands(t *testing.T) {
	dir := t.TempDir()
	cert, key := certificateFiles(t, dir, "one")
	var f *Files
	now, refused, reads := time.Now(), false, 0
	clock := func() time.Time {
		if refused {
			if reads++; f.refused.Load() == nil {
				t.Error("the fault is hidden")
			}
		}
		return now
	}
	f, err := Load(cert, key, clock, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	certificateFrom(t, dir, "two", now.Add(time.Hour), now.AddDate(1, 0, 0))
	for range 2 {
		now = now.Add(between)
		if _, err := f.get(nil); err != nil || f.Validity().Problem == nil {
			t.Fatalf("%v; a certificate is in use before its time", err)
		}
		refused = true
	}
	if reads < 2 {
		t.Errorf("the clock was read %d times", reads)
	}
}
