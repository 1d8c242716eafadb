package article

import (
	"fmt"
	"regexp"
	"strings"
	"time"
)

// dayForms are the forms of a day besides those of headings. Either of "one" and
// "two" may be the month. After a month and a day without a year, the year follows
// the time of day, as C and Unix write it.
var dayForms = forms(
	`(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)`,
	`(?P<year>\d{4})-?(?P<ordinal>\d{3})`,
	`(?P<year>\d{4})-?W(?P<week>\d\d)-?(?P<weekday>[1-7])`,
	`(?P<one>\d{1,2})[-/.](?P<two>\d{1,2})[-/.](?P<year>\d{4})`,
	`(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?(?: of)?[- ](?P<name>[a-z]{3,9})\.?,?[- ](?P<year>\d{4}|\d\d)`,
	`(?P<name>[a-z]{3,9})\.?[- ](?P<day>\d{1,2})(?:st|nd|rd|th)?(?:, ?|[- ])(?P<year>\d{4})`,
	`(?P<name>[a-z]{3,9})\.? (?P<day>\d{1,2})`,
	`(?P<year>\d{4})[- ](?P<name>[a-z]{3,9})[- ](?P<day>\d{1,2})`,
	`(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日`,
)

var weekday = regexp.MustCompile(`^(?i:(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\.?,? )`)

// readDay reads the day with which a text begins, after an optional name of a
// weekday.
func readDay(s string) (day form, rest string, ok bool) {
	s = s[:min(len(s), maxMoment)]
	if s != "" && (s[0] < '0' || s[0] > '9') {
		s = weekday.ReplaceAllLiteralString(s, "")
	}
	if y, m, d, n := scanDate(s, "-/."); n > 0 && (n == len(s) || s[n] < '0' || s[n] > '9') {
		return form{"year": fmt.Sprint(y), "month": fmt.Sprint(m), "day": fmt.Sprint(d)}, s[n:], true
	}
	day, rest = readForm(dayForms, s)
	return day, rest, day != nil && (day["name"] == "" || monthNamed(day["name"]) > 0)
}

// date returns midnight UTC of the day.
func (f form) date(text string) (date time.Time, err error) {
	year, month, day := f.number("year"), f.number("month"), f.number("day")
	switch {
	case f["name"] != "":
		month = monthNamed(f["name"])
		if len(f["year"]) == 2 { // RFC 850; POSIX puts the turn of the century at 69
			year += 1900
			if year < 1969 {
				year += 100
			}
		}
	case f["ordinal"] != "":
		return inYear(time.Date(year, 1, f.number("ordinal"), 0, 0, 0, 0, time.UTC), f, text)
	case f["week"] != "":
		fourth := time.Date(year, 1, 4, 0, 0, 0, 0, time.UTC) // 4 January is always in the first week (ISO 8601)
		monday := fourth.AddDate(0, 0, -(int(fourth.Weekday())+6)%7)
		return inYear(monday.AddDate(0, 0, 7*f.number("week")-8+f.number("weekday")), f, text)
	case f["one"] != "":
		day, month = f.number("one"), f.number("two")
		if day <= 12 && month <= 12 && day != month {
			return date, ambiguous(year, day, month, text)
		}
		if month > 12 {
			day, month = month, day
		}
	}
	if year < 1000 && time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Format("1/2") == fmt.Sprintf("%d/%d", month, day) {
		return date, &notADate{text, outsideYears, exampleDates}
	}
	date, _, err = calendarDate(year, month, day, text)
	return date, err
}

// inYear checks that a date which was counted from a year is in that year.
func inYear(date time.Time, f form, text string) (time.Time, error) {
	year := date.Year()
	if f["week"] != "" {
		year, _ = date.ISOWeek()
	}
	if year != f.number("year") || year < 1000 || f["ordinal"] == "000" || f["week"] == "00" {
		return time.Time{}, &notADate{text, notInCalendar, exampleDates}
	}
	return date, nil
}

// monthNamed returns the month of an English name, or of its first three or more
// letters, or 0 if there is none.
func monthNamed(name string) int {
	for m := time.January; m <= time.December; m++ {
		if len(name) >= 3 && strings.HasPrefix(strings.ToLower(m.String()), strings.ToLower(name)) {
			return int(m)
		}
	}
	return 0
}

// notADate is the reason why a text is not read as a date, and what to write instead.
type notADate struct{ text, why, instead string }

func (e *notADate) Error() string { return fmt.Sprintf("date %q %s", Shorten(e.text, 80), e.why) }

const (
	notInCalendar = "is not a calendar date"
	outsideYears  = "is outside the years 1000 to 9999"
	exampleDates  = "2026-04-07 or 2026-04-07T18:30:00+02:00"
)

func ambiguous(year, one, two int, text string) error {
	day := func(month, day int) time.Time { return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC) }
	a, b := day(two, one), day(one, two)
	return &notADate{text, "is ambiguous: it may be " + a.Format("2 January") + " or " + b.Format("2 January"), a.Format(time.DateOnly) + " or " + b.Format(time.DateOnly)}
}

var (
	anyDigit  = regexp.MustCompile(`\d`)
	unixTime  = regexp.MustCompile(`^\d{10}(?:\d{3})?$`)
	noDay     = regexp.MustCompile(`^(?:\d{4}(?:[-/.]\d{1,2})?|\pL+\.? \d{4})$`)
	shortYear = regexp.MustCompile(`^\d{1,2}([-/.])\d{1,2}[-/.]\d{1,2}(?:\D|$)`)
)

// unreadable explains why no form fits a text.
func unreadable(text string) error {
	switch {
	case !anyDigit.MatchString(text):
		return &notADate{text, "is not a date", exampleDates}
	case unixTime.MatchString(text):
		seconds, _ := time.ParseDuration(text[:10] + "s")
		return &notADate{text, "is a Unix timestamp, which Dateline does not read", time.Unix(0, 0).UTC().Add(seconds).Format(time.RFC3339)}
	case noDay.MatchString(text):
		return &notADate{text, "has no day", exampleDates}
	case shortYear.MatchString(text):
		return &notADate{text, "has a two-digit year", exampleDates}
	}
	return &notADate{text, "is in a format that Dateline does not read", exampleDates}
}
