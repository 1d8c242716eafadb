package siege

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"
)

// heavy is the size of a picture, and mostForSlow the memory that all clients
// together may cost the daemon if they take it slowly; both in bytes.
const (
	heavy       = 15 << 20
	mostForSlow = 64 << 20
)

// picture publishes a picture with the header of a GIF, and returns the path
// where it is served.
func (d *daemon) picture() string {
	d.t.Helper()
	head := "GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
	d.write("news/2026/04/9/heavy.gif", head+strings.Repeat("\x00", heavy-len(head)))
	d.write("news/2026/04/9/picture.md", "# A picture\n\n### Source:\n\n1. [Cover Image](heavy.gif)\n")
	return "/covers/2026/04/9/heavy.gif"
}

// takes waits until a client gets the complete picture.
func (d *daemon) takes(client *http.Client, url string) {
	d.t.Helper()
	d.until("the picture is served", func() bool {
		r, err := client.Get(url)
		if err != nil {
			d.t.Fatal(err)
		}
		defer r.Body.Close()
		n, err := io.Copy(io.Discard, r.Body)
		return r.StatusCode == http.StatusOK && n == heavy && err == nil
	})
}

// grew checks that the daemon's memory has grown little while clients take a
// picture slowly.
func (d *daemon) grew(before int, who string) {
	d.t.Helper()
	grown := d.resident() - before
	d.t.Logf("%s: %d MiB resident, %d MiB more than before", who, d.resident()>>20, grown>>20)
	if grown > mostForSlow {
		d.t.Errorf("%s: the daemon grew by %d MiB, more than %d", who, grown>>20, mostForSlow>>20)
	}
}

// TestSlowPictures has 200 clients request a large picture and not read it, and
// checks that the daemon does not keep any of it in memory for them.
func TestSlowPictures(t *testing.T) {
	t.Parallel()
	d := start(t, "rate = 0\n")
	path := d.picture()
	d.takes(http.DefaultClient, "http://"+d.address+path)
	before := d.resident()
	for _, request := range []string{
		"GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n",
		"GET " + path + " HTTP/1.1\r\nHost: x\r\nExpect: nothing\r\n\r\n", // net/http itself answers
		"GET " + path + " HTTP/1.1\r\nHost: x\r\nRange: bytes=1-9999999,9999999-15000000\r\n\r\n",
	} {
		var crowd []net.Conn
		for range 200 {
			c, err := small.Dial("tcp", d.address)
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			if _, err := io.WriteString(c, request); err != nil {
				t.Fatal(err)
			}
			crowd = append(crowd, c)
		}
		for _, c := range crowd {
			if _, err := io.ReadFull(c, make([]byte, 100)); err != nil {
				t.Fatal(err)
			}
		}
		d.grew(before, "200 clients of HTTP/1.1")
		for _, c := range crowd {
			c.Close()
		}
		d.until("the daemon noticed", func() bool { return d.metric("dateline_connections") < 20 })
	}
	d.serves()
}

var streams = flag.Int("streams", 600, "how many feeds TestStreamsOfFeeds asks for: a multiple of 100, at most 1,000")

// TestStreamsOfFeeds has an HTTP/2 client request many different feeds with a
// window of zero bytes. It checks that the daemon refuses most requests and
// still serves other clients.
func TestStreamsOfFeeds(t *testing.T) {
	t.Parallel()
	d := startSecure(t, "rate = 0\ncache_bytes = 8388608\ntrusted_proxies = []\n")
	feed := func(n int) string { return fmt.Sprintf("/feed.%s?limit=%d", []string{"atom", "rss"}[n%2], n/2+1) }
	transport := &http.Transport{TLSClientConfig: unverified, ForceAttemptHTTP2: true}
	defer transport.CloseIdleConnections()
	var all int64             // bytes of the feeds
	for n := range *streams { // memory that is used after ordinary requests does not count as growth
		r, err := (&http.Client{Transport: transport}).Get("https://" + d.address + feed(n))
		if err != nil {
			t.Fatal(err)
		}
		size, _ := io.Copy(io.Discard, r.Body) // a feed that ends early makes the sum too small
		all += size
		r.Body.Close()
	}
	if all < mostForSlow*3/2 {
		t.Fatalf("%d feeds have %d MiB: to keep them all would not be noticed", *streams, all>>20)
	}
	before, sent := d.resident(), 0
	for i := range *streams / 100 {
		c := d.dialHTTP2(9)
		defer c.Close()
		sent += ask(t, c, 100, func(j int) string { return feed(i*100 + j) })
	}
	d.grew(before, fmt.Sprintf("%d streams for feeds, without a window, of which %d are sent", *streams, sent))
	other := d.dialHTTP2(10)
	defer other.Close()
	if ask(t, other, 1, func(int) string { return "/feed.atom" }) != 1 {
		t.Error("another client gets no feed")
	}
}

