package readers

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/config"
	"dateline/feed/trials/newstest"
)

// episodeRow is a row of the table of episodes: its name, and when it was.
var episodeRow = regexp.MustCompile(`(?m)^\| (\d\d-[a-z-]+) \| ([-\d]+ [:\d]+) \|`)

// TestSubscribersOfEpisodes lets subscribers follow real updates forward, back and
// forward again, with a day and a restart between. -v prints what each was shown.
func TestSubscribersOfEpisodes(t *testing.T) {
	table, err := os.ReadFile(filepath.Join(newstest.Shared(t, "corpus/episodes"), "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	rows := episodeRow.FindAllStringSubmatch(string(table), -1)
	if len(rows) == 0 {
		t.Fatal("no episode is found")
	}
	for _, row := range rows {
		t.Run(row[1], func(t *testing.T) {
			t.Parallel()
			at, err := time.Parse("2006-01-02 15:04", row[2])
			if err != nil {
				t.Fatal(err)
			}
			corpus := newstest.Shared(t, "corpus/episodes/"+row[1])
			c := config.Default()
			c.Content[0].Language = "zh"
			x := newTrial(run(t, c, at.Add(-time.Hour)))
			x.become(corpus, "before")
			x.subscribeToFeedsOf(corpus, at)
			for _, state := range []string{"after", "before", "after"} {
				x.wait(at.Sub(x.now))
				x.become(corpus, state)
				at = at.AddDate(0, 0, 1)
				x.wait(at.Sub(x.now) - time.Minute)
				x.poll(daily)
				x.sameAfterRestart()
			}
			x.report()
		})
	}
}

// become changes the tree to a state of an episode. The first one is imported.
func (x *trial) become(corpus, state string) {
	x.Helper()
	dir := x.config.Content[0].Dir
	was := map[string]bool{}
	for _, f := range files(x.T, dir) {
		was[f.Path] = true
		if err := os.Remove(filepath.Join(dir, f.Path)); err != nil {
			x.Fatal(err)
		}
	}
	if err := os.CopyFS(dir, os.DirFS(filepath.Join(corpus, state))); err != nil && !errors.Is(err, fs.ErrNotExist) {
		x.Fatal(err)
	}
	if len(x.subscribers) == 0 {
		x.restart()
		return
	}
	for _, f := range files(x.T, dir) {
		was[f.Path] = true
	}
	x.commit(slices.Sorted(maps.Keys(was))...)
}

// subscribeToFeedsOf subscribes to feeds of all kinds that an episode has in the
// end.
func (x *trial) subscribeToFeedsOf(corpus string, at time.Time) {
	x.Helper()
	c := config.Default()
	c.Content[0].Language = "zh"
	end := newTrial(run(x.T, c, at))
	end.become(corpus, "after")
	largest := func(k archive.Kind, n int) (slugs []string) {
		sizes := map[string]int{}
		for e := range end.snapshot.Global().Newest() {
			for _, t := range map[archive.Kind][]*archive.Topic{archive.OfTopic: e.Topics, archive.OfOutlet: e.Outlets, archive.OfLanguage: e.Languages}[k] {
				sizes[t.Slug]++
			}
		}
		slugs = slices.SortedFunc(maps.Keys(sizes), func(a, b string) int {
			if sizes[a] != sizes[b] {
				return sizes[b] - sizes[a]
			}
			return strings.Compare(a, b)
		})
		return slugs[:min(n, len(slugs))]
	}
	x.subscribe("/feed.rss", everything)
	topics := largest(archive.OfTopic, 5)
	formats := []string{"atom", "json", "rss"}
	for i, slug := range topics {
		x.subscribe(article.PathURI("/topics/"+slug+"/feed."+formats[i%3]), topic(slug))
	}
	for _, host := range largest(archive.OfOutlet, 1) {
		x.subscribe("/sources/"+host+"/feed.json", outlet(host))
	}
	for _, tag := range largest(archive.OfLanguage, 1) {
		x.subscribe("/lang/"+tag+"/feed.rss", language(tag))
	}
	if len(topics) > 1 {
		pair := slices.Sorted(slices.Values(topics[:2]))
		a, b := topic(pair[0]), topic(pair[1])
		x.subscribe(article.PathURI("/topics/"+pair[0]+"+"+pair[1]+"/feed.atom"), both(a, b))
		x.subscribe(article.PathURI("/topics/"+pair[0]+","+pair[1]+"/feed.json"), either(a, b))
	}
	x.poll(daily)
	x.poll(eager)
}
