//go:build unix

package main

import (
	"bufio"
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"image"
	"image/png"
	"io"
	"maps"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"
	_ "modernc.org/sqlite"

	"dateline/feed/adopt"
	"dateline/feed/ledger"
	"dateline/feed/trials/newstest"
)

// asProgram makes the test binary run as dateline itself.
const asProgram = "DATELINE_TEST_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	newstest.InMemory()
	_ = os.Setenv("GORACE", "atexit_sleep_ms=0") // else each program takes a second longer to end under the race detector
	testscript.Main(m, map[string]func(){"dateline": main})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		RequireExplicitExec: true,
		Setup:               reserve,
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"await": await, "poll": poll, "foretold": foretold, "same": same},
	})
}

// port is where the search for the next free port begins, below the range from
// which systems choose ports for processes that ask for any.
var port = func() *atomic.Int32 {
	p := new(atomic.Int32)
	p.Store(15_000 + rand.Int32N(10_000))
	return p
}()

// reserve finds two addresses for the daemon of a script. The script gets them
// as the URLs $SITE and $ADMIN, and in the configuration server.toml.
func reserve(env *testscript.Env) error {
	env.Values["subscriptions"] = subscriptions{}
	env.Setenv("GORACE", "atexit_sleep_ms=0") // else each command takes a second longer under the race detector
	config := "[watch]\nsettle = \"50ms\"\n[server]\n"
	for key, name := range map[string]string{"listen": "SITE", "admin": "ADMIN"} {
		for {
			l, err := net.Listen("tcp", fmt.Sprint("127.0.0.1:", port.Add(1)))
			if errors.Is(err, syscall.EADDRINUSE) {
				continue
			}
			if err != nil {
				return err
			}
			l.Close()
			env.Setenv(name, "http://"+l.Addr().String())
			config += fmt.Sprintf("%s = %q\n", key, l.Addr().String())
			break
		}
	}
	return os.WriteFile(filepath.Join(env.WorkDir, "server.toml"), []byte(config), 0o644)
}

// await is the script command "[!] await URL [TEXT]". It waits until the URL
// answers 200 with the text in the body, or without it.
func await(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 1 || len(args) > 2 || neg && len(args) == 1 {
		ts.Fatalf("usage: await URL [TEXT], or ! await URL TEXT")
	}
	wanted, last := strings.Join(args[1:], ""), ""
	again := time.NewTicker(10 * time.Millisecond)
	defer again.Stop()
	for begin := time.Now(); time.Since(begin) < patience; <-again.C {
		r, err := http.Get(args[0])
		if err != nil {
			last = err.Error()
			continue
		}
		body, err := io.ReadAll(r.Body)
		r.Body.Close()
		if err == nil && r.StatusCode == http.StatusOK && strings.Contains(string(body), wanted) != neg {
			return
		}
		last = fmt.Sprintln(r.Status, err) + string(body)
	}
	ts.Fatalf("%s does not become what it should; now: %s", args[0], last)
}

// subscriptions are the feeds that the subscriber of a script polls, by their URL.
type subscriptions map[string]subscription

// subscription is what a subscriber has of a feed.
type subscription struct {
	Home  string `json:"home_page_url"`
	Items []subscribed
}

// subscribed is an item that a subscriber has.
type subscribed struct {
	ID, URL, Title string
	Published      time.Time `json:"date_published"`
	Updated        time.Time `json:"date_modified"`
}

// isUpdated reports whether a subscriber who had an item sees an update. A time of
// publication that moves takes along the time of an update that never was.
func (i subscribed) isUpdated(old subscribed) bool {
	never := old.Updated.Equal(old.Published) && i.Updated.Equal(i.Published)
	return i.Title != old.Title || !never && !i.Updated.Equal(old.Updated)
}

// poll is the script command "poll URL". It prints what a feed in JSON changed
// since the last poll, in the words of since.
func poll(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: poll URL")
	}
	all := ts.Value("subscriptions").(subscriptions)
	is, err := ask(args[0])
	ts.Check(err)
	fmt.Fprintln(ts.Stdout(), strings.Join(is.since(all[args[0]]), "\n"))
	all[args[0]] = is
}

// foretold is the script command "foretold FILE URL". It polls a feed that has all
// articles until that changed all that a plan foretold and nothing else. FILE has
// the plan as JSON.
func foretold(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: foretold FILE URL")
	}
	all, wanted := ts.Value("subscriptions").(subscriptions), planned(ts, ts.ReadFile(args[0]))
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	diff := ""
	for begin := time.Now(); time.Since(begin) < patience; <-again.C {
		is, err := ask(args[1])
		if err != nil {
			diff = err.Error()
			continue
		}
		if diff = cmp.Diff(wanted, is.since(all[args[1]])); diff == "" {
			all[args[1]] = is
			return
		}
	}
	ts.Fatalf("foretold (-), came (+):\n%s", diff)
}

// ask returns what a subscriber gets from a feed in JSON.
func ask(url string) (is subscription, err error) {
	r, err := http.Get(url)
	if err != nil {
		return is, err
	}
	defer r.Body.Close()
	if r.StatusCode != http.StatusOK {
		return is, errors.New(r.Status)
	}
	return is, json.NewDecoder(r.Body).Decode(&is)
}

// base returns the URL that links begin with, if it has no path.
func (is subscription) base() string {
	u, err := url.Parse(is.Home)
	if err != nil {
		return is.Home
	}
	return u.Scheme + "://" + u.Host
}

// since says how a subscription differs from what it was: new and updated items,
// those with another path, date or id, those that are gone, and whether the links
// of all begin with another URL.
func (is subscription) since(was subscription) (changes []string) {
	if was.Home != "" && was.base() != is.base() {
		changes = append(changes, "links "+is.base())
	}
	path := func(s subscription, i subscribed) string { return strings.TrimPrefix(i.URL, s.base()) }
	had, has := map[string]subscribed{}, map[string]bool{} // by id; ids and paths
	for _, i := range was.Items {
		had[i.ID] = i
	}
	for _, i := range is.Items {
		has[i.ID], has[path(is, i)] = true, true
		old, known := had[i.ID]
		for change, happened := range map[string]bool{
			"new":     !known,
			"updated": known && i.isUpdated(old),
			"moved":   known && path(was, old) != path(is, i),
			"dated":   known && !i.Published.Equal(old.Published),
		} {
			if happened {
				changes = append(changes, change+" "+i.Title)
			}
		}
	}
	for _, i := range was.Items {
		if has[i.ID] {
			continue
		}
		change := "gone"
		if has[path(was, i)] {
			change = "id"
		}
		changes = append(changes, change+" "+i.Title)
	}
	if slices.Sort(changes); changes == nil {
		return []string{"nothing"}
	}
	return changes
}

// planned returns what a plan in JSON foretells, in the words of since. Subscribers
// do not see removals that are held.
func planned(ts *testscript.TestScript, text string) (changes []string) {
	var plan struct {
		Summary struct{ Links struct{ To string } }
		Changes []struct{ What, Title string }
	}
	ts.Check(json.Unmarshal([]byte(text), &plan))
	if to := plan.Summary.Links.To; to != "" {
		changes = append(changes, "links "+to)
	}
	words := map[string]string{"new": "new", "updated": "updated", "renamed": "moved", "removed": "gone", "date moves": "dated", "time moves": "dated", "id changes": "id"}
	for _, c := range plan.Changes {
		if c.What != "held" {
			changes = append(changes, words[c.What]+" "+c.Title)
		}
	}
	if slices.Sort(changes); changes == nil {
		return []string{"nothing"}
	}
	return changes
}

// patience is how long a test waits for a condition before it fails.
const patience = time.Minute

// program is a running dateline.
type program struct {
	t          *testing.T
	url, admin string
	c          *exec.Cmd
	log        bytes.Buffer
	read       chan struct{} // closed at the end of log
	ended      bool
}

// launch runs "dateline serve" with a configuration file, by means of another
// program if one is given, and waits until it listens on both addresses.
func launch(t *testing.T, config string, by ...string) *program {
	t.Helper()
	by = append(by, os.Args[0], "serve", "--config", config)
	c := exec.Command(by[0], by[1:]...)
	c.Env = append(os.Environ(), asProgram+"=1")
	return started(t, c)
}

// started starts a command that ends up running dateline, and waits until that
// listens.
func started(t *testing.T, c *exec.Cmd) *program {
	t.Helper()
	p := &program{t: t, c: c, read: make(chan struct{})}
	stderr, err := p.c.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.stop(os.Interrupt) })
	listening, administration := make(chan string, 1), make(chan string, 1)
	go func() {
		defer close(p.read)
		lines := bufio.NewScanner(stderr)
		for lines.Scan() {
			fmt.Fprintln(&p.log, lines.Text())
			if _, a, ok := strings.Cut(lines.Text(), "msg=listening address="); ok {
				listening <- "http://" + a
			}
			if _, a, ok := strings.Cut(lines.Text(), "msg=administration at="); ok {
				administration <- "http://" + a
			}
		}
	}()
	for address, from := range map[*string]chan string{&p.url: listening, &p.admin: administration} {
		select {
		case *address = <-from:
		case <-p.read:
			t.Fatalf("dateline ended early:\n%s", &p.log)
		case <-time.After(patience):
			t.Fatal("dateline does not listen")
		}
	}
	return p
}

