package readers

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/mmcdole/gofeed"

	"dateline/feed/render"
	"dateline/feed/trials/newstest"
)

// A parser is a third-party reader of feeds.
type parser struct {
	name    string
	json    bool // it reads JSON as well as XML
	program *program
}

// A program reads the files of feeds with one parser or several.
type program struct {
	probe []string // a command that succeeds if the program is installed
	run   func(files []string) ([]reading, error)
}

// A reading is what a parser reads in a feed.
type reading struct {
	Parser, File string
	Error        string // why the parser refuses the feed
	Items        []item
}

// python is Debian's own Python, because only that finds Debian's modules.
const python = "/usr/bin/python3"

var (
	inGo   = &program{run: each("gofeed", readGofeed)}
	sfeed  = &program{[]string{"sfeed"}, each("sfeed", readSfeed)}
	boat   = &program{[]string{"newsboat", "-v"}, readNewsboats}
	pyFeed = &program{[]string{python, "-c", "import feedparser"}, script(python, "testdata/read.py")}
	plFeed = &program{[]string{"perl", "-MXML::Feed", "-e", "1"}, script("perl", "testdata/read.pl")}
	npm    = &program{[]string{"node", "testdata/read.mjs"}, script("node", "testdata/read.mjs")}
)

// parsers must be able to read every feed.
var parsers = []parser{
	{"gofeed", true, inGo},
	{"sfeed", false, sfeed},
	{"newsboat", false, boat},
	{"feedparser", false, pyFeed},
	{"XML::Feed", false, plFeed},
	{"feedsmith", true, npm},
	{"feed-extractor", true, npm},
	{"@rowanmanning", false, npm},
	{"rss-parser", false, npm},
}

// knows reports whether the parser reads a format.
func (p parser) knows(f render.Format) bool { return p.json || f != render.JSON }

// installed returns the programs that can be used.
func installed(t *testing.T) map[*program]bool {
	t.Helper()
	present := map[*program]bool{}
	for _, p := range parsers {
		if _, asked := present[p.program]; !asked {
			present[p.program] = p.program.probe == nil || newstest.Works(t, p.program.probe...)
		}
	}
	return present
}

// script returns a program of testdata, which prints what it reads.
func script(command ...string) func([]string) ([]reading, error) {
	return func(files []string) (readings []reading, err error) {
		c := exec.Command(command[0], command[1:]...)
		c.Stdin = strings.NewReader(strings.Join(files, "\n"))
		var complaints bytes.Buffer
		c.Stderr = &complaints
		out, err := c.Output()
		if err != nil {
			return nil, fmt.Errorf("%s: %w: %.2000s", command, err, &complaints)
		}
		for line := range bytes.Lines(out) {
			var r reading
			if err := json.Unmarshal(line, &r); err != nil {
				return nil, fmt.Errorf("%s: %w: %.200s", command, err, line)
			}
			readings = append(readings, r)
		}
		return readings, nil
	}
}

// each runs a program for each file.
func each(parser string, read func(file string) ([]item, error)) func([]string) ([]reading, error) {
	return func(files []string) (readings []reading, _ error) {
		for _, file := range files {
			r := reading{Parser: parser, File: file}
			var err error
			if r.Items, err = read(file); err != nil {
				r.Error = err.Error()
			}
			readings = append(readings, r)
		}
		return readings, nil
	}
}

func readGofeed(file string) (items []item, err error) {
	body, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	f, err := gofeed.NewParser().Parse(bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	for _, it := range f.Items {
		topics := it.Categories
		if f.FeedType == "atom" {
			topics = nil // terms, which are slugs
		}
		items = append(items, item{ID: it.GUID, Title: it.Title, Link: it.Link, Published: it.PublishedParsed.Unix(), Topics: strings.Join(topics, "\n")})
	}
	return items, nil
}

// readSfeed reads the lines of sfeed(5), whose fields are separated by tabs:
// timestamp, title, link, content, its type, id and more.
func readSfeed(file string) (items []item, err error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	c := exec.Command("sfeed")
	c.Stdin = f
	out, err := c.Output()
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(string(out)) {
		fields := strings.Split(line, "\t")
		published, err := strconv.ParseInt(fields[0], 10, 64)
		if err != nil {
			return nil, err
		}
		items = append(items, item{ID: fields[5], Title: fields[1], Link: fields[2], Published: published})
	}
	return items, nil
}
