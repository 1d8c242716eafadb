package serve

import (
	"strings"
	"testing"
	"time"
)

// TestDigests checks the digests of everything and of topics, outlets and
// languages, and that they get an item when a day ends although nothing else
// happens.
func TestDigests(t *testing.T) {
	h, _ := newSite(t)
	now := time.Date(2026, 4, 8, 12, 0, 0, 0, time.UTC)
	h.Now = func() time.Time { return now }
	for _, c := range []struct {
		path, dest string
		status     int
		holds      string
	}{
		{"/digest/daily.atom", "", 200, `rel="self" type="application/atom+xml" href="` + base + `/digest/daily.atom"`},
		{"/digest/weekly.rss", "", 200, "<title>Site: Weekly digest</title>"},
		{"/digest/daily.json", "", 200, base + "/2026/04/07/"},
		{"/topics/space-flight/digest/daily.atom", "", 200, "Site: Space Flight: Daily digest"},
		{"/lang/en/digest/daily.rss", "", 200, "First"},
		{"/topics/Space%20Flight/digest/daily.atom", "", 301, base + "/topics/space-flight/digest/daily.atom"},
		{"/topics/space-fligt/digest/daily.atom", "", 404, "did you mean"},
		{"/topics/lost-topic,space-flight/digest/daily.atom", "", 404, "nothing here"},
		{"/2026/04/digest/daily.atom", "", 404, "nothing here"},
		{"/digest/hourly.atom", "", 404, "nothing here"},
		{"/digest/daily.html", "", 404, "nothing here"},
		{"/digest/", "", 404, "nothing here"},
		{"/digest/daily.atom", "document", 200, `value="` + base + `/digest/daily.atom"`},
	} {
		r := ask(h, "GET", strings.ReplaceAll(c.path, "%20", " "), "Sec-Fetch-Dest", c.dest)
		if text := body(t, r) + r.Header.Get("Location"); r.StatusCode != c.status || !strings.Contains(text, c.holds) {
			t.Errorf("%s for %q: %d, want %d with %q:\n%s", c.path, c.dest, r.StatusCode, c.status, c.holds, text)
		}
	}
	before := body(t, ask(h, "GET", "/digest/daily.rss"))
	now = now.Add(12 * time.Hour)
	after := body(t, ask(h, "GET", "/digest/daily.rss"))
	if strings.Contains(before, "Second") || !strings.Contains(after, "Second") {
		t.Errorf("before midnight:\n%s\nafter:\n%s", before, after)
	}
}
