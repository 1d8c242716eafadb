package archive

import (
	"crypto/sha256"
	"encoding/binary"
	"flag"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"dateline/feed/article"
)

// following is an archive that changes over months, with a daemon that restarts
// or is killed. It checks what those rely on who follow all of its feeds.
type following struct {
	*rapid.T
	options  Options
	now      time.Time
	disk     map[string]Change
	book     *book
	snapshot *Snapshot
	away     map[string]time.Time       // files that are gone, by the moment at which a snapshot that was saved knew
	hidden   map[string]bool            // stories whose author hid them last
	ids      map[string]string          // by story
	redated  map[string]bool            // ids of stories whose date was corrected
	born     map[string]birth           // entries when they were first published, by id
	held     map[string]map[string]bool // ids that the window of each feed ever held
	known    map[string]bool            // feeds and ids that a feed held before it was dropped
	since    map[string]time.Time       // when each feed got its first entry
	lists    map[string][]string        // ids in the window of each feed
	busy     bool
}

const testLate = 30 * 24 * time.Hour

// followed are options with small windows, so that these are often full.
func followed(t *rapid.T) Options {
	o := Options{Zone: time.UTC, Authority: "example.org,2026", Fleeting: rapid.Bool().Draw(t, "fleeting"), Recent: 48 * time.Hour, Late: testLate,
		Contents: []Content{{Mount: "/", MaxRemoval: 20, Grace: 2 * time.Minute}}, Limits: Limits{Items: 4, MinItems: 2}}
	if rapid.Bool().Draw(t, "mounted") {
		o.Contents = append(o.Contents, Content{Mount: "/zh", MaxRemoval: 20, Grace: 2 * time.Minute})
	}
	if rapid.Bool().Draw(t, "bounded") {
		o.Limits.MaxBytes, o.Limits.Size = 1000, func(e *Entry) int { return len(e.HTML) }
	}
	return o
}

// alphabet has names of stories, of which titles are made that do not resemble
// one another.
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZΓΔΘΛΞΠΣΦΨΩБГДЖЗИЙЛПУФЦЧШЩЫЭЮЯ"

// storyOf returns the name of the story of an article.
func storyOf(a *article.Article) string {
	first, _ := utf8.DecodeRuneInString(a.Title)
	return string(first)
}

// write makes a file of a story of a date, with any topics and text.
func (f *following) write(file, story string, date time.Time) *article.Article {
	topics := []string{"Moon", "Mars", "Venus"}
	a := &article.Article{File: file, Path: article.PagePath(file), Date: date, DateOnly: true, Rare: &article.Rare{},
		Title: strings.Repeat(story, 8) + fmt.Sprint(rapid.IntRange(1, 3).Draw(f.T, "wording")), HTML: strings.Repeat(story+" ", rapid.SampledFrom([]int{5, 100, 300}).Draw(f.T, "length")),
		Topics: names(rapid.SliceOfNDistinct(rapid.SampledFrom(topics), 0, 2, rapid.ID).Draw(f.T, "topics")...)}
	for range rapid.IntRange(0, 2).Draw(f.T, "relations") {
		if there := f.there(); len(there) > 0 {
			a.Related = append(a.Related, claimFor(f.disk[rapid.SampledFrom(there).Draw(f.T, "related")].Article.Path, names(rapid.SampledFrom(topics).Draw(f.T, "context"))[0]))
		}
	}
	a.Sources = []article.Link{{Name: "BBC", URL: "https://" + rapid.SampledFrom([]string{"bbc", "cnn"}).Draw(f.T, "outlet") + ".example/" + story}}
	sum := sha256.Sum256([]byte(a.Title + a.HTML + a.Sources[0].URL))
	a.Fingerprint = binary.BigEndian.Uint64(sum[:])
	sum = sha256.Sum256(append(sum[:], date.Format(time.DateOnly)...)) // the file says the date, too
	a.Hash = [16]byte(sum[:])
	return a
}

// there returns the files of articles that are on the disk and not hidden.
func (f *following) there() (list []string) {
	for file, c := range f.disk {
		if c.Article.Hidden == "" {
			list = append(list, file)
		}
	}
	slices.Sort(list)
	return list
}

// story returns the name of the story in a file.
func (f *following) story(file string) string { return storyOf(f.disk[file].Article) }

// unused returns n stories that never were.
func (f *following) unused(n int) (list []string) {
	for _, r := range alphabet {
		if _, known := f.ids[string(r)]; !known && len(list) < n {
			list = append(list, string(r))
		}
	}
	if len(list) < n {
		f.Skip("no stories are left")
	}
	return list
}

// today returns the date of the present day, some days before.
func (f *following) today(before int) time.Time {
	return f.now.UTC().Truncate(24*time.Hour).AddDate(0, 0, -before)
}