// stop ends the program and checks its log.
func (p *program) stop(s os.Signal) {
	p.t.Helper()
	if p.ended {
		return
	}
	p.ended = true
	if err := p.c.Process.Signal(s); err != nil && !errors.Is(err, os.ErrProcessDone) {
		p.t.Error(err)
	}
	<-p.read
	if err := p.c.Wait(); err != nil && s != os.Kill {
		p.t.Errorf("dateline ended with %v", err)
	}
	for _, word := range []string{"damage", "aside"} {
		if strings.Contains(p.log.String(), word) {
			p.t.Errorf("the log speaks of %q", word)
		}
	}
	if p.t.Failed() {
		p.t.Logf("log of dateline:\n%s", &p.log)
	}
}

const local = "[server]\nlisten = \"127.0.0.1:0\"\nadmin = \"127.0.0.1:0\"\n"

// start runs the program with a configuration and waits until it has read its
// articles.
func start(t *testing.T, config string, by ...string) *program {
	t.Helper()
	file := filepath.Join(t.TempDir(), "config.toml")
	write(t, file, config+"\n"+local+"[watch]\nsettle = \"50ms\"\n")
	p := launch(t, file, by...)
	p.until("/", is(http.StatusOK))
	return p
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// get requests a path or a URL.
func (p *program) get(path string) (status int, body string) {
	p.t.Helper()
	if strings.HasPrefix(path, "/") {
		path = p.url + path
	}
	r, err := http.Get(path)
	if err != nil {
		p.t.Fatal(err)
	}
	defer r.Body.Close()
	data, err := io.ReadAll(r.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return r.StatusCode, string(data)
}

// body returns the body of the answer to a request for a path.
func (p *program) body(path string) string {
	p.t.Helper()
	_, body := p.get(path)
	return body
}

// redirects checks that one path redirects permanently to another.
func (p *program) redirects(from, to string) {
	p.t.Helper()
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	r, err := client.Get(p.url + from)
	if err != nil {
		p.t.Fatal(err)
	}
	r.Body.Close()
	if location := r.Header.Get("Location"); r.StatusCode != http.StatusMovedPermanently || !strings.HasSuffix(location, to) {
		p.t.Errorf("%s: %d, Location %q", from, r.StatusCode, location)
	}
}

// until requests a path repeatedly until the answer is as wanted, and returns
// how long that took.
func (p *program) until(path string, wanted func(status int, body string) bool) time.Duration {
	p.t.Helper()
	begin := time.Now()
	for time.Since(begin) < patience {
		if wanted(p.get(path)) {
			return time.Since(begin)
		}
	}
	status, body := p.get(path)
	p.t.Fatalf("%s does not become what it should; now %d:\n%s", path, status, body)
	return 0
}

func holds(text string) func(int, string) bool {
	return func(status int, body string) bool { return status == http.StatusOK && strings.Contains(body, text) }
}

func lacks(text string) func(int, string) bool {
	return func(status int, body string) bool { return status == http.StatusOK && !strings.Contains(body, text) }
}

func is(wanted int) func(int, string) bool {
	return func(status int, _ string) bool { return status == wanted }
}

func story(date, topic, title string) string {
	return fmt.Sprintf("### [%s](/news/index.md)\n\n##### %s\n# %s\n\nText of %[3]s.\n", date, topic, title)
}

// TestLive creates, edits, renames and deletes articles while the daemon runs. A
// deletion waits for the end of its grace, which is short here.
func TestLive(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "2026/04/7/first.md"), story("2026-04-7", "Moon", "First"))
	d := start(t, fmt.Sprintf("[[content]]\ndir = %q\ngrace = \"1s\"\n", dir))

	write(t, filepath.Join(dir, "2026/05/1/second.md"), story("2026-05-1", "Mars", "Second"))
	t.Logf("from the write to the feed: %v", d.until("/topics/mars/feed.atom", holds("<title>Second</title>")))
	d.until("/feed.rss", holds("<title>Second</title>"))

	write(t, filepath.Join(dir, "2026/05/1/second.md"), story("2026-05-1", "Mars", "Corrected"))
	d.until("/feed.json", holds("Corrected"))
	d.until("/search/feed.rss?q=corrected", holds("<title>Corrected</title>"))
	d.until("/feed.json", lacks(`"Second"`))

	if err := os.Rename(filepath.Join(dir, "2026/05/1/second.md"), filepath.Join(dir, "2026/05/1/third.md")); err != nil {
		t.Fatal(err)
	}
	d.until("/2026/05/1/third", is(http.StatusOK))
	d.until("/2026/05/1/third", holds("Corrected")) // the old address redirects here
	if id := `"tag:127.0.0.1,` + strconv.Itoa(time.Now().Year()) + `:/2026/05/1/second"`; !strings.Contains(d.body("/feed.json"), id) {
		t.Errorf("the renamed article did not keep its id %s", id)
	}
	d.redirects("/2026/05/1/second", "/2026/05/1/third")

	if err := os.RemoveAll(filepath.Join(dir, "2026/05")); err != nil {
		t.Fatal(err)
	}
	d.until("/feed.atom", lacks("Corrected"))
	d.until("/search/feed.rss?q=corrected", lacks("<item>"))
	d.until("/topics/mars/feed.atom", lacks("<entry>")) // still known, but empty
	d.until("/2026/05/1/third", is(http.StatusGone))

	write(t, filepath.Join(dir, "2026/04/7/first.md"), "### [2026-04-31](/x.md)\n# Broken\n")
	write(t, filepath.Join(dir, "2026/04/8/barrier.md"), story("2026-04-8", "Moon", "Barrier"))
	d.until("/feed.atom", holds("Barrier"))
	d.until("/feed.atom", holds("<title>First</title>")) // the last good version
}

// TestExamples checks that each row of the manual's table of addresses has an
// example, and that the daemon answers it when it serves the samples.
func TestExamples(t *testing.T) {
	t.Parallel()
	p := start(t, "[[content]]\ndir = '"+filepath.ToSlash(samples(t))+"'\n")
	p.until("/search/feed.rss?q=topics", is(http.StatusOK))
	chapter, err := os.ReadFile("feed/manual/feeds.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(chapter), "| URL | on the samples | what it serves |\n")
	table, _, _ = strings.Cut(table, "\n\n")
	rows := strings.Split(table, "\n")[1:]
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true, DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, strings.TrimPrefix(p.url, "http://")) // wherever redirects lead
	}}}
	for _, row := range rows {
		examples := regexp.MustCompile("`(/[^`]*)`").FindAllStringSubmatch(strings.Split(row, "|")[2], -1)
		if len(examples) == 0 {
			t.Errorf("no example in %s", row)
		}
		for _, m := range examples {
			r, err := client.Get("http://127.0.0.1:8080" + m[1])
			if err != nil {
				t.Fatal(err)
			}
			if r.Body.Close(); r.StatusCode != http.StatusOK {
				t.Errorf("%s: %s", m[1], r.Status)
			}
		}
	}
	if len(rows) < 12 {
		t.Errorf("%d rows", len(rows))
	}
}

// The changelog must have the version that "dateline version" prints, because
// users look it up there.
func TestVersionIsTheLatestInChangelog(t *testing.T) {
	changelog, err := os.ReadFile("CHANGELOG.md")
	if err != nil {
		t.Fatal(err)
	}
	latest := regexp.MustCompile(`(?m)^## (\S+) \(\d{4}-\d\d-\d\d\)$`).FindSubmatch(changelog)
	if latest == nil {
		t.Fatal("CHANGELOG.md has no entry such as ## 1.2.3 (2026-11-30)")
	}
	if got := string(latest[1]); got != version {
		t.Errorf("the latest entry of CHANGELOG.md is %s, version is %s", got, version)
	}
}

