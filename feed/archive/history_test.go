package archive

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"dateline/feed/article"
)

// book is a ledger in memory: what was saved, by its keys.
type book struct {
	items   map[string]Item
	moves   map[string]string
	topics  []Topic
	notices []Notice
	mounts  []string
	clock   time.Time
	minting Minting
	adopted []Adopted
	feeds   map[string]FeedState
	look    Appearance
	were    Conditions
	files   map[string]Change
}

func newBook() *book {
	return &book{items: map[string]Item{}, moves: map[string]string{}, feeds: map[string]FeedState{}, files: map[string]Change{}}
}

func (b *book) save(d Delta, changes []Change) {
	for _, id := range d.Memory.Dropped {
		delete(b.items, id)
	}
	for _, it := range d.Memory.Items {
		b.items[it.ID] = it
	}
	b.adopted = append(b.adopted, d.Memory.Adoptions...)
	for _, m := range d.Memory.Moves {
		b.moves[m.From] = m.To
		if m.To == "" {
			delete(b.moves, m.From)
		}
	}
	b.topics = slices.DeleteFunc(b.topics, func(t Topic) bool { return slices.Contains(d.Memory.Forgotten, t.Slug) })
	b.topics = append(b.topics, d.Memory.Topics...)
	for _, slug := range d.Memory.Forgotten {
		delete(b.feeds, FeedOfTopic(slug))
	}
	if d.Memory.Appearance != (Appearance{}) {
		b.look = d.Memory.Appearance
	}
	if d.Memory.Conditions != (Conditions{}) {
		b.were = d.Memory.Conditions
	}
	for _, f := range d.Memory.Feeds {
		b.feeds[f.Feed] = f
	}
	b.notices = slices.DeleteFunc(slices.Clone(b.notices), func(n Notice) bool { return slices.Contains(d.Memory.Withdrawn, n.Number) })
	for _, n := range d.Memory.Notices {
		b.notices = append(slices.DeleteFunc(b.notices, func(known Notice) bool { return known.Number == n.Number }), n)
	}
	b.mounts = append(b.mounts, d.Memory.Mounts...)
	if !d.Memory.Clock.IsZero() {
		b.clock = d.Memory.Clock
	}
	if d.Memory.Minting != (Minting{}) {
		b.minting = d.Memory.Minting
	}
	for _, c := range changes {
		switch {
		case c.Article != nil || c.Day != nil || c.Asset != nil:
			b.files[c.File] = c
		case b.files[c.File].Article == nil: // an article may depart
			delete(b.files, c.File)
		}
	}
	for _, file := range d.Gone {
		if !slices.ContainsFunc(changes, func(c Change) bool { return c.File == file && c.Article != nil }) {
			delete(b.files, file)
		}
	}
}

func (b *book) load(o Options) *Snapshot {
	s, _ := Load(o, b.memory(), slices.Collect(maps.Values(b.files)))
	return s
}

// memory returns what was saved of stories.
func (b *book) memory() Memory {
	m := Memory{Appearance: b.look, Conditions: b.were, Topics: b.topics, Notices: b.notices, Mounts: b.mounts, Clock: b.clock, Minting: b.minting, Adoptions: b.adopted}
	for _, id := range slices.Sorted(maps.Keys(b.items)) {
		m.Items = append(m.Items, b.items[id])
	}
	for _, from := range slices.Sorted(maps.Keys(b.moves)) {
		m.Moves = append(m.Moves, Move{from, b.moves[from]})
	}
	for _, key := range slices.Sorted(maps.Keys(b.feeds)) {
		m.Feeds = append(m.Feeds, b.feeds[key])
	}
	return m
}

// history is a site that changes, with a daemon that sometimes restarts or loses
// what it had not saved.
type history struct {
	*rapid.T
	options  Options
	now      time.Time
	disk     map[string]Change
	book     *book
	snapshot *Snapshot
	ids      map[string]string          // by the name of a story, which its titles hold
	prints   map[string]map[uint64]bool // fingerprints seen, by id
	updated  map[string]time.Time       // by id
	fixed    map[string]time.Time       // publication of date-only articles, by id
	adopts   bool                       // articles may share a second
}

// files are the places of stories; the folder is the day of April.
var files = []string{"/1/a.md", "/1/b.md", "/1/c.md", "/1/d.md", "/2/a.md", "/2/b.md", "/2/c.md"}

func (h *history) fresh(file string) *article.Article {
	name := rapid.SampledFrom([]string{"A", "B", "C", "D", "E", "F", "G", "H", "I", "J"}).Filter(func(s string) bool {
		return !slices.ContainsFunc(slices.Collect(maps.Values(h.disk)), func(c Change) bool {
			return c.Article != nil && strings.HasPrefix(c.Article.Title, s)
		}) && h.ids[s] == ""
	}).Draw(h.T, "story")
	return h.write(file, name)
}

