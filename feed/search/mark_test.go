package search

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// shown writes pieces as one text, with matches in brackets.
func shown(pieces []Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		if p.Found {
			b.WriteString("[" + p.Text + "]")
		} else {
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

func marker(t testing.TB, query string) *Marker {
	t.Helper()
	q, err := Parse(query)
	if err != nil {
		t.Fatal(err)
	}
	return q.Marker()
}

// TestMark checks that what the index finds is marked, in whatever spelling.
func TestMark(t *testing.T) {
	for _, c := range []struct{ query, text, want string }{
		{"moon", "The Moon, the MOON, moons and moonlight", "The [Moon], the [MOON], moons and moonlight"},
		{"moon landing", "landing on the moon", "[landing] on the [moon]"},
		{`"moon landing"`, "Moon-landing; moon, landing; landing moon", "[Moon-landing]; [moon, landing]; landing moon"},
		{"moon-landing", "moon landing, moon", "[moon landing], moon"},
		{`"a b" "b c"`, "a b c d", "[a b c] d"},
		{`"a b" b`, "b a b", "[b] [a b]"},
		{"cafe", "café, cafe\u0301, CAFÉ", "[café], [cafe\u0301], [CAFÉ]"},
		{"straße", "STRASSE Straße", "[STRASSE] [Straße]"},
		{"office", "oﬃce ｏｆｆｉｃｅ", "[oﬃce] [ｏｆｆｉｃｅ]"},
		{"月球", "登月球的月球车", "登[月球]的[月球]车"},
		{"月", "登月球的月", "登[月]球的[月]"},
		{"登月球", "登月球的月球登月", "[登月球]的月球登月"},
		{"美国 moon", "Moon美国moon", "[Moon美国moon]"},
		{"ก็", "ก็ดี", "[ก็]ดี"},
		{"한국", "한국은 한국", "[한국]은 [한국]"},
		{"3", "3 33 ３", "[3] 33 [３]"},
		{"<b>", "a <b>b</b>", "a <[b]>[b]</[b]>"},
		{"x", "", ""},
	} {
		if got := shown(marker(t, c.query).Mark(c.text)); got != c.want {
			t.Errorf("%s in %q: %q, want %q", c.query, c.text, got, c.want)
		}
	}
}

// TestSnippet checks where texts are cut around their first match.
func TestSnippet(t *testing.T) {
	long := strings.Repeat("word ", 100)
	for _, c := range []struct {
		query, text string
		n           int
		want        string
	}{
		{"moon", "The moon is far.", 40, "The [moon] is far."},
		{"moon", long + "The moon is far. " + long, 30, "… word The [moon] is far. word …"},
		{"moon", long + "moon", 30, "… word [moon]"},
		{"moon", "moon " + long, 12, "[moon] word …"},
		{"月球", strings.Repeat("字", 50) + "月球" + strings.Repeat("字", 50), 12, "… 字字字字[月球]字字字字字字 …"},
		{"moon", long, 30, ""},
		{"moon", strings.Repeat("word ", maxSnippet/5+1) + "moon", 30, ""},
		{`"` + strings.Repeat("word ", 10) + `"`, "a b c d " + long, 10, "… d [" + strings.TrimSpace(strings.Repeat("word ", 10)) + "] …"},
	} {
		if got := shown(marker(t, c.query).Snippet(c.text, c.n)); got != c.want {
			t.Errorf("%s: %q, want %q", c.query, got, c.want)
		}
	}
}

// FuzzMark checks that the pieces of a text are the text, that the words of a text with
// places are those of the index, and that its words are found in it.
func FuzzMark(f *testing.F) {
	for _, seed := range [][2]string{{"moon", "Full moon."}, {"月", "登月球"}, {"cafe", "cafe\u0301"}, {"ก็", "ก็ดี"}, {"x", "\xff\x00x"}, {"한국", "한국은"}, {"ss", "ß\u0301"}, {"ŉ", "ŉ"}, {"a", "ᾳ\u0345"}} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, query, text string) {
		q, err := Parse(query)
		if err != nil {
			return
		}
		m := q.Marker()
		whole := ""
		for _, p := range m.Mark(text) {
			whole += p.Text
		}
		if whole != text {
			t.Errorf("the pieces of %q are %q", text, whole)
		}
		var placed []string
		for tok := range m.tokens(text) {
			if !tok.character {
				placed = append(placed, tok.text)
			}
			if tok.begin >= tok.end || tok.end > len(text) {
				t.Errorf("%q has %+v", text, tok)
			}
		}
		if indexed := strings.Fields(characters{}.words(text)); utf8.ValidString(text) && !slices.Equal(placed, indexed) {
			t.Errorf("%q: %q with places, %q in the index", text, placed, indexed)
		}
		for _, p := range m.Snippet(text, 20) {
			if utf8.ValidString(text) && !utf8.ValidString(p.Text) {
				t.Errorf("%q is cut within a character: %q", text, p.Text)
			}
		}
	})
}