// samples returns the absolute path of the sample articles.
func samples(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("feed/starter/news")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestGitCheckout switches between two commits of many files, and back.
func TestGitCheckout(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	git := func(args ...string) {
		t.Helper()
		runGit(t, dir, args...)
	}
	git("init", "-q", "-b", "old")
	for i := range 300 {
		write(t, filepath.Join(dir, fmt.Sprintf("2026/04/%d/story-%d.md", i%28+1, i)), story(fmt.Sprintf("2026-04-%d", i%28+1), "Old", fmt.Sprint("Old ", i)))
	}
	git("add", ".")
	git("commit", "-qm", "old")
	git("checkout", "-qb", "new")
	for i := range 300 {
		file := filepath.Join(dir, fmt.Sprintf("2026/04/%d/story-%d.md", i%28+1, i))
		if i%3 == 0 {
			if err := os.Remove(file); err != nil {
				t.Fatal(err)
			}
			continue
		}
		write(t, file, story(fmt.Sprintf("2026-04-%d", i%28+1), "New", fmt.Sprint("New ", i)))
	}
	git("add", "-A")
	git("commit", "-qm", "new")

	d := start(t, fmt.Sprintf("[[content]]\ndir = %q\nmax_removal = \"100%%\"\ngrace = \"0s\"\n[topics]\nsticky = false\n", dir))
	d.until("/topics/", holds(`>New</a> <span class="meta">200<`))
	git("checkout", "-q", "old")
	d.until("/topics/", holds(`>Old</a> <span class="meta">300<`))
	d.until("/topics/new/feed.atom", lacks("<entry>"))
	git("checkout", "-q", "new")
	d.until("/topics/", holds(`>New</a> <span class="meta">200<`))
	d.until("/topics/old/feed.atom", lacks("<entry>"))
}

// TestRelatedPrefixes rewrites every file of the Chinese corpus so that only
// the prefix of its Related links changes, and checks that no feed changes by a
// byte.
func TestRelatedPrefixes(t *testing.T) {
	t.Parallel()
	corpus := newstest.Shared(t, "corpus/zh")
	dir := filepath.Join(t.TempDir(), "zh")
	if err := os.CopyFS(dir, os.DirFS(corpus)); err != nil {
		t.Fatal(err)
	}
	barrier := filepath.Join(dir, "news/1990/01/1/barrier.md")
	write(t, barrier, "# Barrier\n")
	d := start(t, fmt.Sprintf("[feeds]\nhours = 0\n[[content]]\ndir = %q\nlanguage = \"zh\"\n", dir))
	before := d.feeds()

	prefix := regexp.MustCompile(`(\d+\. \[.*\]\()/zh/news/`)
	rewritten := 0
	err := filepath.WalkDir(dir, func(name string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(name, ".md") {
			return err
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if changed := prefix.ReplaceAll(data, []byte("$1/news/")); !bytes.Equal(changed, data) {
			rewritten++
			return os.WriteFile(name, changed, 0o644)
		}
		return nil
	})
	if err != nil || rewritten < 500 {
		t.Fatalf("%d files rewritten, error %v", rewritten, err)
	}
	// One more article gets a new Related list and nothing else. Once its
	// Markdown has that, everything written earlier has been read.
	write(t, barrier, "# Barrier\n\n### Related:\n\n1. [x](/news/1990/01/2/x.md)\n")
	d.until("/news/1990/01/1/barrier.md", holds("Related"))
	after := d.feeds()
	for path, body := range before {
		if after[path] != body {
			t.Errorf("%s changed", path)
		}
	}
	t.Logf("%d files rewritten, %d feeds compared", rewritten, len(before))
}

// feeds returns every feed of the daemon in all formats, by path.
func (p *program) feeds() map[string]string {
	p.t.Helper()
	_, page := p.get("/topics/")
	paths := map[string]bool{"/": true}
	for _, m := range regexp.MustCompile(`href="(/topics/[^"]+/)"`).FindAllStringSubmatch(page, -1) {
		paths[m[1]] = true
	}
	all := map[string]string{}
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		for _, name := range []string{"feed.rss", "feed.atom", "feed.json"} {
			status, body := p.get(path + name)
			if status != http.StatusOK {
				p.t.Fatalf("%s%s: %d", path, name, status)
			}
			all[path+name] = body
		}
	}
	return all
}

// run runs dateline until it exits, and returns its standard output, its exit
// code, and its peak memory in bytes.
func run(t *testing.T, args ...string) (stdout []byte, code int, memory int64) {
	t.Helper()
	c := exec.Command(os.Args[0], args...)
	c.Env = append(os.Environ(), asProgram+"=1")
	stdout, err := c.Output()
	if err != nil && c.ProcessState == nil {
		t.Fatal(err)
	}
	usage, ok := c.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		t.Fatal("no resource usage")
	}
	return stdout, c.ProcessState.ExitCode(), int64(usage.Maxrss) << 10
}

// TestBadInput checks that each bad file causes one complaint, that all others
// are published, and that this takes little memory.
func TestBadInput(t *testing.T) {
	t.Parallel()
	good := t.TempDir()
	for i := range 3 {
		write(t, filepath.Join(good, fmt.Sprintf("2026/04/%d/good.md", i+1)), story(fmt.Sprintf("2026-04-%d", i+1), "Moon", "Good"))
	}
	_, code, idle := run(t, "check", good)
	if code != 0 {
		t.Fatalf("exit code %d for good articles", code)
	}

	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(good)); err != nil {
		t.Fatal(err)
	}
	row := strings.Repeat("|a", 2000) + "|\n"
	bad := map[string]string{
		"latin1.md":       "# Caf\xe9\n",
		"heading-date.md": "### [2026-02-30](/x.md)\n# Title\n",
		"front-date.md":   "---\ntitle: T\ndate: tomorrow\n---\n",
		"empty.md":        "<!-- Nothing. -->\n",
		"unclosed.md":     "---\ntitle: T\n",
		"yaml.md":         "---\ntitle: [T\n---\n",
		"toml.md":         "+++\ntitle = T\n+++\n",
		"json.md":         "{\"title\": }\n\nText\n",
		"yaml-bomb.md":    "---\ntitle: T\na: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ntags: [*d,*d,*d,*d,*d,*d,*d,*d,*d]\n---\n",
		"10-mb.md":        "# T\n\n" + strings.Repeat("word ", 2_000_000),
		"table-bomb.md":   "# T\n\n" + row + strings.Repeat("|-", 2000) + "|\n" + strings.Repeat("|\n", 2000),
		"link-bomb.md":    "# T\n\n[a]: /u '" + strings.Repeat("x", 20_000) + "'\n\n" + strings.Repeat("[a] ", 10_000) + "\n",
		"new\nline.md":    "# T\n",
		"bad\xffname.md":  "# T\n",
	}
	for name, text := range bad {
		write(t, filepath.Join(dir, "2026/05/1", name), text)
	}
	outside := filepath.Join(t.TempDir(), "outside.md")
	write(t, outside, "# Secret\n")
	if err := os.Symlink(outside, filepath.Join(dir, "2026/05/1/link.md")); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "2026/05/1/directory.md"), 0o755); err != nil {
		t.Fatal(err)
	}

	stdout, code, memory := run(t, "check", "--json", dir)
	var found struct {
		Complaints []struct{ File, What, Effect, Hint string }
	}
	if err := json.Unmarshal(stdout, &found); err != nil || code != 1 {
		t.Fatalf("exit code %d, error %v:\n%s", code, err, stdout)
	}
	complaints := map[string]int{}
	for _, p := range found.Complaints {
		complaints[strings.ToValidUTF8(filepath.Base(p.File), "\uFFFD")]++
		if p.What == "" || p.Effect == "" || p.Hint == "" {
			t.Errorf("half a complaint: %+v", p)
		}
	}
	want := map[string]int{"link.md": 1, "directory.md": 1}
	for name := range bad {
		want[strings.ToValidUTF8(name, "\uFFFD")] = 1
	}
	if diff := cmp.Diff(want, complaints); diff != "" {
		t.Errorf("complaints by file (-want +got):\n%s\n%s", diff, stdout)
	}
	if stdout, _, _ := run(t, "check", dir); !strings.Contains(string(stdout), "\n3 articles, ") || strings.Count(string(stdout), "\n") != len(found.Complaints)+2 {
		t.Errorf("the good articles are not all published, or a name forged a line:\n%s", stdout)
	}
	if extra := memory - idle; extra > 100<<20 {
		t.Errorf("bad files took %d MB more than good ones", extra>>20)
	}
	t.Logf("%d MB for good articles, %d MB with bad ones", idle>>20, memory>>20)
}