// create adds stories of some days ago, in one change.
func (f *following) create(n, from, to int) {
	var changes []Change
	for _, story := range f.unused(n) {
		date := f.today(rapid.IntRange(from, to).Draw(f.T, "days ago"))
		file := f.file(date, story)
		f.ids[story] = ""
		changes = append(changes, f.put(f.write(file, story, date)))
	}
	f.apply(changes...)
}

// file draws the file of a story of a date, in any content directory.
func (f *following) file(date time.Time, story string) string {
	mount := rapid.SampledFrom(f.options.Contents).Draw(f.T, "directory").Mount
	return path.Join(mount, date.Format("2006/01/02"), story+".md")
}

func (f *following) put(a *article.Article) Change {
	c := Change{File: a.File, Article: a}
	f.disk[a.File] = c
	f.hidden[storyOf(a)] = a.Hidden != ""
	return c
}

func (f *following) remove(file string) Change {
	delete(f.disk, file)
	return Change{File: file}
}

// pass lets time pass, in which a daemon that runs does what falls due. One that
// sleeps, with its machine, does it all at the end.
func (f *following) pass(d time.Duration) {
	until := f.now.Add(d)
	asleep := rapid.IntRange(0, 3).Draw(f.T, "asleep") == 0
	for range 200 {
		wake := f.snapshot.Wake()
		if wake.Before(f.now.Add(time.Second)) && !wake.IsZero() {
			wake = f.now.Add(time.Second)
		}
		if asleep || f.busy || wake.IsZero() || wake.After(until) {
			break
		}
		f.now = wake
		f.apply()
	}
	f.now = until
}

// apply applies changes. If the daemon is killed, it was before it saved them.
func (f *following) apply(changes ...Change) {
	if rapid.IntRange(0, 9).Draw(f.T, "killed") == 0 {
		f.restart()
		return
	}
	f.with(changes, Occasion{Now: f.now, Live: true, Imported: mountsOf(f.options), Busy: f.busy})
}

// with makes a change, in a second of its own: a feed that is born in the second of
// a backfill counts as born with it.
func (f *following) with(changes []Change, o Occasion) {
	f.now = f.now.Add(time.Second)
	o.Now = f.now
	for _, c := range changes {
		if _, known := f.away[c.File]; c.Article == nil && !known {
			f.away[c.File] = f.now
		} else if c.Article != nil {
			delete(f.away, c.File)
		}
	}
	before := f.snapshot
	next, delta := f.snapshot.With(changes, o)
	f.snapshot = next
	f.book.save(delta, f.rows(changes, delta))
	f.forget(delta.Memory)
	f.check(before)
}

// forget lets the feeds of topics begin anew that are dropped. What they held may
// come back: subscribers know it.
func (f *following) forget(m Memory) {
	for _, slug := range m.Forgotten {
		key := FeedOfTopic(slug)
		for id := range f.held[key] {
			f.known[key+id] = true
		}
		delete(f.held, key)
		delete(f.lists, key)
	}
}

// rows returns the changes of files that are saved. A file whose removal did not
// take effect stays.
func (f *following) rows(changes []Change, d Delta) (list []Change) {
	for _, c := range changes {
		if c.Article != nil {
			list = append(list, c)
		}
	}
	for _, file := range d.Gone {
		list = append(list, Change{File: file})
	}
	return list
}

// restart loads the book, then applies what is on the disk.
func (f *following) restart() {
	snapshot, missed := Load(f.options, f.book.memory(), slices.Collect(maps.Values(f.book.files)))
	f.snapshot = snapshot
	f.book.save(Delta{Memory: missed}, nil)
	f.forget(missed)
	changes := slices.Collect(maps.Values(f.disk))
	for file := range f.book.files {
		if _, there := f.disk[file]; !there {
			changes = append(changes, Change{File: file})
		}
	}
	slices.SortFunc(changes, func(a, b Change) int { return strings.Compare(a.File, b.File) })
	f.with(changes, Occasion{Now: f.now, Imported: mountsOf(f.options), Busy: f.busy})
}

// rename moves a story to another file of its date, which is written before or
// after the old one is removed, in a change of its own up to four seconds later,
// perhaps with a restart between.
func (f *following) rename(from string) {
	a := f.disk[from].Article
	base := strings.TrimSuffix(from, ".md")
	to := base + "n.md"
	b := f.write(to, f.story(from), a.Date)
	steps := []func() Change{func() Change { return f.put(b) }, func() Change { return f.remove(from) }}
	if rapid.Bool().Draw(f.T, "removed first") {
		slices.Reverse(steps)
	}
	if rapid.IntRange(0, 3).Draw(f.T, "at once") == 0 {
		f.apply(steps[0](), steps[1]())
		return
	}
	f.apply(steps[0]())
	f.now = f.now.Add(time.Duration(rapid.IntRange(0, 4).Draw(f.T, "pause")) * time.Second)
	if rapid.IntRange(0, 3).Draw(f.T, "restarted") == 0 {
		f.restart()
	}
	f.apply(steps[1]())
}