// write makes an article of a story, in one of a few wordings.
func (h *history) write(file, story string) *article.Article {
	words := rapid.IntRange(1, 3).Draw(h.T, "wording")
	a := &article.Article{File: file, Path: article.PagePath(file), Date: dateOfFolder(file), DateOnly: true, Rare: &article.Rare{},
		Title: strings.Repeat(story, 8) + fmt.Sprint(words), Fingerprint: uint64(words) + uint64(story[0])<<8,
		Topics:  names(rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"Moon", "Mars", "Venus"}), 0, 2, rapid.ID).Draw(h.T, "topics")...),
		Related: []article.Claim{claimFor(article.PagePath(rapid.SampledFrom(files).Draw(h.T, "related")), names("Sun")[0])}}
	drawReferences(h.T, a)
	return a
}

// there and free return the files that hold an article, and those that do not.
func (h *history) there() (list []string) {
	return slices.DeleteFunc(slices.Clone(files), func(f string) bool { return h.disk[f].Article == nil })
}

func (h *history) free() (list []string) {
	return slices.DeleteFunc(h.empty(), func(f string) bool { return h.isDeclared(f, (*article.Article).Former) })
}

// empty returns the files for a new story: they do not exist, though an alias may
// refer to them.
func (h *history) empty() (list []string) {
	return slices.DeleteFunc(slices.Clone(files), func(f string) bool {
		return h.disk[f].Article != nil || h.isDeclared(f, func(a *article.Article) []string { return a.Changes })
	})
}

// isDeclared reports whether an article declares a file as a former address,
// which another version in that file would contradict.
func (h *history) isDeclared(file string, former func(*article.Article) []string) bool {
	return slices.ContainsFunc(slices.Collect(maps.Values(h.disk)), func(c Change) bool {
		return c.Article != nil && slices.Contains(former(c.Article), article.PagePath(file))
	})
}

// shown returns the files whose articles are published, not earlier versions.
func (h *history) shown() (list []string) {
	return slices.DeleteFunc(h.there(), func(f string) bool {
		e, ok := h.snapshot.Entry(h.disk[f].Article.Path)
		return !ok || e.File != f
	})
}

func pick(t *rapid.T, list []string, name string) string {
	if len(list) == 0 {
		t.Skip("none")
	}
	return rapid.SampledFrom(list).Draw(t, name)
}

func (h *history) put(a *article.Article) Change {
	c := Change{File: a.File, Article: a}
	h.disk[a.File] = c
	return c
}

// move moves an article to another file, or leaves it in the same.
func (h *history) move(from string, a *article.Article) {
	changes := []Change{h.put(a)}
	if a.File != from {
		delete(h.disk, from)
		changes = append(changes, Change{File: from})
	}
	h.apply(changes...)
}

// apply applies changes; if lost, the daemon is killed before it saves them.
func (h *history) apply(changes ...Change) {
	h.now = h.now.Add(time.Duration(rapid.IntRange(0, 90_000).Draw(h.T, "seconds")) * time.Second)
	next, delta := h.snapshot.With(changes, Occasion{Now: h.now, Live: true, Imported: []string{"/"}})
	if rapid.IntRange(0, 4).Draw(h.T, "killed") == 0 {
		h.restart()
		return
	}
	h.snapshot = next
	h.book.save(delta, changes)
	h.check()
}

// restart loads the book, then applies what is on the disk.
func (h *history) restart() { h.restartWith(Occasion{}) }

func (h *history) restartWith(o Occasion) {
	snapshot, missed := Load(h.options, h.book.memory(), slices.Collect(maps.Values(h.book.files)))
	h.snapshot = snapshot
	h.book.save(Delta{Memory: missed}, nil)
	var changes []Change
	for file, c := range h.disk {
		if h.book.files[file] != c {
			changes = append(changes, c)
		}
	}
	for file := range h.book.files {
		if _, there := h.disk[file]; !there {
			changes = append(changes, Change{File: file})
		}
	}
	o.Now, o.Imported = h.now, []string{"/"}
	next, delta := h.snapshot.With(changes, o)
	h.snapshot = next
	h.book.save(delta, changes)
	h.check()
}