// TestAccept removes more articles than may be removed at once, and checks that
// they stay published until the removal is accepted.
func TestAccept(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for day := 1; day <= 28; day++ {
		write(t, filepath.Join(dir, fmt.Sprintf("news/2026/04/%d/story.md", day)), story(fmt.Sprintf("2026-04-%02d", day), "Topic", fmt.Sprint("Story ", day)))
	}
	d := start(t, fmt.Sprintf("[[content]]\ndir = %q\n[feeds]\nitems = 50", dir))
	before := d.body("/feed.rss")
	if n := strings.Count(before, "<item>"); n != 28 {
		t.Fatalf("%d items", n)
	}
	for day := 1; day <= 20; day++ {
		if err := os.Remove(filepath.Join(dir, fmt.Sprintf("news/2026/04/%d/story.md", day))); err != nil {
			t.Fatal(err)
		}
	}
	d.until(d.admin+"/status", holds(`"held":20`))
	d.until(d.admin+"/readyz", holds("20 of 28 articles lost their files within a day, more than content.max_removal (20%)"))
	if now := d.body("/feed.rss"); now != before {
		t.Errorf("the feed changed:\n%s", cmp.Diff(before, now))
	}
	r, err := http.Post(d.admin+"/accept", "", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	if r.StatusCode != http.StatusOK {
		t.Errorf("accept: %s", r.Status)
	}
	if now := d.body("/feed.rss"); strings.Count(now, "<item>") != 8 {
		t.Errorf("after accept:\n%s", now)
	}
	if status, _ := d.get("/news/2026/04/1/story"); status != http.StatusGone {
		t.Errorf("a removed article answers %d", status)
	}
	if status, body := d.get(d.admin + "/readyz"); status != http.StatusOK || strings.Contains(body, "warning") {
		t.Errorf("readyz: %d %s", status, body)
	}
}

// TestReload changes the configuration of a daemon while readers poll it. It
// checks that no connection ends, that every answer is a feed, and that a bad
// configuration is refused and reported.
func TestReload(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "config.toml")
	configure := func(text string) {
		write(t, file, fmt.Sprintf("%s\n[[content]]\ndir = %q\n%s[watch]\nsettle = \"50ms\"\n", text, filepath.Join(dir, "news"), local))
	}
	write(t, filepath.Join(dir, "news/2026/04/7/first.md"), story("2026-04-7", "Moon", "First"))
	configure("[site]\ntitle = \"Before\"")
	d := launch(t, file)
	d.until("/", is(http.StatusOK))
	feed := d.body("/feed.rss")
	guid := feed[strings.Index(feed, "<guid"):strings.Index(feed, "</guid>")]

	var dials atomic.Int32
	stop := make(chan struct{})
	polled := make(chan int, 1)
	finish := sync.OnceValue(func() int { close(stop); return <-polled })
	t.Cleanup(func() { finish() })
	go func() {
		transport := &http.Transport{DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			dials.Add(1)
			return new(net.Dialer).DialContext(ctx, network, address)
		}}
		defer transport.CloseIdleConnections()
		client := http.Client{Transport: transport}
		for n := 0; ; n++ {
			select {
			case <-stop:
				polled <- n
				return
			default:
			}
			r, err := client.Get(d.url + "/feed.rss")
			if err != nil {
				t.Error(err)
				continue
			}
			text, err := io.ReadAll(r.Body)
			r.Body.Close()
			if err != nil || r.StatusCode != http.StatusOK || !strings.Contains(string(text), guid) || !strings.HasSuffix(string(text), "</rss>\n") {
				t.Errorf("while it reloads: %s, %v, %d bytes", r.Status, err, len(text))
			}
		}
	}()

	configure("[site]\ntitle = \"After\"")
	if err := d.c.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	d.until("/feed.rss", holds("<title>After</title>"))
	configure("[site]\ntitel = \"Never\"")
	d.until(d.admin+"/readyz", holds("titel"))
	d.until(d.admin+"/metrics", holds("\ndateline_faults{kind=\"configuration\"} 1\n"))
	d.until("/feed.rss", holds("<title>After</title>"))
	configure("[site]\ntitle = \"At last\"")
	d.until("/feed.rss", holds("<title>At last</title>"))
	d.until(d.admin+"/readyz", lacks("warning"))
	write(t, filepath.Join(dir, "news/2026/04/8/second.md"), story("2026-04-8", "Moon", "Second"))
	d.until("/feed.rss", holds("<title>Second</title>"))
	configure("[site]\ntitle = \"At last\"\n[ledger]\nurl = \"sqlite:" + file + "/none.db\"") // no directory
	d.until(d.admin+"/readyz", holds("warning: configuration: "))
	d.until("/feed.rss", holds("<title>Second</title>"))
	if n := finish(); dials.Load() != 1 {
		t.Errorf("%d polls took %d connections", n, dials.Load())
	}
}

// TestRestart stops the daemon and starts it again on a socket that another
// process keeps open, as systemd does. It checks that meanwhile every new
// connection gets a feed.
func TestRestart(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "config.toml")
	write(t, filepath.Join(dir, "news/2026/04/7/first.md"), story("2026-04-7", "Moon", "First"))
	write(t, file, fmt.Sprintf("[[content]]\ndir = %q\n%s", filepath.Join(dir, "news"), local))
	socket, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	inherited, err := socket.(*net.TCPListener).File()
	if err != nil {
		t.Fatal(err)
	}
	defer inherited.Close()
	run := func() *program {
		c := exec.Command("sh", "-c", `LISTEN_PID=$$ exec "$0" serve --config "$1"`, os.Args[0], file)
		c.Env = append(os.Environ(), asProgram+"=1", "LISTEN_FDS=1", "LISTEN_FDNAMES=dateline.socket")
		c.ExtraFiles = []*os.File{inherited} // descriptor 3
		return started(t, c)
	}
	d := run()
	d.until("/feed.rss", holds("First"))
	stop := make(chan struct{})
	var pollers sync.WaitGroup
	var polls atomic.Int32
	for range 4 {
		pollers.Go(func() {
			client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
			for {
				select {
				case <-stop:
					return
				default:
				}
				r, err := client.Get("http://" + socket.Addr().String() + "/feed.rss")
				if err != nil {
					t.Error(err)
					return
				}
				text, err := io.ReadAll(r.Body)
				r.Body.Close()
				if err != nil || r.StatusCode != http.StatusOK || !strings.HasSuffix(string(text), "</rss>\n") {
					t.Errorf("during a restart: %s, %v, %d bytes", r.Status, err, len(text))
					return
				}
				polls.Add(1)
			}
		})
	}
	for range 3 {
		d.stop(syscall.SIGTERM)
		d = run()
		d.until("/feed.rss", holds("First"))
	}
	close(stop)
	pollers.Wait()
	if polls.Load() == 0 {
		t.Error("nobody asked")
	}
}

// TestFullDisk fills the ledger's disk while the daemon runs. It checks that
// new articles still appear, and that the fault is reported until there is room
// again.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	dir, disk := t.TempDir(), t.TempDir()
	by := []string{"unshare", "-m", "sh", "-c", `mount -t tmpfs -o size=1m none "$0" && exec "$@"`, disk}
	if os.Getuid() != 0 {
		by[1] = "-rm"
	}
	if out, err := exec.Command(by[0], append(by[1:], "true")...).CombinedOutput(); err != nil {
		t.Skipf("this system lets the test mount nothing: %v\n%s", err, out)
	}
	article := func(day int) string {
		name := fmt.Sprintf("news/2026/04/%d/story.md", day)
		text := story(fmt.Sprintf("2026-04-%02d", day), fmt.Sprint("Topic ", day), fmt.Sprint("Story ", day))
		write(t, filepath.Join(dir, name), text+strings.Repeat("And so on.\n", 2000))
		return fmt.Sprint("Story ", day)
	}
	article(1)
	config := fmt.Sprintf("[[content]]\ndir = %q\n[ledger]\nurl = %q", dir, "sqlite:"+filepath.Join(disk, "dateline.db"))
	d := start(t, config, by...)
	inside := fmt.Sprintf("/proc/%d/root%s", d.c.Process.Pid, disk) // where the daemon sees its disk
	d.until(d.admin+"/readyz", is(http.StatusOK))

	filler, err := os.Create(filepath.Join(inside, "filler"))
	if err != nil {
		t.Fatal(err)
	}
	defer filler.Close()
	for block := make([]byte, 4096); err == nil; {
		_, err = filler.Write(block)
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
	last := ""
	for day := 2; day <= 10; day++ {
		last = article(day)
	}
	d.until("/feed.rss", holds(last))
	d.until(d.admin+"/readyz", holds("disk is full"))
	d.until(d.admin+"/status", holds("disk is full"))
	d.until(d.admin+"/metrics", holds("\ndateline_ledger_fault 1\n"))

	if err := os.Remove(filler.Name()); err != nil {
		t.Fatal(err)
	}
	filler.Close()
	last = article(11)
	d.until("/feed.rss", holds(last))
	d.until(d.admin+"/readyz", lacks("warning"))
	d.until(d.admin+"/metrics", holds("\ndateline_ledger_fault 0\n"))
}

var (
	kills    = flag.Int("kills", 30, "how often TestKill kills the program")
	killSeed = flag.Uint64("killseed", 0, "seed of TestKill; 0: another each time")
)

// TestKill kills the program again and again while articles change. It checks
// that no id or time of publication changes once it has been served, and that
// the ledger stays intact.
func TestKill(t *testing.T) {
	t.Parallel()
	cycles := *kills
	if testing.Short() {
		cycles = 20
	}
	seed := *killSeed
	if seed == 0 {
		seed = rand.Uint64()
	}
	t.Logf("-killseed %d", seed)
	k := &killing{t: t, dir: t.TempDir(), random: rand.New(rand.NewPCG(seed, 0)), known: map[string]string{}}
	k.config = filepath.Join(t.TempDir(), "config.toml")
	write(t, k.config, fmt.Sprintf("[[content]]\ndir = %q\n[feeds]\nitems = 10000\nmax_bytes = 100000000\n"+
		local+"[watch]\nsettle = \"10ms\"\n", k.dir))
	for range 30 {
		k.create()
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("what happened:\n%s", &k.history)
		}
	})

	// The first import is served before it is saved, so it is not killed.
	p := launch(t, k.config)
	k.ready(p)
	p.stop(os.Interrupt)

	begin, seen := time.Now(), 0
	for i := range cycles {
		fmt.Fprintf(&k.history, "cycle %d\n", i)
		p = launch(t, k.config)
		if k.random.IntN(2) == 0 {
			k.ready(p)
			seen++
		}
		for range 1 + k.random.IntN(3) {
			k.change(p)
		}
		k.poll(p, k.random.IntN(1<<k.random.IntN(8)))
		p.stop(os.Kill)
		if t.Failed() {
			t.Fatalf("in cycle %d", i)
		}
	}
	if cycles > 0 {
		t.Logf("%d kills, %d starts awaited, %d stories, %d ids, %v a cycle", cycles, seen, len(k.stories), len(k.known), time.Since(begin)/time.Duration(cycles))
	}

	p = launch(t, k.config)
	served := k.ready(p)
	p.stop(os.Interrupt)
	for _, s := range k.stories {
		if served[s.title] == "" {
			t.Errorf("%s is on disk and not served", s)
		}
	}
	if len(served) != len(k.stories) {
		t.Errorf("%d stories served, %d on disk", len(served), len(k.stories))
	}
	if stdout, code, _ := run(t, "plan", "--config", k.config, "--json"); code != 0 || !strings.Contains(string(stdout), `"nothing_changes": true`) || !strings.Contains(string(stdout), `"changes": []`) {
		t.Errorf("plan: exit code %d:\n%s", code, stdout)
	}
}

