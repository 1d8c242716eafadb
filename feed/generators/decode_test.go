package generators

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// flat returns the scalars below a value, a line each: "hugo.toml:3: params.author =
// Ada".
func flat(v *value) (lines []string) {
	if v == nil {
		return nil
	}
	if v.scalar {
		return []string{strings.TrimRight(fmt.Sprintf("%s = %s %s", v.from(), v.text(), v.tag), " ")}
	}
	for _, c := range v.each() {
		lines = append(lines, flat(c)...)
	}
	return lines
}

func TestDecode(t *testing.T) {
	for _, test := range []struct {
		file, data string
		want       []string // as flat returns them, without the file
		broken     string
	}{
		{"a.toml", "a = 1\n[b.c]\n\nd = [\n 'x',\n 'y',\n]\n[[e]]\nf = true\n[[e]]\nf = {g = 2024-01-02, h.i = \"\"\"\nlong\"\"\"}\n[e.j]\nk = 1.5", []string{
			"1: a = 1", "4: b.c.d = x", "4: b.c.d = y", "9: e.f = true", "11: e.f.g = 2024-01-02", "11: e.f.h.i = long", "14: e.j.k = 1.5"}, ""},
		{"a.toml", "a = 1\nb = \nc = 3\nd = \"x\ne = 'f'\n", []string{"1: a = 1", "3: c = 3", "5: e = f"}, "2: the configuration is broken: unexpected character U+000A at start of value"},
		{"a.toml", "\xef\xbb\xbfa = 1", []string{"1: a = 1"}, ""},
		{"a.toml", "a = 1\na.b = 2\na = 3", []string{"2: a.b = 2"}, ""},
		{"a.yml", "a: 1\n# b\nb:\n  c: &x [1, 2]\n  d: *x\ne:\n  <<: {f: 1, g: 2}\n  g: 3\nh: !ENV [A, b]\ni: !!python/name:a.b\nj: ~\n", []string{
			"1: a = 1", "4: b.c = 1", "4: b.c = 2", "4: b.d = 1", "4: b.d = 2", "8: e.g = 3", "7: e.f = 1",
			"9: h = A", "9: h = b", "10: i =  !!python/name:a.b", "11: j ="}, ""},
		{"a.yaml", "a: 1\nb: [2\nc: 3\nd:\n- 4\n  e: 5", []string{"1: a = 1", "3: c = 3"}, "3: the configuration is broken: did not find expected ',' or ']'"},
		{"a.yaml", "- a", nil, "1: the configuration is broken: it is not a list of keys and values"},
		{"a.yaml", "# nothing\n", nil, ""},
		{"a.json", "{\"a\": 1,\n \"b\": {\"c\": [true, null, \"x\"]},\n\"d\"", []string{"1: a = 1", "2: b.c = true", "2: b.c =", "2: b.c = x"}, "3: the configuration is broken: unexpected EOF"},
		{"a.json", "[]", nil, "1: the configuration is broken: it is not an object"},
		{"a.toml", "a = 1\nb = '\xff'", nil, "2: the configuration is broken: it is not UTF-8"},
	} {
		v, err := decode(test.file, []byte(test.data))
		var got []string
		for _, l := range flat(v) {
			got = append(got, strings.TrimPrefix(l, test.file+":"))
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s %q (-want +got):\n%s", test.file, test.data, diff)
		}
		if broken := strings.TrimPrefix(fmt.Sprint(err), test.file+":"); broken != test.broken && (err != nil || test.broken != "") {
			t.Errorf("%s %q: %v, want %s", test.file, test.data, err, test.broken)
		}
	}
}
