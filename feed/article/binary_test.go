package article

import (
	"bytes"
	"encoding"
	"encoding/binary"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
	"unique"

	"dateline/feed/trials/newstest"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// sameName compares names by their text, not by their handles.
var sameName = cmp.Comparer(func(a, b Name) bool { return a == b })

// checkBinary checks that an article is the same after a round trip through its
// binary form.
func checkBinary(t *testing.T, r Result) {
	t.Helper()
	if a := r.Article; a != nil {
		got := new(Article)
		checkCodec(t, a, got, func() string { return cmp.Diff(a, got, sameName) })
		if a.Rare == plainRare(unique.Make(a.Language)) && got.Rare != a.Rare {
			t.Errorf("%s has a Rare of its own", a.File)
		}
		if n := cap(got.Sources) + cap(got.Topics) + cap(got.Related); n != len(a.Sources)+len(a.Topics)+len(a.Related) {
			t.Errorf("%s: room for %d elements in its lists", a.File, n)
		}
	}
	if day := r.Day; day != nil {
		got := new(Day)
		checkCodec(t, day, got, func() string { return cmp.Diff(day, got, sameName) })
	}
}

func checkCodec(t *testing.T, from encoding.BinaryAppender, to encoding.BinaryUnmarshaler, diff func() string) {
	t.Helper()
	data, err := from.AppendBinary([]byte("before"))
	if err != nil {
		t.Fatal(err)
	}
	data, ok := bytes.CutPrefix(data, []byte("before"))
	if !ok {
		t.Fatalf("%q does not begin with what was there before", data)
	}
	if err := to.UnmarshalBinary(data); err != nil {
		t.Fatal(err)
	}
	clear(data) // nothing may refer to it
	if diff := diff(); diff != "" {
		t.Error(diff)
	}
}

func TestBinaryGolden(t *testing.T) {
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal("no golden files", err)
	}
	for _, file := range archives {
		a, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		p := goldenParser(option(a))
		for _, f := range inputs(a) {
			checkBinary(t, p.Parse(f.Name, f.Data))
		}
	}
}

func TestBinaryCorpus(t *testing.T) {
	for _, lang := range []string{"en", "zh"} {
		n := 0
		for _, r := range parsed(t, corpusParser(lang), newstest.Shared(t, "corpus/"+lang)) {
			checkBinary(t, r)
			n++
		}
		if n < 60 {
			t.Errorf("%s: only %d files", lang, n)
		}
	}
}

// corpusParser reads a language of the corpus.
func corpusParser(lang string) *Parser {
	return NewParser(Options{Dir: lang, Mount: "/", Aliases: []string{"/" + lang}, BaseURL: "http://127.0.0.1:8080",
		Language: lang, Zone: time.UTC, Grammar: founding()})
}

// parsed returns what a parser makes of the Markdown files in a directory.
func parsed(t *testing.T, p *Parser, dir string) map[string]Result {
	t.Helper()
	results := map[string]Result{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(name, ".md") {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		results[name] = p.Parse(name, data)
		return err
	})
	if err != nil || len(results) == 0 {
		t.Fatal(len(results), err)
	}
	return results
}

// Values that Parse never makes survive a round trip as well.
func TestBinaryUnusual(t *testing.T) {
	for _, a := range []*Article{
		{Rare: &Rare{}},
		{Path: "/elsewhere", File: "/a.md", Rare: plainRare(unique.Make("zh-Hant"))},
		{Date: time.Date(1066, 10, 14, 9, 0, 0, 1, time.FixedZone("", 3600)), Topics: []Name{{}, unique.Make("")}, Rare: &Rare{Hidden: "draft", NoIndex: true, Authors: []Author{{Name: "Ann", URL: "https://ann.example"}, {Name: "Bo", Mail: "bo@mail.example"}}, Perhaps: []string{"/x"}}},
		{Fingerprint: 1<<64 - 1, Hash: [16]byte{15: 1}, Related: []Claim{{Page: 1<<64 - 1}}, Rare: &Rare{IDAt: Place{1, 2}, ID: "x"}},
		{HTML: `<a href="dateline:0">x</a>`, Rare: &Rare{References: []Reference{{Path: "/x.md", Suffix: "#y", AtHome: "/x", Place: Place{3, 4}}, {Name: "z"}},
			Enclosure: &Enclosure{Path: "/x.mp3", Type: "audio/mpeg", Length: 1 << 40, Duration: 754, Place: Place{5, 6}}}},
	} {
		got := new(Article)
		checkCodec(t, a, got, func() string { return cmp.Diff(a, got, sameName) })
	}
	if _, err := new(Article).AppendBinary(nil); err == nil {
		t.Error("an article without Rare is encoded")
	}
}

