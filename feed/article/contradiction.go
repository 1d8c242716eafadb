package article

import (
	"slices"
	"time"
)

// usedDates are the effects of complaints about dates that contradict each other.
var usedDates = []string{folderUsed, frontUsed, headingUsed}

const (
	folderUsed  = "that of the folder is used"
	frontUsed   = "the date in front matter is used"
	headingUsed = "the heading is used"
)

// Contradicts reports whether a problem is that the dates of an article contradict
// each other, and not, for example, that it has none.
func (p *Problem) Contradicts() bool { return p.About == Dates && slices.Contains(usedDates, p.Effect) }

// compareDates reports if the dates of an article contradict each other: that of
// front matter, of the heading, of the name of the file and of its folder. There is
// one complaint a file. fromPath is zero if the path has no date.
func (r *reading) compareDates(rel string, fromPath time.Time) {
	a := r.article
	day := func(t time.Time) string { return t.Format(time.DateOnly) }
	used := folderUsed
	switch {
	case r.frontOffset > 0 && (!r.founding || !a.DateOnly || !a.Date.Equal(r.headed)):
		used = frontUsed
	case r.founding:
		used = headingUsed
	}
	named, isNamed := DateInName(rel)
	switch {
	case !fromPath.IsZero() && r.founding && !fromPath.Equal(r.headed):
		r.report(r.dateOffset, Problem{About: Dates, What: "date heading " + day(r.headed) + " contradicts the path, which says " + day(fromPath),
			Effect: used, Hint: "correct the heading or move the file"})
	case r.founding && !a.mayBeOn(r.headed):
		r.report(r.dateOffset, Problem{About: Dates, What: "date heading " + day(r.headed) + " contradicts front matter, which says " + day(a.Date),
			Effect: used, Hint: "correct the one that is wrong"})
	case !fromPath.IsZero() && !a.mayBeOn(fromPath) && !(isNamed && a.mayBeOn(named)):
		r.report(r.frontOffset, Problem{About: Dates, What: "front matter says " + day(a.Date) + ", but the path " + day(fromPath),
			Effect: used, Hint: "correct the date or rename the file"})
	case !fromPath.IsZero() && isNamed && !named.Equal(fromPath):
		r.report(-1, Problem{About: Dates, What: "the name of the file says " + day(named) + ", but its folder " + day(fromPath),
			Effect: used, Hint: "rename the file or move it"})
	}
}

// mayBeOn reports whether an article is of a date. A moment is if it falls on the
// date anywhere on earth, as the author may write elsewhere than the site is.
func (a *Article) mayBeOn(date time.Time) bool {
	if a.DateOnly {
		return a.Date.Equal(date)
	}
	const east, west = 14 * time.Hour, 12 * time.Hour
	return !a.Date.Add(east).Before(date) && a.Date.Add(-west).Before(date.AddDate(0, 0, 1))
}
