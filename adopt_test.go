//go:build unix

package main

import (
	"context"
	"database/sql"
	"flag"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	_ "modernc.org/sqlite"

	"dateline/feed/adopt"
	"dateline/feed/ledger"
)

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
