package archive

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/feed/article"
)

// deletion is a site from which files are deleted one after another.
type deletion struct {
	*graceful
	files []Change // that are there
	gone  []Change // that were deleted
}

// newDeletion makes a site of some articles in each of some content directories.
func newDeletion(t *testing.T, grace time.Duration, maxRemoval, articles int, mounts ...string) *deletion {
	o := sticky()
	for _, mount := range mounts {
		o.Contents = append(o.Contents, Content{Mount: mount, MaxRemoval: maxRemoval, Grace: grace})
	}
	var all []Change
	for _, c := range o.Contents {
		for i := range articles {
			all = append(all, numbered(c.Mount, i))
		}
	}
	d := &deletion{graceful: newGracefulWith(t, o), files: all}
	d.step(all, Occasion{Now: d.now, Imported: mounts})
	for _, c := range all {
		d.disk[c.File] = c
	}
	d.pause(time.Hour)
	return d
}

// numbered is one of many articles of a content directory, none like another.
func numbered(mount string, i int) Change {
	file := fmt.Sprintf("%s/%d/a%03d.md", mount, i%9+1, i)
	if mount == "/" {
		file = file[1:]
	}
	a := piece(file, fmt.Sprintf("2026-04-0%d", i%9+1), fmt.Sprintf("%s%09d", mount, i*i*i*7919))
	a.Fingerprint = uint64(article.Page(file))
	return Change{File: file, Article: a}
}

// delete deletes some files below a mount, with a pause after each, until a removal
// is held. It returns how many were deleted.
func (d *deletion) delete(mount string, count int, pause time.Duration) (deleted int) {
	d.Helper()
	for deleted < count && d.Held() == 0 {
		i := slices.IndexFunc(d.files, func(c Change) bool { return Within(c.File, mount) })
		d.gone = append(d.gone, d.files[i])
		d.apply(Change{File: d.files[i].File})
		d.files = slices.Delete(d.files, i, i+1)
		deleted++
		d.pause(pause)
	}
	return deleted
}

// deleteTogether deletes some files in one change.
func (d *deletion) deleteTogether(count int) {
	d.Helper()
	var changes []Change
	for _, c := range d.files[:count] {
		changes = append(changes, Change{File: c.File})
	}
	d.gone = append(d.gone, d.files[:count]...)
	d.files = d.files[count:]
	d.apply(changes...)
}

func (d *deletion) accept() {
	d.Helper()
	d.now = d.now.Add(time.Second)
	d.step(nil, Occasion{Now: d.now, Live: true, Accepted: true})
}

// TestSlowDeletions deletes a large share of a directory slowly.
func TestSlowDeletions(t *testing.T) {
	const perSecond = time.Second / 9
	for _, grace := range []time.Duration{0, 2 * time.Minute} {
		for _, restarts := range []bool{false, true} {
			t.Run(fmt.Sprint(grace, restarts), func(t *testing.T) {
				begin := func(maxRemoval, articles int) *deletion {
					d := newDeletion(t, grace, maxRemoval, articles, "/")
					d.restarts = restarts && articles < 200 // which takes long
					return d
				}
				d := begin(20, 330)
				if first := d.delete("/", 44, perSecond); first != 44 {
					t.Errorf("of the first 44 files, %d", first)
				}
				d.pause(10 * time.Minute)
				if next := d.delete("/", 44, perSecond); next != 67-44 { // 67 are more than 20% of 330
					t.Errorf("a removal is held with the %dth file", 44+next)
				}
				held := 1
				if grace > 0 {
					held = 67 - 44
				}
				if diff := cmp.Diff([]Hold{{"/", held, 67, 330, 20}}, d.Holds()); diff != "" {
					t.Error(diff)
				}
				d.pause(10 * time.Minute)
				if d.Global().Len() != 330-67+held {
					t.Errorf("%d are published", d.Global().Len())
				}

				d = begin(20, 120)
				for range 4 {
					d.delete("/", 19, 0)
					d.pause(30 * time.Minute)
				}
				if len(d.gone) != 25 { // more than 20% of 120
					t.Errorf("of 120, a removal is held with the %dth file", len(d.gone))
				}

				d = begin(20, 120)
				for range 80 {
					d.delete("/", 1, 24*time.Hour)
				}
				if d.Held() != 0 || d.Global().Len() != 40 {
					t.Errorf("one a day: %d held, %d published", d.Held(), d.Global().Len())
				}

				d = begin(20, 20)
				if d.delete("/", 19, time.Minute); d.Held() != 0 {
					t.Error("19 of 20 are held")
				}
				d = begin(100, 60)
				if d.delete("/", 60, time.Minute); d.Held() != 0 {
					t.Error("all are held with 100%")
				}
			})
		}
	}
}

