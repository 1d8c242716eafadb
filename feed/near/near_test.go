package near

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var topics = []string{
	"donald-trump", "donald-tusk", "trump-tower", "twitter", "united-states", "united-kingdom", "u-s",
	"white-house", "medicine", "中国", "中国共产党", "英国", "美国", "美国国会", "Île-de-France",
}

func TestMatches(t *testing.T) {
	for _, test := range []struct {
		name string
		want []string
	}{
		{"donald-trmp", []string{"donald-trump", "donald-tusk"}},
		{"DONALD-TRUMP", []string{"donald-trump", "donald-tusk"}},
		{"donald", []string{"donald-tusk", "donald-trump"}},
		{"trump", []string{"trump-tower", "donald-trump"}},
		{"trump-towers-fire", []string{"trump-tower"}},
		{"twiter", []string{"twitter"}},
		{"house", []string{"white-house"}},
		{"united-stats", []string{"united-states"}},
		{"united-staets-of-america", []string{}},
		{"united-states-of-america", []string{"united-states"}},
		{"美国", []string{"美国", "美国国会"}},
		{"美国国", []string{"美国", "美国国会"}},
		{"中国共产", []string{"中国共产党", "中国"}},
		{"国", []string{"中国", "美国"}},
		{"俄国", []string{}},
		{"île-de-frence", []string{"Île-de-France"}},
		{"i\u0302le-de-france", []string{"Île-de-France"}},
		{"us", []string{}},
		{"", []string{}},
		{"zzzzzz", []string{}},
		{strings.Repeat("trump-", 17), []string{}},
	} {
		got := Matches(test.name, slices.Values(topics), 2)
		if !slices.Equal(got, test.want) {
			t.Errorf("Matches(%q) = %q, want %q", test.name, got, test.want)
		}
	}
}

func TestMatchesMost(t *testing.T) {
	for most, want := range [][]string{nil, {"abc"}, {"abc", "abd"}, {"abc", "abd", "abcd"}} {
		got := Matches("abc", slices.Values([]string{"abcd", "abd", "abc", "abd"}), most)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("most %d: %s", most, diff)
		}
	}
	if got := Matches("abc", slices.Values(topics), -1); got != nil {
		t.Errorf("most -1 = %q, want nothing", got)
	}
}

func TestMatchesLength(t *testing.T) {
	long := strings.Repeat("国", 100)
	if got := Matches(long, slices.Values([]string{long + "国"}), 5); len(got) != 1 {
		t.Errorf("100 characters found %d names, want 1", len(got))
	}
	if got := Matches(long+"国", slices.Values([]string{long + "国"}), 5); got != nil {
		t.Errorf("101 characters found %q, want nothing", got)
	}
}

// The order in which names are known does not show.
func TestMatchesOrder(t *testing.T) {
	known := many(2000)
	want := Matches("topic-1234", slices.Values(known), 8)
	slices.Reverse(known)
	if diff := cmp.Diff(want, Matches("topic-1234", slices.Values(known), 8)); diff != "" || len(want) != 8 {
		t.Errorf("%d names, %s", len(want), diff)
	}
}

func FuzzMatches(f *testing.F) {
	for _, name := range topics {
		f.Add(name, "donald-trump\n"+name)
	}
	f.Fuzz(func(t *testing.T, name, list string) {
		known := strings.Split(list, "\n")
		got := Matches(name, slices.Values(known), 3)
		if len(got) > 3 {
			t.Errorf("%d names, want at most 3", len(got))
		}
		for i, g := range got {
			if !slices.Contains(known, g) || slices.Contains(got[:i], g) {
				t.Errorf("%q is unknown or repeated in %q", g, got)
			}
		}
	})
}

// many returns n names of the lengths that topics have.
func many(n int) []string {
	endings := []string{"", "-of-the-united-states", "-election", "-and-human-rights-commission", "国家"}
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprintf("topic-%d%s", i*7919%n, endings[i%len(endings)])
	}
	return names
}

func BenchmarkMatches(b *testing.B) {
	known := many(12_000)
	for _, name := range []string{"topik-4711", "topic-9-of-the-untied-states", "美国国会", strings.Repeat("x", 100), "o"} {
		b.Run(name[:min(len(name), 30)], func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Matches(name, slices.Values(known), 5)
			}
		})
	}
}
