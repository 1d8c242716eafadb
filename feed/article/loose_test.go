package article

import "testing"

func TestFoldLoosely(t *testing.T) {
	for name, want := range map[string]string{
		"":                 "",
		"  Space\tFlight ": "space flight",
		"Île-de-France":    "ile-de-france",
		"I\u0302LE":        "ile",
		"Straße":           "strasse",
		"Ελλάδα":           "ελλαδα",
		"Ёлка":             "елка",
		"ﬁnance":           "finance",
		"中国　北京":            "中国 北京",
		"हिन्दी":           "हिन्दी",
		"ビデオ":              "ビデオ",
		"O’Neill":          "o'neill",
	} {
		if got := FoldLoosely(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
		if again := FoldLoosely(want); again != want {
			t.Errorf("%q: %q when folded again", want, again)
		}
	}
}
