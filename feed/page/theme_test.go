package page

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"image/png"
	"io"
	"strings"
	"testing"

	"dateline/feed/render"
)

// themed returns the pages of a site in a theme.
func themed(t Theme) *Pages { return New(Options{Renderer: render.New(site()), Theme: t}) }

// TestTemplateErrors checks that a template that cannot be used is refused with its
// place, whether it cannot be parsed, escaped or executed.
func TestTemplateErrors(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"list.html", "a\nb {{nothing}}", `theme/list.html:2:5: function "nothing" not defined; `},
		{"list.html", "ü {{if .Title}}", `theme/list.html:1:3: unexpected EOF; `},
		{"list.html", "{{end}}", `theme/list.html:1:1: unexpected {{end}}; `},
		{"list.html", "<p>\n ü{{.Nothing}}", `theme/list.html:2:5: executing "list.html" at <.Nothing>: can't evaluate field Nothing in type page.list; `},
		{"article.html", "{{template \"nothing\"}}", `theme/article.html:1:13: no such template "nothing"; `},
		{"list.html", "\n<script>if ({{.Title}}", `theme/list.html`},
		{"layout.html", "{{define \"header\"}}{{.Nothing}}{{end}}", `theme/layout.html:1:22: executing "header" at <.Nothing>`},
		{"lits.html", "", `theme/lits.html: Dateline has no template of this name; configuration not used; did you mean list.html?`},
		{"zzzz.html", "", `theme/zzzz.html: Dateline has no template of this name; configuration not used; the templates are article.html, `},
	} {
		err := themed(Theme{Directory: "theme", Templates: map[string]string{c.name: c.text}}).Check()
		if err == nil || !strings.HasPrefix(err.Error(), c.want) || !strings.Contains(err.Error(), "; configuration not used; ") {
			t.Errorf("%s with %q: %v", c.name, c.text, err)
		}
	}
}

// TestOwnTemplates checks that a template of the owner takes the place of one of
// Dateline's, and that Dateline's is used where it fails, which is told once.
func TestOwnTemplates(t *testing.T) {
	told := 0
	p := New(Options{Renderer: render.New(site()), Failed: func(*TemplateError) { told++ },
		Theme: Theme{Directory: "theme", Templates: map[string]string{"list.html": `own {{if eq .Title "Moon"}}{{index .Entries 99}}{{end}}`}}})
	if err := p.Check(); err == nil || told != 0 {
		t.Errorf("it fails for the topic Moon: %v, told %d times", err, told)
	}
	s := sample()
	moon, _ := s.Topic("moon")
	for range 2 {
		if body := string(p.List(render.Of(moon)).Body); !strings.HasPrefix(body, "<!DOCTYPE html>") {
			t.Errorf("a page whose template fails: %s", body)
		}
	}
	mars, _ := s.Topic("mars")
	if body := string(p.List(render.Of(mars)).Body); body != "own " {
		t.Errorf("a page of the owner: %s", body)
	}
	if failures := p.Failures(); told != 1 || len(failures) != 1 || failures[0].File != "theme/list.html" || failures[0].Line != 1 || failures[0].Column != 30 {
		t.Errorf("told %d times: %v", told, failures)
	}
}

// TestEveryTemplateIsTried checks that the trial of templates executes each of them.
func TestEveryTemplateIsTried(t *testing.T) {
	for _, name := range TemplateNames() {
		text, _ := files.ReadFile("theme/" + name)
		mark := "{{.ThereIsNoSuchField}}"
		if !strings.HasPrefix(string(text), `{{template "head"`) {
			continue
		}
		if err := themed(Theme{Templates: map[string]string{name: mark}}).Check(); err == nil {
			t.Errorf("no page of the trial is made of %s", name)
		}
	}
}

// TestPolicy checks that pages load pictures of other hosts only as the owner wants.
func TestPolicy(t *testing.T) {
	elsewhere := Picture{URL: "https://cdn.example/a/icon.png"}
	for _, c := range []struct {
		theme Theme
		want  string
	}{
		{Theme{}, "img-src * data:;"},
		{Theme{LinkImages: true}, "img-src 'self' data: https://news.example.org;"},
		{Theme{LinkImages: true, Icon: elsewhere, Logo: elsewhere}, "img-src 'self' data: https://news.example.org https://cdn.example;"},
	} {
		if got := themed(c.theme).Policy(); !strings.Contains(got, c.want) || strings.Contains(got, "unsafe") {
			t.Errorf("%+v: %s", c.theme, got)
		}
	}
	if !strings.HasPrefix(PolicyOf("image/svg+xml"), "sandbox; default-src 'none'") {
		t.Error("scripts in a drawing run")
	}
}