// killing is the state of TestKill.
type killing struct {
	t           *testing.T
	dir, config string
	random      *rand.Rand
	stories     []*killed
	known       map[string]string // id and time by title, as first served
	files       int               // file names used so far
	history     bytes.Buffer
}

// killed is a story that is on disk.
type killed struct {
	day         int
	title, file string
	edits       int
	fresh       bool // changed since ready last returned
}

func (s *killed) String() string { return fmt.Sprintf("%s (%s)", s.file, s.title) }

func (k *killing) name(day int) string {
	k.files++
	return filepath.Join(k.dir, fmt.Sprintf("2026/04/%d/story-%d.md", day, k.files))
}

func (k *killing) save(s *killed) {
	k.t.Helper()
	s.fresh = true
	write(k.t, s.file, story(fmt.Sprintf("2026-04-%d", s.day), "Moon", s.title)+fmt.Sprintf("\nEdit %d.\n", s.edits))
}

// create writes a story with a unique title.
func (k *killing) create() {
	k.t.Helper()
	title := make([]byte, 24)
	for i := range title {
		title[i] = byte('a' + k.random.IntN(26))
	}
	day := 1 + k.random.IntN(4)
	s := &killed{day: day, title: string(title), file: k.name(day)}
	fmt.Fprintln(&k.history, "create", s)
	k.save(s)
	k.stories = append(k.stories, s)
}

// change makes one change. A story that changed is left alone until a start
// has seen it, so that every rename happens alone.
func (k *killing) change(p *program) {
	k.t.Helper()
	old := slices.DeleteFunc(slices.Clone(k.stories), func(s *killed) bool { return s.fresh })
	what := k.random.IntN(4)
	if what == 0 || len(old) == 0 {
		k.create()
		return
	}
	s := old[k.random.IntN(len(old))]
	s.fresh = true
	switch what {
	case 1:
		fmt.Fprintln(&k.history, "edit", s)
		s.edits++
		k.save(s)
	case 2:
		to := k.name(s.day)
		fmt.Fprintln(&k.history, "rename", s, "to", to)
		if err := os.Rename(s.file, to); err != nil {
			k.t.Fatal(err)
		}
		s.file = to
	case 3:
		fmt.Fprintln(&k.history, "remove", s)
		if err := os.Remove(s.file); err != nil {
			k.t.Fatal(err)
		}
		k.poll(p, k.random.IntN(1<<k.random.IntN(7)))
		fmt.Fprintln(&k.history, "restore", s)
		k.save(s)
	}
}

// poll requests the feed a number of times.
func (k *killing) poll(p *program, times int) {
	k.t.Helper()
	fmt.Fprintln(&k.history, "poll", times)
	for range times {
		k.read(p)
	}
}

// ready waits until the program has read its articles, and returns the ids that
// it serves, by title.
func (k *killing) ready(p *program) map[string]string {
	k.t.Helper()
	fmt.Fprintln(&k.history, "wait")
	for begin := time.Now(); time.Since(begin) < patience; {
		if served := k.read(p); served != nil {
			for _, s := range k.stories {
				s.fresh = false
			}
			return served
		}
	}
	k.t.Fatal("dateline does not become ready")
	return nil
}

// read checks the feed and returns its ids by title, or nil while there is no
// feed.
func (k *killing) read(p *program) map[string]string {
	k.t.Helper()
	r, err := http.Get(p.url + "/feed.json")
	if err != nil {
		k.t.Fatal(err)
	}
	defer r.Body.Close()
	data, err := io.ReadAll(r.Body)
	if err != nil {
		k.t.Fatal(err)
	}
	if r.StatusCode == http.StatusServiceUnavailable {
		return nil
	}
	var feed struct {
		Items []struct {
			ID, Title string
			Published string `json:"date_published"`
		}
	}
	if err := json.Unmarshal(data, &feed); err != nil || r.StatusCode != http.StatusOK {
		k.t.Fatalf("/feed.json: %d, %v:\n%s", r.StatusCode, err, data)
	}
	served, titles, dates := map[string]string{}, map[string]string{}, map[string]string{}
	for _, item := range feed.Items {
		if served[item.Title] != "" {
			k.t.Errorf("%s is served twice", item.Title)
		}
		if other := titles[item.ID]; other != "" {
			k.t.Errorf("%s and %s have the id %s", other, item.Title, item.ID)
		}
		if other := dates[item.Published]; other != "" {
			k.t.Errorf("%s and %s are of %s", other, item.Title, item.Published)
		}
		served[item.Title], titles[item.ID], dates[item.Published] = item.ID, item.Title, item.Title
		known := item.ID + ", published " + item.Published
		if first, ok := k.known[item.Title]; ok && first != known {
			k.t.Errorf("%s was %s and is %s", item.Title, first, known)
		} else if !ok {
			k.known[item.Title] = known
		}
	}
	if k.t.Failed() {
		k.t.FailNow()
	}
	return served
}

// TestEnding ends the daemon while an answer is being sent, and checks that
// until the client has it all, readyz reports that the daemon is shutting down.
func TestEnding(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 1, 1))); err != nil {
		t.Fatal(err)
	}
	picture.Write(make([]byte, 15<<20)) // more than sockets buffer
	write(t, filepath.Join(dir, "2026/04/7/first.md"), "---\ntitle: First\ndate: 2026-04-07\nimage: cover.png\n---\nText.\n")
	write(t, filepath.Join(dir, "2026/04/7/cover.png"), picture.String())
	d := start(t, fmt.Sprintf("[[content]]\ndir = %q\n", dir))
	if status, _ := d.get(d.admin + "/readyz"); status != http.StatusOK {
		t.Errorf("readyz: %d", status)
	}
	c, err := net.Dial("tcp", strings.TrimPrefix(d.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	fmt.Fprintf(c, "GET /covers/2026/04/7/cover.png HTTP/1.1\r\nHost: localhost\r\n\r\n")
	if line := make([]byte, 12); true {
		if _, err := io.ReadFull(c, line); err != nil || string(line) != "HTTP/1.1 200" {
			t.Fatalf("%q, %v", line, err)
		}
	}
	if err := d.c.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	d.until(d.admin+"/readyz", func(status int, body string) bool {
		return status == http.StatusServiceUnavailable && strings.HasPrefix(body, "shutting down\n")
	})
	if status, _ := d.get(d.admin + "/healthz"); status != http.StatusOK {
		t.Errorf("healthz: %d", status)
	}
	if n, err := io.Copy(io.Discard, c); err != nil || n < int64(picture.Len()) {
		t.Errorf("%d bytes, %v", n, err)
	}
	d.stop(syscall.SIGTERM)
}

// descriptors counts the open files of the daemon that are not sockets.
func (p *program) descriptors() int {
	p.t.Helper()
	dir := fmt.Sprintf("/proc/%d/fd", p.c.Process.Pid)
	entries, err := os.ReadDir(dir)
	if err != nil {
		p.t.Skip("this system does not tell which files are open: ", err)
	}
	n := 0
	for _, e := range entries {
		if to, err := os.Readlink(filepath.Join(dir, e.Name())); err == nil && !strings.HasPrefix(to, "socket:") {
			n++
		}
	}
	return n
}

// TestReloadsLeaveNothing reloads good and bad configurations of all kinds, and
// checks that after each of them as many files are open as before.
func TestReloadsLeaveNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "config.toml")
	var d *program
	configure := func(title, more string) {
		write(t, file, fmt.Sprintf("[site]\ntitle = %q\n%s%s[watch]\nsettle = \"50ms\"\n", title, local, more))
		if d != nil {
			_ = d.c.Process.Signal(syscall.SIGHUP) // if the daemon has ended, the test fails below
		}
	}
	content := fmt.Sprintf("[[content]]\ndir = %q\nmount = \"/a\"\n", filepath.Join(dir, "news"))
	write(t, filepath.Join(dir, "news/2026/04/7/first.md"), story("2026-04-7", "Moon", "First"))
	used, err := os.Create(filepath.Join(dir, "other.db.lock"))
	if err != nil {
		t.Fatal(err)
	}
	defer used.Close()
	if err := syscall.Flock(int(used.Fd()), syscall.LOCK_EX); err != nil {
		t.Fatal(err)
	}
	configure("Title", content)
	d = launch(t, file)
	d.until("/", is(http.StatusOK))
	d.until("/search/feed.rss?q=first", is(http.StatusOK))
	open := d.descriptors()
	if open == 0 {
		t.Fatal("nothing is open")
	}
	back := func(when string) {
		t.Helper()
		now := 0
		for begin := time.Now(); time.Since(begin) < patience; {
			if now = d.descriptors(); now <= open {
				return
			}
		}
		t.Fatalf("%s: %d files are open, %d were", when, now, open)
	}
	for i := range 10 {
		title := fmt.Sprint("Title ", i)
		configure(title, content)
		d.until("/feed.rss", holds("<title>"+title+"</title>"))
		back("after a good one")
	}
	for fault, more := range map[string]string{
		"none":                         content + fmt.Sprintf("[[content]]\ndir = %q\nmount = \"/b\"\n", filepath.Join(dir, "none")),
		"is a file":                    content + fmt.Sprintf("[[content]]\ndir = %q\nmount = \"/b\"\n", file),
		"its directory":                content + "[ledger]\nurl = \"sqlite:none/dateline.db\"\n",
		"another Dateline is using it": content + "[ledger]\nurl = \"sqlite:other.db\"\n",
		"no such key":                  content + "[ledger]\nurll = \"x\"\n",
		"not a pattern":                content + "ignore = [\"[\"]\n",
	} {
		configure("Never", more)
		d.until(d.admin+"/metrics", holds("\ndateline_faults{kind=\"configuration\"} 1\n"))
		if body := d.body(d.admin + "/readyz"); !strings.Contains(body, fault) {
			t.Errorf("readyz does not tell of %q:\n%s", fault, body)
		}
		configure("Always", content)
		d.until("/feed.rss", holds("<title>Always</title>"))
		d.until(d.admin+"/readyz", lacks("warning"))
		back("after a refused one: " + fault)
	}
}

