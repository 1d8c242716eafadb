//go:build unix

package proxies

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"dateline/feed/manual"
)

// blocks returns the blocks of code below a heading of the chapter.
func blocks(t *testing.T, heading string) (list []string) {
	t.Helper()
	for _, c := range manual.Chapters() {
		if c.Name != "proxy" {
			continue
		}
		_, section, found := strings.Cut(c.Markdown, "\n## "+heading+"\n")
		section, _, _ = strings.Cut(section, "\n## ")
		if !found {
			break
		}
		block := ""
		for line := range strings.Lines(section + "\nend\n") {
			switch code, ok := strings.CutPrefix(line, "    "); {
			case ok:
				block += code
			case strings.TrimSpace(line) == "" && block != "":
				block += "\n"
			case block != "":
				list = append(list, block)
				block = ""
			}
		}
	}
	if len(list) == 0 {
		t.Fatalf("the chapter has no code below %q", heading)
	}
	return list
}

// localized replaces in code of the chapter what belongs to the machine. Each of
// the pairs must be there.
func localized(t *testing.T, code string, pairs ...string) string {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(code, pairs[i]) {
			t.Fatalf("there is no %q in:\n%s", pairs[i], code)
		}
		code = strings.ReplaceAll(code, pairs[i], pairs[i+1])
	}
	return code
}

// socketOf is the socket of the daemon in the chapter.
const socketOf = "/run/dateline/dateline.sock"

// front is a running web server in front of a daemon.
type front struct {
	*daemon
	host    string // of the site
	address string // where the web server listens
}

// free returns an address on which nobody listens.
func free(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// program starts a web server, which ends with the test.
func (f *front) program(name string, arguments ...string) {
	f.Helper()
	log, err := os.Create(f.path("server.log"))
	if err != nil {
		f.Fatal(err)
	}
	defer log.Close()
	c := exec.Command(name, arguments...)
	c.Env = append(os.Environ(), "HOME="+f.dir, "XDG_DATA_HOME="+f.dir, "XDG_CONFIG_HOME="+f.dir)
	c.Stdout, c.Stderr = log, log
	if err := c.Start(); err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() {
		_ = c.Process.Signal(syscall.SIGTERM) // it may have ended
		_ = c.Wait()                          // the log says why
	})
	f.until(name+" listens", func() bool {
		c, err := net.Dial("tcp", f.address)
		if err == nil {
			c.Close()
		}
		return err == nil
	})
}

// needs skips a test without a program.
func needs(t *testing.T, name string) {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Skipf("%s is not installed", name)
	}
}

// nginx runs nginx with code of the chapter inside its block "http".
func nginx(d *daemon, host, code string) *front {
	d.Helper()
	f := &front{d, host, free(d.T)}
	user := ""
	if os.Getuid() == 0 {
		user = "user root;\n" // its workers would not get into the directory of the test
	}
	d.write("nginx.conf", user+"daemon off;\npid "+d.path("pid")+";\nerror_log stderr;\nevents {}\nhttp {\naccess_log off;\n"+
		"client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;\n"+
		strings.ReplaceAll(code, "listen 443", "listen "+f.address)+"}\n")
	f.program("nginx", "-p", d.dir, "-c", d.path("nginx.conf"))
	return f
}

// caddy runs Caddy with code of the chapter, which begins with the address of its
// site.
func caddy(d *daemon, host, code string) *front {
	d.Helper()
	f := &front{d, host, free(d.T)}
	_, port, _ := net.SplitHostPort(f.address)
	code = localized(d.T, code, host+" {", "https://"+host+":"+port+" {\n\tbind 127.0.0.1\n\ttls "+d.path("cert")+" "+d.path("key"))
	d.write("Caddyfile", "{\n\tadmin off\n\tauto_https disable_redirects\n\tskip_install_trust\n}\n"+code)
	f.program("caddy", "run", "--adapter", "caddyfile", "--config", d.path("Caddyfile"))
	return f
}

// get sends a request to the web server with header fields given as pairs, and
// returns the answer with its text. It follows no redirects.
func (f *front) get(path string, header ...string) (*http.Response, string) {
	f.Helper()
	r, err := http.NewRequest(http.MethodGet, "https://"+f.host, nil)
	if err != nil {
		f.Fatal(err)
	}
	path, r.URL.RawQuery, _ = strings.Cut(path, "?")
	r.URL.Opaque = "//" + f.host + path // as it is written
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	transport := &http.Transport{
		DisableCompression: true, DisableKeepAlives: true, ForceAttemptHTTP2: true,
		TLSClientConfig: &tls.Config{ServerName: f.host, InsecureSkipVerify: true}, // the certificate is that of a test
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "tcp", f.address)
		},
	}
	answer, err := transport.RoundTrip(r)
	if err != nil {
		log, _ := os.ReadFile(f.path("server.log"))
		f.Fatalf("%s: %v; the log of the web server:\n%s", path, err, log)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		f.Fatal(err)
	}
	return answer, string(text)
}

// certify writes a certificate and its key: that of net/http/httptest.
func (d *daemon) certify() {
	d.Helper()
	s := httptest.NewTLSServer(nil)
	defer s.Close()
	writePEM(d, s.TLS.Certificates[0])
}
