package generators

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// locked is a site with files and folders that cannot be opened.
type locked struct {
	fstest.MapFS
	names []string
}

func (l locked) Open(name string) (fs.File, error) {
	if slices.Contains(l.names, name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return l.MapFS.Open(name)
}

func (l locked) ReadDir(name string) ([]fs.DirEntry, error) {
	if slices.Contains(l.names, name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return l.MapFS.ReadDir(name)
}

// A configuration that cannot be read is told, whether it shows its generator or not.
func TestUnread(t *testing.T) {
	text := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	for _, test := range []struct {
		name string
		site fs.FS
		want string // a part of a note
	}{
		{"locked", locked{fstest.MapFS{"hugo.toml": text("title = 'x'")}, []string{"hugo.toml"}}, "hugo.toml: the file cannot be read: open hugo.toml: permission denied; "},
		{"large", fstest.MapFS{"_config.yml": text(strings.Repeat("# x\n", maxFile))}, "_config.yml: the file is larger than 128 KiB; "},
		{"broken", fstest.MapFS{"config.toml": text("base_url =\n")}, "config.toml:1: the configuration is broken: "},
		{"pipe", fstest.MapFS{"hugo.toml": {Mode: fs.ModeNamedPipe}}, "no generator was recognised; "},
		{"folder", fstest.MapFS{"hugo.toml/a.md": text("a")}, "no generator was recognised; "},
		{"empty", fstest.MapFS{}, "no generator was recognised; "},
	} {
		s, err := Read(test.site)
		if err != nil {
			t.Fatal(test.name, err)
		}
		told := slices.ContainsFunc(s.Notes, func(note string) bool { return strings.HasPrefix(note, test.want) })
		if !told || len(s.Contents) == 0 {
			t.Errorf("%s: %+v, want the note %s", test.name, s, test.want)
		}
	}
}

// A directory that cannot be read is no site without a generator.
func TestUnreadable(t *testing.T) {
	if _, err := Read(locked{fstest.MapFS{}, []string{"."}}); !errors.Is(err, fs.ErrPermission) {
		t.Error(err)
	}
}