// TestRefusedIsTriedAgain changes the configuration before the directories in
// it exist. It checks that the configuration takes effect once they do, and
// that each fault is logged once until then.
func TestRefusedIsTriedAgain(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "config.toml")
	configure := func(more string) {
		write(t, file, fmt.Sprintf("%s[[content]]\ndir = \"news\"\n%s[watch]\nsettle = \"50ms\"\n", local, more))
	}
	write(t, filepath.Join(dir, "news/2026/04/7/first.md"), story("2026-04-7", "Moon", "First"))
	configure("")
	d := launch(t, file)
	d.until("/", is(http.StatusOK))
	configure("[[content]]\ndir = \"later\"\nmount = \"/later\"\n[ledger]\nurl = \"sqlite:data/dateline.db\"\n")
	d.until(d.admin+"/readyz", holds("its directory"))
	if err := os.Mkdir(filepath.Join(dir, "data"), 0o755); err != nil {
		t.Fatal(err)
	}
	d.until(d.admin+"/readyz", holds("does not exist"))
	write(t, filepath.Join(dir, "later/2026/04/8/second.md"), story("2026-04-8", "Moon", "Second"))
	d.until("/later/2026/04/8/second", is(http.StatusOK))
	d.until(d.admin+"/readyz", lacks("warning"))
	d.stop(syscall.SIGTERM)
	for _, line := range []string{"does not exist", "its directory"} {
		if n := strings.Count(d.log.String(), line); n != 1 {
			t.Errorf("the log has %q %d times", line, n)
		}
	}
}

// TestDeadMount mounts a file system that does not answer below one directory,
// and checks that the other one is published and that the daemon ends in time.
func TestDeadMount(t *testing.T) {
	t.Parallel()
	device, err := os.OpenFile("/dev/fuse", os.O_RDWR, 0)
	if err != nil {
		t.Skip("this machine has no FUSE: ", err)
	}
	defer device.Close()
	dir := t.TempDir()
	good, dead := filepath.Join(dir, "good"), filepath.Join(dir, "half/dead")
	write(t, filepath.Join(good, "2026/04/7/first.md"), story("2026-04-7", "Moon", "First"))
	write(t, filepath.Join(dir, "half/2026/04/8/second.md"), story("2026-04-8", "Moon", "Second"))
	file := filepath.Join(dir, "config.toml")
	write(t, file, fmt.Sprintf("%s[[content]]\ndir = %q\n[[content]]\ndir = %q\nmount = \"/half\"\n[watch]\nsettle = \"50ms\"\n", local, good, filepath.Dir(dead)))
	if out, err := exec.Command("unshare", "-m", "true").CombinedOutput(); err != nil {
		t.Skipf("this system lets the test mount nothing: %v\n%s", err, out)
	}
	d := launch(t, file, "unshare", "-m")
	d.until("/half/2026/04/8/second", is(http.StatusOK))
	if err := os.Mkdir(dead, 0o755); err != nil {
		t.Fatal(err)
	}
	mount := exec.Command("nsenter", "-t", strconv.Itoa(d.c.Process.Pid), "-m", "mount", "-i", "-t", "fuse", "-o", "fd=3,rootmode=40000,user_id=0,group_id=0", "dead", dead)
	mount.ExtraFiles = []*os.File{device} // descriptor 3
	if out, err := mount.CombinedOutput(); err != nil {
		t.Skipf("this system lets the test mount nothing: %v\n%s", err, out)
	}
	d.hangs(filepath.Join(dir, "half"))
	write(t, filepath.Join(good, "2026/04/9/third.md"), story("2026-04-9", "Moon", "Third"))
	d.until("/2026/04/9/third", is(http.StatusOK))
	d.until("/half/2026/04/8/second", is(http.StatusOK))
	d.until(d.admin+"/readyz", is(http.StatusOK))

	// A configuration without the dead directory takes effect.
	write(t, file, fmt.Sprintf("%s[site]\ntitle = \"Alone\"\n[[content]]\ndir = %q\n[watch]\nsettle = \"50ms\"\n", local, good))
	d.until("/feed.rss", holds("<title>Alone</title>"))
	d.stop(syscall.SIGTERM)
	if strings.Contains(d.log.String(), "stopped anyway") {
		t.Error("it did not end by itself")
	}
}

// hangs changes a directory until a thread of the daemon waits for a file
// system that does not answer.
func (p *program) hangs(dir string) {
	p.t.Helper()
	for begin := time.Now(); time.Since(begin) < patience; {
		write(p.t, filepath.Join(dir, "2026/04/8/again.md"), story("2026-04-8", "Moon", "Again"))
		tasks, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/wchan", p.c.Process.Pid))
		for _, task := range tasks {
			if where, err := os.ReadFile(task); err == nil && strings.Contains(string(where), "fuse") || strings.Contains(string(where), "request_wait") {
				return
			}
		}
	}
	stacks, _ := exec.Command("sh", "-c", fmt.Sprintf("cat /proc/%d/task/*/wchan", p.c.Process.Pid)).CombinedOutput()
	p.t.Fatalf("nothing hangs: %s", stacks)
}

var overTime = flag.Bool("overtime", false, "try all renames of TestRenameOverTime, and a checkout of 8,000 files in TestSlowCheckout")

// renameOrders are the orders in which a program may write a rename.
var renameOrders = []string{"delete add day", "delete day add", "add delete day", "add day delete", "day delete add", "day add delete"}

// TestRenameOverTime renames articles in all orders of the writes, with pauses
// between them, and with and without killing the program in each pause. No article
// may ever show as a second item.
func TestRenameOverTime(t *testing.T) {
	for _, pause := range []time.Duration{0, 400 * time.Millisecond, time.Second} {
		for _, kill := range []bool{false, true} {
			if !*overTime && pause != 400*time.Millisecond {
				continue
			}
			t.Run(fmt.Sprint(pause, " kill ", kill), func(t *testing.T) {
				t.Parallel()
				r := &renaming{t: t, dir: t.TempDir(), config: filepath.Join(t.TempDir(), "config.toml")}
				r.rename(pause, kill)
			})
		}
	}
}

// renaming renames one article of each order at the same time, each on a date of
// its own.
type renaming struct {
	t           *testing.T
	dir, config string
	p           *program
}

// file is a file of the date of an order.
func (r *renaming) file(order int, name string) string {
	return filepath.Join(r.dir, fmt.Sprintf("2026/04/%d/%s.md", order+1, name))
}

// step does the next step of each order.
func (r *renaming) step(i int) {
	for order, steps := range renameOrders {
		switch strings.Fields(steps)[i] {
		case "delete":
			if err := os.Remove(r.file(order, "old")); err != nil {
				r.t.Fatal(err)
			}
		case "add":
			r.write(order, "new", "Fire brigade saves the old harbours")
		case "day":
			r.list(order, "new")
		}
	}
}

func (r *renaming) write(order int, name, title string) {
	write(r.t, r.file(order, name), story(fmt.Sprintf("2026-04-%d", order+1), "Harbour", fmt.Sprint(title, " of town ", order)))
}

// list writes the page of the date of an order.
func (r *renaming) list(order int, name string) {
	write(r.t, r.file(order, "index"), fmt.Sprintf("## [2026-04-%[1]d](/2026/04/%[1]d/index.md)\n\n##### Harbour\n### [A](/2026/04/%[1]d/%[2]s.md)\n", order+1, name))
}

