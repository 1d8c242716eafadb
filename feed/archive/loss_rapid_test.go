package archive

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestLossesOfADay deletes and brings back files at random, with restarts and
// clocks that go wrong. Whatever the order, not more articles leave within a day
// than may, but for those that the operator accepts, and each that stays although
// its file is gone is held or departs. If the operator accepts a clock that was set
// back, the removals of two days may be of one day: then no more articles may leave.
func TestLossesOfADay(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		const articles, share = 60, 40
		grace := rapid.SampledFrom([]time.Duration{0, 2 * time.Minute}).Draw(r, "grace")
		d := newDeletion(t, grace, share, articles, "/")
		d.fatal = r
		left := map[string]time.Time{} // when articles left, by path
		var accepted time.Time         // all until then, with the rest of that second
		all := slices.Clone(d.files)
		check := func() {
			within, leaves, begin := 0, false, latest(accepted, d.Snapshot.clock.Add(-24*time.Hour))
			for _, c := range all {
				_, shown := d.Entry(c.Article.Path)
				at, known := left[c.Article.Path]
				switch {
				case shown:
					delete(left, c.Article.Path)
				case !known:
					at = d.Snapshot.clock
					left[c.Article.Path] = at
					leaves = leaves || at.After(accepted)
				}
				if !shown && at.After(begin) && !at.After(d.Snapshot.clock.Add(24*time.Hour)) {
					within++
				}
				if departs := d.Departs(c.File); departs != (shown && d.disk[c.File].Article == nil) {
					r.Fatalf("%s: departs %v, shown %v", c.File, departs, shown)
				}
			}
			if most := max(fewRemoved-1, (d.Global().Len()+within)*share/100); within > most && leaves {
				r.Fatalf("at %s: %d left within a day, of %d", d.now, within, d.Global().Len()+within)
			}
		}
		some := func(r *rapid.T, there bool) (list []Change) {
			for _, c := range all {
				if (d.disk[c.File].Article != nil) == there {
					list = append(list, c)
				}
			}
			if len(list) == 0 {
				r.Skip("none")
			}
			return list[:rapid.IntRange(1, min(len(list), 12)).Draw(r, "files")]
		}
		r.Repeat(map[string]func(*rapid.T){
			"": func(*rapid.T) { check() },
			"delete": func(r *rapid.T) {
				var changes []Change
				for _, c := range some(r, true) {
					changes = append(changes, Change{File: c.File})
				}
				d.apply(changes...)
			},
			"return": func(r *rapid.T) { d.apply(some(r, false)...) },
			"wait": func(r *rapid.T) {
				for range rapid.IntRange(1, 4).Draw(r, "times") {
					until := d.now.Add(rapid.SampledFrom([]time.Duration{time.Second, 3 * time.Minute, 7 * time.Hour, 25 * time.Hour}).Draw(r, "wait"))
					for at := d.Wake(); !at.IsZero() && !at.After(until) && d.now.Before(until); at = d.Wake() {
						d.pause(max(at.Sub(d.now), time.Second)) // so that check sees when articles leave
						check()
					}
					d.pause(max(until.Sub(d.now), 0))
					check()
				}
			},
			"clock back": func(r *rapid.T) {
				if d.now.Before(noon) {
					r.Skip("articles would be of the future")
				}
				d.now = d.now.Add(-20 * time.Hour)
			},
			"restart": func(*rapid.T) { d.restart() },
			"accept": func(*rapid.T) {
				before := d.Global().Len()
				if d.accept(); d.Global().Len() < before {
					accepted = latest(accepted, d.Snapshot.clock)
				}
			},
		})
	})
}
