//go:build unix

package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

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