func (r *renaming) rename(pause time.Duration, kill bool) {
	for order := range renameOrders {
		r.write(order, "old", "Fire brigade saves the old harbour")
		r.list(order, "old")
	}
	write(r.t, r.config, fmt.Sprintf("[site]\nbase_url = \"https://example.org\"\n[[content]]\ndir = %q\n"+local+"[watch]\nsettle = \"50ms\"\n", r.dir))
	r.p = launch(r.t, r.config)
	r.p.until("/", is(http.StatusOK))
	before := idsOf(r.feed())
	if len(before) != len(renameOrders) {
		r.t.Fatalf("it begins with %v", before)
	}
	if kill { // the first import is served before it is saved
		r.p.stop(os.Interrupt)
		r.p = launch(r.t, r.config)
	}
	for i := range 3 {
		if i > 0 {
			r.watch(pause, before)
		}
		if i > 0 && kill {
			r.p.stop(os.Kill)
			r.p = launch(r.t, r.config)
		}
		r.step(i)
	}
	for begin := time.Now(); ; {
		items := r.watch(0, before)
		if !slices.ContainsFunc(items, func(e published) bool { return !strings.HasSuffix(e.URL, "/new") }) && len(items) > 0 {
			break
		}
		if time.Since(begin) > patience {
			r.t.Fatalf("not all moved: %v", items)
		}
	}
	for order := range renameOrders {
		r.p.redirects(fmt.Sprintf("/2026/04/%d/old", order+1), fmt.Sprintf("/2026/04/%d/new", order+1))
	}
}

// watch reads the feed for some time, at least once, and checks that no other item
// shows.
func (r *renaming) watch(long time.Duration, before []string) (items []published) {
	r.t.Helper()
	for begin := time.Now(); ; {
		if items = r.feed(); items != nil {
			if diff := cmp.Diff(before, idsOf(items)); diff != "" {
				r.t.Fatalf("other items show (-before +now):\n%s", diff)
			}
		}
		if time.Since(begin) >= long {
			return items
		}
	}
}

func (r *renaming) feed() []published { return feedOf(r.t, r.p) }

// published is what must not change about an article that is renamed.
type published struct {
	ID, URL, Title string
	Published      string `json:"date_published"`
	Tags           []string
}

// feedOf returns the items of the feed of everything, or nil if the program is not
// ready yet.
func feedOf(t *testing.T, p *program) []published {
	t.Helper()
	status, body := p.get("/feed.json")
	if status == http.StatusServiceUnavailable {
		return nil
	}
	var feed struct{ Items []published }
	if err := json.Unmarshal([]byte(body), &feed); err != nil || status != http.StatusOK {
		t.Fatalf("/feed.json: %d, %v", status, err)
	}
	_, atom := p.get("/feed.atom")
	if entries := strings.Count(atom, "<entry>"); entries == 0 || strings.Contains(atom, "deleted-entry") && strings.Contains(atom, "/new\"") {
		t.Fatalf("/feed.atom has %d entries, or a tombstone of a second item", entries)
	}
	return feed.Items
}

// idsOf returns the sorted ids of items.
func idsOf(items []published) (ids []string) {
	for _, e := range items {
		ids = append(ids, e.ID)
	}
	slices.Sort(ids)
	return ids
}

// checkout is a checkout between two commits of a tree: most files are rewritten,
// some deleted and some added, of which the first ones are renames. git is stopped
// for a time, again and again.
type checkout struct {
	files, deleted, added, renamed int
	stop                           time.Duration
	stops                          int
	grace                          string
}

// TestSlowCheckout slows a git checkout down by stopping it again and again. The
// archive must become the same as with one at full speed.
func TestSlowCheckout(t *testing.T) {
	c := checkout{files: 400, deleted: 19, added: 7, renamed: 4, stop: 100 * time.Millisecond, stops: 10, grace: "8s"}
	if *overTime {
		c = checkout{files: 8000, deleted: 377, added: 23, renamed: 4, stop: 600 * time.Millisecond, stops: 20, grace: "1m"}
	}
	ended := [2]map[string]string{}
	t.Run("speeds", func(t *testing.T) {
		for i, name := range []string{"full", "slow"} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				c := c
				c.stops *= i
				ended[i] = c.try(t)
			})
		}
	})
	if diff := cmp.Diff(ended[0], ended[1]); diff != "" || ended[0] == nil {
		t.Errorf("a slow checkout ends in another archive (-full speed +slow):\n%s", diff)
	}
}

// try checks out while the program runs, and returns what it serves in the end.
// The grace must be longer than the program takes to read all files.
func (c checkout) try(t *testing.T) map[string]string {
	dir := c.commits(t)
	p := start(t, fmt.Sprintf("[site]\nbase_url = \"https://example.org\"\n[feeds]\nitems = 10000\nmax_bytes = 100000000\n[topics]\nsticky = false\n[[content]]\ndir = %q\ngrace = %q\n", dir, c.grace))
	before := feedOf(t, p)
	if len(before) != c.files {
		t.Fatalf("%d articles, want %d", len(before), c.files)
	}
	slowly(t, c.stop, c.stops, "-C", dir, "checkout", "-q", "new")
	var after []published
	left := c.files - c.deleted + c.added
	for begin := time.Now(); len(after) != left || !strings.Contains(p.body("/topics/"), fmt.Sprintf(`>New</a> <span class="meta">%d<`, left)); {
		if after = feedOf(t, p); time.Since(begin) > 3*patience {
			t.Fatalf("%d articles, want %d", len(after), left)
		}
	}
	for i := range c.renamed {
		if was, is := find(before, c.path("gone", i)), find(after, c.path("come", i)); was.ID != is.ID || was.Published != is.Published {
			t.Errorf("%v became %v", was, is)
		}
	}
	return map[string]string{"items": fmt.Sprint(after), "topics": topicList.FindString(p.body("/topics/"))}
}

var topicList = regexp.MustCompile(`(?s)<main.*</main>`)

// find returns the item at an address.
func find(items []published, path string) (found published) {
	for _, e := range items {
		if strings.HasSuffix(e.URL, "/"+path) {
			return e
		}
	}
	return found
}

// path is the path of an article: each that is added, and each that is renamed, is
// alone on its date, since the order within a date is that of the arrival.
func (c checkout) path(name string, i int) string {
	return fmt.Sprintf("2026/%02d/%d/%s-%d", i%3+1, i/3%28+1, name, i)
}

// commits makes a repository whose branches old and new are both ends of the
// checkout, and checks old out.
func (c checkout) commits(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	put := func(path, topic, title string) {
		date := strings.Split(path, "/")
		write(t, filepath.Join(dir, path+".md"), story(strings.Join(date[:3], "-"), topic, title))
	}
	runGit(t, dir, "init", "-q", "-b", "old")
	for i := range c.files {
		name := "kept"
		if i < c.deleted {
			name = "gone"
		}
		put(c.path(name, i), "Old", fmt.Sprintf("Report %x of the committee %d", i*i*7919, i))
	}
	runGit(t, dir, "add", ".")
	runGit(t, dir, "commit", "-qm", "old")
	runGit(t, dir, "checkout", "-qb", "new")
	for i := range c.files {
		if i < c.deleted {
			if err := os.Remove(filepath.Join(dir, c.path("gone", i)+".md")); err != nil {
				t.Fatal(err)
			}
		} else {
			put(c.path("kept", i), "New", fmt.Sprintf("Report %x of the committee %d", i*i*7919, i))
		}
	}
	for i := range c.added {
		title := fmt.Sprintf("A wholly new story, number %o", i*i*7919)
		if i < c.renamed {
			title = fmt.Sprintf("Report %x of the committees %d", i*i*7919, i)
		}
		put(c.path("come", i), "New", title)
	}
	runGit(t, dir, "add", "-A")
	runGit(t, dir, "commit", "-qm", "new")
	runGit(t, dir, "checkout", "-q", "old")
	return dir
}

func runGit(t *testing.T, dir string, args ...string) {
	t.Helper()
	c := exec.Command("git", append([]string{"-C", dir, "-c", "user.name=t", "-c", "user.email=t@example.org"}, args...)...)
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("git %v: %v\n%s", args, err, out)
	}
}

// slowly runs git, and stops it for some time again and again.
func slowly(t *testing.T, stop time.Duration, stops int, args ...string) {
	t.Helper()
	c := exec.Command("git", args...)
	c.Stderr = io.Discard
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	stopped := 0
	for range stops {
		if c.Process.Signal(syscall.SIGSTOP) != nil {
			break
		}
		stopped++
		time.Sleep(stop)
		_ = c.Process.Signal(syscall.SIGCONT)
		time.Sleep(stop / 60)
	}
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	t.Logf("git was stopped %d times", stopped)
}

