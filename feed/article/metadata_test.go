package article

import (
	"fmt"
	"strings"
	"testing"
)

// TestMetadata checks the values of front matter by names and paths.
func TestMetadata(t *testing.T) {
	for _, test := range []struct{ name, data, want string }{
		{"names", "---\nPub-Date: a\nog_image: b\nheroImage: c\nÜber Uns: d\n---\n", "heroimage=c ogimage=b pubdate=a überuns=d"},
		{"scalars as written", "---\na: 012\nb: 1.50\nc: 2024-1-5\nd: Yes\ne: !!str 1_0\nf: !x y\ng: ~\nh:\ni: null\nj: \"null\"\n---\n", "a=012 b=1.50 c=2024-1-5 d=Yes e=1_0 f=y g= h= i= j=null"},
		{"other keys", "---\n1: a\ntrue: b\n? [x, y]\n: c\n? {x: y}\n: d\n&k e: f\n---\n", "1=a e=f true=b"},
		{"paths in YAML", "---\ndate: {created: a, Last-Changed: b}\nauthors:\n  - name: c\n  - [{d: e}]\n---\n",
			"authors=[map[name:c] [map[d:e]]] authors.0.name=c authors.1.0.d=e date=map[created:a lastchanged:b] date.created=a date.lastchanged=b"},
		{"paths in TOML", "+++\nx.Y_z = 1\n[date]\ncreated = 2024-01-05\n[[authors]]\nname = 'c'\n[[authors]]\nn = {d = 'e'}\n+++\n",
			"authors=[map[name:c] map[n:map[d:e]]] authors.0.name=c authors.1.n=map[d:e] authors.1.n.d=e date=map[created:2024-01-05] date.created=2024-01-05 x=map[yz:1] x.yz=1"},
		{"paths in JSON", `{"date": {"Created": 1.50}, "authors": [{"name": null}, [true]]}`, "authors=[map[name:] [true]] authors.0.name= date=map[created:1.50] date.created=1.50"},
		{"moments of TOML", "+++\na = 2024-01-05T10:00:00.5-03:00\nb = 2024-01-05 10:00:00\nc = 2024-01-05T10:00\nd = 2024-01-05 10:00:00z\ne = 10:00:00\n+++\n",
			"a=2024-01-05T10:00:00.5-03:00 b=2024-01-05T10:00:00 c=2024-01-05T10:00:00 d=2024-01-05T10:00:00Z e=10:00:00"},
		{"params", "+++\ntitle = 'a'\n[params]\ntitle = 'b'\nauthor = 'c'\ncover.image = 'd'\n+++\n",
			"params=map[author:c cover:map[image:d] title:b] params.author=c params.cover=map[image:d] params.cover.image=d params.title=b title=a"},
		{"no table", "---\nparams: a\nextra: [{b: c}]\n---\n", "extra=[map[b:c]] extra.0.b=c params=a"},
		{"taxonomies", "+++\n[taxonomies]\ntags = ['a']\n+++\n", "taxonomies=map[tags:[a]] taxonomies.tags=[a]"},

		{"merge", "---\na: &a {x: 1, y: 2}\nx: 3\n<<: *a\n---\n", "a=map[x:1 y:2] a.x=1 a.y=2 x=3 y=2"},
		{"merge above", "---\n<<: {x: 1, y: 2}\nX: 3\n---\n", "x=3 y=2"},
		{"merge of a list", "---\na: &a {x: 1}\nb: &b {x: 2, y: 3}\n<<: [*a, *b]\n---\n", "a=map[x:1] a.x=1 b=map[x:2 y:3] b.x=2 b.y=3 x=1 y=3"},
		{"merge twice", "---\n<<: {x: 1}\n<<: {x: 2, y: 3}\n---\n", "x=1 y=3"},
		{"merge of a merge", "---\na: &a {x: 1, y: 2}\nb: &b {<<: *a, y: 3}\n<<: *b\n---\n", "a=map[x:1 y:2] a.x=1 a.y=2 b=map[x:1 y:3] b.x=1 b.y=3 x=1 y=3"},
		{"merge within", "---\na: &a {image: 1}\ncover: {<<: *a, alt: 2}\n---\n", "a=map[image:1] a.image=1 cover=map[alt:2 image:1] cover.alt=2 cover.image=1"},
		{"a quoted sign of merging", "---\n\"<<\": a\n---\n", "<<=a"},

		{"two spellings that agree", "---\nTitle: a\ntitle: a\n---\n", "title=a"},
		{"two spellings of objects that agree", "---\nDate: {a: [b]}\ndate: {a: [b]}\n---\n", "date=map[a:[b]] date.a=[b]"},
		{"two spellings that mean nothing", "---\nx_y: {a: b}\nxY: {a: c}\n---\n", "xy=map[a:b] xy.a=b"},
	} {
		t.Run(test.name, func(t *testing.T) {
			meta, _, err := splitFrontMatter([]byte(test.data))
			if got := printedKeys(meta); err != nil || got != test.want {
				t.Errorf("got  %s (%v)\nwant %s", got, err, test.want)
			}
		})
	}
}

