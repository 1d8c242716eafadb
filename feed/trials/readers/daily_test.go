package readers

import (
	"flag"
	"math/rand/v2"
	"testing"
	"time"

	"dateline/feed/config"
)

var (
	days = flag.Int("days", 6, "how many days TestSubscribers lasts")
	seed = flag.Uint64("seed", 1, "of what the author of TestSubscribers writes")
)

// morning is when TestSubscribers begins.
var morning = time.Date(2026, 6, 1, 7, 0, 0, 0, time.UTC)

// TestSubscribers lets subscribers of ten feeds follow an archive, whose author
// does all that the founding archive does to it. Sizes are small, so that their
// bounds take effect often. -v prints what each subscriber was shown.
func TestSubscribers(t *testing.T) {
	for _, site := range []struct {
		name     string
		days     int
		settings func(*config.Config)
	}{
		{"sticky topics", *days, func(c *config.Config) { c.Feeds.MaxBytes, c.Feeds.MaxEntry = 100_000, 20_000 }},
		{"fleeting topics", *days / 3, func(c *config.Config) { c.Topics.Sticky = false }},
		{"small windows", *days / 3, func(c *config.Config) {
			c.Feeds.Items, c.Feeds.MinItems, c.Feeds.MaxBytes, c.Feeds.MaxEntry = 10, 3, 30_000, 1000
		}},
	} {
		t.Run(site.name, func(t *testing.T) {
			t.Parallel()
			c := config.Default()
			site.settings(c)
			a := begin(t, c, *seed)
			a.subscribeToAll()
			for day := range site.days {
				a.live(day)
			}
			a.report()
			if problems := a.publisher.Current().Problems; len(problems) > 0 {
				t.Errorf("%d problems, the first: %s", len(problems), problems[0].Error())
			}
		})
	}
}

// begin starts a site with 600 reports of the last 400 days, which are imported.
func begin(t *testing.T, c *config.Config, seed uint64) *author {
	t.Helper()
	a := &author{trial: newTrial(run(t, c, morning)), random: rand.New(rand.NewPCG(seed, 10)),
		topics: []string{"Moon", "Mars", "Venus", "Earth", "Saturn", "Jupiter", "Uranus", "Neptune", "Pluto", "Ceres", "Eris", "Sedna"}}
	a.save(a.several(600, a.ago(1, 400))...)
	a.restart() // a start finds all of them
	return a
}

// subscribeToAll subscribes to feeds of all kinds, in all formats.
func (a *author) subscribeToAll() {
	moon, mars, venus := topic("moon"), topic("mars"), topic("venus")
	a.subscribe("/feed.rss", everything)
	a.subscribe("/topics/moon/feed.atom", moon)            // large
	a.subscribe("/topics/sedna/feed.json", topic("sedna")) // small
	a.subscribe("/topics/comet/feed.rss", topic("comet"))  // appears later
	a.subscribe("/topics/ceres/feed.atom", topic("ceres"))
	a.subscribe("/sources/tribune.example/feed.json", outlet("tribune.example"))
	a.subscribe("/lang/fr/feed.rss", language("fr"))
	a.subscribe("/topics/mars+moon/feed.atom", both(mars, moon))            // all of
	a.subscribe("/topics/mars,venus/feed.json", either(mars, venus))        // any of
	a.subscribe("/topics/moon/except/mars/feed.rss", both(moon, not(mars))) // but not
	a.poll(daily)
	a.poll(eager)
}

// backfills are how many reports of years ago are added, by the day.
var backfills = map[int]int{1: 60, 25: 500, 40: 200, 55: 51}

// live lets a day pass: a reshuffle at night, one daily poll, then edits of every
// kind, in any order.
func (a *author) live(day int) {
	a.Helper()
	end := a.now.AddDate(0, 0, 1)
	events := []func(){a.publish, a.publish, a.publish, a.publish, a.correct, a.correct, a.rename}
	sometimes := func(one int, event func()) {
		if a.random.IntN(one) == 0 {
			events = append(events, event)
		}
	}
	sometimes(2, a.late)
	sometimes(2, a.remove)
	sometimes(4, a.hide)
	sometimes(8, a.mistype)
	sometimes(3, a.sameAfterRestart)
	if day%15 == 1 {
		events = append(events, func() { a.commit(a.save(a.write(a.now.AddDate(-2, 0, 0)))...) })
	}
	if day%12 == 1 {
		events = append(events, func() { a.commit(a.save(a.write(a.now, "Comet"))...) })
	}
	if n := backfills[day]; n > 0 {
		events = append(events, func() { a.commit(a.save(a.several(n, a.years)...)...) })
	}
	a.random.Shuffle(len(events), func(i, j int) { events[i], events[j] = events[j], events[i] })
	for _, event := range events {
		event()
		a.wait(time.Duration(1+a.random.IntN(40)) * time.Minute)
		a.resume()
	}
	a.reshuffle()
	if a.now.Before(end) {
		a.wait(end.Sub(a.now))
	}
	a.poll(daily)
}

// publish adds reports of today.
func (a *author) publish() { a.commit(a.save(a.several(1+a.random.IntN(4), a.today)...)...) }

// late adds a single report of some days ago.
func (a *author) late() { a.commit(a.save(a.several(1, a.ago(3, 28))...)...) }