// Articles that 0.6.0 wrote are read, and their pages have the same paths as then.
func TestBinaryFormer(t *testing.T) {
	e := encoder{numbers: []byte{}}
	e.number(hasRare)
	e.numbers = append(e.numbers, make([]byte, len(Article{}.Hash))...)
	e.numbers = binary.BigEndian.AppendUint64(e.numbers, 7)
	e.time(time.Unix(0, 0))
	for _, s := range []string{"/x/index.md", "Title", "", ""} {
		e.text(s)
	}
	e.links(nil)
	e.topics(nil)
	e.claims(nil)
	e.name(unique.Make("en"))
	e.text("Summary")
	e.time(time.Time{})
	e.list([]string{"Ann"})
	e.number(1) // a draft
	e.text("id")
	e.list([]string{"/alias"})
	e.list([]string{"/change"})
	e.links(nil)
	e.list([]string{"/p.png"})
	e.text("")
	e.text("")
	for range 3 {
		e.place(Place{1, 2})
	}
	var got Article
	if err := got.UnmarshalBinary(e.append(nil, format060)); err != nil {
		t.Fatal(err)
	}
	want := Article{Path: "/x/index", File: "/x/index.md", Fingerprint: 7, Date: time.Unix(0, 0).UTC(), Title: "Title", Rare: &Rare{Summary: "Summary", Language: "en",
		Authors: []Author{{Name: "Ann"}}, Hidden: "draft: true", ID: "id", Aliases: []string{"/alias"}, Changes: []string{"/change"},
		References: []Reference{{Path: "/p.png"}}, CoverLine: 1, CoverColumn: 2, IDAt: Place{1, 2}, FormerAt: Place{1, 2}}}
	if diff := cmp.Diff(want, got, sameName); diff != "" {
		t.Error(diff)
	}
}

// Truncated data and other formats are refused without allocating much.
func TestBinaryDamaged(t *testing.T) {
	r := newsParser().Parse("2026/04/7/x.md", []byte("# T\n\ntext\n\n### Related:\n1. [a](/b.md) _Context: A, B_\n"))
	whole, err := r.Article.AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	var got Article
	for n := range whole {
		if err := got.UnmarshalBinary(whole[:n]); err == nil {
			t.Errorf("%d of %d bytes are taken for all", n, len(whole))
		}
	}
	if err := got.UnmarshalBinary(append(whole, 0)); err == nil {
		t.Error("a byte too many is taken")
	}
	if err := new(Day).UnmarshalBinary(whole); err == nil || !strings.Contains(err.Error(), "format 0x3, not 0x82") {
		t.Errorf("an article for a day: %v", err)
	}
	if diff := cmp.Diff(Article{}, got, sameName); diff != "" {
		t.Error("damaged data left something: ", diff)
	}
}

// A count that is larger than the data allocates nothing.
func TestBinaryCounts(t *testing.T) {
	for at := range 40 {
		data := bytes.Repeat([]byte{1}, at)
		data = binary.AppendUvarint(data, 1<<40)
		data = append(data, make([]byte, 1<<12)...)
		if at > 0 {
			data[0] = articleFormat
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		var a Article
		_ = a.UnmarshalBinary(data)
		runtime.ReadMemStats(&after)
		if n := after.TotalAlloc - before.TotalAlloc; n > 40*uint64(len(data)) {
			t.Errorf("at %d: %d bytes for %d", at, n, len(data))
		}
	}
}

// FuzzUnmarshal checks that any bytes are either refused, or survive a round trip.
func FuzzUnmarshal(f *testing.F) {
	p := newsParser()
	for _, seed := range seeds(f) {
		var data []byte
		if r := p.Parse(seed.Name, seed.Data); r.Article != nil {
			data, _ = r.Article.AppendBinary(nil)
		} else if r.Day != nil {
			data, _ = r.Day.AppendBinary(nil)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		data = bytes.Clone(data)
		if a := new(Article); a.UnmarshalBinary(data) == nil {
			again := new(Article)
			checkCodec(t, a, again, func() string { return cmp.Diff(a, again, sameName) })
		}
		if day := new(Day); day.UnmarshalBinary(data) == nil {
			again := new(Day)
			checkCodec(t, day, again, func() string { return cmp.Diff(day, again, sameName) })
		}
	})
}

// BenchmarkDecode reads the binary form of one article.
func BenchmarkDecode(b *testing.B) {
	data, err := foundingArticle(b).AppendBinary(nil)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		var a Article
		if err := a.UnmarshalBinary(data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEncode(b *testing.B) {
	a := foundingArticle(b)
	var data []byte
	b.ReportAllocs()
	for b.Loop() {
		var err error
		if data, err = a.AppendBinary(data[:0]); err != nil {
			b.Fatal(err)
		}
	}
}

func foundingArticle(b *testing.B) *Article {
	b.Helper()
	markdown, err := os.ReadFile("testdata/founding.md")
	if err != nil {
		b.Fatal(err)
	}
	r := corpusParser("en").Parse("2026/04/7/story.md", markdown)
	if r.Article == nil {
		b.Fatal(r.Problems)
	}
	return r.Article
}
