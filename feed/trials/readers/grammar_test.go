package readers

import (
	"encoding/xml"
	"net/url"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dateline/feed/render"
	"dateline/feed/trials/newstest"
)

// accept checks that feeds are well-formed, and that the grammars of their
// formats accept them.
func accept(t *testing.T, documents []document) {
	t.Helper()
	wellFormed(t, append(named(documents, render.Atom), named(documents, render.RSS)...))
	newstest.AcceptAtom(t, named(documents, render.Atom)...)
	for _, d := range documents {
		if d.format == render.JSON {
			newstest.AcceptJSON(t, d.path, d.body)
		}
	}
}

// named returns the files of the documents in a format.
func named(documents []document, f render.Format) (files []string) {
	for _, d := range documents {
		if d.format == f {
			files = append(files, d.file)
		}
	}
	return files
}

// lists requests documents that are XML but not feeds, checks those that list
// subscriptions, and returns the files that hold them.
func (s *site) lists(t *testing.T, paths []string) (files []string) {
	t.Helper()
	dir := t.TempDir()
	for _, path := range paths {
		body := s.get(t, path)
		if strings.Contains(path, "opml") {
			checkOPML(t, path, body)
		}
		name := url.PathEscape(path)
		write(t, dir, name, body)
		files = append(files, filepath.Join(dir, name))
	}
	return files
}

// wellFormed parses XML files with libxml2.
func wellFormed(t *testing.T, files []string) {
	t.Helper()
	if len(files) == 0 || !newstest.Works(t, "xmllint", "--version") {
		return
	}
	out, err := exec.Command("xmllint", append([]string{"--noout", "--nonet"}, files...)...).CombinedOutput()
	if err != nil || len(out) > 0 {
		t.Errorf("xmllint: %v\n%.3000s", err, out)
	}
}

// outline is an element of OPML 2.0 (opml.org/spec2.opml) with those below it.
type outline struct {
	Text     string    `xml:"text,attr"`
	Type     string    `xml:"type,attr"`
	URL      string    `xml:"xmlUrl,attr"`
	Outlines []outline `xml:"outline"`
}

// checkOPML checks for the elements and attributes that the specification of
// OPML, and programs that import subscriptions, require.
func checkOPML(t *testing.T, path string, body []byte) {
	t.Helper()
	var list struct {
		XMLName  xml.Name  `xml:"opml"`
		Version  string    `xml:"version,attr"`
		Title    string    `xml:"head>title"`
		Outlines []outline `xml:"body>outline"`
	}
	if err := xml.Unmarshal(body, &list); err != nil || list.Version != "2.0" || list.Title == "" || len(list.Outlines) == 0 {
		t.Errorf("%s: version %q, title %q, %d outlines, error %v", path, list.Version, list.Title, len(list.Outlines), err)
	}
	for outlines := list.Outlines; len(outlines) > 0; {
		o := outlines[0]
		outlines = slices.Concat(outlines[1:], o.Outlines)
		feed := len(o.Outlines) == 0
		if o.Text == "" || feed && (o.Type != "rss" || !strings.HasPrefix(o.URL, base+"/")) {
			t.Errorf("%s: outline %q of type %q leads to %q", path, o.Text, o.Type, o.URL)
		}
	}
}
