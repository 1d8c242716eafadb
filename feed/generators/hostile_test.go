package generators

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

// configurations are files by which a site is recognised, or that are read once it is,
// with what else the site needs.
var configurations = map[string][]string{
	"mkdocs.yml": nil, "pelicanconf.py": nil, "docusaurus.config.ts": {"blog/a.md"}, "astro.config.mjs": {"src/content/blog/a.md"},
	"src/content.config.ts": {"astro.config.mjs"}, "src/config.ts": {"astro.config.mjs"}, "eleventy.config.js": {"posts/a.md"},
	"posts/posts.json": {"eleventy.config.js", "posts/a.md"}, "_data/site.js": {".eleventy.js"}, "quartz.config.ts": nil,
	"quartz.config.yaml": nil, ".obsidian/app.json": nil, "posts/a.md": {"mkdocs.yml"}, "feed.njk": {".eleventy.js"}, "x.xml": nil,
}

// checkSite reads a site and checks what everybody who uses the result relies on.
func checkSite(t *testing.T, site fstest.MapFS) *Site {
	t.Helper()
	found, err := Read(site)
	if err != nil || len(found.Contents) == 0 {
		t.Fatalf("%v, %v", found, err)
	}
	for _, c := range found.Contents {
		if !fs.ValidPath(c.Dir) || c.Origin == "" {
			t.Errorf("content %q of %q", c.Dir, c.Origin)
		}
		for _, key := range []string{"mount", "permalink"} {
			if v := c.text(key); v != "" && !strings.HasPrefix(v, "/") {
				t.Errorf("%s %q", key, v)
			}
		}
		checkSettings(t, c.Settings)
	}
	checkSettings(t, found.Settings)
	for _, a := range found.Aliases {
		if !strings.HasPrefix(a.Path, "/") || strings.Count(a.Path, "*") != strings.Count(a.Feed, "*") {
			t.Errorf("alias %q of %q", a.Path, a.Feed)
		}
	}
	if n := len(found.Notes); n > 200 {
		t.Errorf("%d notes", n)
	}
	return found
}

func checkSettings(t *testing.T, settings []Setting) {
	t.Helper()
	keys := map[string]bool{}
	for _, s := range settings {
		if keys[s.Key] || s.Value == "" || s.Origin == "" {
			t.Errorf("setting %v", s)
		}
		keys[s.Key] = true
	}
}

func siteOf(name string, data string) fstest.MapFS {
	site := fstest.MapFS{name: {Data: []byte(data)}}
	for _, other := range configurations[name] {
		site[other] = &fstest.MapFile{Data: []byte("export default { site: 'https://x.example.net' }")}
	}
	return site
}

func TestHostileSites(t *testing.T) {
	bomb := "a: &a [x, x, x, x, x, x, x, x]\n"
	for c := 'b'; c < 'k'; c++ {
		bomb += string(c) + ": &" + string(c) + " [" + strings.Repeat("*"+string(c-1)+", ", 8) + "]\n"
	}
	doubling := "const a = { x: 1 };\n" + strings.Repeat("a = [a, a];\n", 40) + "export default { presets: a, url: a }"
	for name, data := range map[string]string{
		"deep":     strings.Repeat("[", 100_000),
		"deep map": strings.Repeat("{a: ", 100_000),
		"huge":     strings.Repeat("x = 1\n", 1<<20),
		"binary":   "\x00\x01\xff\xfe" + strings.Repeat("\x00", 1000),
		"empty":    "", "alias": "plugins: &p [*p]\nsite_name: *p", "cycle": "a: &a\n  b: *a\nINHERIT: mkdocs.yml", "bomb": bomb, "doubling": doubling,
		"null": "plugins:\ntheme: ~\nnav: [null]", "wrong": "plugins: {blog: [1, [2]], rss: yes}\ntheme: [a]\nsite_name: {a: b}",
		"climbs": "docs_dir: ../../etc\nPATH = '/etc'\nARTICLE_PATHS = ['../../..', '/']\nexport default { dir: { input: '/etc' }, presets: [['classic', { blog: { path: '../..' } }]], base: '//x' }",
		"stars":  "TAG_FEED_ATOM = '*/{slug}'\nFEED_RSS = '*'\nFEED_ATOM = '{x}'", "inherits": "INHERIT: ./mkdocs.yml",
		"typed": "export default { presets: 'x', plugins: 5, i18n: [], feedOptions: '', title: ['a'], url: {} }",
	} {
		for config := range configurations {
			t.Run(name+"/"+config, func(t *testing.T) { checkSite(t, siteOf(config, data)) })
		}
	}
}

// A configuration, whatever it contains, is read in bounded time, and what is found
// can be used.
func FuzzConfigurations(f *testing.F) {
	for config := range configurations {
		f.Add(config, "site_name: x\nplugins:\n- blog:\n    blog_dir: y\n- rss")
		f.Add(config, "PATH = 'content'\nARTICLE_URL = '{date:%Y}/{slug}.html'\nFEED_RSS = 'x'\nSTATIC_PATHS = ['..', 'a']")
		f.Add(config, "export default { title: 'x', url: `${a}`, presets: [['classic', { blog: {} }]], configuration: { baseUrl: 'x' } }")
		f.Add(config, "---\npermalink: /x/{{ title }}\nwordpress_id: 1\n---\n")
	}
	f.Fuzz(func(t *testing.T, config, data string) {
		if _, known := configurations[config]; known {
			checkSite(t, siteOf(config, data))
		}
	})
}
