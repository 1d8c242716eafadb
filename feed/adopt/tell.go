package adopt

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"dateline/feed/article"
)

// maxID bounds an id, in bytes, as the archive does.
const maxID = 4000

// defect is something that may be wrong with many items of a feed, which one
// complaint counts.
type defect struct {
	about              article.Subject
	what, effect, hint string
}

const notAdopted = "not adopted, so subscribers may see it as new"

var (
	unreadableDate = defect{article.Dates, "a date that cannot be read", "without another date, its article keeps the time that it has here", "correct the feed, or set the date in the article"}
	noDate         = defect{article.Dates, "no date", "its article keeps the time that it has here", "nothing is needed if readers show no date either"}
	noID           = defect{article.Identity, "neither an id nor a link", notAdopted, "give the feed as subscribers receive it"}
	longID         = defect{article.Identity, fmt.Sprintf("an id of more than %d bytes", maxID), notAdopted, "give the feed as subscribers receive it"}
	brokenID       = defect{article.Identity, "an id with a control character", notAdopted, "give the feed as subscribers receive it"}
)

// complain adds a complaint about a feed.
func (f *Feed) complain(about article.Subject, what, effect, hint string) {
	f.Problems = append(f.Problems, article.Problem{File: f.Name, About: about, What: what, Effect: effect, Hint: hint})
}

// tell drops items that no reader can know again, and complains about what is missing
// in a feed.
func (f *Feed) tell() {
	of := map[defect][]*Item{}
	f.Items = slices.DeleteFunc(f.Items, func(it *Item) bool {
		d, unknowable := it.unknowable()
		if unknowable {
			of[d] = append(of[d], it)
		}
		return unknowable
	})
	for _, it := range f.Items {
		switch {
		case it.undated != "":
			of[unreadableDate] = append(of[unreadableDate], it)
		case it.Published.IsZero():
			of[noDate] = append(of[noDate], it)
		}
	}
	for _, d := range []defect{noID, longID, brokenID, unreadableDate, noDate} {
		if list := of[d]; len(list) > 0 {
			what := fmt.Sprintf("%s with %s: %s", items(len(list)), d.what, list[0].name())
			if list[0].undated != "" {
				what += fmt.Sprintf(", %q", article.Shorten(list[0].undated, 80))
			}
			f.complain(d.about, what, d.effect, d.hint)
		}
	}
	if len(f.Items) == 0 {
		f.complain(article.File, "the feed has no items", "nothing is adopted from it", "give the feed as subscribers receive it")
	}
}

// unknowable returns why the id of an item cannot be kept.
func (it *Item) unknowable() (d defect, is bool) {
	switch {
	case it.ID == "":
		return noID, true
	case len(it.ID) > maxID:
		return longID, true
	case strings.ContainsFunc(it.ID, unicode.IsControl), article.XML(it.ID) != it.ID:
		return brokenID, true
	}
	return d, false
}

// name names an item in complaints.
func (it *Item) name() string {
	switch {
	case it.Title != "":
		return article.Shorten(it.Title, 80)
	case it.Link != "":
		return article.Shorten(it.Link, 120)
	}
	return "one without a title"
}

// items returns a number of items in words.
func items(n int) string {
	if n == 1 {
		return "1 item"
	}
	return fmt.Sprint(n, " items")
}
