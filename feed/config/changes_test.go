package config

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestChanges(t *testing.T) {
	old, new := Default(), Default()
	if got := Changes(old, new); len(got) > 0 || old.Digest() != new.Digest() || len(old.Digest()) != 16 {
		t.Errorf("the same: %q, digests %s and %s", got, old.Digest(), new.Digest())
	}
	zone, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		t.Fatal(err)
	}
	new.Site.Title, new.Site.Timezone, new.Site.Description = "B", zone, strings.Repeat("é", maxBrief)
	new.Content[0].Dir = "blog"
	new.Topics.Ignore, new.Topics.Alias, new.Topics.Sticky = []string{"x"}, []Alias{{Name: "a", Also: []string{"b"}}}, false
	new.Feeds.Hours, new.Feeds.Late, new.Feeds.MinAge = 24, 7, time.Hour
	want := []string{
		`site.title: "Dateline" -> "B"`,
		`site.description: "" -> "` + strings.Repeat("é", maxBrief/2-1) + "…",
		`site.timezone: "UTC" -> "Asia/Tokyo"`,
		`content[1].dir: "news" -> "blog"`,
		"topics.sticky: true -> false", "topics.ignore", "number of topics.alias: 0 -> 1",
		"feeds.hours: 48 -> 24", `feeds.late: "30d" -> "7d"`, `feeds.min_age: "1m" -> "1h"`,
	}
	if diff := cmp.Diff(want, Changes(old, new)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestEveryChange checks that a change of any key is told, and changes the digest.
func TestEveryChange(t *testing.T) {
	tables := reflect.TypeFor[Config]()
	for i, name := range keysOf(tables) {
		if tables.Field(i).Type.Kind() == reflect.Slice {
			continue
		}
		for j, key := range keysOf(tables.Field(i).Type) {
			c := Default()
			switch v := reflect.ValueOf(c).Elem().Field(i).Field(j); v.Kind() {
			case reflect.String:
				v.SetString(v.String() + "x")
			case reflect.Bool:
				v.SetBool(!v.Bool())
			case reflect.Int, reflect.Int64:
				v.SetInt(v.Int() + int64(time.Second))
			case reflect.Slice:
				v.Set(reflect.Append(v, reflect.Zero(v.Type().Elem())))
			case reflect.Pointer:
				v.Set(reflect.ValueOf(time.FixedZone("elsewhere", 0)))
			default:
				t.Fatalf("%s.%s has kind %s", name, key, v.Kind())
			}
			if got := Changes(Default(), c); len(got) != 1 || !strings.HasPrefix(strings.TrimPrefix(got[0], "number of ")+":", name+"."+key+":") || c.Digest() == Default().Digest() {
				t.Errorf("%s.%s: %q", name, key, got)
			}
		}
	}
}
