package archive

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"dateline/feed/article"
)

// TestDecisions runs only the identity stage: what happens to a published story
// is a decision, and feeds do not change until they follow it.
func TestDecisions(t *testing.T) {
	story := func(file, title string, print uint64) Change {
		a := piece(file, "2026-04-01", title)
		a.Fingerprint = print
		return Change{File: file, Article: a}
	}
	taking := story("/1/b.md", "B", 2) // the story of /1/a, though it has one of its own
	taking.Article.Changes = []string{"/1/a"}
	hidden := story("/1/a.md", "Alpha is here", 1)
	hidden.Article.Hidden = "draft: true"
	a := story("/1/a.md", "Alpha is here", 1)
	tests := map[string]struct {
		before, change []Change
		want           []string
		hides          bool
	}{
		"new":       {nil, []Change{a}, nil, false},
		"the same":  {[]Change{a}, []Change{a}, nil, false},
		"removed":   {[]Change{a}, []Change{{File: "/1/a.md"}}, []string{"removed /1/a"}, false},
		"corrected": {[]Change{a}, []Change{story("/1/a.md", "Alpha was here", 2)}, []string{"corrected /1/a"}, false},
		"moved":     {[]Change{a}, []Change{{File: "/1/a.md"}, story("/1/b.md", "Alpha is here", 1)}, []string{"moved /1/a"}, false},
		"moved and corrected": {[]Change{a}, []Change{{File: "/1/a.md"}, story("/1/b.md", "Alpha was here", 2)},
			[]string{"moved /1/a", "corrected /1/a"}, false},
		"ended":  {[]Change{a, story("/1/b.md", "B", 2)}, []Change{taking}, []string{"ended /1/a"}, true},
		"hidden": {[]Change{a}, []Change{{File: "/1/a.md"}, {File: "/2/a.md", Article: hiddenAt(hidden, "/2/a.md")}}, []string{"moved /1/a"}, true},
	}
	kinds := map[NoticeKind]string{ended: "ended", Corrected: "corrected", Moved: "moved", Removed: "removed"}
	for name, test := range tests {
		s, _ := with(New(options()), test.before)
		n := s.next(Occasion{Now: noon})
		n.trustClock()
		n.files.apply(test.change)
		n.files.relist()
		decided := n.identity.settle(n.files.arrivals)
		var got []string
		for _, d := range decided.list {
			got = append(got, kinds[d.kind]+" "+d.was.Path)
		}
		if diff := cmp.Diff(test.want, got); diff != "" || decided.hides != test.hides {
			t.Errorf("%s: hides %v, decisions (-want +got)\n%s", name, decided.hides, diff)
		}
		if n.global != s.global || len(n.writer.open) > 0 || n.global.Len() != len(test.before) {
			t.Errorf("%s: settling identity writes to feeds", name)
		}
	}
}

// hiddenAt returns the article of a change as a draft in another file.
func hiddenAt(c Change, file string) *article.Article {
	a := *c.Article
	a.File, a.Path = file, article.PagePath(file)
	return &a
}

// TestReadsEditNothing checks that pages which a change only reads are not
// edited: their entries are not rebuilt.
func TestReadsEditNothing(t *testing.T) {
	old := piece("/1/old.md", "2026-04-01", "An older story")
	s, _ := with(New(options()), []Change{{File: "/1/old.md", Article: old}})
	moved := piece("/1/new.md", "2026-04-01", "An older story")
	s, _ = with(s, []Change{{File: "/1/old.md"}, {File: "/1/new.md", Article: moved}})
	n := s.next(Occasion{Now: noon})
	n.trustClock()
	n.files.apply([]Change{{File: "/1/old.md", Article: old}}) // another copy, beside its own story
	n.identity.settle(n.files.arrivals)
	if len(n.due) != 1 || n.due[0].id != article.Page("/1/old") {
		t.Errorf("%d pages are edited, want the one of the file alone", len(n.due))
	}
	if n.page(article.Page("/1/new")) != s.page(article.Page("/1/new")) {
		t.Error("the page of the story is made again")
	}
	if blank.article != nil || blank.story != nil || blank.claims != nil || blank.movedTo != 0 {
		t.Error("the page of which nothing is known was written to")
	}
}
