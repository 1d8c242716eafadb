package site

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"dateline/feed/archive"
	"dateline/feed/ledger"
	"dateline/feed/render"
)

// version is what a test knows of the document at an address.
type version struct {
	body     string
	modified time.Time
}

// versions returns all documents of a snapshot by path.
func (tr *tree) versions(s *archive.Snapshot) map[string]version {
	all := map[string]version{}
	for a := range tr.All(s) {
		if a.Make != nil {
			d := a.Make()
			if !a.Modified.IsZero() {
				d.Modified = a.Modified
			}
			all[a.Path] = version{string(d.Body) + tr.mayShow(s, a), d.Modified}
		}
	}
	return all
}

// restarted returns the same for a start from the ledger at a URL.
func (tr *tree) restarted(url string, looks render.Site) map[string]version {
	tr.t.Helper()
	state, err := ledger.Read(url)
	if err != nil {
		tr.t.Fatal(err)
	}
	again := &tree{t: tr.t, dir: tr.dir, now: tr.now}
	again.open(looks)
	again.Recall(nil, state)
	return again.versions(again.Recalled())
}

// TestModified makes random changes, and checks that Last-Modified never goes back
// at an address, that it moves on whenever the bytes change, and that a start from
// the ledger knows the same.
func TestModified(t *testing.T) {
	for name, change := range map[string]func(*render.Site){
		"as it is":              func(*render.Site) {},
		"with directories":      func(s *render.Site) { s.Directories = directories },
		"with related articles": func(s *render.Site) { s.Related = true },
		"with Markdown": func(s *render.Site) {
			s.Markdown = func(e *archive.Entry) (string, bool) { return fmt.Sprintf("%x", e.Hash), true }
		},
		"in another zone": func(s *render.Site) { s.Zone = time.FixedZone("", 12*60*60+45*60) },
	} {
		t.Run(name, func(t *testing.T) {
			looks := looks
			change(&looks)
			r := rand.New(rand.NewPCG(10, uint64(len(name))))
			tr := unpublished(t, looks)
			url := "sqlite:" + t.TempDir() + "/dateline.db"
			l, state, err := ledger.Open(ledger.Options{URL: url})
			if err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			tr.Recall(l, state)
			tr.change(map[string]string{"2026/01/1/0.md": "---\ntopics: [T0]\n---\n# First\n"})
			last := tr.versions(tr.snapshot())
			moved, stood := 0, 0
			for range 30 {
				tr.change(edit(r, tr))
				now := tr.versions(tr.snapshot())
				for path, v := range now {
					was, known := last[path]
					switch {
					case v.modified.Before(was.modified):
						t.Errorf("%s: Last-Modified goes back from %s to %s", path, was.modified, v.modified)
					case known && v.body != was.body && !v.modified.After(was.modified):
						t.Errorf("%s: other bytes, and Last-Modified is %s still:\n%s\n%s", path, v.modified, was.body, v.body)
					case known && v.modified.After(was.modified):
						moved++
					case known:
						stood++
					}
					last[path] = v
				}
				for path, v := range tr.restarted(url, looks) {
					if was := now[path]; v != was {
						t.Errorf("%s: a restart changes Last-Modified from %s to %s, the bytes: %v", path, was.modified, v.modified, was.body != v.body)
					}
				}
				if t.Failed() {
					return
				}
			}
			t.Logf("Last-Modified moved %d times, and stood %d times", moved, stood)
			if moved == 0 || stood == 0 {
				t.Errorf("it moved %d times, and stood %d times", moved, stood)
			}
		})
	}
}
