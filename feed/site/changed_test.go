package site

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/feed/archive"
	"dateline/feed/render"
)

// edit makes a random change: an article is added, edited, moved, given other
// topics, hidden or removed; a file beside articles changes; or only the clock
// advances.
func edit(r *rand.Rand, tr *tree) map[string]string {
	n := r.IntN(8)
	folder := ""
	if len(tr.mounts) > 1 && n%3 > 0 {
		folder = tr.mounts[n%3][1:] + "/"
	}
	name := fmt.Sprintf("%s2026/%02d/%d/%d.md", folder, 1+n%2*3, 1+n, n)
	front := fmt.Sprintf("---\ntitle: %q\ntopics: [T%d, T%d]\nlanguage: %s\n", []string{"One", "Two"}[r.IntN(2)], r.IntN(3), r.IntN(12), []string{"en", "zh-Hant"}[r.IntN(2)])
	m := r.IntN(8)
	text := fmt.Sprintf("Text %d.\n\n[this](x%d.pdf)\n\n### Source:\n\n1. [x](https://www%d.example.com/1)\n\n### Related:\n\n1. [y](/2026/%02d/%d/%d.md)\n2. [z](/2026/01/1/0.md) _Context: Moon_\n",
		r.IntN(3), r.IntN(2), r.IntN(3), 1+m%2*3, 1+m, m)
	if m > 4 { // nothing but its neighbours has to do with it
		front = fmt.Sprintf("---\ntitle: \"Alone %d\"\ntopics: [T%d]\nlanguage: en\n", r.IntN(3), 20+n)
		text = "Text.\n"
	}
	tr.now = tr.now.Add(time.Duration(r.IntN(3)) * 20 * time.Hour)
	switch r.IntN(8) {
	case 0:
		return map[string]string{name: ""}
	case 1:
		return map[string]string{name: front + "draft: true\n---\n" + text}
	case 2: // invisible to readers
		return map[string]string{name: front + "comment: " + fmt.Sprint(r.IntN(100)) + "\n---\n" + text}
	case 3:
		other := fmt.Sprintf("%s2026/06/%d/%d.md", folder, 1+r.IntN(2), r.IntN(8))
		return map[string]string{name: "", other: front + "date: 2026-06-01\n---\n" + text}
	case 4:
		return map[string]string{fmt.Sprintf("2026/01/1/x%d.pdf", r.IntN(2)): strings.Repeat("%", r.IntN(3))}
	case 5:
		return map[string]string{folder + "2026/01/1/c.gif": picture + fmt.Sprint(r.IntN(2)), name: front + "image: /" + folder + "2026/01/1/c.gif\n---\n" + text}
	case 6:
		return map[string]string{}
	}
	return map[string]string{name: front + "---\n" + text}
}

// everything returns the addresses of a snapshot by path, and their contents.
func (tr *tree) everything(s *archive.Snapshot) (addresses map[string]Address, contents map[string]string) {
	addresses, contents = map[string]Address{}, map[string]string{}
	for a := range tr.All(s) {
		addresses[a.Path] = a
		if a.Make != nil {
			contents[a.Path] = tr.body(s, a)
		}
	}
	return addresses, contents
}

// TestChanged makes random changes, and checks that equal revisions mean equal
// bytes, and that Changed returns exactly the addresses that were added or
// removed or whose revision changed. How many of these have the same bytes
// nevertheless is bounded, too.
func TestChanged(t *testing.T) {
	for name, change := range map[string]func(tr *tree){
		"as it is": func(*tree) {},
		"with directories": func(tr *tree) {
			looks := looks
			looks.Directories = directories
			tr.begun = false
			tr.open(looks)
			tr.change(map[string]string{"2026/01/1/0.md": "---\ntopics: [T0]\n---\n# First\n"})
		},
		"with related articles": func(tr *tree) {
			related := looks
			related.Related = true
			tr.Catalogue = New(Options{Renderer: render.New(related), Search: true, Now: tr.Now})
		},
		"with pages on the author's own site": func(tr *tree) {
			tr.Catalogue = New(Options{Renderer: render.New(homed), Search: true, Now: tr.Now})
		},
		"in another zone": func(tr *tree) {
			far := looks
			far.Zone = time.FixedZone("", 12*60*60+45*60)
			tr.Catalogue = New(Options{Renderer: render.New(far), Search: true, Now: tr.Now})
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(9, uint64(len(name))))
			tr := publish(t, looks, map[string]string{"2026/01/1/0.md": "---\ntopics: [T0]\n---\n# First\n"})
			change(tr)
			moved, same := 0, 0
			end := tr.now.AddDate(0, 3, 0)
			tr.Options.Now = func() time.Time { return end } // otherwise the clock changes documents, too
			old := tr.snapshot()
			was, before := tr.everything(old)
			for range 30 {
				tr.change(edit(r, tr))
				s := tr.snapshot()
				is, after := tr.everything(s)
				want := map[string]bool{}
				for path := range union(was, is) {
					_, stood := was[path]
					_, stands := is[path]
					switch other := was[path].Revision != is[path].Revision; {
					case stood != stands, other:
						want[path] = true
						moved++
						if before[path] == after[path] {
							same++
						}
					case before[path] != after[path]:
						t.Errorf("%s has other bytes, and the revision %v still:\n%s\n%s", path, is[path].Revision, before[path], after[path])
					}
				}
				got := map[string]bool{}
				if s != old {
					for path := range tr.Changed(old, s, tr.delta) {
						got[path] = true
					}
				}
				for path := range union(got, want) {
					if got[path] != want[path] {
						t.Errorf("%s changed: %v, want %v (%v, then %v)", path, got[path], want[path], was[path].Revision, is[path].Revision)
					}
				}
				if t.Failed() {
					return
				}
				old, was, before = s, is, after
			}
			t.Logf("%d addresses changed, %d of them kept their bytes", moved, same)
			if moved == 0 || same*10 > moved*9 {
				t.Errorf("of %d addresses with another revision %d have the same bytes", moved, same)
			}
		})
	}
}

func union[V any](a, b map[string]V) map[string]bool {
	all := map[string]bool{}
	for _, path := range slices.Concat(slices.Collect(maps.Keys(a)), slices.Collect(maps.Keys(b))) {
		all[path] = true
	}
	return all
}
