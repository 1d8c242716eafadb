package readers

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dateline/feed/render"
)

// A document is the answer to a request for a path.
type document struct {
	path   string
	format render.Format
	body   []byte
	want   []item
	file   string // holds the body, for programs
}

// fetch requests feeds from a site, each in every format.
func (s *site) fetch(t *testing.T, lines []feedLine) (documents []document) {
	t.Helper()
	for _, l := range lines {
		formats := render.Formats
		if !strings.Contains(l.path, "*") {
			formats = formats[:1]
		}
		for _, f := range formats {
			documents = append(documents, s.follow(t, l, strings.Replace(l.path, "*", string(f), 1))...)
		}
	}
	return documents
}

// maxArchives is how many archive documents of a feed are read.
const maxArchives = 3

// follow requests a feed and the archive documents before it.
func (s *site) follow(t *testing.T, l feedLine, path string) (documents []document) {
	t.Helper()
	for want := l.want; path != "" && len(documents) <= maxArchives; want = listed {
		d := document{path: path, body: s.get(t, path)}
		plain := d.read(t)
		if d.want = plain.items; want != nil {
			d.want = want(s, plain.items)
		}
		if u, err := url.Parse(path); err != nil || plain.self != base+u.String() {
			t.Errorf("%s says that it stands at %s (error %v)", path, plain.self, err)
		}
		if (len(d.want) == 0) != l.empty {
			t.Errorf("%s must hold %d items, empty %v", path, len(d.want), l.empty)
		}
		documents = append(documents, d)
		if l.archives && len(documents) == 1 && plain.previous == "" {
			t.Errorf("%s has no archive documents", path)
		}
		if path = ""; l.archives {
			path = strings.TrimPrefix(plain.previous, base)
		}
	}
	return documents
}

// save writes documents to files.
func save(t *testing.T, documents []document) {
	t.Helper()
	dir := t.TempDir()
	for i := range documents {
		d := &documents[i]
		d.file = filepath.Join(dir, fmt.Sprintf("%d.%s", i, d.format))
		if err := os.WriteFile(d.file, d.body, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
