package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"dateline/feed/trials/newstest"
)

// bench is a directory with the program and the files to serve, and the running
// servers.
type bench struct {
	ctx     context.Context
	dir     string
	pinned  bool // servers run on the first processor alone
	servers []*server
}

// server is a running server.
type server struct {
	name  string
	url   string
	c     *exec.Cmd
	ended chan struct{} // closed when the process has ended
}

func newBench(ctx context.Context) (*bench, error) {
	dir, err := os.MkdirTemp("", "versus")
	if err != nil {
		return nil, err
	}
	b := &bench{ctx: ctx, dir: dir}
	err = errors.Join(os.Chmod(dir, 0o755), b.build()) // workers of nginx are other users
	if err != nil {
		b.close()
		return nil, err
	}
	return b, nil
}

func (b *bench) build() error {
	root, err := exec.CommandContext(b.ctx, "go", "list", "-m", "-f", "{{.Dir}}").Output()
	if err != nil {
		return fmt.Errorf("go list: %w; run it in the module of dateline", err)
	}
	c := exec.CommandContext(b.ctx, "go", "build", "-o", b.path("dateline"), ".")
	c.Dir, c.Stderr = strings.TrimSpace(string(root)), os.Stderr
	return c.Run()
}

func (b *bench) path(name string) string { return filepath.Join(b.dir, name) }

// close ends the servers and removes the directory.
func (b *bench) close() {
	for _, s := range b.servers {
		s.stop()
	}
	os.RemoveAll(b.dir)
}

func (s *server) stop() {
	_ = s.c.Process.Signal(syscall.SIGTERM) // it may be gone already
	<-s.ended
}

// write writes a file into the directory of the bench.
func (b *bench) write(name, text string) error {
	file := b.path(name)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, []byte(text), 0o644)
}

// articles writes n articles, each with so many more paragraphs. They consist
// of random phrases from a fixed set, so that they compress about as well as
// news.
func (b *bench) articles(n, paragraphs int) error {
	draw := rand.New(rand.NewPCG(1, 2))
	for f := range newstest.Articles(n, 7) {
		before, after, _ := bytes.Cut(f.Data, []byte("\n### Source"))
		text := bytes.NewBuffer(slices.Clone(before))
		for range paragraphs {
			text.WriteByte('\n')
			for range 12 {
				text.WriteString(phrase(draw.IntN(300)))
			}
			text.WriteByte('\n')
		}
		fmt.Fprintf(text, "\n### Source%s", after)
		if err := b.write(filepath.Join("news", f.Path), text.String()); err != nil {
			return err
		}
	}
	return nil
}

// phrase returns the nth phrase, of five words.
func phrase(n int) (text string) {
	draw := rand.New(rand.NewPCG(uint64(n), 3))
	for range 5 {
		for range 2 + draw.IntN(7) {
			text += string("eeeeetttaaoooiiinnnsshhrrddllcumwfgypbvk"[draw.IntN(40)])
		}
		text += " "
	}
	return text
}

// free returns an address on which no server listens.
func free() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}

// start runs a server and waits until it answers path with 200.
func (b *bench) start(name, address, path string, command ...string) (*server, error) {
	environment := append(os.Environ(), "HOME="+b.dir)
	if b.pinned {
		command = append([]string{"taskset", "-c", "0"}, command...)
		environment = append(environment, "GOMAXPROCS=1")
	}
	c := exec.CommandContext(b.ctx, command[0], command[1:]...)
	c.Env = environment
	c.Cancel = func() error { return c.Process.Signal(syscall.SIGTERM) } // if nginx were killed, its worker would go on
	c.WaitDelay = 15 * time.Second
	log, err := os.Create(b.path(name + ".log"))
	if err != nil {
		return nil, err
	}
	defer log.Close()
	c.Stdout, c.Stderr = log, log
	if err := c.Start(); err != nil {
		return nil, err
	}
	s := &server{name, "http://" + address, c, make(chan struct{})}
	go func() {
		defer close(s.ended)
		_ = c.Wait() // the log says why
	}()
	b.servers = append(b.servers, s)
	again := time.NewTicker(10 * time.Millisecond)
	defer again.Stop()
	for {
		if answer, _, err := get(s.url+path, nil); err == nil && answer.StatusCode == http.StatusOK {
			return s, nil
		}
		select {
		case <-again.C:
			continue
		case <-b.ctx.Done():
			return nil, b.ctx.Err()
		case <-s.ended:
		}
		break
	}
	text, _ := os.ReadFile(b.path(name + ".log"))
	return nil, fmt.Errorf("%s does not answer; nothing is measured; its log:\n%s", name, text)
}

// dateline serves the articles. The second result is the address of its
// administration.
func (b *bench) dateline() (s *server, admin string, err error) {
	address, err := free()
	if err != nil {
		return nil, "", err
	}
	if admin, err = free(); err != nil {
		return nil, "", err
	}
	err = b.write("config.toml", fmt.Sprintf("[[content]]\ndir = \"news\"\n[feeds]\nhours = 0\n[server]\nlisten = %q\nadmin = %q\nrate = 0\nconnections = 15000\npprof = true\n", address, admin))
	if err != nil {
		return nil, "", err
	}
	s, err = b.start("dateline", address, "/feed.atom", b.path("dateline"), "serve", "--config", b.path("config.toml"))
	return s, admin, err
}

// nginx serves the directory public.
func (b *bench) nginx() (*server, error) {
	address, err := free()
	if err != nil {
		return nil, err
	}
	err = b.write("nginx.conf", fmt.Sprintf(`daemon off;
worker_processes 1;
worker_rlimit_nofile 20000;
pid nginx.pid;
error_log stderr crit;
events { worker_connections 18000; }
http {
	access_log off;
	sendfile on;
	tcp_nopush on;
	keepalive_requests 1000000000;
	keepalive_timeout 600s;
	open_file_cache max=100 inactive=600s;
	open_file_cache_valid 600s;
	gzip_static on;
	types { application/atom+xml atom; }
	client_body_temp_path tmp; proxy_temp_path tmp; fastcgi_temp_path tmp; uwsgi_temp_path tmp; scgi_temp_path tmp;
	server { listen %s; root %s; }
}
`, address, b.path("public")))
	if err != nil {
		return nil, err
	}
	return b.start("nginx", address, "/feed.atom", "nginx", "-p", b.dir, "-c", b.path("nginx.conf"))
}

// caddy serves the directory public.
func (b *bench) caddy() (*server, error) {
	address, err := free()
	if err != nil {
		return nil, err
	}
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	err = b.write("Caddyfile", fmt.Sprintf("{\n\tadmin off\n\tauto_https off\n}\nhttp://:%s {\n\tbind %s\n\troot * %s\n\tfile_server {\n\t\tprecompressed gzip\n\t}\n}\n", port, host, b.path("public")))
	if err != nil {
		return nil, err
	}
	return b.start("caddy", address, "/feed.atom", "caddy", "run", "--adapter", "caddyfile", "--config", b.path("Caddyfile"))
}

// client does not decompress answers.
var client = http.Client{Transport: &http.Transport{DisableCompression: true}, Timeout: time.Minute}

// get requests a URL with header fields.
func get(url string, fields map[string]string) (*http.Response, []byte, error) {
	r, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		return nil, nil, err
	}
	for name, value := range fields {
		r.Header.Set(name, value)
	}
	answer, err := client.Do(r)
	if err != nil {
		return nil, nil, err
	}
	body, err := io.ReadAll(answer.Body)
	return answer, body, errors.Join(err, answer.Body.Close())
}
