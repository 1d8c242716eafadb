package report

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestGroups(t *testing.T) {
	got := groups(map[string]int{
		"U.S.": 3, "US": 9, "u s": 1,
		"美國": 2, "美国": 5, "美国大选": 1,
		"頭髮": 1, "头发": 3, "發展": 1, // two characters that were simplified to one
		"Québec": 1, "Quebec": 4,
		"Ｎａｔｏ": 1, "NATO": 2,
		"C++": 1, "C#": 2, // both become C; a person decides
		"Moon": 7, "!!!": 1, "???": 1,
	})
	want := [][]string{{"C#", "C++"}, {"NATO", "Ｎａｔｏ"}, {"Quebec", "Québec"}, {"US", "U.S.", "u s"}, {"头发", "頭髮"}, {"美国", "美國"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
