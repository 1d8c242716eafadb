package setup

import (
	"cmp"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/feed"
	"dateline/feed/archive"
	"dateline/feed/config"
	"dateline/feed/page"
	"dateline/feed/render"
	"dateline/feed/site"
)

// TestEveryKey changes each key from which this package makes options of other
// packages, and checks that an option becomes another one: a key that nothing
// reads does nothing.
func TestEveryKey(t *testing.T) {
	dir := t.TempDir()
	words := map[string]string{ // of which any other would change nothing
		"content.dir": t.TempDir(), "content.superseded": config.Hide, "feeds.content": config.Summary, "site.remote_images": config.LinkTo,
	}
	plain := optionsOf(t, configured(dir))
	if !reflect.DeepEqual(plain, optionsOf(t, configured(dir))) {
		t.Fatal("options of the same configuration differ")
	}
	for i, key := range keysOf(configured(dir)) {
		c := configured(dir)
		v := keysOf(c)[i].value
		switch x := v.Interface().(type) {
		case string:
			v.SetString(cmp.Or(words[key.path], x+"x"))
		case [][]string:
			v.Set(reflect.ValueOf(append(slices.Clone(x), []string{"x", "/x"})))
		case []string:
			v.Set(reflect.ValueOf(append(slices.Clone(x), "x")))
		case bool:
			v.SetBool(!x)
		case *time.Location:
			v.Set(reflect.ValueOf(time.FixedZone("x", 3600)))
		default:
			v.SetInt(v.Int() + int64(time.Second)) // of a number, as much
		}
		if reflect.DeepEqual(plain, optionsOf(t, c)) {
			t.Errorf("%s changes no option", key.path)
		}
	}
}

// options are those of other packages that a configuration decides.
type options struct {
	publisher   feed.Options
	site        render.Site
	theme       page.Theme
	directories []Directory
	aliases     []site.Alias
	markdown    bool
}

// optionsOf leaves out functions, which are never equal, and the limits of feeds,
// which are made from the site.
func optionsOf(t *testing.T, c *config.Config) options {
	t.Helper()
	o := options{site: Site(c, nil), theme: Theme(c), directories: Directories(c), aliases: Aliases(c)}
	o.markdown, o.site.Markdown = o.site.Markdown != nil, nil
	var err error
	if o.publisher, err = Publisher(c); err != nil {
		t.Fatal(err)
	}
	o.publisher.Archive.Limits = archive.Limits{}
	return o
}

// configured returns a configuration that has each key of the tables from which
// this package makes options.
func configured(dir string) *config.Config {
	c := config.Default()
	c.Content[0].Dir = dir
	c.Site.CSS, c.Pages.Templates = "own.css", "theme"
	c.Files = map[string][]byte{"own.css": []byte("h1 {}"), "theme/own.css": []byte("h1 {}"), "theme/list.html": []byte("{{.Title}}")}
	c.Feeds.Alias = []config.FeedAlias{{Path: "/index.xml", Feed: "/feed.rss"}}
	c.Topics.Alias = []config.Alias{{Name: "United States", Also: []string{"USA"}}}
	return c
}

// key is a setting of a configuration.
type key struct {
	path  string // "feeds.items"
	value reflect.Value
}

// sharedAge is the only key of its table that the daemon reads: it is about
// answers, not about documents.
const sharedAge = "feeds.shared_max_age"

// keysOf returns all settings but those that the daemon reads.
func keysOf(c *config.Config) (list []key) {
	var add func(path string, v reflect.Value)
	add = func(path string, v reflect.Value) {
		switch {
		case v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Struct:
			add(path, v.Index(0))
		case v.Kind() == reflect.Struct:
			for i := range v.NumField() {
				if v.Type().Field(i).Tag.Get("toml") == "" {
					continue
				}
				add(strings.TrimPrefix(path+"."+v.Type().Field(i).Tag.Get("toml"), "."), v.Field(i))
			}
		default:
			list = append(list, key{path, v})
		}
	}
	add("", reflect.ValueOf(c).Elem())
	return slices.DeleteFunc(list, func(k key) bool {
		return strings.HasPrefix(k.path, "server.") || strings.HasPrefix(k.path, "ledger.") || strings.HasPrefix(k.path, "log.") || k.path == sharedAge || k.path == "pages.files"
	})
}

// TestDaemonReads checks that the daemon reads each key of the server and of the
// ledger and sharedAge, as these make no options of this package.
func TestDaemonReads(t *testing.T) {
	read := map[string]bool{}
	files, err := filepath.Glob("../daemon/*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no sources of the daemon: %v", err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(source, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok {
				switch of := s.X.(type) {
				case *ast.SelectorExpr: // c.Server.Listen
					read[of.Sel.Name+"."+s.Sel.Name] = true
				case *ast.Ident: // s.Streams, after s := c.Server
					if of.Name == "s" {
						read["Server."+s.Sel.Name] = true
					}
				}
			}
			return true
		})
	}
	if !read["Feeds.SharedMaxAge"] {
		t.Errorf("feed/daemon does not read %s", sharedAge)
	}
	for _, table := range []reflect.Type{reflect.TypeFor[config.Server](), reflect.TypeFor[config.Ledger]()} {
		for _, field := range reflect.VisibleFields(table) {
			if !read[table.Name()+"."+field.Name] {
				t.Errorf("feed/daemon does not read %s of %s", field.Tag.Get("toml"), table.Name())
			}
		}
	}
}
