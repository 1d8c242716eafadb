package article

import (
	"reflect"
	"testing"
	"time"
)

// TestKey checks that every option changes the key, except for the name of the
// directory.
func TestKey(t *testing.T) {
	base := func() Options {
		return Options{Dir: "news", Mount: "/a", Aliases: []string{"/b"}, BaseURL: "https://example.org", Language: "en",
			Zone: time.UTC, Grammar: languages(), KeepWhole: []string{"A, B"}}
	}
	change := map[string]func(*Options){
		"Mount":          func(o *Options) { o.Mount = "/" },
		"Aliases":        func(o *Options) { o.Aliases = []string{"/b", "/c"} },
		"BaseURL":        func(o *Options) { o.BaseURL = "https://example.com" },
		"Language":       func(o *Options) { o.Language = "zh" },
		"Zone":           func(o *Options) { o.Zone = time.FixedZone("CET", 3600) },
		"KeepWhole":      func(o *Options) { o.KeepWhole = nil },
		"Languages":      func(o *Options) { o.Languages = []string{"de"} },
		"People":         func(o *Options) { o.People = map[string]Author{"ann": {Name: "Ann"}} },
		"Mails":          func(o *Options) { o.People = map[string]Author{"ann": {Name: "Ann", Mail: "ann@mail.example"}} },
		"TopicSeparator": func(o *Options) { o.TopicSeparator = " " },
		"Permalink":      func(o *Options) { o.Permalink = "/:year/:slug/" },
		"Home":           func(o *Options) { o.Home = "https://blog.example" },
		"Former":         func(o *Options) { o.Former = []string{"https://old.example"} },
		"Source":         func(o *Options) { o.Grammar.Source = o.Grammar.Source[1:] },
		"Related":        func(o *Options) { o.Grammar.Related = nil },
		"Changes":        func(o *Options) { o.Grammar.Changes = nil },
		"Context":        func(o *Options) { o.Grammar.Context = nil },
		"Cover":          func(o *Options) { o.Grammar.Cover = nil },
		"between": func(o *Options) { // a label moves from one list to the next
			o.KeepWhole, o.Grammar.Source = nil, append([]string{"A, B"}, o.Grammar.Source...)
		},
	}
	for _, options := range []reflect.Type{reflect.TypeFor[Options](), reflect.TypeFor[Grammar]()} {
		for i := range options.NumField() {
			if name := options.Field(i).Name; name != "Dir" && name != "Grammar" && name != "Pages" && change[name] == nil {
				t.Errorf("no case for %s", name)
			}
		}
	}
	keys := map[string]string{}
	for name, change := range change {
		o := base()
		change(&o)
		key := NewParser(o).Key()
		if other, taken := keys[key]; taken {
			t.Errorf("%s and %s have one key", name, other)
		}
		keys[key] = name
	}
	elsewhere := base()
	elsewhere.Dir, elsewhere.Pages = "/srv/news", []string{"about.md"}
	key := NewParser(base()).Key()
	if again := NewParser(elsewhere).Key(); again != key || keys[key] != "" {
		t.Errorf("%s, %s after a move, with a page; taken by %q", key, again, keys[key])
	}
	if want := "b96088ad85918b74d4b9e7f1141071cc"; key != want {
		t.Errorf("got %s, want %s, as in every process", key, want)
	}
}
