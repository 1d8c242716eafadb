package report

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dateline/feed/audience"
)

func TestReaders(t *testing.T) {
	var b strings.Builder
	if err := readers(&b, []audience.Reader{
		{Name: "Feedly", Polls: 1520, NotModified: 1474, Unconditional: 15, Subscribers: 190},
		{Name: "Tiny Tiny RSS", Polls: 48, NotModified: 24, Unconditional: 24},
		{Name: "idle"},
		{Name: "others", Polls: 3, Unconditional: 3},
	}); err != nil {
		t.Fatal(err)
	}
	want := `
reader         polls  304  unconditional  subscribers
Feedly         1520   97%  1%             190
Tiny Tiny RSS  48     50%  50%            0
idle           0      -    -              0
others         3      0%   100%           0
`
	if diff := cmp.Diff(want[1:], b.String()); diff != "" {
		t.Error(diff)
	}
}

func TestReadersAreFewLines(t *testing.T) {
	for _, test := range []struct {
		named, others int
		lines         int
		last          string
	}{
		{0, 0, 1, "reader polls 304 unconditional subscribers"},
		{0, 4, 2, "others 4 0% 100% 0"},
		{18, 0, 19, "r17 1 100% 0% 2"},
		{18, 4, 20, "others 4 0% 100% 0"},
		{19, 0, 20, "others 1 100% 0% 2"},
		{256, 238, 20, "others 476 50% 50% 476"},
	} {
		var list []audience.Reader
		for i := range test.named {
			list = append(list, audience.Reader{Name: "r" + strconv.Itoa(i), Polls: 1, NotModified: 1, Subscribers: 2})
		}
		if test.others > 0 {
			list = append(list, audience.Reader{Name: "others", Polls: uint64(test.others), Unconditional: uint64(test.others)})
		}
		var b strings.Builder
		if err := readers(&b, list); err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n")
		last := strings.Join(strings.Fields(lines[len(lines)-1]), " ")
		if len(lines) != test.lines || last != test.last {
			t.Errorf("%d named, %d others: %d lines, the last %q, want %d, %q", test.named, test.others, len(lines), last, test.lines, test.last)
		}
	}
}
