package render

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/config"
	"dateline/feed/newstest"
)

// publish reads a language of the corpus beside this checkout.
func publish(t *testing.T, lang string) *archive.Snapshot {
	t.Helper()
	dir := newstest.Shared(t, "corpus/"+lang)
	p := article.NewParser(article.Options{Dir: lang, Mount: "/", Aliases: []string{"/" + lang}, BaseURL: "https://example.org",
		Language: lang, Zone: time.UTC, Grammar: article.Grammar(config.Default().Grammar)})
	var changes []archive.Change
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".md") {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		r := p.Parse(name, data)
		changes = append(changes, archive.Change{File: "/" + name, Article: r.Article, Day: r.Day})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	s, _ := archive.New(archive.Options{Zone: time.UTC, Authority: "example.org,2026"}).With(changes, imported)
	return s
}

// TestCorpus renders every feed of the corpus in every format. Others'
// parsers must read in each what the snapshot holds, and the grammars of Atom
// and JSON Feed must accept them.
func TestCorpus(t *testing.T) {
	for _, lang := range []string{"en", "zh"} {
		t.Run(lang, func(t *testing.T) {
			s := publish(t, lang)
			r := New(Site{Title: "Corpus", BaseURL: "https://example.org", Language: lang, Zone: time.UTC, Items: 50, ItemLink: "page"})
			schema := compileSchema(t)
			atoms := t.TempDir()
			feeds := append(slices.Collect(s.Topics()), s.Global())
			for i, f := range feeds {
				for _, format := range Formats {
					d := r.Feed(s, Of(f), format)
					compareFeed(t, f, d)
					switch format {
					case JSON:
						validateJSON(t, schema, d)
					case Atom:
						if err := os.WriteFile(filepath.Join(atoms, fmt.Sprint(i, ".atom")), d.Body, 0o644); err != nil {
							t.Fatal(err)
						}
					}
				}
			}
			validateAtom(t, atoms)
			t.Logf("%d feeds", len(feeds))
		})
	}
}

// compareFeed reads a document as gofeed does.
func compareFeed(t *testing.T, f *archive.Feed, d Document) {
	t.Helper()
	feed, err := gofeed.NewParser().Parse(bytes.NewReader(d.Body))
	if err != nil {
		t.Errorf("%s: %v", d.Path, err)
		return
	}
	if want := "https://example.org" + d.Path; feed.FeedLink != want {
		t.Errorf("%s: self link is %q", d.Path, feed.FeedLink)
	}
	window := f.Window(50)
	if len(feed.Items) != len(window) {
		t.Errorf("%s: %d items, want %d", d.Path, len(feed.Items), len(window))
		return
	}
	for i, e := range window {
		item := feed.Items[i]
		if got, want := strings.Join(strings.Fields(item.Title), " "), e.Title; got != want {
			t.Errorf("%s: title %q, want %q", d.Path, got, want)
		}
		if item.GUID != e.ID() {
			t.Errorf("%s: id %q, want %q", d.Path, item.GUID, e.ID())
		}
		if want := "https://example.org" + article.PathURI(e.Path); item.Link != want {
			t.Errorf("%s: link %q, want %q", d.Path, item.Link, want)
		}
		if item.PublishedParsed == nil || !item.PublishedParsed.Equal(e.Published()) {
			t.Errorf("%s: published %v, want %v", d.Path, item.PublishedParsed, e.Published())
		}
		var topics []string
		for _, topic := range e.Topics {
			topics = append(topics, topic.Name)
		}
		if len(topics) > 0 && !strings.HasSuffix(d.Path, ".atom") && !slices.Equal(item.Categories, topics) {
			t.Errorf("%s: categories %q, want %q", d.Path, item.Categories, topics)
		}
	}
}

// compileSchema compiles the JSON Feed schema: version 1.1 refers to that of
// version 1 by its address.
func compileSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	for _, name := range []string{"feed-1", "feed"} {
		data, err := os.Open(newstest.Shared(t, "schemas/"+name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		doc, err := jsonschema.UnmarshalJSON(data)
		data.Close()
		if err == nil {
			err = c.AddResource("https://json.schemastore.org/"+name, doc)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	s, err := c.Compile("https://json.schemastore.org/feed")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func validateJSON(t *testing.T, s *jsonschema.Schema, d Document) {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(d.Body))
	if err != nil {
		t.Errorf("%s: %v", d.Path, err)
		return
	}
	if err := s.Validate(v); err != nil {
		t.Errorf("%s: %v", d.Path, err)
	}
	if !json.Valid(d.Body) {
		t.Errorf("%s is no JSON", d.Path)
	}
}

// validateAtom validates all documents of a directory in one run: jing takes
// a second to start.
func validateAtom(t *testing.T, dir string) {
	t.Helper()
	jing, err := exec.LookPath("jing")
	if err != nil && os.Getenv("CI") == "" {
		t.Log("jing is not installed: Atom documents are not validated")
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.atom"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%d documents, error %v", len(files), err)
	}
	out, err := exec.Command(jing, append([]string{"-c", newstest.Shared(t, "schemas/atom.rnc")}, files...)...).CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%.3000s", err, out)
	}
}
