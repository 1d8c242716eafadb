package readers

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"dateline/feed"
	"dateline/feed/render"
	"dateline/feed/trials/newstest"
)

// TestNewsboatSeesChanges polls a feed as a subscriber does, with an edit and a
// new article in between. newsboat must show these, and nothing else.
func TestNewsboatSeesChanges(t *testing.T) {
	if !newstest.Works(t, "newsboat", "-v") {
		return
	}
	for _, format := range []render.Format{render.RSS, render.Atom} {
		t.Run(string(format), func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			write(t, dir, "2026/04/1/first.md", []byte("# First\n\nOld.\n"))
			write(t, dir, "2026/04/2/second.md", []byte("# Second\n\nOld.\n"))
			write(t, dir, "2026/04/3/third.md", []byte("# Third\n\nOld.\n"))
			s := open(t, dir, "en", asIs)
			p := subscribe(t, s, "/feed."+string(format))

			p.poll(t, http.StatusOK, "Third (unread) <p>Old.</p>", "Second (unread) <p>Old.</p>", "First (unread) <p>Old.</p>")
			p.catchUp(t)
			// newsboat loses the first ETag, because it stores the ETag before the feed.
			p.poll(t, http.StatusOK, "Third (read) <p>Old.</p>", "Second (read) <p>Old.</p>", "First (read) <p>Old.</p>")
			p.poll(t, http.StatusNotModified, "Third (read) <p>Old.</p>", "Second (read) <p>Old.</p>", "First (read) <p>Old.</p>")

			write(t, dir, "2026/04/2/second.md", []byte("# Second, edited\n\nNew.\n"))
			write(t, dir, "2026/04/4/fourth.md", []byte("# Fourth\n\nNew.\n"))
			s.Apply(feed.Batch{Changed: []feed.File{{Path: "2026/04/2/second.md"}, {Path: "2026/04/4/fourth.md"}}})
			// newsboat accepts deltas (RFC 3229). Items that it already has stay unchanged.
			p.poll(t, http.StatusIMUsed, "Fourth (unread) <p>New.</p>", "Third (read) <p>Old.</p>", "Second, edited (read) <p>New.</p>", "First (read) <p>Old.</p>")
			p.poll(t, http.StatusNotModified, "Fourth (unread) <p>New.</p>", "Third (read) <p>Old.</p>", "Second, edited (read) <p>New.</p>", "First (read) <p>Old.</p>")
		})
	}
}

// A poller is a newsboat subscribed to a feed of a server.
type poller struct {
	boatDir
	statuses chan int // of the answers to newsboat
}

func subscribe(t *testing.T, s *site, path string) poller {
	t.Helper()
	p := poller{boatDir(t.TempDir()), make(chan int, 1)}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := httptest.NewRecorder()
		s.handler.ServeHTTP(answer, r)
		for name, values := range answer.Header() {
			w.Header()[name] = values
		}
		p.statuses <- answer.Code
		w.WriteHeader(answer.Code)
		_, _ = w.Write(answer.Body.Bytes()) // if this fails, the check below does too
	}))
	t.Cleanup(server.Close)
	if err := p.subscribe(server.URL + path); err != nil {
		t.Fatal(err)
	}
	return p
}

// poll checks the status of one answer, and then what newsboat shows, as "title
// (read) text".
func (p poller) poll(t *testing.T, status int, want ...string) {
	t.Helper()
	if err := p.reload(); err != nil {
		t.Fatal(err)
	}
	select {
	case got := <-p.statuses:
		if got != status {
			t.Errorf("the answer is %d, want %d", got, status)
		}
	default:
		t.Error("newsboat did not ask")
	}
	items, err := p.items()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, it := range items {
		state := " (read) "
		if it.unread {
			state = " (unread) "
		}
		got = append(got, it.Title+state+strings.TrimSpace(it.content))
	}
	if !slices.Equal(got, want) {
		t.Errorf("newsboat shows %q, want %q", got, want)
	}
}

// catchUp marks everything as read.
func (p poller) catchUp(t *testing.T) {
	t.Helper()
	db, err := p.cache()
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("UPDATE rss_item SET unread = 0"); err != nil {
		t.Fatal(err)
	}
}
