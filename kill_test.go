package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

var (
	kills    = flag.Int("kills", 300, "how often TestKill kills the program")
	killSeed = flag.Uint64("killseed", 0, "seed of TestKill; 0: another each time")
)

// TestKill kills the program again and again while articles change. No id
// that was ever served may change, and the ledger stays whole.
func TestKill(t *testing.T) {
	cycles := *kills
	if testing.Short() {
		cycles = 20
	}
	seed := *killSeed
	if seed == 0 {
		seed = rand.Uint64()
	}
	t.Logf("-killseed %d", seed)
	k := &killing{t: t, dir: t.TempDir(), random: rand.New(rand.NewPCG(seed, 0)), ids: map[string]string{}}
	k.config = filepath.Join(t.TempDir(), "config.toml")
	write(t, k.config, fmt.Sprintf("[[content]]\ndir = %q\n[feeds]\nitems = 10000\nmax_bytes = 100000000\n"+
		"[server]\nlisten = \"127.0.0.1:0\"\nadmin = \"\"\n[watch]\nsettle = \"10ms\"\n", k.dir))
	for range 30 {
		k.create()
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("what happened:\n%s", &k.history)
		}
	})

	// A first import is shown before it is saved, so it is let be.
	p := k.start()
	k.ready(p)
	p.stop(os.Interrupt)

	begin, seen := time.Now(), 0
	for i := range cycles {
		fmt.Fprintf(&k.history, "cycle %d\n", i)
		p = k.start()
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
		t.Logf("%d kills, %d starts awaited, %d stories, %d ids, %v a cycle", cycles, seen, len(k.stories), len(k.ids), time.Since(begin)/time.Duration(cycles))
	}

	p = k.start()
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
	if stdout, code, _ := run(t, "plan", "--config", k.config, "--json"); code != 0 || strings.TrimSpace(string(stdout)) != "[]" {
		t.Errorf("plan: exit code %d:\n%s", code, stdout)
	}
}

// killing is what TestKill knows.
type killing struct {
	t           *testing.T
	dir, config string
	random      *rand.Rand
	stories     []*killed
	ids         map[string]string // by title, as first served
	files       int               // names given
	history     bytes.Buffer
}

// killed is a story that is on disk.
type killed struct {
	day         int
	title, file string
	edits       int
	fresh       bool // changed since the program last came up with all there was
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

// create writes a story of which the title is like no other.
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

// poll asks for the feed so many times.
func (k *killing) poll(p *program, times int) {
	k.t.Helper()
	fmt.Fprintln(&k.history, "poll", times)
	for range times {
		k.read(p)
	}
}

// ready waits until the program has read its articles and gives the ids that
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

// read judges the feed and gives its ids by title; nil while there is none.
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
		if first, ok := k.ids[item.Title]; ok && first != item.ID {
			k.t.Errorf("the id of %s was %s and is %s", item.Title, first, item.ID)
		} else if !ok {
			k.ids[item.Title] = item.ID
		}
	}
	if k.t.Failed() {
		k.t.FailNow()
	}
	return served
}

// program is a dateline that may be killed.
type program struct {
	t     *testing.T
	url   string
	c     *exec.Cmd
	log   bytes.Buffer
	read  chan struct{} // closed at the end of log
	ended bool
}

func (k *killing) start() *program {
	k.t.Helper()
	c := exec.Command(os.Args[0], "serve", "--config", k.config)
	c.Env = append(os.Environ(), asProgram+"=1")
	p := &program{t: k.t, c: c, read: make(chan struct{})}
	stderr, err := c.StderrPipe()
	if err != nil {
		k.t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		k.t.Fatal(err)
	}
	k.t.Cleanup(func() { p.stop(os.Kill) })
	address := make(chan string, 1)
	go func() {
		defer close(p.read)
		lines := bufio.NewScanner(stderr)
		for lines.Scan() {
			fmt.Fprintln(&p.log, lines.Text())
			if _, a, ok := strings.Cut(lines.Text(), "address="); ok && strings.Contains(lines.Text(), "listening") {
				address <- a
			}
		}
	}()
	select {
	case a := <-address:
		p.url = "http://" + a
	case <-p.read:
		k.t.Fatalf("dateline ended early:\n%s", &p.log)
	case <-time.After(patience):
		k.t.Fatal("dateline does not listen")
	}
	return p
}

// stop ends the program and judges its log.
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
