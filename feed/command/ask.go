package command

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"dateline/feed/config"
	"dateline/feed/front"
	"dateline/feed/ledger"
	"dateline/feed/printable"
	"dateline/feed/status"
)

// running is a daemon that answered.
type running struct {
	status.Daemon
	address string
	// unused is why the daemon does not use the configuration on disk; nil if it
	// may.
	unused error
}

// find asks the running daemon for its status: the daemon that has the ledger
// open, or else the one that answers at server.admin. The ledger comes first,
// because server.admin may have been edited since the daemon was started. A broken
// configuration may name a new ledger, so the usual one is tried, too.
func (l *line) find(ctx context.Context, args []string) (running, error) {
	c, broken := l.configured(args)
	urls := []string{c.Ledger.URL}
	if broken != nil && len(args) == 0 {
		urls = append(urls, config.Traces(filepath.Join(filepath.Dir(l.file), "no such file")).Ledger.URL)
	}
	for _, url := range urls {
		process, kept, ok := ledger.Holder(url)
		if !ok {
			continue
		}
		s, err := askStatus(ctx, kept)
		if err == nil && s.Process == process { // else it was killed; another program may answer there
			return running{s, kept, l.unused(s, c, args, broken)}, nil
		}
	}
	return answering(ctx, c.Server.Admin, broken)
}

// answering asks the daemon at the address in server.admin.
func answering(ctx context.Context, address string, broken error) (running, error) {
	if address == "" && broken != nil {
		return running{}, broken
	}
	if address == "" {
		return running{}, failure{errors.New("server.admin is empty, so the daemon cannot be asked; set it and restart the daemon")}
	}
	if strings.HasPrefix(address, ":") {
		address = "127.0.0.1" + address
	}
	s, err := askStatus(ctx, address)
	if err != nil && broken != nil {
		return running{}, broken
	}
	return running{s, address, broken}, err
}

// unused returns why a daemon that has the ledger open does not use the
// configuration on disk; nil if it may.
func (l *line) unused(s status.Daemon, c *config.Config, args []string, broken error) error {
	switch {
	case broken != nil:
		return broken
	case s.Admin == c.Server.Admin:
		return nil
	case len(args) == 0 && !exists(l.file):
		return fmt.Errorf("%s does not exist; the next start will fail; put the file back", l.file)
	default:
		return fmt.Errorf("server.admin is %q in the configuration, but %q in the daemon; restart the daemon", c.Server.Admin, s.Admin)
	}
}

// configured returns the configuration on disk. If that is broken, c holds what
// leads to a daemon.
func (l *line) configured(args []string) (c *config.Config, broken error) {
	if len(args) > 0 {
		c, broken = l.load(args)
	} else {
		c, broken = l.loadOrDefault()
	}
	if broken != nil {
		c = config.Traces(l.file)
		if len(args) > 0 {
			c.Ledger.URL = placeOf(args[0]).url()
		}
	}
	return c, broken
}

// warn warns on standard error that the daemon does not use the configuration on
// disk.
func (r running) warn() {
	if r.unused != nil {
		fmt.Fprintf(printable.Writer(os.Stderr), "dateline: %v\ndateline: the daemon at %s still uses its previous configuration\n", r.unused, r.address)
	}
}

// status prints the state of the running daemon. A broken configuration counts
// as a finding like a fault, because the next start would fail.
func (l *line) status(ctx context.Context, args []string) error {
	r, err := l.find(ctx, args)
	if err != nil {
		return err
	}
	r.warn()
	if err := l.printer().Status(r.Daemon); err != nil {
		return failure{err}
	}
	if !r.Ready || r.Ending || len(r.Faults) > 0 || errors.As(r.unused, new(*config.Error)) {
		return errFindings
	}
	return nil
}

// accept asks the running daemon to publish what it holds back.
func (l *line) accept(ctx context.Context, args []string) error {
	r, err := l.find(ctx, args)
	if err != nil {
		return err
	}
	r.warn()
	gone := r.Held + r.Departing.Articles
	if gone == 0 && r.Waiting.Articles == 0 && r.Clock == "" {
		fmt.Fprintln(l.out, "nothing is held back")
		return nil
	}
	if _, err := ask(ctx, http.MethodPost, r.address, "/accept"); err != nil {
		return err
	}
	if gone > 0 {
		fmt.Fprintln(l.out, "accepted: removed", plural(gone, "1 article whose file is gone", "%d articles whose files are gone"))
	}
	if n := r.Waiting.Articles; n > 0 {
		fmt.Fprintln(l.out, "accepted: published", plural(n, "1 article that waited", "%d articles that waited"))
	}
	if r.Clock != "" {
		fmt.Fprintln(l.out, "accepted: the clock of this machine is trusted")
	}
	return nil
}

// plural returns a phrase for one thing, or one with the number of several.
func plural(n int, one, several string) string {
	if n == 1 {
		return one
	}
	return fmt.Sprintf(several, n)
}

// notOurs is the hint if another program answers.
const notOurs = "the program that answers at server.admin is not Dateline; stop it, or set another address"

// askStatus asks the daemon at an address for its status.
func askStatus(ctx context.Context, address string) (s status.Daemon, err error) {
	body, err := ask(ctx, http.MethodGet, address, "/status")
	if err != nil {
		return s, err
	}
	if err := json.Unmarshal(body, &s); err != nil {
		return s, failure{fmt.Errorf("reading the status: %w; %s", err, notOurs)}
	}
	return s, nil
}

// answerWait is how long the daemon may take to answer. It answers at once unless
// it publishes held changes, which can be many articles.
const answerWait = 15 * time.Second

// ask sends a request to the daemon at an address. It ignores proxies in the
// environment.
func ask(ctx context.Context, method, address, path string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, answerWait)
	defer cancel()
	host := address
	if strings.Contains(address, "/") { // the path of a socket
		host = "localhost"
	}
	r, err := http.NewRequestWithContext(ctx, method, "http://"+host+path, nil)
	if err != nil {
		return nil, err
	}
	client := &http.Client{Transport: &http.Transport{Proxy: nil, DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return front.Dial(ctx, address)
	}}}
	answer, err := client.Do(r)
	if err != nil {
		return nil, failure{fmt.Errorf("no daemon answers at %s: %w; start it with dateline serve, or name its configuration with --config", address, err)}
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(io.LimitReader(answer.Body, 1<<20))
	switch kind := answer.Header.Get("Content-Type"); {
	case err != nil || answer.StatusCode == http.StatusOK:
	case !strings.HasPrefix(kind, "text/plain"):
		err = fmt.Errorf("%s; %s", answer.Status, notOurs)
	default:
		err = fmt.Errorf("%s: %s", answer.Status, strings.TrimSpace(string(body)))
	}
	return body, atWork(err)
}