// TestAcceptedRemovals deletes more after the operator accepted a removal.
func TestAcceptedRemovals(t *testing.T) {
	for _, restarts := range []bool{false, true} {
		d := newDeletion(t, 2*time.Minute, 20, 200, "/")
		d.restarts = restarts
		d.deleteTogether(60)
		if d.Held() != 60 {
			t.Fatalf("%d held", d.Held())
		}
		d.accept()
		if d.Held() != 0 || d.Global().Len() != 140 {
			t.Errorf("accepted: %d held, %d published", d.Held(), d.Global().Len())
		}
		d.pause(time.Minute)
		d.deleteTogether(14)
		d.pause(10 * time.Minute)
		if d.Held() != 0 || d.Global().Len() != 126 {
			t.Errorf("10%% more: %d held, %d published", d.Held(), d.Global().Len())
		}
		d.deleteTogether(21) // 25% of 140 since then
		if diff := cmp.Diff([]Hold{{"/", 21, 35, 140, 20}}, d.Holds()); diff != "" {
			t.Error(diff)
		}
		d.accept()
		d.pause(time.Minute)
		d.deleteTogether(20)
		if d.Held() != 0 {
			t.Errorf("a small removal after the second acceptance: %d held", d.Held())
		}
	}
}

// TestHoldLasts checks that a hold is the same after days and restarts, and ends
// when enough files are back.
func TestHoldLasts(t *testing.T) {
	for _, grace := range []time.Duration{0, 2 * time.Minute} {
		d := newDeletion(t, grace, 20, 100, "/")
		d.delete("/", 15, time.Hour)
		d.deleteTogether(10)
		want := []Hold{{"/", 10, 25, 100, 20}}
		for _, wait := range []time.Duration{time.Hour, 20 * time.Hour, 48 * time.Hour} {
			d.pause(wait)
			d.restart()
			d.apply(d.files[0]) // which changes nothing
			if diff := cmp.Diff(want, d.Holds()); diff != "" {
				t.Errorf("grace %s, after %s more: %s", grace, wait, diff)
			}
		}
		d.apply(d.gone[15:21]...)
		if want := map[time.Duration]int{0: 4, 2 * time.Minute: 0}[grace]; d.Held() != want {
			t.Errorf("grace %s, with 6 of 10 back: %d held, want %d", grace, d.Held(), want)
		}
		d.apply(d.gone[21:]...)
		if d.pause(time.Hour); d.Held() != 0 || d.Global().Len() != 85 {
			t.Errorf("grace %s, with all back: %d held, %d published", grace, d.Held(), d.Global().Len())
		}
	}
}

// TestLossesApart deletes from two directories, of which only one loses too much.
func TestLossesApart(t *testing.T) {
	d := newDeletion(t, 2*time.Minute, 20, 100, "/en", "/zh")
	d.delete("/en", 19, time.Minute)
	d.delete("/zh", 19, time.Minute)
	if d.Held() != 0 {
		t.Fatalf("%v", d.Holds())
	}
	d.delete("/zh", 9, time.Minute)
	holds := d.Holds()
	if len(holds) != 1 || holds[0].Mount != "/zh" || holds[0].Lost != 21 || holds[0].Of != 100 {
		t.Errorf("%+v", holds)
	}
	if d.pause(time.Hour); d.Global().Len() != 200-19-21+holds[0].Held {
		t.Errorf("%d published", d.Global().Len())
	}
}

