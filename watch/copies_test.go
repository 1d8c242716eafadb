package watch

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestOriginals(t *testing.T) {
	for name, want := range map[string]string{
		"post.md":                                "",
		"post-conflict.md":                       "",
		"conflict.md":                            "",
		"(conflicted copy).md":                   "",
		"resolving a merge conflict (part 2).md": "",
		"post.sync-conflict-20260101-120000-ABCDEFG.md":   "post.md",
		"a.b.sync-conflict-20260101-120000-ABCDEFG.mdx":   "a.b.mdx",
		"pic.sync-conflict-20260101-120000.png":           "pic.png",
		"post (conflicted copy 2026-01-01 120000).md":     "post.md",
		"post (Ada's conflicted copy 2026-01-01).md":      "post.md",
		"post (Conflicted copy phone 202601011200).md":    "post.md",
		"post (conflicted copy) 2.md":                     "post.md",
		"post (Case Conflict).md":                         "post.md",
		"post (Case Conflict 1).markdown":                 "post.markdown",
		"post (SFConflict ada@example.org 2026-01-01).md": "post.md",
		"post_conflict-20260101-120000.md":                "post.md",
		"post (1) (Ada (work)'s conflicted copy).md":      "post.md|post (1).md|post (1) (Ada.md",
		"x.sync-conflict-1.sync-conflict-2.md":            "x.md|x.sync-conflict-1.md",
	} {
		if got := strings.Join(originals(name), "|"); got != want {
			t.Errorf("%s is a copy of %q, want %q", name, got, want)
		}
	}
}

// A conflicting copy is left out only if its original is in the same directory; the case of its name does not matter.
func TestCopiesAtFirst(t *testing.T) {
	root := t.TempDir()
	for _, name := range []string{
		"a/post.md", "a/post.sync-conflict-20260101-120000-ABCDEFG.md", "a/post (conflicted copy).md",
		"a/Post (Case Conflict).md", "a/pic.png", "a/pic (conflicted copy).png",
		"b/post.sync-conflict-20260101-120000-ABCDEFG.md", "b/pic (conflicted copy).png",
		"c/post.sync-conflict-1.sync-conflict-2.md", "c/post.sync-conflict-1.md",
		"d/post.md/inside.md", "d/post (conflicted copy).md",
	} {
		write(t, root, name, "text")
	}
	opt := quick
	opt.Extensions = []string{".md", ".png"}
	b, err := Scan(root, opt)
	must(t, err)
	want := []string{"a/pic.png", "a/post.md", "b/pic (conflicted copy).png", "b/post.sync-conflict-20260101-120000-ABCDEFG.md",
		"c/post.sync-conflict-1.md", "d/post (conflicted copy).md"}
	if diff := cmp.Diff(want, paths(b)); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	faults := map[string]string{}
	for _, f := range b.Faults {
		faults[f.Path] = f.Err.Error()
	}
	wantFaults := map[string]string{
		"a/Post (Case Conflict).md":                       errCopy("post.md").Error(),
		"a/pic (conflicted copy).png":                     errCopy("pic.png").Error(),
		"a/post (conflicted copy).md":                     errCopy("post.md").Error(),
		"a/post.sync-conflict-20260101-120000-ABCDEFG.md": errCopy("post.md").Error(),
		"c/post.sync-conflict-1.sync-conflict-2.md":       errCopy("post.sync-conflict-1.md").Error(),
		"d/post.md": errDirectory.Error(),
	}
	if diff := cmp.Diff(wantFaults, faults); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
}