// TestBrokenFrontMatter checks the complaints about front matter that cannot be read,
// with their places.
func TestBrokenFrontMatter(t *testing.T) {
	rep := strings.Repeat
	merges := "a: &a {x: 1}\n"
	for c := 'b'; c < 'n'; c++ {
		merges += fmt.Sprintf("%c: &%c {<<: [%s]}\n", c, c, strings.TrimSuffix(rep("*"+string(c-1)+", ", 8), ", "))
	}
	const tooMany, one = "front matter expands to too many values", "keep one of them"
	for _, test := range []struct{ name, data, what, hint string }{
		{"YAML", "---\ntitle: a\ntags: b\ntitle: c\n---\n", `4:8 front matter sets title twice`, one},
		{"the same twice", "---\ntitle: a\ntitle: a\n---\n", `3:8 front matter sets title twice`, one},
		{"unknown", "---\nx: a\nx: b\n---\n", `3:4 front matter sets x twice`, one},
		{"value below", "---\ntitle: a\ntitle:\n  b\n---\n", `3:1 front matter sets title twice`, one},
		{"spellings", "---\ntitle: a\nTitle: b\n---\n", `3:8 front matter sets Title twice, first as title`, one},
		{"spellings in params", "---\nparams: {date: a, Date: b}\n---\n", `2:25 front matter sets Date twice, first as date`, one},
		{"quoted", "---\n'title': a\n\"title\": b\n---\n", `3:10 front matter sets title twice`, one},
		{"within", "---\na:\n- b: {c: d, e: f, c: g}\n---\n", `3:22 front matter sets c twice`, one},
		{"TOML", "+++\ndate = 'é'\n[a]\nb = 1\nb = 2\n+++\n", `5:1 front matter sets b twice`, one},
		{"TOML table", "+++\n[a]\n[a]\n+++\n", `3:2 front matter sets a twice`, one},
		{"TOML spellings", "+++\ntitle = 'a'\nDate = 'b'\nTitle = 'c'\n+++\n", `4:1 front matter sets Title twice, first as title`, one},
		{"JSON", "{\"title\": \"a\",\n \"title\": \"b\"}", `2:3 front matter sets title twice`, one},
		{"JSON within", `{"x": [{"title": 1, "title": 2}]}`, `1:22 front matter sets title twice`, one},
		{"pairs", "Title: a\nDate: b\ntitle: c\n\n", `3:8 front matter sets title twice, first as Title`, one},
		{"forged name", "---\n\"a\\nb\": a\n\"a\\nb\": b\n---\n", `3:9 front matter sets "a\nb" twice`, one},

		{"merges of merges", "---\n" + merges + "---\n", "5:4 " + tooMany, "keep front matter short and flat"},
		{"merges at the top", "---\n" + merges[:strings.Index(merges, "d:")] + "<<: [" + rep("*c, ", 80) + "*c]\n---\n", "5:5 " + tooMany, "keep front matter short and flat"},
		{"merge of itself", "---\na: &a {<<: *a}\n---\n", "2:4 " + tooMany, "keep front matter short and flat"},
		{"merge of nothing", "---\na: &a x\n<<: *a\n---\n", "2:4 front matter merges a value that is not an object", "write <<: *name, where name is the anchor of an object"},
		{"JSON too deep", `{"a": ` + rep("[", 5000) + rep("]", 5000) + "}", "1:3 " + tooMany, "keep front matter short and flat"},
		{"TOML too deep", "+++\na = " + rep("[", 50) + rep("]", 50) + "\n+++\n", "2:1 " + tooMany, "keep front matter short and flat"},
		{"TOML of dots", "+++\na" + rep(".a", 30_000) + " = 1\n+++\n", "2:1 " + tooMany, "keep front matter short and flat"},
		{"paths too long", "---\na: &a {" + rep("x", 600) + ": b}\n" + rep("y", 600) + ": {c: *a}\n---\n", "3:603 " + tooMany, "keep front matter short and flat"},
		{"pairs too many", "Title: a\n" + func() (s string) {
			for i := range 2001 {
				s += fmt.Sprintf("x%d: y\n", i)
			}
			return s
		}(), "2001:8 " + tooMany, "keep front matter short and flat"},
		{"pairs too long", "Title: a\n" + rep("  b\n", 20_000), "1:1 front matter has 80009 bytes (at most 65536)", "shorten it"},

		{"characters before the fault", "---\n\"é\": \"ü\\q\"\n---\n", "2:8 front matter is not valid YAML: found unknown escape character", "quote values that contain a colon or a bracket"},
		{"line breaks of YAML", "---\na: 'x\u2028 y\u0085 z'\nc: @\n---\n", "3:4 front matter is not valid YAML: found character that cannot start any token", "quote values that contain a colon or a bracket"},
		{"second document", "---\ntitle: a\n--- # b\ndraft: true\n---\n", "3:1 front matter contains two YAML documents", "close it with a line that contains only ---"},
		{"words after the dashes", "\n--- draft\ntitle: a\n---\n", `2:1 front matter opens with --- draft, a syntax that Dateline does not read`, "write it in YAML, between two lines of ---"},
		{"stray line", "Title: a\nDate: b\n\ttext\nmore\n\n", "4:1 the metadata block has a line that is neither a key nor indented", "add a blank line below the last key"},
		{"no object", "---json\n[1]\n---\n", "2:2 front matter is not valid JSON: it is not an object", "write a single object, with its closing } on a line of its own"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, _, err := splitFrontMatter([]byte(test.data))
			e, ok := err.(*metadataError)
			if !ok {
				t.Fatal("no error")
			}
			line, column := lineColumn([]byte(test.data), e.offset)
			if got := fmt.Sprintf("%d:%d %s", line, column, e.what); got != test.what || e.hint != test.hint {
				t.Errorf("got  %s; %s\nwant %s; %s", got, e.hint, test.what, test.hint)
			}
		})
	}
}