// check checks what subscribers rely on.
func (h *history) check() {
	seen, at := map[string]bool{}, map[time.Time]bool{}
	for e := range h.snapshot.Global().Newest() {
		id, story := e.ID(), e.Title[:1]
		if seen[id] || at[e.Published()] && !e.isAdopted() && !h.adopts {
			h.Fatalf("%s at %s: its id or its time is there twice", id, e.Published())
		}
		seen[id], at[e.Published()] = true, true
		if known, ok := h.ids[story]; ok && known != id {
			h.Fatalf("story %s was %s, is %s", story, known, id)
		}
		if fixed, ok := h.fixed[id]; ok && !fixed.Equal(e.Published()) {
			h.Fatalf("%s was published at %s, is at %s", id, fixed, e.Published())
		}
		if was, ok := h.updated[id]; ok && !was.Equal(e.Updated()) && h.prints[id][e.Fingerprint] {
			h.Fatalf("%s is updated by what it said before", id)
		}
		if h.prints[id] == nil {
			h.prints[id] = map[uint64]bool{}
		}
		h.ids[story], h.fixed[id], h.updated[id], h.prints[id][e.Fingerprint] = id, e.Published(), e.Updated(), true
	}
	restarted := h.book.load(h.options)
	if diff := cmp.Diff(sight(h.snapshot), sight(restarted)); diff != "" {
		h.Fatalf("a restart changes what is published (-running +restarted):\n%s", diff)
	}
	if diff := cmp.Diff(monthsOf(h.snapshot), monthsOf(restarted), cmpopts.EquateEmpty()); diff != "" {
		h.Fatalf("months that were kept up are not those counted afresh (-kept +afresh):\n%s", diff)
	}
	if diff := cmp.Diff(changesOf(h.snapshot), changesOf(restarted), cmp.AllowUnexported(feedState{})); diff != "" {
		h.Fatalf("a restart changes when feeds changed (-running +restarted):\n%s", diff)
	}
	if diff := cmp.Diff(revisedIn(h.snapshot), revisedIn(restarted)); diff != "" {
		h.Fatalf("a restart changes which seconds are taken (-running +restarted):\n%s", diff)
	}
}

// revisedIn returns how many stories were updated in each second.
func revisedIn(s *Snapshot) map[int64]int {
	m := map[int64]int{}
	s.revised.Scan(func(at int64, count int) bool {
		m[at] = count
		return true
	})
	return m
}

func monthsOf(s *Snapshot) map[string][]Month {
	all := map[string][]Month{"": s.Global().Months(time.UTC)}
	for f := range s.Topics() {
		if f.Len() > 0 {
			all[f.Topic.Slug] = f.Months(time.UTC)
		}
	}
	return all
}