// TestNoLosses checks what does not count as a removal: what is hidden, expires,
// moves, is superseded or returns.
func TestNoLosses(t *testing.T) {
	edit := func(c Change, change func(*article.Article)) Change {
		a := *c.Article
		rare := *a.Rare
		a.Rare = &rare
		change(&a)
		return Change{File: c.File, Article: &a}
	}
	tests := map[string]func(d *deletion, c Change) []Change{
		"hidden": func(_ *deletion, c Change) []Change {
			return []Change{edit(c, func(a *article.Article) { a.Hidden = "draft" })}
		},
		"expired": func(d *deletion, c Change) []Change {
			return []Change{edit(c, func(a *article.Article) { a.Expires = d.now })}
		},
		"expired, then gone": func(d *deletion, c Change) []Change {
			d.apply(edit(c, func(a *article.Article) { a.Expires = d.now }))
			return []Change{{File: c.File}}
		},
		"hidden, then gone": func(d *deletion, c Change) []Change {
			d.apply(edit(c, func(a *article.Article) { a.Hidden = "draft" }))
			return []Change{{File: c.File}}
		},
		"moved": func(_ *deletion, c Change) []Change {
			to := edit(c, func(a *article.Article) { a.File = a.File[:3] + "b" + a.File[4:]; a.Path = article.PagePath(a.File) })
			return []Change{{File: c.File}, {File: to.Article.File, Article: to.Article}}
		},
		"superseded": func(_ *deletion, c Change) []Change {
			by := edit(c, func(a *article.Article) {
				a.File = a.File[:3] + "c" + a.File[4:]
				a.Path, a.Title, a.Fingerprint, a.Changes = article.PagePath(a.File), "9"+a.Title, a.Fingerprint+1, []string{c.Article.Path}
			})
			return []Change{{File: by.Article.File, Article: by.Article}}
		},
		"back before its grace ended": func(d *deletion, c Change) []Change {
			d.apply(Change{File: c.File})
			d.pause(time.Minute)
			return []Change{c}
		},
		"back": func(d *deletion, c Change) []Change {
			d.apply(Change{File: c.File})
			d.pause(time.Hour / 2)
			return []Change{c}
		},
	}
	for name, change := range tests {
		d := newDeletion(t, 2*time.Minute, 20, 60, "/")
		for range 15 {
			d.apply(change(d, d.files[0])...)
			d.files = d.files[1:]
			d.pause(time.Minute)
		}
		if d.pause(10 * time.Minute); len(d.losses) != 1 || d.losses[0] != nil {
			t.Errorf("%s: %d count as removed", name, d.losses[0].Len())
		}
		if d.deleteTogether(9); d.Held() != 0 {
			t.Errorf("%s: a small removal is held", name)
		}
		if d.delete("/", 20, 0); d.Held() < 10 {
			t.Errorf("%s: %d held with the %dth file", name, d.Held(), len(d.gone))
		}
	}
}

// TestLossesAndClock sets the clock back and forward while files are deleted.
func TestLossesAndClock(t *testing.T) {
	for name, c := range map[string]struct {
		jump time.Duration
		held bool
	}{
		"an hour back": {-time.Hour, true}, "two days back, which is doubted": {-48 * time.Hour, true}, "an hour forward": {time.Hour, true},
		"two days forward": {48 * time.Hour, false}, "two years forward, which is doubted": {2 * 366 * 24 * time.Hour, true},
	} {
		d := newDeletion(t, 0, 20, 100, "/")
		d.delete("/", 15, time.Minute)
		d.now = d.now.Add(c.jump)
		d.delete("/", 10, time.Second)
		if (d.Held() > 0) != c.held {
			t.Errorf("%s: %d held", name, d.Held())
		}
	}

	// The clock was wrong by a year when 15 were removed and 30 accepted. Neither
	// counts when it is right again, but what goes then does.
	d := newDeletion(t, 0, 20, 100, "/")
	right := d.now
	d.now = d.now.AddDate(0, 11, 0)
	d.deleteTogether(30)
	d.accept()
	d.delete("/", 10, time.Minute)
	d.now = right
	d.accept()
	if d.Doubt() != nil {
		t.Fatal(d.Doubt())
	}
	d.pause(time.Minute)
	d.delete("/", 12, time.Minute)
	if d.Held() != 0 {
		t.Errorf("12 of 60: %v", d.Holds())
	}
	if d.delete("/", 20, time.Minute); len(d.gone) != 30+10+20 {
		t.Errorf("held with the %dth file", len(d.gone)-40)
	}
}

// TestLossesAreFound counts the losses of a day by looking at few of them, and
// forgets older ones.
func TestLossesAreFound(t *testing.T) {
	d := newDeletion(t, 0, 100, 1200, "/")
	d.book = newBook() // it is not asked, which would take long
	for begin := d.now; d.now.Before(begin.Add(2 * 24 * time.Hour)); d.now = d.now.Add(5 * time.Minute) {
		next, delta := d.With([]Change{{File: d.files[0].File}}, Occasion{Now: d.now, Live: true})
		if d.Snapshot, d.files = next, d.files[1:]; delta.looked > 20 {
			t.Fatalf("%d of %d losses were looked at", delta.looked, d.losses[0].Len())
		}
	}
	if count, _ := d.countLosses(0, d.Snapshot.clock.Unix()); count != 288 || d.losses[0].Len() != 288 {
		t.Errorf("%d count, %d are kept", count, d.losses[0].Len())
	}
	if _, delta := d.With([]Change{numbered("/", 2000)}, Occasion{Now: d.now, Live: true}); delta.looked != 0 {
		t.Errorf("%d are looked at although nothing goes", delta.looked)
	}
}
