package page

import (
	"strings"
	"testing"
	"time"

	"dateline/feed/phrases"
)

// TestFailureLanguages renders the page of each error in each language. Reasons are in
// English, and say so elsewhere.
func TestFailureLanguages(t *testing.T) {
	for _, language := range append(phrases.Languages, "ar") {
		look := site()
		look.Language = language
		p := pages(look)
		for _, status := range []int{400, 404, 405, 410, 414, 418, 429, 503} {
			text := string(p.Failure(Failure{Status: status, Reason: "because"}).Body)
			heading, sentence := phrases.In(language).Error.Of(status)
			foreign := strings.Contains(text, ` lang="en" dir="ltr">Because.</p>`)
			if heading == "" || sentence == "" || !strings.Contains(text, "<h1>"+heading+"</h1>") || !strings.Contains(text, sentence) || foreign != (language != "en") {
				t.Errorf("%d in %s: %s", status, language, text)
			}
		}
	}
}

// TestFailureEscapes checks that what others wrote is shown as text.
func TestFailureEscapes(t *testing.T) {
	const evil = "<b>\u009b\u202e\"x"
	text := string(pages(site()).Failure(Failure{Status: 410, Reason: evil, Was: evil, At: time.Date(2026, 4, 7, 23, 0, 0, 0, time.UTC),
		Near: []Suggestion{{Name: evil, Path: "/%22%3Cb%3E", Language: "fa"}}, Wanted: "/2026/<b>-\u202e\"/"}).Body)
	if strings.Contains(text, "<b>") || strings.ContainsAny(text, "\u009b\u202e") {
		t.Error(text)
	}
	for _, want := range []string{"removed on 8 April 2026.", `<a href="/%22%3Cb%3E" lang="fa" hreflang="fa" dir="rtl">`, `value="b"`} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %s:\n%s", want, text)
		}
	}
	if text := string(pages(site()).Failure(Failure{Status: 404, Wanted: "/2026/full-moon.html"}).Body); !strings.Contains(text, `value="full moon"`) {
		t.Error(text)
	}
}

// BenchmarkFailure renders the page of an address at which there is nothing.
func BenchmarkFailure(b *testing.B) {
	p := pages(site())
	b.ReportAllocs()
	for b.Loop() {
		p.Failure(Failure{Status: 404, Reason: "there is no topic", Wanted: "/topics/moon/", Near: []Suggestion{{Name: "Moon", Path: "/topics/moon/"}}})
	}
}
