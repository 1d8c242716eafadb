package watch

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestPending takes the results of one look after another, and checks which changes are reported. A result is what the
// look found and whether the tree was quiet.
func TestPending(t *testing.T) {
	type step struct {
		at      int // seconds; a delay is 5, quiet is 1
		changed []found
		removed []found
		settled bool
		want    string
	}
	file := func(path string, inode uint64) found {
		return found{path: path, stamp: stamp{identity: identity{1, inode}, size: 4, mtime: 5}}
	}
	again := func(f found) found { f.known = true; return f }
	is := func(f ...found) []found { return f }
	known := func(list []found) []found { // only files that were reported can be removed
		for i := range list {
			list[i].known = true
		}
		return list
	}
	a, b, c := file("a", 1), file("b", 2), file("c", 3)
	moved := file("z", 1)
	rewritten := moved
	rewritten.size++
	start := time.Unix(1_800_000_000, 0)
	during := file("d", 4)
	during.ctime = start.UnixNano() + 1
	during2 := during
	during2.path = "a"
	for _, test := range []struct {
		name  string
		steps []step
	}{
		{"created", []step{{0, is(a), nil, false, "+a"}}},
		{"quiet, at the first sight", []step{{0, is(a), is(b), true, ""}, {1, nil, nil, true, "+a -b"}}},
		{"modified", []step{{0, is(again(a)), nil, false, "~a"}}},
		{"a removal waits for quiet", []step{{0, nil, is(a), false, ""}, {1, nil, nil, true, "-a"}}},
		{"or for so long", []step{{0, nil, is(a), false, ""}, {4, nil, nil, false, ""}, {5, nil, nil, false, "-a"}}},
		{"taken back", []step{{0, nil, is(a), false, ""}, {1, is(file("a", 9)), nil, false, "~a"}, {9, nil, nil, true, ""}}},
		{"what is created meanwhile waits too", []step{{0, is(b), is(a), false, ""}, {1, nil, nil, true, "+b -a"}}},
		{"or comes with what took it back", []step{{0, is(b), is(a), false, ""}, {1, is(file("a", 9)), nil, false, "~a +b"}}},
		{"or after so long", []step{{0, nil, is(a), false, ""}, {2, is(b), nil, false, ""}, {4, nil, is(c), false, ""},
			{5, nil, nil, false, "-a"}, {7, nil, nil, false, "+b"}, {9, nil, nil, true, "-c"}}},
		{"created, then modified, while it waits", []step{{0, is(b), is(a), false, ""}, {1, is(again(b)), nil, false, ""}, {2, nil, nil, true, "+b -a"}}},
		{"created, then removed, while it waits", []step{{0, is(b), is(a), false, ""}, {1, nil, is(b), false, ""}, {2, nil, nil, true, "-a"}}},
		{"what is modified does not wait", []step{{0, is(again(b)), is(a), false, "~b"}}},
		{"moved", []step{{0, is(moved), is(a), false, "a>z -a"}}},
		{"moved later", []step{{0, nil, is(a), false, ""}, {1, is(moved), nil, false, "a>z -a"}}},
		{"moved and written", []step{{0, is(rewritten), is(a), true, ""}, {1, nil, nil, true, "+z -a"}}},
		{"moved, with a second link", []step{{0, is(moved, file("zz", 1)), is(a), true, "a>z +zz -a"}}},
		{"moved later, and another in its place", []step{{0, nil, is(a), false, ""}, {1, is(moved, file("a", 9)), nil, true, "~a +z"}}},
		{"inodes that nobody knows", []step{{0, is(found{path: "z"}), is(found{path: "a"}), true, ""}, {1, nil, nil, true, "+z -a"}}},
		{"changed during the look", []step{{0, is(during), nil, true, ""}, {1, nil, nil, true, "+d"}}},
		{"seen under both names", []step{{0, is(during), nil, true, ""}, {1, nil, is(during2), false, "a>d -a"}}},
	} {
		p := newPending(5 * time.Second)
		for i, s := range test.steps {
			changed, removed := p.count(&changes{changed: s.changed, removed: known(s.removed)}, quiet(s.settled), start.Add(time.Duration(s.at)*time.Second))
			if diff := cmp.Diff(s.want, tell(changed, removed)); diff != "" {
				t.Errorf("%s, step %d (-want +got):\n%s", test.name, i, diff)
			}
		}
		if len(p.removed)+len(p.created) > 0 && test.steps[len(test.steps)-1].settled {
			t.Errorf("%s: something still waits: %v", test.name, p)
		}
	}
}

// tell returns changes in short form: +created ~modified was>moved -removed.
func tell(changed []File, removed []string) string {
	s := ""
	for _, f := range changed {
		switch f.Was {
		case "":
			s += fmt.Sprintf(" +%s", f.Path)
		case f.Path:
			s += fmt.Sprintf(" ~%s", f.Path)
		default:
			s += fmt.Sprintf(" %s>%s", f.Was, f.Path)
		}
	}
	for _, p := range removed {
		s += " -" + p
	}
	if s == "" {
		return s
	}
	return s[1:]
}
