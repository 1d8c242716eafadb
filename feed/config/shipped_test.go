package config

import (
	"os"
	"reflect"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pelletier/go-toml/v2"
)

const shipped = "../../config.toml"

// The shipped file is the reference: it names every key, with its default.
func TestShippedNamesEveryKey(t *testing.T) {
	data, err := os.ReadFile(shipped)
	if err != nil {
		t.Fatal(err)
	}
	var file map[string]any
	if err := toml.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	for path, want := range leaves(Default()) {
		got, ok := at(file, path)
		if !ok {
			t.Errorf("%s is not in config.toml", path)
		} else if diff := cmp.Diff(want, got); diff != "" && path != "content[0].dir" {
			t.Errorf("%s is not at its default: %s", path, diff)
		}
	}
}

func TestShippedIsDefault(t *testing.T) {
	c, err := Load(shipped)
	if err != nil {
		t.Fatal(err)
	}
	if c.Content[0].Dir != "../../feed/starter/news" {
		t.Errorf("dir = %q", c.Content[0].Dir)
	}
	if c.Ledger.URL != "sqlite:../../dateline.db" {
		t.Errorf("ledger = %q", c.Ledger.URL)
	}
	if c.Server.TLSCache != "../../certificates" {
		t.Errorf("cache of certificates = %q", c.Server.TLSCache)
	}
	c.Content[0].Dir, c.Ledger, c.Server.TLSCache = Default().Content[0].Dir, Default().Ledger, Default().Server.TLSCache
	if diff := cmp.Diff(values(Default()), values(c)); diff != "" {
		t.Error(diff)
	}
}

// The tables that have no default stand in comments, which work when the
// signs before them are taken away.
func TestShippedExamples(t *testing.T) {
	data, err := os.ReadFile(shipped)
	if err != nil {
		t.Fatal(err)
	}
	example := regexp.MustCompile(`(?m)^# (\[\[|name = |also = |path = |feed = |serve = )`)
	c, err := Parse("config.toml", example.ReplaceAll(data, []byte("$1")))
	if err != nil {
		t.Fatal(err)
	}
	want := []Alias{{Name: "United States", Also: []string{"U.S.", "USA"}}}
	if diff := cmp.Diff(want, c.Topics.Alias); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]FeedAlias{{Path: "/tags/*/index.xml", Feed: "/topics/*/feed.rss"}}, c.Feeds.Alias); diff != "" {
		t.Error(diff)
	}
}

// leaves returns the settings of a configuration by path. The
// language of a content is left to the site.
func leaves(c *Config) map[string]any {
	all := map[string]any{}
	for i, table := range keysOf(reflect.TypeFor[Config]()) {
		switch v := tree(reflect.ValueOf(*c).Field(i)).(type) {
		case map[string]any:
			for key, x := range v {
				if _, tables := x.([]any); !tables { // they have no default
					all[table+"."+key] = typed(x)
				}
			}
		case []any:
			for key, x := range v[0].(map[string]any) {
				all[table+"[0]."+key] = typed(x)
			}
			all[table+"[0].language"] = ""
		}
	}
	return all
}

// typed converts a value to the type that the TOML parser uses for it.
func typed(x any) any {
	switch x := x.(type) {
	case int:
		return int64(x)
	case []string:
		list := []any{}
		for _, s := range x {
			list = append(list, s)
		}
		return list
	}
	if pairs, ok := x.([][]string); ok {
		list := []any{}
		for _, pair := range pairs {
			list = append(list, typed(pair))
		}
		return list
	}
	return x
}

// at finds a path as leaves writes it.
func at(file map[string]any, path string) (any, bool) {
	for table, x := range file {
		if list, ok := x.([]any); ok {
			table, x = element(table, 0), list[0]
		}
		for key, value := range x.(map[string]any) {
			if table+"."+key == path {
				return value, true
			}
		}
	}
	return nil, false
}

// values makes configurations comparable.
func values(c *Config) any { return tree(reflect.ValueOf(*c)) }
