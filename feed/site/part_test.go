package site

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestParts checks which page of a list a query means, that each page has one address
// however a client asks for it, and what a client is told that asks for none.
func TestParts(t *testing.T) {
	files := map[string]string{}
	for i := range 120 { // one a day from 2025-12-01 to 2026-03-30
		day := time.Date(2025, 12, 1+i, 0, 0, 0, 0, time.UTC)
		files[day.Format("2006/01/02/")+fmt.Sprint("a", i)+".md"] = fmt.Sprintf("---\ntopics: [Moon]\n---\n# A %d\n", i)
	}
	tr := publish(t, looks, files)
	s := tr.snapshot()
	at := func(date string) int64 {
		day, err := time.ParseInLocation(time.DateOnly, date, looks.Zone)
		if err != nil {
			t.Fatal(err)
		}
		return day.Unix()
	}
	page := func(path, last string) string { return fmt.Sprintf("%s?before=%d", path, at(last)+1) }
	for _, c := range []struct{ uri, want string }{
		{"/topics/moon/?other=x", "/topics/moon/"},
		{"/topics/moon/?before=2027", "/topics/moon/"},
		{"/topics/moon/?before=99999999999", "/topics/moon/"},
		{"/topics/moon/?before=2026", page("/topics/moon/", "2025-12-31")},
		{"/topics/moon/?before=2026-01-01", page("/topics/moon/", "2025-12-31")},
		{fmt.Sprintf("/topics/moon/?before=%d", at("2026-01-01")), page("/topics/moon/", "2025-12-31")},
		{fmt.Sprintf("/topics/moon/?before=%d", at("2026-01-01")-9), page("/topics/moon/", "2025-12-31")},
		{"/topics/moon/?after=2025-11", page("/topics/moon/", "2026-01-19")},
		{"/topics/moon/?after=2025-12", page("/topics/moon/", "2026-02-19")},
		{"/topics/moon/?after=2026-02-10", "/topics/moon/"},
		{"/?before=2026-03", page("/", "2026-02-28")},
		{"/2026/?before=2026-03", page("/2026/", "2026-02-28")},
		{"/topics/moon/?day=2026-01-01", "/topics/moon/?day=2026-01-01"},
		{"/topics/moon/?week=2026-W01", "/topics/moon/?week=2026-W01"},
		{"/2026/01/?week=2026-W01", "/2026/01/?week=2026-W01"},
		{"/topics/moon/?week=2026-W01&before=2026", page("/topics/moon/", "2025-12-31") + "&week=2026-W01"},
		{"/topics/moon/feed.rss?before=2026", "/topics/moon/feed.rss"},
	} {
		a := tr.LookupURI(s, c.uri)
		if a.Status != Found || a.Path != c.want {
			t.Errorf("%s is %v: %s %s, want %s", c.uri, a.Status, a.Path, a.Why, c.want)
			continue
		}
		again := tr.LookupURI(s, a.Path)
		if again.Path != a.Path || string(again.Make().Body) != string(a.Make().Body) || again.Revision != a.Revision || !again.Modified.Equal(a.Modified) {
			t.Errorf("%s is not what %s is", a.Path, c.uri)
		}
		if a.Kind == Pages && !strings.Contains(string(a.Make().Body), `<link rel="canonical" href="`+strings.ReplaceAll(looks.BaseURL+a.Path, "&", "&amp;")+`">`) {
			t.Errorf("%s names another address", a.Path)
		}
	}
	for uri, want := range map[string]struct {
		status Status
		why    string
	}{
		"/topics/moon/?before=2025-12":             {Unknown, "nothing was published then"},
		"/topics/moon/?after=2026-03-30":           {Unknown, "nothing was published then"},
		"/topics/moon/?day=2024-01-01":             {Unknown, "nothing was published then"},
		"/topics/moon/?day=2026-01-01&before=2026": {Unknown, "nothing was published then"},
		"/topics/moon/?before=x":                   {Refused, "before" + badMoment},
		"/topics/moon/?before=":                    {Refused, "before" + badMoment},
		"/topics/moon/?before=20260":               {Unknown, "nothing was published then"},
		"/topics/moon/?before=202":                 {Refused, "before" + badMoment},
		"/topics/moon/?before=1000000000000000":    {Refused, "before" + badMoment},
		"/topics/moon/?after=2026-02-30":           {Refused, "after" + badMoment},
		"/?after=x":                                {Refused, "after" + badMoment},
		"/topics/moon/?before=2026&after=2025":     {Refused, "not for both"},
		"/topics/moon/?day=2026-01-01&week=x":      {Refused, "not for both"},
		"/topics/moon/?day=2026":                   {Refused, "day must be a date"},
		"/topics/moon/?week=2026-01":               {Refused, "week must be"},
	} {
		if a := tr.LookupURI(s, uri); a.Status != want.status || !strings.Contains(a.Why, want.why) || a.Status == Unknown && a.See != "/topics/moon/" {
			t.Errorf("%s is %v: %s (see %s), want %v: %s", uri, a.Status, a.Why, a.See, want.status, want.why)
		}
	}
}