// TestIcons checks the icons with and without one of the owner, whatever the title.
func TestIcons(t *testing.T) {
	dot := func(size int) Picture {
		return Picture{Name: "icon.png", Type: "image/png", Data: themed(Theme{}).sign(size)}
	}
	drawing := Picture{Name: "icon.svg", Type: "image/svg+xml", Data: []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`)}
	for _, c := range []struct {
		icon               Picture
		linked, ico, apple string
	}{
		{Picture{}, `href="/favicon.svg" type="image/svg&#43;xml" sizes="any"`, "48", "180"},
		{drawing, `href="/favicon.svg" type="image/svg&#43;xml" sizes="any"`, "48", "180"},
		{dot(64), `type="image/png" sizes="64x64"`, "64", "64"},
		{Picture{URL: "https://cdn.example/i"}, `href="https://cdn.example/i"`, "48", "180"},
	} {
		p := themed(Theme{Icon: c.icon})
		if body := string(p.SearchForm().Body); !strings.Contains(body, c.linked) || !strings.Contains(body, `<link rel="apple-touch-icon"`) {
			t.Errorf("%s is not linked as %s", c.icon.Name, c.linked)
		}
		for path, want := range map[string]string{"/favicon.ico": c.ico, "/apple-touch-icon.png": c.apple} {
			d, _ := p.Asset(path)
			picture, err := png.Decode(bytes.NewReader(d.Body))
			if err != nil || !strings.HasPrefix(picture.Bounds().Max.String(), "("+want+",") || d.Type != "image/png" {
				t.Errorf("%s of %q: %v, %v", path, c.icon.Name, picture.Bounds(), err)
			}
		}
	}
	for title, want := range map[string]string{"the moon": ">T<", "«Été»": ">É<", "e\u0301t": ">E\u0301<", "👩\u200d🚀 space": ">S<", "👩\u200d🚀": ">👩\u200d🚀<", "🇫🇷": ">🇫🇷<", "<b>": ">B<", "&": ">&amp;<",
		"\x01": ">\uFFFD<", "ß": ">ß<", "月": ">月<", "12": ">1<"} {
		s := site()
		s.Title = title
		d, _ := New(Options{Renderer: render.New(s)}).Asset("/favicon.svg")
		if !strings.Contains(string(d.Body), want) || !wellFormed(d.Body) {
			t.Errorf("%q: %s", title, d.Body)
		}
	}
}

// wellFormed reports whether data is XML.
func wellFormed(data []byte) bool {
	d := xml.NewDecoder(bytes.NewReader(data))
	for {
		if _, err := d.Token(); err != nil {
			return err == io.EOF
		}
	}
}

// TestDescriptions checks what browsers read about the site, below the path of a base URL
// as well.
func TestDescriptions(t *testing.T) {
	s := site()
	s.BaseURL = "https://example.org/journal"
	p := New(Options{Renderer: render.New(s)})
	d, _ := p.Asset("/site.webmanifest")
	var m struct {
		Name, Lang, Dir, Start_URL, Scope string
		Icons                             []struct{ Src, Type, Sizes string }
	}
	if err := json.Unmarshal(d.Body, &m); err != nil || m.Name != s.Title || m.Lang != "en" || m.Dir != "ltr" || m.Start_URL != "/journal/" || m.Scope != "/journal/" ||
		len(m.Icons) != 2 || m.Icons[0].Src != "/journal/favicon.svg" || m.Icons[1].Sizes != "180x180" {
		t.Errorf("%v: %s", err, d.Body)
	}
	d, _ = p.Asset("/opensearch.xml")
	if !wellFormed(d.Body) || !strings.Contains(string(d.Body), `template="https://example.org/journal/search/?q={searchTerms}"`) || !strings.Contains(string(d.Body), "<ShortName>Günther &amp; Söhne</ShortName>") {
		t.Errorf("%s", d.Body)
	}
	s.Search = false
	if _, ok := New(Options{Renderer: render.New(s)}).Asset("/opensearch.xml"); ok {
		t.Error("a site without search describes one")
	}
}

// TestFrame checks what an owner puts on all pages.
func TestFrame(t *testing.T) {
	s := site()
	s.BaseURL = "https://example.org/journal"
	logo := Picture{Name: "logo.png", Type: "image/png", Data: themed(Theme{}).sign(20)}
	p := New(Options{Renderer: render.New(s), Theme: Theme{Logo: logo, License: "https://example.org/l", Footer: "<p><b>Ada</b></p>",
		Nav: []Link{{"Search", "/search/"}, {"<Code>", "https://code.example/"}}}})
	body := string(p.SearchForm().Body)
	for _, want := range []string{
		`<a href="/journal/"><img src="/journal/-/logo.`, `alt="Günther &amp; Söhne &lt;news&gt;" width="20" height="20">`,
		`<li><a href="/journal/search/" aria-current="page">Search</a></li><li><a href="https://code.example/">&lt;Code&gt;</a></li>`,
		`<link rel="license" href="https://example.org/l">`, "<p><b>Ada</b></p>", `<link rel="manifest" href="/journal/site.webmanifest">`,
		`<link rel="search" type="application/opensearchdescription+xml" href="/journal/opensearch.xml"`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("no %s in\n%s", want, body)
		}
	}
	if n := len(read("theme/style.css")); n > 12_000 {
		t.Errorf("the stylesheet has %d bytes", n)
	}
}