// TestUnreadable checks which text is searched for hiding keys if front matter cannot
// be read.
func TestUnreadable(t *testing.T) {
	for _, test := range []struct{ name, data, want string }{
		{"YAML", "\n---\na: [\ndraft: true\n---\nbody", "a: [\ndraft: true\n"},
		{"YAML that never closes", "---\na: b\n\n# remark\ndraft: true\n\n# A jar\n\ndraft: false\n", "a: b\n\n# remark\ndraft: true\n"},
		{"YAML that goes on", "---\na: |\n  b\n\n  c\n\ndraft: true\n\nBody.\n", "a: |\n  b\n\n  c\n\ndraft: true\n"},
		{"TOML that never closes", "+++\na = 1\n\n[b]\ndraft = true\n\nBody: yes.\n", "a = 1\n\n[b]\ndraft = true\n"},
		{"YAML that is all", "---\na: b\ndraft: true", "a: b\ndraft: true"},
		{"JSON", "{\n  \"a\": 1,,\n\n  \"draft\": true\n}\n\nbody\n}\n", "{\n  \"a\": 1,,\n\n  \"draft\": true\n}\n"},
		{"JSON in a line", "{\"a\": 1,, \"draft\": true}\n\nbody", "{\"a\": 1,, \"draft\": true}\n"},
		{"twice", "---\na: 1\na: 2\n---\nbody", "a: 1\na: 2\n"},
		{"pairs", "Title: a\ntitle: b\n\nbody", "Title: a\ntitle: b\n"},
		{"stray line", "Title: a\nStatus: draft\nmore\n\nbody", "Title: a\nStatus: draft\nmore\n"},
		{"too long", "---\na: " + strings.Repeat("x", maxFrontMatter) + "\ndraft: true\n---\nbody", "a: " + strings.Repeat("x", maxFrontMatter) + "\ndraft: true\n"},
		{"a program", "---js\n{ draft: true }\n---\nbody", "{ draft: true }\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, _, err := splitFrontMatter([]byte(test.data))
			e, ok := err.(*metadataError)
			if !ok {
				t.Fatal("no error")
			}
			if got := test.data[e.from:e.to]; got != test.want {
				t.Errorf("got %.200q, want %.200q", got, test.want)
			}
		})
	}
}

