package readers

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"net/http/httptest"
	"os/exec"
	"testing"

	"dateline/feed/trials/newstest"
)

// browser is Debian's Chromium.
const browser = "/usr/bin/chromium"

var shots = flag.String("shots", "", "an absolute folder for pictures of what TestBrowser opens")

// A visit is a page to open in the browser.
type visit struct {
	URL   string `json:"url"`
	Width int    `json:"width"` // of the window, in pixels
	Dark  bool   `json:"dark"`  // the browser prefers dark colours
	// Body is served at the URL, without a policy. If it is empty, the site answers.
	Body string `json:"body"`
	bare bool   // the body must run all its payloads
}

func (v visit) String() string { return fmt.Sprintf("%s at %d pixels", v.URL, v.Width) }

// A sight is the result of a visit. Elements are identified by their first 100 bytes.
type sight struct {
	URL      string         // where the visit ended
	Events   []string       // what a page did: messages, dialogs, popups
	Requests []string       // type and URL: "image https://…"
	Statuses map[string]int // of answers, by URL
	Policy   string         // Content-Security-Policy

	Root    string // the outermost element
	Base    string // URL
	Shape   string // elements of the page outside its content
	Covered bool   // the end of the page cannot be reached
	Text    string // of the content, as it is shown
	Width   int    // in pixels, with what is reached by scrolling

	Outside    []string // elements that stick out of the page
	Foreign    []string // elements that no content has
	Attributes []string // elements with attributes that no content has
	Twice      []string // ids

	Links    []string // URLs
	Pictures []struct {
		URL   string
		Width int // in pixels; 0: not shown
	}
	Players []struct {
		URL      string
		Controls bool
		Seconds  float64 // 0: not loaded
	}
	Astray []string // links to parts of the page that lead nowhere
}

// browse opens pages of a site, or the bodies that visits have.
func (s *site) browse(t *testing.T, visits []visit) []sight {
	t.Helper()
	script := []string{"node", "testdata/browse.mjs"}
	if !newstest.Works(t, browser, "--version") || !newstest.Works(t, script...) {
		t.Skip("no browser")
	}
	server := httptest.NewUnstartedServer(s.handler)
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // Chromium does not know the certificate
	server.StartTLS()
	defer server.Close()
	task, err := json.Marshal(map[string]any{"chromium": browser, "origin": base, "server": server.Listener.Addr().String(),
		"shots": *shots, "visits": visits})
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(script[0], script[1:]...)
	c.Stdin = bytes.NewReader(task)
	var complaints bytes.Buffer
	c.Stderr = &complaints
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%s: %v: %.2000s", script, err, &complaints)
	}
	sights := make([]sight, len(visits))
	lines := json.NewDecoder(bytes.NewReader(out))
	for i := range sights {
		if err := lines.Decode(&sights[i]); err != nil {
			t.Fatalf("%s: %v: %.200s", script, err, out)
		}
	}
	return sights
}