// same is the script command "same OLD NEW [id|time|link]...". It compares an old
// feed, a file, with one of Dateline, a URL: each item of the old feed that NEW does
// not have, or that differs in one of the three, fails the script. Without words it
// compares all three.
func same(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 2 || neg {
		ts.Fatalf("usage: same OLD NEW [id|time|link]...")
	}
	read := func(name string) *adopt.Feed {
		if !strings.Contains(name, "://") {
			name = ts.MkAbs(name)
		}
		f, err := (&adopt.Reader{}).Read(context.Background(), name)
		ts.Check(err)
		return f
	}
	words := args[2:]
	if len(words) == 0 {
		words = []string{"id", "time", "link"}
	}
	known := map[string]bool{}
	for _, it := range read(args[1]).Items {
		known[key(it, words)] = true
	}
	old := read(args[0])
	if len(old.Items) == 0 {
		ts.Fatalf("%s has no items", args[0])
	}
	for _, it := range old.Items {
		if !it.Published.IsZero() && !known[key(it, words)] { // Hugo's feed has pages without a date
			ts.Fatalf("%s has no such item: %s", args[1], key(it, words))
		}
	}
}

// key returns what an item says, in some words of same.
func key(it *adopt.Item, words []string) string {
	var parts []string
	for _, w := range words {
		parts = append(parts, map[string]string{"id": it.ID, "time": it.Published.UTC().String(), "link": it.Link}[w])
	}
	return strings.Join(parts, " ")
}

// boat is the script command "boat HOME PATH UNREAD [DIR]". Newsboat, whose files are
// in HOME, reads the feed at a path of the site, and must show so many articles as
// unread, which then count as read. With DIR, the site is one of static files.
func boat(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 3 || len(args) > 4 || neg {
		ts.Fatalf("usage: boat HOME PATH UNREAD [DIR]")
	}
	home, site := ts.MkAbs(args[0]), ts.Getenv("SITE")
	if len(args) == 4 {
		l, err := net.Listen("tcp", strings.TrimPrefix(site, "http://"))
		ts.Check(err)
		old := &http.Server{Handler: http.FileServer(http.Dir(ts.MkAbs(args[3])))}
		go old.Serve(l)
		defer old.Close()
	}
	file := func(name string) string { return filepath.Join(home, name) }
	ts.Check(os.MkdirAll(home, 0o755))
	ts.Check(os.WriteFile(file("urls"), []byte(site+args[1]+"\n"), 0o644))
	ts.Check(os.WriteFile(file("config"), nil, 0o644))
	c := exec.Command("newsboat", "-q", "-C", file("config"), "-u", file("urls"), "-c", file("cache.db"), "-x", "reload")
	c.Env = append(os.Environ(), "HOME="+home, "XDG_CONFIG_HOME="+home, "XDG_DATA_HOME="+home, "LC_ALL=C.UTF-8")
	if out, err := c.CombinedOutput(); err != nil || len(out) > 0 {
		ts.Fatalf("newsboat: %v: %s", err, out)
	}
	db, err := sql.Open("sqlite", "file:"+file("cache.db"))
	ts.Check(err)
	defer db.Close()
	var unread int
	ts.Check(db.QueryRow("SELECT count(*) FROM rss_item WHERE unread").Scan(&unread))
	if strconv.Itoa(unread) != args[2] {
		ts.Fatalf("newsboat shows %d articles as unread, want %s", unread, args[2])
	}
	_, err = db.Exec("UPDATE rss_item SET unread = 0")
	ts.Check(err)
}

var mustGenerate = flag.Bool("generators", false, "fail if a generator of sites is missing")

// TestGenerated runs the scripts that adopt the feed of a small site, which a real
// generator makes.
func TestGenerated(t *testing.T) {
	for _, program := range []string{"hugo", "jekyll", "newsboat"} {
		if _, err := exec.LookPath(program); err != nil && *mustGenerate {
			t.Fatal(err)
		}
	}
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "generated"),
		RequireExplicitExec: true,
		Setup:               reserve,
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"await": await, "same": same, "boat": boat},
	})
}

// TestKillAdopting kills the program while it adopts a feed, and while it takes that
// back. Then the ledger has all of it or nothing.
func TestKillAdopting(t *testing.T) {
	t.Parallel()
	const articles = 50
	dir, seed := t.TempDir(), *killSeed
	if seed == 0 {
		seed = rand.Uint64()
	}
	t.Logf("-killseed %d", seed)
	random := rand.New(rand.NewPCG(seed, 1))
	config, old, db := filepath.Join(dir, "config.toml"), filepath.Join(dir, "old.xml"), filepath.Join(dir, "dateline.db")
	write(t, config, fmt.Sprintf("[site]\nbase_url = \"https://blog.example\"\n[[content]]\ndir = %q\n[ledger]\nurl = %q\n", filepath.Join(dir, "content"), "sqlite:"+db))
	var items strings.Builder
	for i := range articles {
		write(t, filepath.Join(dir, "content", fmt.Sprintf("%d.md", i)), fmt.Sprintf("---\ntitle: Story %d\ndate: 2026-04-07\n---\nText.\n", i))
		fmt.Fprintf(&items, "<item><guid>guid-%d</guid><link>https://blog.example/%[1]d</link></item><item><guid>guid-gone-%[1]d</guid></item>", i)
	}
	write(t, old, "<rss version=\"2.0\"><channel><link>https://blog.example/</link>"+items.String()+"</channel></rss>")

	adopted, ended, changed := false, 0, 0
	for i := range *kills {
		command := []string{"adopt", "--config", config, "--apply", old}
		if adopted {
			command = []string{"adopt", "--config", config, "--undo"}
		}
		file := db + []string{".lock", "-wal", "-wal", "-wal", ".backup.new", ".backup"}[random.IntN(6)]
		if !killWhen(t, file, random.Int64N(1<<(1+random.IntN(17))), command) {
			ended++
		}
		is := hasAdopted(t, "sqlite:"+db, articles)
		if t.Failed() {
			t.Fatalf("in cycle %d, %v killed at %s", i, command, file)
		}
		if is != adopted {
			changed++
		}
		adopted = is
	}
	t.Logf("%d kills, %d times it had ended before, %d times the ledger changed", *kills, ended, changed)
	for _, last := range [][]string{{"--apply", old}, {"--undo"}} {
		if _, code, _ := run(t, append([]string{"adopt", "--config", config}, last...)...); code != 0 || hasAdopted(t, "sqlite:"+db, articles) != (last[0] == "--apply") {
			t.Errorf("%s: exit code %d", last[0], code)
		}
	}
}

// killWhen runs the program and kills it when a file has some size, and reports
// whether it was still running then. Files of an earlier run count, too.
func killWhen(t *testing.T, file string, size int64, args []string) bool {
	t.Helper()
	c := exec.Command(os.Args[0], args...)
	c.Env = append(os.Environ(), asProgram+"=1")
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	for {
		select {
		case <-ended:
			return false
		default:
		}
		if at, err := os.Stat(file); err == nil && at.Size() >= size {
			_ = c.Process.Kill() // it may have ended
			<-ended
			return !c.ProcessState.Success()
		}
		runtime.Gosched()
	}
}

// hasAdopted reports whether a ledger has the adoption of TestKillAdopting, which it
// has with all articles or not at all.
func hasAdopted(t *testing.T, url string, articles int) bool {
	t.Helper()
	s, err := ledger.Read(url)
	if err != nil {
		t.Fatal(err)
	}
	guids, tags := 0, 0
	for _, it := range s.Items {
		switch {
		case !it.Removed.IsZero():
		case strings.HasPrefix(it.ID, "guid-"):
			guids++
		default:
			tags++
		}
	}
	all := guids == articles && tags == 0 && len(s.Adoptions) == 2*articles
	none := guids == 0 && (tags == 0 || tags == articles) && len(s.Adoptions) == 0
	if !all && !none {
		t.Errorf("the ledger has %d guids, %d ids of its own, and %d records of an adoption", guids, tags, len(s.Adoptions))
	}
	return all
}

// TestReadmeSite runs the commands of the README's chapter about a site that is there
// already, all but the last one, which serves it.
func TestReadmeSite(t *testing.T) {
	program, err := exec.LookPath("dateline") // which testscript.Main puts there
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.Symlink(program, filepath.Join(dir, "dateline")); err != nil {
		t.Fatal(err)
	}
	commands, serves := strings.CutSuffix(readmeCode(t, "You have a site already"), "../dateline serve\n")
	if !serves {
		t.Fatalf("the last command does not serve: %s", commands)
	}
	sh := exec.Command("sh", "-e")
	sh.Dir, sh.Stdin = dir, strings.NewReader(commands)
	out, err := sh.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "1 item: 1 matched (1 by link)") ||
		!strings.HasSuffix(string(out), "\n0 new, 0 updated, 0 renamed, 0 removed, 0 ids change, 0 held\nnothing changes for subscribers\n") {
		t.Errorf("%v\n%s", err, out)
	}
}

// readmeCode returns the code of a chapter of the README, without that in lists.
func readmeCode(t *testing.T, title string) string {
	t.Helper()
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, chapter, found := strings.Cut(string(text), "\n## "+title+"\n")
	chapter, _, _ = strings.Cut(chapter, "\n## ")
	var code strings.Builder
	for line := range strings.Lines(chapter) {
		if command, indented := strings.CutPrefix(line, "    "); indented && !strings.HasPrefix(command, " ") {
			code.WriteString(command)
		}
	}
	if !found {
		t.Fatalf("the README has no chapter %q", title)
	}
	return code.String()
}
