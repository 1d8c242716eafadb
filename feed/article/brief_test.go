package article

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

func TestBrief(t *testing.T) {
	for _, c := range []struct{ text, want string }{ // | is where 30 characters end
		{"One two three four five. Six se|ven eight nine.", "One two three four five."},
		{"It ends exactly at thirty now.| And goes on.", "It ends exactly at thirty now."},
		{"Is it one, two or three? Nobody| knows.", "Is it one, two or three?"},
		{"Look, there goes the train! Nob|ody saw.", "Look, there goes the train!"},
		{"It went on and on and on… Until| it ended.", "It went on and on and on…"},
		{`He said: "Here we are now." Then| he left.`, `He said: "Here we are now."`},
		{"(The whole line is aside, yes.) |And more.", "(The whole line is aside,…"},
		{"It was so loud!!! (Very loud.) An|d then.", "It was so loud!!! (Very loud.)"},
		{"Too short. Then a long sentence f|ollows.", "Too short. Then a long…"},
		{"There were apples, e.g. Cox’s Or|ange.", "There were apples, e.g. Cox’s…"},
		{"Yesterday I have met Mr. Smith an|d him.", "Yesterday I have met Mr.…"},
		{"It is made in the U.S. Army base |here.", "It is made in the U.S. Army…"},
		{"We went home on the 3. Oktober da|nn.", "We went home on the 3.…"},
		{"It grew by more than 3.5 per cent| so.", "It grew by more than 3.5 per…"},
		{"They all shouted “Go!” and then w|ent.", "They all shouted “Go!” and…"},
		{"The site example.com is down agai|n.", "The site example.com is down…"},
		{"これは一つ目の文です。次はとても長い文で、最後まで入りません|から切ります。", "これは一つ目の文です。次はとても長い文で、最後まで入りませ…"},
		{"これはとても長い一つ目の文です。「次は何ですか？」最後はこ|こに入りません。", "これはとても長い一つ目の文です。「次は何ですか？」"},
		{"यह पहला वाक्य है जो लंबा है। यह दूस|रा वाक्य।", "यह पहला वाक्य है जो लंबा है।"},
		{"هل هذه هي الجملة الأولى؟ وهذه هي |الثانية.", "هل هذه هي الجملة الأولى؟"},
		{"یہ پہلا لمبا سا جملہ ہے۔ یہ دوسرا| جملہ ہے۔", "یہ پہلا لمبا سا جملہ ہے۔"},
		{"Short enough. Really.", "Short enough. Really."},
		{"", ""},
	} {
		if got := Brief(strings.Replace(c.text, "|", "", 1), 30); got != c.want {
			t.Errorf("%s:\n got %q\nwant %q", c.text, got, c.want)
		}
	}
}

// FuzzBrief checks that the result consists of whole grapheme clusters from the
// beginning of the text, and ends with an ellipsis unless a sentence ends there.
func FuzzBrief(f *testing.F) {
	f.Add("One. Two. Three‼️ Four.", 8)
	f.Add("👨‍👩‍👧‍👦。👨‍👩‍👧‍👦🇩🇪🇫🇷. e\u0301\u0301 ।\u0301 。\u200d x", 12)
	f.Fuzz(func(t *testing.T, s string, n int) {
		s = oneLine(strings.ToValidUTF8(s, "?"))
		if n < 2 || n > 1000 {
			return
		}
		got := Brief(s, n)
		if utf8.RuneCountInString(got) > n {
			t.Fatalf("%q has more than %d characters", got, n)
		}
		if got == s {
			return
		}
		if cut := strings.TrimSuffix(got, "…"); !strings.HasPrefix(s, cut) {
			t.Errorf("%q does not begin %q", got, s)
		} else if got != cut && !strings.HasPrefix(s, got) {
			got = cut
		}
		for clusters := graphemes.FromString(s); clusters.Next() && clusters.Start() < len(got); {
			if clusters.End() > len(got) {
				t.Errorf("%q ends within %q of %q", got, clusters.Value(), s)
			}
		}
	})
}
