package watch

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Explain says of each entry what a scan made of it.
func TestExplain(t *testing.T) {
	root, outside := t.TempDir(), t.TempDir()
	for _, name := range []string{"a/post.md", "a/post (conflicted copy).md", "a/.hidden.md", ".git/x.md", "a/x.md~", "node_modules/y.md",
		"drafts/z.md", "a/notes.txt", "dir.md/in.md", "a/bad\nname.md", "a/.authors.yml"} {
		write(t, root, name, "text")
	}
	for name, target := range map[string]string{"a/link.md": "post.md", "a/dangling.md": "gone.md", "a/out.md": outside + "/x.md", "linked": "a"} {
		must(t, os.Symlink(target, filepath.Join(root, name)))
	}
	write(t, outside, "x.md", "text")
	must(t, syscall.Mkfifo(filepath.Join(root, "a/pipe.md"), 0o600))
	opt := quick
	opt.Extensions, opt.Ignore, opt.Settle = []string{".md"}, []string{"drafts/**"}, 0
	opt.Also = func(_, name string) bool { return name == ".authors.yml" }
	b, err := Scan(root, opt)
	must(t, err)
	read := map[string]bool{}
	for _, f := range b.Changed {
		read[f.Path] = true
	}
	for rel, want := range map[string]string{
		"a/post.md":                   "",
		"a/link.md":                   "",
		"a/.authors.yml":              "",
		"a/post (conflicted copy).md": "conflicting copy made by a synchroniser",
		"a/.hidden.md":                "begins with a dot",
		".git/x.md":                   "directory .git: the name begins with a dot",
		"a/x.md~":                     "temporary file",
		"node_modules/y.md":           "directory node_modules: a directory of this name belongs to a system",
		"drafts/z.md":                 `directory drafts: ignored by the pattern "drafts/**" of content.ignore`,
		"a/notes.txt":                 "the extension is not",
		"dir.md/in.md":                "directory dir.md: a directory is named like a file",
		"a/bad\nname.md":              "control character",
		"a/dangling.md":               "the symbolic link is broken",
		"a/out.md":                    "leads out of the tree",
		"linked":                      "a symbolic link to a directory",
		"linked/post.md":              "directory linked: a symbolic link to a directory",
		"a/pipe.md":                   "neither a regular file nor a directory",
	} {
		err := Explain(root, opt, rel)
		if (err == nil) != (want == "") || err != nil && (!strings.Contains(err.Error(), want) || strings.Count(err.Error(), "; ") < 2) {
			t.Errorf("%q: %v, want %q", rel, err, want)
		}
		if read[rel] != (err == nil) {
			t.Errorf("%q: a scan names it: %v; explained with %v", rel, read[rel], err)
		}
	}
	for _, rel := range []string{"gone.md", "gone/x.md", "a/post.md/x.md", "../x.md", "/etc/passwd", "", "a/\x00.md", "a/" + strings.Repeat("x", 5000), strings.Repeat("x/", 5000)} {
		if err := Explain(root, opt, rel); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%.20q: %v, want that it does not exist", rel, err)
		}
	}
	for _, rel := range []string{".", "a"} {
		if err := Explain(root, opt, rel); !errors.Is(err, syscall.EISDIR) {
			t.Errorf("%q: %v, want that it is a directory", rel, err)
		}
	}
}

// A file that may still be changing is not read yet.
func TestExplainUnsettled(t *testing.T) {
	root := t.TempDir()
	write(t, root, "a.md", "text")
	opt := quick
	opt.Extensions, opt.MaxDelay = []string{".md"}, time.Hour
	if err := Explain(root, opt, "a.md"); err != errSettling {
		t.Errorf("%v, want %v", err, errSettling)
	}
	opt.MaxDelay = time.Nanosecond
	if err := Explain(root, opt, "a.md"); err != nil {
		t.Errorf("%v, want nothing", err)
	}
	w, err := os.OpenFile(filepath.Join(root, "a.md"), os.O_WRONLY, 0)
	must(t, err)
	defer w.Close()
	if err := Explain(root, opt, "a.md"); err != errWritten {
		t.Errorf("%v, want %v", err, errWritten)
	}
}
