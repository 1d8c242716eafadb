package feed

import (
	"slices"
	"strings"
	"testing"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/trials/newstest"
)

// openCorpus publishes the files of a language that keep wants.
func openCorpus(t *testing.T, lang string, keep func(path string) bool) *archive.Snapshot {
	t.Helper()
	dir := newstest.Shared(t, "corpus/"+lang)
	p := publisherOf(t, Content{Dir: dir, Mount: "/", Language: lang})
	p.Apply(Batch{Changed: found(slices.DeleteFunc(walk(t, dir), func(path string) bool { return !keep(path) })...)})
	return p.Current().Snapshot
}

// truth is a row of the output of an independent parser for the whole corpus:
// topics of the articles alone (C), and with those of day pages (D).
type truth struct {
	Path    string
	TopicsC []string `json:"topics_c"`
	TopicsD []string `json:"topics_d"`
}

// cleaned are the names that the truth keeps raw; a topic name is plain text.
var cleaned = map[string]string{
	"M<sub>W</sub>": "MW",
	"-{zh-tw:強烈颱風山竹; zh-hk:超強颱風山竹; zh-cn:超强台风山竹;}-": "超强台风山竹",
}

// headings are the five topics that an article has only from the heading of a day
// page above it. The truth counts the contexts of day pages only.
var headings = []string{
	"2017 Stockholm attack", "Hunter Island", "Maldives Police Service", "Department of Homeland Security", "马来西亚航空17号班机空难",
}

// folds returns the sorted set of topics with some names: names that fold alike
// are one topic.
func folds(names []string) []string {
	var set []string
	for _, n := range names {
		if c, ok := cleaned[n]; ok {
			n = c
		}
		set = append(set, article.Fold(n))
	}
	slices.Sort(set)
	return slices.Compact(set)
}

func TestTopicsOfTheCorpus(t *testing.T) {
	dayPage := func(path string) bool {
		return strings.HasSuffix(path, "/index.md") || strings.HasSuffix(path, "/README.md")
	}
	fromHeadings := 0
	for _, lang := range []string{"en", "zh"} {
		alone := openCorpus(t, lang, func(path string) bool { return !dayPage(path) })
		whole := openCorpus(t, lang, func(string) bool { return true })
		for _, row := range newstest.Truth[truth](t, lang) {
			compareTopics(t, alone, row.Path, row.TopicsC)
			want := row.TopicsD
			if want == nil {
				want = row.TopicsC
			}
			e, ok := whole.Entry("/" + article.PagePath(row.Path))
			if !ok {
				compareTopics(t, whole, row.Path, want)
				continue
			}
			for _, topic := range e.Topics {
				if slices.Contains(headings, topic.Name) && !slices.Contains(folds(want), article.Fold(topic.Name)) {
					want = append(want, topic.Name)
					fromHeadings++
				}
			}
			compareTopics(t, whole, row.Path, want)
		}
	}
	if fromHeadings != len(headings) {
		t.Errorf("%d topics come from headings of day pages alone, want %d", fromHeadings, len(headings))
	}
}

func compareTopics(t *testing.T, s *archive.Snapshot, path string, want []string) {
	e, ok := s.Entry("/" + article.PagePath(path))
	if _, moved := s.Moved("/" + article.PagePath(path)); moved {
		return // an earlier version, which another file declares
	}
	if !ok {
		t.Errorf("%s is not published", path)
		return
	}
	var got []string
	for _, topic := range e.Topics {
		got = append(got, topic.Name)
		if f, ok := s.Topic(topic.Slug); !ok || !slices.Contains(slices.Collect(f.Newest()), e) {
			t.Errorf("%s is not in the feed of its topic %s", path, topic.Slug)
		}
	}
	if !slices.Equal(folds(got), folds(want)) {
		t.Errorf("%s: topics\n got %q\nwant %q", path, folds(got), folds(want))
	}
}
