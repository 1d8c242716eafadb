// Package explain says what became of an article, and why it is not in a feed.
//
// A question names an article by a file, an address or an id. The answer begins
// with one sentence that says it all, and goes on with the rest:
//
//	news/2026/04/07/moon.md is published at https://example.org/2026/04/07/moon.
//	news/2026/04/07/tide.md is hidden: draft: true (news/2026/04/07/tide.md:3).
//	news/.notes/a.md is not read: directory .notes: the name begins with a dot.
//
// The answers are for the operator alone: they tell what authors hide.
package explain

import (
	"errors"
	"path"
	"strings"
	"time"

	"dateline/feed"
	"dateline/feed/archive"
	"dateline/feed/render"
	"dateline/feed/site"
)

// Format is the version of the JSON of a Report. It grows when a field changes
// its meaning or goes, not when one is added.
const Format = 1

// Options are what answers are made from.
type Options struct {
	BaseURL     string // absolute, without trailing slash
	Directories []Directory
	Publisher   *feed.Publisher
	Renderer    *render.Renderer
	// Home is the author's own site, or empty, and Former are earlier values of
	// BaseURL. They may be named instead of it.
	Home   string
	Former []string
	// ItemLink is render.Site.ItemLink: with {path}, permalinks are addresses on
	// another site as well.
	ItemLink string
	Aliases  []site.Alias // of feeds
	// Skipped says why the file rel of a directory, by its index, is not read. It
	// returns nil if it is read, an error that wraps fs.ErrNotExist or
	// syscall.EISDIR if there is no file, else one that reads "what; effect; hint".
	Skipped func(directory int, rel string) error
}

// Directory is a content directory.
type Directory struct {
	Dir   string // as in the configuration
	Mount string
}

// Question asks for articles.
type Question struct {
	Of string // a file, a URL or its path, or an id
	In string // the directory to which files are relative, an absolute path
}

// Report is the JSON form of answers.
type Report struct {
	Format  int      `json:"format"`
	From    string   `json:"from"` // "daemon", or "files" if no daemon answers
	Answers []Answer `json:"answers"`
}

// Answer is what became of one file or address. Times that do not apply are left
// out.
type Answer struct {
	Asked string `json:"asked"`
	// State is "published", "departing" or "held" (these are published),
	// "hidden", "scheduled", "expired", "waiting", "dropped", "taken",
	// "superseded", "moved", "removed", "reserved"; "page", "day page", "asset", "authors", "section",
	// "directory", "address" for what is no article; "broken", "undated",
	// "skipped", "unseen", "elsewhere", "reading" for what is not known as one.
	State string `json:"state"`
	// Published is true for "departing" and "held", too: feeds still have these
	// articles, and whoever asks why one is missing is told that it is not. It is true
	// for a "page" that is shown.
	Published bool      `json:"published"`
	File      string    `json:"file,omitempty"` // as the operator knows it
	URL       string    `json:"url,omitempty"`  // of the page of the article, or of the one that took its place
	Title     string    `json:"title,omitempty"`
	ID        string    `json:"id,omitempty"`
	Dated     time.Time `json:"dated,omitzero"` // published, in feeds
	Updated   time.Time `json:"updated,omitzero"`
	FirstSeen time.Time `json:"first_seen,omitzero"` // left out if that was in a first import
	Since     time.Time `json:"since,omitzero"`      // of the state
	Until     time.Time `json:"until,omitzero"`      // when the state ends by itself
	Text      []string  `json:"text"`                // sentences; the first one is the answer
	Feeds     []Place   `json:"feeds,omitempty"`
}

// Place is where an article is in a feed.
type Place struct {
	Feed    string          `json:"feed"`  // path of its Atom form, percent-encoded
	Place   int             `json:"place"` // from 1, newest first; 0 if the feed does not show the article
	Of      int             `json:"of"`    // articles that the feed shows
	Absent  archive.Absence `json:"absent,omitempty"`
	Why     string          `json:"why,omitempty"`     // Absent in words
	Archive string          `json:"archive,omitempty"` // path of the archive document that has the article
}

// maxAsked bounds a question in bytes: no system has longer paths.
const maxAsked = 4096

// ErrQuestion is an error about a question that cannot be asked.
var ErrQuestion = errors.New("name a file, a URL or its path, or an id of at most 4096 bytes, without NUL")

// Check returns ErrQuestion if the question cannot be asked.
func (q Question) Check() error {
	if q.Of == "" || len(q.Of) > maxAsked || len(q.In) > maxAsked || strings.ContainsRune(q.Of+q.In, 0) {
		return ErrQuestion
	}
	return nil
}

// Answers returns what became of everything that the question may mean, at least
// one answer.
func Answers(o Options, q Question) ([]Answer, error) {
	if err := q.Check(); err != nil {
		return nil, err
	}
	a := asker{Options: o, asked: q.Of}
	if a.state = o.Publisher.Current(); a.state == nil {
		return []Answer{a.answer("reading", "The articles are being read for the first time; ask again when dateline status says that they are.")}, nil
	}
	a.snapshot = a.state.Snapshot
	return a.all(q), nil
}

// asker answers one question.
type asker struct {
	Options
	asked    string
	state    *feed.State
	snapshot *archive.Snapshot
}

func (a *asker) answer(state, sentence string) Answer {
	return Answer{Asked: a.asked, State: state, Text: []string{sentence}}
}

// place is a file of a content directory, which need not exist.
type place struct {
	directory int
	rel       string
}

// site returns the site path of a place.
func (a *asker) site(p place) string { return path.Join(a.Directories[p.directory].Mount, p.rel) }

// name returns the name under which the operator knows a place.
func (a *asker) name(p place) string { return path.Join(a.Directories[p.directory].Dir, p.rel) }

// placeOf returns the place of a site path: below the longest mount.
func (a *asker) placeOf(file string) (p place, ok bool) {
	longest := -1
	for i, d := range a.Directories {
		if archive.Within(file, d.Mount) && len(d.Mount) > longest {
			longest, p = len(d.Mount), place{i, strings.TrimPrefix(strings.TrimPrefix(file, d.Mount), "/")}
		}
	}
	return p, longest >= 0
}

// nameOf returns the name under which the operator knows a site path.
func (a *asker) nameOf(file string) string {
	if p, ok := a.placeOf(file); ok {
		return a.name(p)
	}
	return file
}

// redirects returns the status with which addresses lead to the page of an article.
func (a *asker) redirects() string {
	if a.Renderer.PagesAtHome() {
		return "302"
	}
	return "301"
}

func (a *asker) urlOf(e *archive.Entry) string { return a.Renderer.PageURL(e) }
