// Package readers checks what is served with other people's software.
//
// It consists of tests. Parsers read the feeds, grammars accept them, and
// Chromium opens the pages. Subscribers that are written for these tests follow a
// site for weeks.
package readers

import (
	"sync"
	"sync/atomic"
	"testing"

	"golang.org/x/sync/errgroup"

	"dateline/feed/render"
)

// A round is one reading of all feeds by all parsers.
type round struct {
	present map[*program]bool
	seen    sync.Map     // the differences that occurred
	begun   atomic.Int32 // number of sites
}

// TestReaders has every parser read the feeds of all sites. No parser may
// refuse one, and what it reads must be what the archive holds, apart from the
// known differences.
func TestReaders(t *testing.T) {
	r := &round{present: installed(t)}
	t.Run("sites", func(t *testing.T) {
		for _, each := range sites {
			t.Run(each.name, func(t *testing.T) {
				t.Parallel()
				s := each.open(t)
				documents := s.fetch(t, each.feeds)
				save(t, documents)
				t.Run("parsers", func(t *testing.T) {
					r.begun.Add(1)
					r.read(t, documents)
				})
				t.Run("grammars", func(t *testing.T) {
					wellFormed(t, s.lists(t, each.lists))
					accept(t, documents) // skips without ../shared
				})
				t.Run("rules", func(t *testing.T) {
					if obey(t, documents) == 0 {
						t.Error("no item has HTML")
					}
				})
			})
		}
	})
	if int(r.begun.Load()) == len(sites) { // -run may have selected only some
		r.wantSeen(t)
	}
}

// read compares what parsers read with what documents must hold.
func (r *round) read(t *testing.T, documents []document) {
	readings := r.readings(t, documents)
	for _, p := range parsers {
		for _, d := range documents {
			if r.present[p.program] && p.knows(d.format) {
				r.compare(t, p.name, d, readings[p.name+" "+d.file])
			}
		}
	}
	t.Logf("%d feeds", len(documents))
}

// readings has every program read the documents that its parsers know. It
// returns what they read by parser and file.
func (r *round) readings(t *testing.T, documents []document) map[string]reading {
	t.Helper()
	var mu sync.Mutex // guards all
	all := map[string]reading{}
	var programs errgroup.Group
	for p, present := range r.present {
		programs.Go(func() error {
			if !present {
				return nil
			}
			list, err := p.run(p.files(documents))
			mu.Lock()
			defer mu.Unlock()
			for _, r := range list {
				all[r.Parser+" "+r.File] = r
			}
			return err
		})
	}
	if err := programs.Wait(); err != nil {
		t.Error(err)
	}
	return all
}

// files returns the files of the documents that parsers of the program know.
func (p *program) files(documents []document) (files []string) {
	json := false
	for _, q := range parsers {
		json = json || q.program == p && q.json
	}
	for _, d := range documents {
		if json || d.format != render.JSON {
			files = append(files, d.file)
		}
	}
	return files
}

// compare checks that a reading is what the document must hold.
func (r *round) compare(t *testing.T, parser string, d document, read reading) {
	t.Helper()
	if len(d.want) == 0 && r.known(difference{parser, d.format, "items", "none", read.Error}) {
		return
	}
	if read.File == "" || read.Error != "" || len(read.Items) != len(d.want) {
		t.Errorf("%s reads %d items of %s, want %d; asked %v, error %q", parser, len(read.Items), d.path, len(d.want), read.File != "", read.Error)
		return
	}
	for i, it := range d.want {
		got := read.Items[i].fields()
		for field, want := range it.fields() {
			switch {
			case field == "topics" && d.format == render.JSON:
				want = fullWidth.Replace(want)
			case field == "title" && d.format == render.Atom && it.name != "":
				want = it.name
			}
			if got[field] == want || field == "topics" && got[field] == "" {
				continue // this parser does not read topics
			}
			if !r.known(difference{parser, d.format, field, want, got[field]}) {
				t.Errorf("%s, %s, %s:\n got %+q\nwant %+q", parser, d.path, field, got[field], want)
			}
		}
	}
}

// known reports whether a difference is listed, and records that it occurred.
func (r *round) known(d difference) bool {
	if differences[d] {
		r.seen.Store(d, true)
	}
	return differences[d]
}

// wantSeen checks that every listed difference occurred, if its parser is
// installed.
func (r *round) wantSeen(t *testing.T) {
	t.Helper()
	for _, p := range parsers {
		for key := range differences {
			if _, ok := r.seen.Load(key); key.parser == p.name && r.present[p.program] && !ok {
				t.Errorf("%s reads the %s %+q in %s as it is, not as %+q: correct the list of differences", p.name, key.field, key.want, key.format, key.got)
			}
		}
	}
}