func TestHistory(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := drawHome(t, options())
		o.Fleeting = rapid.Bool().Draw(t, "fleeting")
		h := &history{T: t, options: o, now: noon, disk: map[string]Change{}, book: newBook(), snapshot: New(o), ids: map[string]string{},
			prints: map[string]map[uint64]bool{}, updated: map[string]time.Time{}, fixed: map[string]time.Time{}}
		h.apply()
		t.Repeat(map[string]func(*rapid.T){
			"create": func(t *rapid.T) {
				h.T = t
				h.apply(h.put(h.fresh(pick(t, h.empty(), "file"))))
			},
			"edit": func(t *rapid.T) {
				h.T = t
				file := pick(t, h.there(), "file")
				h.apply(h.put(h.write(file, h.disk[file].Article.Title[:1])))
			},
			"remove": func(t *rapid.T) {
				h.T = t
				file := pick(t, h.there(), "file")
				delete(h.disk, file)
				h.apply(Change{File: file})
			},
			"rename": func(t *rapid.T) {
				h.T = t
				from := pick(t, h.shown(), "from")
				to := pick(t, slices.DeleteFunc(h.free(), func(f string) bool { return f[:3] != from[:3] }), "to")
				a := h.write(to, h.disk[from].Article.Title[:1])
				delete(h.disk, from)
				h.apply(Change{File: from}, h.put(a))
			},
			"declare": func(t *rapid.T) {
				h.T = t
				from, to := pick(t, h.shown(), "from"), pick(t, h.free(), "to")
				a := h.write(to, h.disk[from].Article.Title[:1])
				if rapid.Bool().Draw(t, "superseded") { // the file stays
					if was := h.disk[from].Article; !was.Appears.IsZero() || !was.Expires.IsZero() {
						t.Skip("an earlier version that comes and goes by itself may be shown beside this one")
					}
					a.Changes = []string{h.disk[from].Article.Path}
					h.apply(h.put(a))
					return
				}
				a.Aliases = []string{h.disk[from].Article.Path}
				delete(h.disk, from)
				h.apply(Change{File: from}, h.put(a))
			},
			"adopt": func(t *rapid.T) {
				h.T = t
				h.adopt(drawAdoptions(t, h))
			},
			"adopt and undo": func(t *rapid.T) {
				h.T = t
				h.apply() // what time brings
				before, recorded := sight(h.snapshot), len(h.book.adopted)
				h.adopt(drawAdoptions(t, h))
				if rapid.Bool().Draw(t, "restart") {
					h.restart()
				}
				h.change(Occasion{Unadopted: slices.Clone(h.book.adopted[recorded:])})
				if diff := cmp.Diff(before, sight(h.snapshot)); diff != "" {
					t.Fatalf("an adoption that was taken back leaves something (-before +after):\n%s", diff)
				}
			},
			"touch": func(t *rapid.T) {
				h.T = t
				h.apply()
			},
			"month": func(t *rapid.T) {
				h.T = t
				h.now = h.now.AddDate(0, 1, 0)
				h.apply()
			},
			"hide": func(t *rapid.T) {
				h.T = t
				file := pick(t, h.shown(), "file")
				to := rapid.SampledFrom([]string{file, "/_drafts" + file[2:]}).Draw(t, "to")
				if _, other := h.disk[to]; other && to != file {
					t.Skip("another one is hidden there")
				}
				a := *h.disk[file].Article
				a.File, a.Path, a.Rare = to, article.PagePath(to), &article.Rare{Hidden: "draft"}
				if rapid.Bool().Draw(t, "unknown") {
					a = article.Article{File: to, Path: a.Path, Title: a.Title, Rare: a.Rare}
				}
				h.move(file, &a)
			},
			"show": func(t *rapid.T) {
				h.T = t
				var hidden []string
				for file, c := range h.disk {
					if c.Article != nil && c.Article.Hidden != "" {
						hidden = append(hidden, file)
					}
				}
				slices.Sort(hidden)
				file := pick(t, hidden, "file")
				to := file
				if strings.HasPrefix(file, "/_drafts") {
					to = pick(t, slices.DeleteFunc(h.free(), func(f string) bool { return f[2:] != file[len("/_drafts"):] }), "to")
				}
				h.move(file, h.write(to, h.disk[file].Article.Title[:1]))
			},
			"time": func(t *rapid.T) {
				h.T = t
				file := pick(t, h.shown(), "file")
				a := h.write(file, h.disk[file].Article.Title[:1])
				at := h.now.Add(time.Duration(rapid.IntRange(-48, 48).Draw(t, "hours")) * time.Hour)
				if rapid.Bool().Draw(t, "appears") {
					a.Appears = at
				} else {
					a.Expires = at
				}
				h.apply(h.put(a))
			},
			"name": func(t *rapid.T) { // an address that may be another's
				h.T = t
				file := pick(t, h.shown(), "file")
				a := h.write(file, h.disk[file].Article.Title[:1])
				may := slices.DeleteFunc(slices.Clone(places[:7]), func(p string) bool { // an earlier version is none of others
					return h.disk[p+".md"].Article != nil && !slices.Contains(h.shown(), p+".md")
				})
				list := rapid.SliceOfNDistinct(rapid.SampledFrom(may), 1, 2, rapid.ID).Draw(t, "addresses")
				if rapid.Bool().Draw(t, "perhaps") {
					a.Perhaps = list
				} else {
					a.Aliases = list
				}
				h.apply(h.put(a))
			},
			"page": func(t *rapid.T) { // the same file has another page
				h.T = t
				file := pick(t, h.shown(), "file")
				a := *h.disk[file].Article
				a.Path = rapid.SampledFrom([]string{article.PagePath(file), "/x" + file[:4]}).Draw(t, "page")
				if a.Path != h.disk[file].Article.Path && h.isDeclared(a.Path, func(a *article.Article) []string { return a.Changes }) {
					t.Skip("another one declares that its earlier version stood there")
				}
				h.apply(h.put(&a))
			},
			"restart": func(t *rapid.T) {
				h.T = t
				h.restart()
			},
			"lose files": func(t *rapid.T) { // some, of a ledger that holds what is on the disk
				h.T = t
				if !maps.Equal(h.disk, h.book.files) {
					t.Skip("the ledger is not up to date")
				}
				before := sight(h.snapshot)
				for _, file := range slices.Sorted(maps.Keys(h.book.files)) {
					if rapid.Bool().Draw(t, "lost") {
						delete(h.book.files, file)
					}
				}
				h.restartWith(Occasion{Incomplete: true})
				if diff := cmp.Diff(before, sight(h.snapshot)); diff != "" {
					h.Fatalf("lost files change what is published (-before +after):\n%s", diff)
				}
			},
		})
	})
}
