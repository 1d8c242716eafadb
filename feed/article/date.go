package article

import (
	"fmt"
	"path"
	"strings"
	"time"
)

// scanDate reads "2026-04-7" or "2026/04/07" at the beginning of s, with the same
// one of separators twice. n is the length of the date, 0 if there is none.
func scanDate(s, separators string) (y, month, day, n int) {
	y, rest := digits(s, 4, 4)
	if rest == "" || strings.IndexByte(separators, rest[0]) < 0 {
		return 0, 0, 0, 0
	}
	separator := rest[0]
	month, rest = digits(rest[1:], 1, 2)
	if rest == "" || rest[0] != separator {
		return 0, 0, 0, 0
	}
	after := rest[1:]
	day, rest = digits(after, 1, 2)
	if rest == after {
		return 0, 0, 0, 0
	}
	return y, month, day, len(s) - len(rest)
}

// digits reads a number of min to max digits. If there is none, rest is s.
func digits(s string, min, max int) (value int, rest string) {
	i := 0
	for i < len(s) && s[i] >= '0' && s[i] <= '9' {
		value = value*10 + int(s[i]-'0')
		if i++; i > max {
			return 0, s
		}
	}
	if i < min {
		return 0, s
	}
	return value, s[i:]
}

// headingDate, pathDate and folderDate return a date as midnight UTC. ok is false if
// the text does not look like a date. err is a *notADate.
//
// headingDate reads a text that is only a date. pathDate reads the date
// in a path: "2026/04/7/slug.md", "2026-04-07-slug.md", "2026-04-07 Tuesday.md".
// folderDate reads the date of the folder of a day.
func headingDate(s string) (date time.Time, ok bool, err error) {
	y, month, day, n := scanDate(s, "-/.")
	if n == 0 || n != len(s) {
		return time.Time{}, false, nil
	}
	return calendarDate(y, month, day, s)
}

func pathDate(s string) (date time.Time, ok bool, err error) {
	return dateInPath(s, func(rest string) bool { return rest == "" || !isAlphanumeric(rest[0]) })
}

// DateInName returns the date with which the name of a file begins, or that of its
// folder if it is the index of one: "2026-04-07-slug.md", "2026-04-07-slug/index.md".
// A folder whose name is only a date is one of a day, not the name of an article.
func DateInName(file string) (date time.Time, ok bool) {
	name := strings.TrimLeft(path.Base(file), "_")
	if stem, _, _ := strings.Cut(name, "."); strings.EqualFold(stem, "index") || strings.EqualFold(stem, "readme") {
		if name = path.Base(path.Dir(file)); len(name) <= len(time.DateOnly) {
			return time.Time{}, false
		}
	}
	date, ok, err := pathDate(name)
	return date, ok && err == nil
}

func isAlphanumeric(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
}

func folderDate(dir string) (date time.Time, ok bool, err error) {
	return dateInPath(dir, func(rest string) bool { return rest == "" })
}

func dateInPath(s string, ends func(rest string) bool) (date time.Time, ok bool, err error) {
	for start := 0; ; {
		if y, month, day, n := scanDate(s[start:], "-/"); n > 0 && ends(s[start+n:]) {
			return calendarDate(y, month, day, s[start:start+n])
		}
		slash := strings.IndexByte(s[start:], '/')
		if slash < 0 {
			return time.Time{}, false, nil
		}
		start += slash + 1
	}
}

func calendarDate(y, month, day int, text string) (time.Time, bool, error) {
	date := time.Date(y, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if y < 1000 || date.Day() != day || int(date.Month()) != month {
		return time.Time{}, true, &notADate{text, notInCalendar, nearestDate(y, month, day)}
	}
	return date, true, nil
}

// nearestDate suggests the date that a typing error may have meant.
func nearestDate(y, month, day int) string {
	if month > 12 && month <= 31 && day >= 1 && day <= 12 {
		month, day = day, month
	}
	if y < 1000 {
		y = 2000 + y%100
	}
	month = min(max(month, 1), 12)
	last := time.Date(y, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
	return fmt.Sprintf("%04d-%02d-%02d", y, month, min(max(day, 1), last))
}
