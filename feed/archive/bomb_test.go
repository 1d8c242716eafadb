package archive

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unique"

	"dateline/feed/article"
)

// bomb is a change that is designed to take long, and the changes that prepare
// it. Articles are within the bounds of package article.
type bomb struct {
	name          string
	before, after []Change
}

const many = 1000

// several returns changes of n files.
func several(n int, make func(i int) *article.Article) (list []Change) {
	for i := range n {
		a := make(i)
		list = append(list, Change{File: a.File, Article: a})
	}
	return list
}

func numberedPiece(dir string, i int) *article.Article {
	return piece(fmt.Sprintf("/%s/%d.md", dir, i), "2026-04-01", fmt.Sprint(dir, i))
}

// topicsOfNumber returns as many topics as an article may have.
func topicsOfNumber(i int, form string) (list []string) {
	for k := range article.MaxTopics {
		list = append(list, fmt.Sprintf(form, i*article.MaxTopics+k))
	}
	return list
}

func bombs() []bomb {
	title := func(i int, letter string) string { return fmt.Sprint(i) + strings.Repeat(letter+"b c", 399) }
	renamed := func(n int, sameSource bool) bomb {
		make := func(dir, letter string) []Change {
			return several(n, func(i int) *article.Article {
				a := numberedPiece(dir, i)
				a.Title = title(i, letter)
				a.Sources = []article.Link{{URL: "http://a.b/" + dir}}
				if sameSource {
					a.Sources = []article.Link{{URL: "http://a.b"}}
				}
				return a
			})
		}
		old := make("old", "a")
		return bomb{fmt.Sprintf("%d renamed with long titles, one source %v", n, sameSource), old, append(gone(old), make("new", "z")...)}
	}
	chain := several(many, func(i int) *article.Article {
		a := numberedPiece("a", i)
		a.Rare = &article.Rare{Aliases: []string{fmt.Sprintf("/a/%d", i+1)}}
		return a
	})
	chainBack := several(many, func(i int) *article.Article {
		a := numberedPiece("a", i)
		if i > 0 {
			a.Rare = &article.Rare{Aliases: []string{fmt.Sprintf("/a/%d", i-1)}}
		}
		return a
	})
	naming := func(form func(i, k int) string) []Change {
		return several(many, func(i int) *article.Article {
			a := numberedPiece("a", i)
			a.Rare = &article.Rare{}
			for k := range 100 {
				a.Changes = append(a.Changes, form(i, k))
			}
			return a
		})
	}
	claimed := several(many, func(i int) *article.Article {
		a := numberedPiece("a", i)
		for _, t := range topicsOfNumber(i, "Topic %d") {
			a.Related = append(a.Related, claimFor("/x", unique.Make(t)))
		}
		return a
	})
	claimedAll := several(many, func(i int) *article.Article {
		a := numberedPiece("a", i)
		for k, t := range topicsOfNumber(i, "Topic %d") {
			for p := range 10 {
				a.Related = append(a.Related, claimFor(fmt.Sprintf("/a/%d", (k*10+p)%many), unique.Make(t)))
			}
		}
		return a
	})
	day := Change{File: "/index.md", Day: &article.Day{File: "/index.md", Date: piece("/x.md", "2026-04-01", "").Date}}
	for i := range 10_000 {
		day.Day.Articles = append(day.Day.Articles, claimFor(fmt.Sprintf("/a/%d", i), unique.Make(fmt.Sprint("Topic ", i%100))))
	}
	days := func(n int) (list []Change) {
		for i := range n {
			d := *day.Day
			d.File = fmt.Sprintf("/%d/index.md", i)
			list = append(list, Change{File: d.File, Day: &d})
		}
		return list
	}
	plain := several(many, func(i int) *article.Article { return numberedPiece("a", i) })
	timed := func(n int, dir string) []Change {
		return several(n, func(i int) *article.Article {
			a := numberedPiece(dir, i)
			a.DateOnly = false
			return a
		})
	}
	withImage := func(n int, dir string) []Change {
		return several(n, func(i int) *article.Article {
			a := numberedPiece(dir, i)
			a.Rare = &article.Rare{References: []article.Reference{{Path: "/x.png"}}}
			return a
		})
	}
	declaring := func(dir string, perhaps bool, form func(i, k int) string) []Change {
		return several(many, func(i int) *article.Article {
			a := numberedPiece(dir, i)
			a.Rare = &article.Rare{}
			for k := range 100 {
				if perhaps {
					a.Perhaps = append(a.Perhaps, form(i, k), form(i, k)+"/x")
				} else {
					a.Aliases = append(a.Aliases, form(i, k))
				}
			}
			return a
		})
	}
	hiding := func(list []Change) (hidden []Change) {
		for _, c := range list {
			a := *c.Article
			rare := article.Rare{}
			if a.Rare != nil {
				rare = *a.Rare
			}
			rare.Hidden = "draft: true"
			a.Rare = &rare
			hidden = append(hidden, Change{File: a.File, Article: &a})
		}
		return hidden
	}
	drafts := func(list []Change) (moved []Change) {
		moved = gone(list)
		for _, c := range hiding(list) {
			a := *c.Article
			a.File = "/_drafts" + a.File
			a.Path = article.PagePath(a.File)
			moved = append(moved, Change{File: a.File, Article: &a})
		}
		return moved
	}
	bodies := func(n int, dir string, hash byte) []Change {
		return several(n, func(i int) *article.Article {
			a := numberedPiece(dir, i)
			a.Title = fmt.Sprint(dir, " title ", i)
			a.HTML = "<p>" + strings.Repeat("the same body in each ", 20) + "</p>"
			a.Fingerprint, a.Hash = uint64(article.Page(fmt.Sprint(dir, i))), [16]byte{hash, byte(i), byte(i >> 8)}
			return a
		})
	}
	copies := several(many, func(i int) *article.Article {
		a := numberedPiece("a", i)
		a.Title, a.HTML, a.Hash, a.Fingerprint = "copy", "<p>"+strings.Repeat("the same body in each ", 20)+"</p>", [16]byte{1}, 7
		a.Rare = &article.Rare{ID: "x"}
		for k := range 100 {
			a.Aliases = append(a.Aliases, fmt.Sprint("/old/", k))
			a.Changes = append(a.Changes, fmt.Sprint("/older/", k))
		}
		return a
	})
	ending := several(10_000, func(i int) *article.Article {
		a := numberedPiece("a", i)
		a.Rare = &article.Rare{Expires: noon.Add(time.Minute)}
		return a
	})
	hundred := func(i, k int) string { return fmt.Sprint("/old/", k) }
	each := func(i, k int) string { return fmt.Sprintf("/a/%d", (i+k+1)%many) }
	theirs := func(i, k int) string { return fmt.Sprintf("/old/%d/%d", i, k) }
	declaringAll := []bomb{
		{"aliases of their own", nil, declaring("a", false, theirs)},
		{"second readings of one hundred aliases", nil, declaring("a", true, hundred)},
		{"second readings of their own", nil, declaring("a", true, theirs)},
		{"second readings that stand there", plain, declaring("b", true, each)},
		{"aliases of their own, hidden", declaring("a", false, theirs), hiding(declaring("a", false, theirs))},
		{"aliases of their own, shown", hiding(declaring("a", false, theirs)), declaring("a", false, theirs)},
		{"aliases of their own, moved to drafts", declaring("a", false, theirs), drafts(declaring("a", false, theirs))},
		{"aliases of each other, moved to drafts", declaring("a", false, each), drafts(declaring("a", false, each))},
		{"one hundred aliases, moved", declaring("a", false, hundred), append(gone(plain), declaring("b", false, hundred)...)},
		{"copies", nil, copies},
		{"copies of one that is there", copies[:1], copies},
		{"copies, moved to drafts", copies, drafts(copies)},
		{"10,000 copies, moved", bodies(10_000, "a", 0), append(gone(bodies(10_000, "a", 0)), bodies(10_000, "b", 0)...)},
		{"10,000 of the same body, moved", bodies(10_000, "a", 0), append(gone(bodies(10_000, "a", 0)), bodies(10_000, "b", 1)...)},
		{"10,000 of the same body, moved to drafts", bodies(10_000, "a", 0), append(gone(bodies(10_000, "a", 0)), hiding(bodies(10_000, "b", 1))...)},
		{"10,000 hidden", bodies(10_000, "a", 0), hiding(bodies(10_000, "a", 0))},
		{"10,000 shown", hiding(bodies(10_000, "a", 0)), bodies(10_000, "a", 0)},
		{"10,000 expire", ending, nil},
	}
	return append(declaringAll, []bomb{
		renamed(50, false), renamed(many/2, false), renamed(many/2, true),
		{"aliases in a chain", nil, chain},
		{"aliases in a chain, backwards", nil, chainBack},
		{"aliases in a chain, gone", chain, gone(chain)},
		{"all name one path", plain[:0], naming(func(i, k int) string { return "/old" })},
		{"all name one hundred paths", nil, naming(func(i, k int) string { return fmt.Sprint("/old/", k) })},
		{"all name one hundred of each other", nil, naming(func(i, k int) string { return fmt.Sprintf("/a/%d", (i+k+1)%many) })},
		{"all name one hundred of their own", nil, naming(func(i, k int) string { return fmt.Sprintf("/old/%d/%d", i, k) })},
		{"all name one hundred that stand there", plain, naming(func(i, k int) string { return fmt.Sprint("/a/", k) })},
		{"topics of their own", nil, several(many, func(i int) *article.Article {
			a := numberedPiece("a", i)
			a.Topics = names(topicsOfNumber(i, "Topic %d")...)
			return a
		})},
		{"topics that slug alike", nil, several(many, func(i int) *article.Article {
			a := numberedPiece("a", i)
			for k := range 100 {
				a.Topics = append(a.Topics, unique.Make("a"+strings.Map(func(r rune) rune { return map[rune]rune{'0': '!', '1': '?'}[r] }, fmt.Sprintf("%b", i*100+k))))
			}
			return a
		})},
		{"all claim for one page", nil, append(claimed, Change{File: "/x.md", Article: piece("/x.md", "2026-04-01", "X")})},
		{"claims for one page, gone", append(claimed, Change{File: "/x.md", Article: piece("/x.md", "2026-04-01", "X")}), gone(claimed)},
		{"all claim for all", nil, claimedAll},
		{"a long page of the day", plain, []Change{day}},
		{"many long pages of the day", plain, days(50)},
		{"plain files beside many long pages of the day", days(50), plain},
		{"one moment", timed(20_000, "b"), timed(many, "a")},
		{"one picture", withImage(20_000, "b"), withImage(many, "a")},
		{"one picture, at once", nil, withImage(20_000, "b")},
		{"one date", several(20_000, func(i int) *article.Article { return numberedPiece("b", i) }), plain},
		{"one date, gone", several(20_000, func(i int) *article.Article { return numberedPiece("a", i) }), gone(plain)},
		{"one id", nil, several(many, func(i int) *article.Article {
			a := numberedPiece("a", i)
			a.Rare = &article.Rare{ID: "x"}
			return a
		})},
	}...)
}

// BenchmarkBombs measures such changes of 1,000 files. Five seconds are too much.
func BenchmarkBombs(b *testing.B) {
	for _, x := range bombs() {
		b.Run(strings.ReplaceAll(x.name, " ", "-"), func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				s, _ := New(options()).With(x.before, Occasion{Now: noon, Imported: []string{"/"}})
				b.StartTimer()
				s.With(x.after, Occasion{Now: noon.Add(time.Hour), Accepted: true})
			}
		})
	}
}
