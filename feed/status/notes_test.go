package status

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/feed"
)

func TestNotes(t *testing.T) {
	at := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	many := make([]Large, 12)
	for i := range many {
		many[i] = Large{"/topics/moon/feed.rss", 2000}
	}
	for _, c := range []struct {
		name string
		of   Daemon
		want []Note
	}{
		{"nothing", Daemon{Articles: 3}, nil},
		{"one departs", Daemon{Departing: feed.Wait{Articles: 1, Until: at, Files: []string{"news/a.md"}}},
			[]Note{{"departing", "1 article until 2026-11-30T12:00:00Z: news/a.md; to remove at once, run dateline accept"}}},
		{"many wait", Daemon{Waiting: feed.Wait{Articles: 12, Until: at, Files: []string{"a.md", "b.md"}}},
			[]Note{{"waiting", "12 articles until 2026-11-30T12:00:00Z: a.md, b.md and 10 more, as they may replace published articles"}}},
		{"backfill", Daemon{Backfill: &Backfill{500, at}},
			[]Note{{"last backfill", "500 older articles at 2026-11-30T12:00:00Z; no feed shows them as new"}}},
		{"no articles", Daemon{NoArticles: []string{"news: no article", "zh: no article"}}, []Note{{"no articles", "news: no article"}, {"no articles", "zh: no article"}}},
		{"links to nowhere", Daemon{Unreachable: "site.base_url is http://localhost"}, []Note{{"base URL", "site.base_url is http://localhost"}}},
		{"an empty ledger", Daemon{Fresh: "ledger: it was empty"}, []Note{{"empty ledger", "ledger: it was empty"}}},
		{"large feeds", Daemon{Large: []Large{{"/feed.atom", 1_500_000}, {"/feed.rss", 1_200_000}}},
			[]Note{{"large feeds", "/feed.atom (1500000 bytes), /feed.rss (1200000 bytes); their newest articles need more than feeds.max_bytes"}}},
		{"a certificate with two weeks and more", Daemon{Time: at, Certificate: at.AddDate(0, 0, 14)}, nil},
		{"a certificate with less", Daemon{Time: at, Certificate: at.AddDate(0, 0, 14).Add(-time.Second)},
			[]Note{{"certificate", "it expires at 2026-12-14T11:59:59Z; renew it"}}},
		{"a certificate that expired, which is a fault", Daemon{Time: at, Certificate: at}, nil},
	} {
		if diff := cmp.Diff(c.want, c.of.Notes()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
	const end = " and 2 more; their newest articles need more than feeds.max_bytes"
	if got := (Daemon{Large: many}).Notes()[0].Text; !strings.HasSuffix(got, end) || strings.Count(got, "moon") != maxLarge {
		t.Errorf("many large feeds: %s", got)
	}
}