// TestStreamsWithoutWindow has four HTTP/2 clients request a large picture 100
// times each, with a window of zero bytes.
func TestStreamsWithoutWindow(t *testing.T) {
	t.Parallel()
	d := startSecure(t, "rate = 0\n")
	path := d.picture()
	transport := &http.Transport{TLSClientConfig: unverified, ForceAttemptHTTP2: true}
	defer transport.CloseIdleConnections()
	d.takes(&http.Client{Transport: transport}, "https://"+d.address+path)
	before := d.resident()
	for range 4 {
		c := d.dialHTTP2(1)
		defer c.Close()
		ask(t, c, 100, func(int) string { return path })
	}
	d.grew(before, "400 streams of HTTP/2 without a window")
}

var unverified = &tls.Config{InsecureSkipVerify: true, NextProtos: []string{"h2"}}

// startSecure starts a daemon that serves HTTPS.
func startSecure(t *testing.T, server string) *daemon {
	t.Helper()
	s := httptest.NewTLSServer(nil)
	defer s.Close()
	pair, dir := s.TLS.Certificates[0], t.TempDir()
	key, err := x509.MarshalPKCS8PrivateKey(pair.PrivateKey)
	cert, secret := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	err = errors.Join(err, os.WriteFile(cert, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: pair.Certificate[0]}), 0o600),
		os.WriteFile(secret, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key}), 0o600))
	if err != nil {
		t.Fatal(err)
	}
	return start(t, server+"tls_cert = \""+cert+"\"\ntls_key = \""+secret+"\"\n")
}

// dialHTTP2 opens an HTTP/2 connection from 127.0.0.from whose streams have a
// window of zero bytes.
func (d *daemon) dialHTTP2(from byte) net.Conn {
	d.t.Helper()
	c := tls.Client(d.dial(from), unverified)
	_, err := io.WriteString(c, http2.ClientPreface)
	if err = errors.Join(err, http2.NewFramer(c, nil).WriteSettings(http2.Setting{ID: http2.SettingInitialWindowSize, Val: 0})); err != nil {
		d.t.Fatal(err)
	}
	return c
}

// ask requests a path on each of many streams, waits until each has received
// the header of an answer, and returns how many answers have status 200.
func ask(t *testing.T, c net.Conn, streams int, path func(i int) string) (served int) {
	t.Helper()
	framer := http2.NewFramer(c, c)
	framer.ReadMetaHeaders = hpack.NewDecoder(4096, nil)
	var head bytes.Buffer
	encoder := hpack.NewEncoder(&head)
	for i := range uint32(streams) {
		head.Reset()
		for _, f := range [][2]string{{":method", "GET"}, {":scheme", "https"}, {":authority", "x"}, {":path", path(int(i))}} {
			if err := encoder.WriteField(hpack.HeaderField{Name: f[0], Value: f[1]}); err != nil {
				t.Fatal(err)
			}
		}
		if err := framer.WriteHeaders(http2.HeadersFrameParam{StreamID: 2*i + 1, BlockFragment: head.Bytes(), EndStream: true, EndHeaders: true}); err != nil {
			t.Fatal(err)
		}
	}
	for answered := 0; answered < streams; {
		f, err := framer.ReadFrame()
		if err != nil {
			t.Fatal(err)
		}
		if head, ok := f.(*http2.MetaHeadersFrame); ok {
			if answered++; head.PseudoValue("status") == "200" {
				served++
			}
		}
	}
	return served
}