// TestKeyPlaces checks the line and the column of complaints about a key.
func TestKeyPlaces(t *testing.T) {
	for _, test := range []struct{ data, path, want string }{
		{"---\ntitle: a\ndraft: perhaps\n---\n", "draft", "3:8"},
		{"---\ndraft:\n  perhaps\n---\n", "draft", "2:1"},
		{"---\ndraft: &x perhaps\n---\n", "draft", "2:8"},
		{"---\nbuild:\n  render: perhaps\n---\n", "build.render", "3:11"},
		{"---\nparams:\n  draft: perhaps\n---\n", "params.draft", "3:10"},
		{"---\n\"é\": {ü: x, draft: y}\n---\n", "é.draft", "2:20"},
		{"---\na: &a {draft: perhaps}\n<<: *a\n---\n", "draft", "2:15"},
		{"+++\ntitle = 'a'\ndraft = 'perhaps'\n+++\n", "draft", "3:1"},
		{"+++\n[build]\nrender = 'perhaps'\n+++\n", "build.render", "3:1"},
		{"+++\n[params]\nbuild.render = 'perhaps'\n+++\n", "params.build.render", "3:7"},
		{"+++\na = 1\nbuild = {render = 'perhaps'}\n+++\n", "build.render", "3:1"},
		{"+++\n[[a]]\nb = 1\n[[a]]\nb = 2\n+++\n", "a.1.b", "5:1"},
		{"{\n  \"build\": {\n    \"render\": 1\n  }\n}", "build.render", "3:6"},
		{"Title: a\nStatus:  perhaps\n", "status", "2:10"},
		{"Title: a\nStatus: \t\n", "status", "2:8"},
		{"Title: a\nTags:\tb\n    c\n", "tags", "2:7"},
	} {
		meta, _, err := splitFrontMatter([]byte(test.data))
		f, ok := meta[test.path]
		line, column := lineColumn([]byte(test.data), f.offset)
		if got := fmt.Sprintf("%d:%d", line, column); err != nil || !ok || got != test.want {
			t.Errorf("%q: %s at %s (%v), want %s", test.data, test.path, got, err, test.want)
		}
	}
}

// TestMoreTables checks which keys further tables add to front matter: those that it
// does not have itself, by the paths that they would have at the top.
func TestMoreTables(t *testing.T) {
	for _, test := range []struct{ name, data, want string }{
		{"params", "+++\ntitle = 'a'\n[params]\ntitle = 'b'\nauthor = 'c'\ncover.image = 'd'\n+++\n", "author=c cover=map[image:d] cover.image=d"},
		{"extra", "---\ncover: a\nextra: {cover: {image: b}, tags: [c]}\n---\n", "tags=[c]"},
		{"params before extra", "---\nextra: {tags: a, x: c}\nparams: {tags: b}\n---\n", "tags=b | x=c"},
		{"what says nothing is not there", "---\ntags: []\nparams: {tags: [a]}\n---\n", "tags=[a]"},
		{"no table", "---\nparams: a\nextra: [{b: c}]\n---\n", ""},
	} {
		meta, _, err := splitFrontMatter([]byte(test.data))
		var got []string
		for _, m := range meta.tables()[1:] {
			got = append(got, printedKeys(m))
		}
		if s := strings.Join(got, " | "); err != nil || s != test.want {
			t.Errorf("%s: got  %s (%v)\nwant %s", test.name, s, err, test.want)
		}
	}
}

// Keys in further tables come after all keys at the top that have the same meaning,
// whichever comes first in the vocabulary.
func TestTopComesFirst(t *testing.T) {
	for _, table := range moreTables {
		for _, c := range contract {
			list := strings.Fields(c.keys)
			if len(list) == 1 || c.beside != "" {
				continue
			}
			text := fmt.Sprintf("---\n%s:\n  %s: %q\n%s: %q\n---\nText.\n", table, list[0], c.another, list[1], c.value)
			if got := made(text); !strings.Contains(got, c.want) {
				t.Errorf("%s below %s beside %s: got\n%s", list[0], table, list[1], got)
			}
		}
	}
}
