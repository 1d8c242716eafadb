package setup

import (
	"testing"

	"dateline/feed/config"
)

const drawing = `<svg xmlns="http://www.w3.org/2000/svg"/>`

// TestAppearance checks that what changes documents is another appearance, and
// what belongs to the machine is not.
func TestAppearance(t *testing.T) {
	with := func(change func(*config.Config)) string {
		c := config.Default()
		c.Content = []config.Content{{Dir: "news", Mount: "/", Language: "en"}}
		c.Site.CSS, c.Site.Icon, c.Pages.Templates = "a/own.css", "a/icon.svg", "a/theme"
		c.Files = map[string][]byte{"a/own.css": []byte("h1 {}"), "a/icon.svg": []byte(drawing), "a/theme/list.html": []byte("{{.Title}}")}
		change(c)
		return Appearance(c, "1.0.0")
	}
	plain := with(func(*config.Config) {})
	for name, change := range map[string]func(*config.Config){
		"title":      func(c *config.Config) { c.Site.Title = "Another" },
		"items":      func(c *config.Config) { c.Feeds.Items = 7 },
		"content":    func(c *config.Config) { c.Feeds.Content = config.Summary },
		"markdown":   func(c *config.Config) { c.Feeds.Markdown = true },
		"alias":      func(c *config.Config) { c.Topics.Alias = []config.Alias{{Name: "Moon", Also: []string{"Luna"}}} },
		"stylesheet": func(c *config.Config) { c.Files["a/own.css"] = nil },
		"icon":       func(c *config.Config) { c.Files["a/icon.svg"] = []byte("<svg></svg>") },
		"icon's URL": func(c *config.Config) { c.Site.Icon = "https://example.org/icon.png" },
		"template":   func(c *config.Config) { c.Files["a/theme/list.html"] = []byte("{{.Language}}") },
		"superseded": func(c *config.Config) { c.Content[0].Superseded = config.Hide },
	} {
		if with(change) == plain {
			t.Errorf("another %s is the same appearance", name)
		}
	}
	for name, change := range map[string]func(*config.Config){
		"directory": func(c *config.Config) { c.Content[0].Dir = "/srv/news" },
		"place of the theme": func(c *config.Config) {
			c.Site.CSS, c.Site.Icon, c.Pages.Templates = "b/own.css", "b/icon.svg", "b/theme"
			c.Files = map[string][]byte{"b/own.css": []byte("h1 {}"), "b/icon.svg": []byte(drawing), "b/theme/list.html": []byte("{{.Title}}")}
		},
		"server": func(c *config.Config) { c.Server.Burst++ },
		"shared": func(c *config.Config) { c.Feeds.SharedMaxAge++ },
		"ledger": func(c *config.Config) { c.Ledger.URL = "sqlite:other.db" },
	} {
		if with(change) != plain {
			t.Errorf("another %s is another appearance", name)
		}
	}
	if Appearance(config.Default(), "1.0.0") == Appearance(config.Default(), "1.0.1") {
		t.Error("another version is the same appearance")
	}
}