// settle ends all that is under way.
func (f *following) settle() {
	f.busy = false
	for range 3 {
		f.now = f.now.Add(time.Hour)
		f.with(nil, Occasion{Now: f.now, Live: true, Imported: mountsOf(f.options)})
	}
}

// TestFollowing lets an archive change for months. Without -rapid.seed it draws the
// same histories each time, so that a change of the code is judged by the same ones.
func TestFollowing(t *testing.T) {
	if seed := flag.Lookup("rapid.seed").Value; seed.String() == "0" {
		if err := seed.Set("1"); err != nil {
			t.Fatal(err)
		}
		defer seed.Set("0")
	}
	rapid.Check(t, func(t *rapid.T) {
		o := followed(t)
		f := &following{T: t, options: o, now: noon, disk: map[string]Change{}, book: newBook(), snapshot: New(o), away: map[string]time.Time{}, hidden: map[string]bool{},
			ids: map[string]string{}, redated: map[string]bool{}, born: map[string]birth{}, held: map[string]map[string]bool{}, known: map[string]bool{}, since: map[string]time.Time{}, lists: map[string][]string{}}
		var imported []Change
		for _, story := range f.unused(rapid.IntRange(1, 8).Draw(t, "imported")) {
			date := f.today(rapid.IntRange(0, 400).Draw(t, "days ago"))
			imported = append(imported, f.put(f.write(f.file(date, story), story, date)))
			f.ids[story] = ""
		}
		f.with(imported, Occasion{Now: f.now, Imported: mountsOf(f.options)})
		t.Repeat(f.actions())
		f.T = t
		f.settle()
		f.checkEnd()
	})
}

// actions returns what an author and a machine do.
func (f *following) actions() map[string]func(*rapid.T) {
	actions := map[string]func(){
		"today":        func() { f.create(rapid.IntRange(1, 3).Draw(f.T, "number"), 0, 0) },
		"late":         func() { f.create(1, 3, 28) },
		"very late":    func() { f.create(1, 300, 900) },
		"backfill":     func() { f.create(rapid.IntRange(5, 8).Draw(f.T, "number"), 3000, 5000) },
		"a second":     func() { f.pass(time.Duration(rapid.IntRange(0, 10).Draw(f.T, "seconds")) * time.Second) },
		"some minutes": func() { f.pass(time.Duration(rapid.IntRange(1, 40).Draw(f.T, "minutes")) * time.Minute) },
		"some days":    func() { f.pass(time.Duration(rapid.IntRange(1, 20*24).Draw(f.T, "hours")) * time.Hour) },
		"restart":      func() { f.restart() },
		"touch":        func() { f.apply() },
		"busy":         func() { f.busy = !f.busy; f.apply() },
		"accept":       func() { f.accept() },
	}
	for name, do := range map[string]func(file string){
		"edit":   func(file string) { f.apply(f.put(f.write(file, f.story(file), f.disk[file].Article.Date))) },
		"rename": f.rename,
		"remove": func(file string) { f.apply(f.remove(file)) },
		"return": f.removeAndReturn,
		"hide": func(file string) {
			a := *f.disk[file].Article
			a.Rare = &article.Rare{Hidden: "draft"}
			f.apply(f.put(&a))
		},
		"correct the date": func(file string) {
			a := f.write(file, f.story(file), f.today(rapid.SampledFrom([]int{0, 1, 10, 60, 400, 3650}).Draw(f.T, "days ago")))
			id := f.ids[f.story(file)]
			f.redated[id] = true
			for _, held := range f.held { // it takes its place anew
				delete(held, id)
			}
			f.apply(f.put(a))
		},
		"relate": func(file string) {
			a := *f.disk[file].Article
			a.Related = f.write(file, f.story(file), a.Date).Related
			f.apply(f.put(&a))
		},
	} {
		actions[name] = func() { do(pick(f.T, f.there(), "file")) }
	}
	all := map[string]func(*rapid.T){}
	for name, do := range actions {
		all[name] = func(t *rapid.T) {
			f.T = t
			do()
		}
	}
	all["show"] = func(t *rapid.T) {
		f.T = t
		hidden := slices.DeleteFunc(slices.Sorted(maps.Keys(f.disk)), func(file string) bool { return f.disk[file].Article.Hidden == "" })
		file := pick(t, hidden, "file")
		f.apply(f.put(f.write(file, f.story(file), f.disk[file].Article.Date)))
	}
	return all
}

// removeAndReturn removes a file that is back before the grace is over.
func (f *following) removeAndReturn(file string) {
	c := f.disk[file]
	f.apply(f.remove(file))
	f.pass(time.Duration(rapid.IntRange(0, 119).Draw(f.T, "seconds")) * time.Second)
	f.apply(f.put(c.Article))
}

// accept ends all graces.
func (f *following) accept() {
	grace := f.options.Contents[0].Grace
	for file, at := range f.away {
		f.away[file] = at.Add(-max(grace, 30*time.Minute))
	}
	f.with(nil, Occasion{Now: f.now, Live: true, Imported: mountsOf(f.options), Accepted: true, Busy: f.busy})
}
