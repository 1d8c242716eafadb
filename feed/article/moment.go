package article

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Dates in front matter have the forms of RFC 3339, ISO 8601, YAML 1.1, TOML, RFC 1123
// and RFC 850, and those that people write: "July 8, 2022", "8 July 2022 18:30",
// "2014/10/1 9:05". A date that may mean two days or two offsets is refused.

// maxMoment bounds a date, in bytes. The longest that programs write is
// JavaScript's, with the name of the zone in words.
const maxMoment = 200

// parseMoment reads a date in front matter. It is a calendar date (dateOnly, as
// midnight UTC) or a moment, in UTC. A moment without an offset is in zone. The
// error is a *notADate.
func parseMoment(s string, zone *time.Location) (t time.Time, dateOnly bool, err error) {
	s = momentText(s)
	if t, ok := rfc3339(s); ok {
		return t, false, nil
	}
	return readMoment(s, zone)
}

// rfc3339 reads the form that programs write. The expressions for the other forms
// would cost more than the rest of front matter. A text that it refuses, such as
// one with a leap second, may still be a date.
func rfc3339(s string) (time.Time, bool) {
	if len(s) < len("2006-01-02T15:04:05Z") || s[10] != 'T' {
		return time.Time{}, false
	}
	t, err := time.Parse(time.RFC3339, s)
	zone := s[len(s)-len("07:00"):]
	if err != nil || s[len(s)-1] != 'Z' && (zone[:2] > "23" || zone[3:] > "59") { // time.Parse accepts such offsets
		return time.Time{}, false
	}
	t = t.UTC()
	return t, t.Year() >= 1000 && t.Year() <= 9999
}

// readMoment is parseMoment for a text without quotes, in any form.
func readMoment(s string, zone *time.Location) (t time.Time, dateOnly bool, err error) {
	day, rest, ok := readDay(s)
	if !ok || len(s) > maxMoment {
		return time.Time{}, false, unreadable(s)
	}
	clock, rest := readForm(clockForms, rest)
	offset, rest := readForm(zoneForms, rest)
	if y, after := readForm(lastYear, rest); y != nil && day["year"] == "" && clock != nil {
		day["year"], rest = y["year"], after
	}
	if rest != "" || day["year"] == "" || clock == nil && offset != nil {
		return time.Time{}, false, unreadable(s)
	}
	date, err := day.date(s)
	if err != nil || clock == nil {
		return date, true, err
	}
	t, err = clock.on(date, s)
	switch {
	case err != nil:
	case offset == nil:
		t = clockTime(t, zone)
	default:
		t, err = offset.shift(t, zone, s)
	}
	if err == nil && (t.UTC().Year() < 1000 || t.UTC().Year() > 9999) {
		err = &notADate{s, outsideYears, exampleDates}
	}
	return t.UTC(), false, err
}

// momentText returns the text of a date without quotes around it.
func momentText(s string) string { return dayNote(strings.Trim(oneLine(s), "\"' ")) }

// beginsWithDay reports whether a text begins like a date.
func beginsWithDay(s string) bool {
	_, _, ok := readDay(momentText(s))
	return ok
}

// dayNote returns the name of the note to which a date is a link, as in Obsidian:
// "[[journal/2024-05-01|Wednesday]]". Any other text is returned as it is.
func dayNote(s string) string {
	inner, ok := strings.CutPrefix(s, "[[")
	inner, closed := strings.CutSuffix(inner, "]]")
	if !ok || !closed || inner == "" {
		return s
	}
	target, _, _ := strings.Cut(inner, "|")
	return target[strings.LastIndexByte(target, '/')+1:]
}

// form holds the texts that a form of dates matched, by the names of the groups in
// its expression.
type form map[string]string

func (f form) number(name string) int {
	n, _ := strconv.Atoi(f[name])
	return n
}

// forms compiles expressions that match the beginning of a text. The character after
// the match is not a digit.
func forms(expressions ...string) []*regexp.Regexp {
	var all []*regexp.Regexp
	for _, e := range expressions {
		all = append(all, regexp.MustCompile(`^(?is:`+e+`)(?P<rest>|\D.*)$`))
	}
	return all
}

func readForm(forms []*regexp.Regexp, s string) (form, string) {
	if s == "" { // no form is empty
		return nil, s
	}
	for _, re := range forms {
		found := re.FindStringSubmatch(s)
		if found == nil {
			continue
		}
		f := form{}
		for i, name := range re.SubexpNames() {
			if name != "" && found[i] != "" {
				f[name] = found[i]
			}
		}
		return f, f["rest"]
	}
	return nil, s
}

// clockForms are the forms of a time of day. The ISO 8601 form without colons is
// only allowed after a T.
var clockForms = forms(
	`(?:T|,? (?:at )?)(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,](?P<fraction>\d+))?)?(?: ?(?P<half>[ap])\.?m\b\.?)?`,
	`T(?P<hour>\d\d)(?:(?P<minute>\d\d)(?:(?P<second>\d\d)(?:[.,](?P<fraction>\d+))?)?)?`,
	`,? (?:at )?(?P<hour>\d{1,2}) ?(?P<half>[ap])\.?m\b\.?`,
)

// zoneForms are the forms of an offset. The name of the zone may follow it, as
// JavaScript, Java and Go write it.
var zoneForms = forms(
	` ?(?:UTC|GMT|UT)? ?(?P<sign>[-+−])(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?(?: ?\([^()]*\)| ?\[[^\[\]]*\]| (?-i:[A-Z]{2,5}))?`,
	` ?(?:Z|UTC|GMT|UT)(?:\[(?:UTC|GMT|Z)\])?`,
	` (?P<name>(?-i:[A-Z][A-Za-z]+/[A-Za-z/_+-]+|[A-Z]{1,5}))`,
)

var lastYear = forms(` (?P<year>\d{4})`)

// on returns this time of day on a date, in UTC.
func (f form) on(date time.Time, text string) (time.Time, error) {
	hour, minute, second := f.number("hour"), f.number("minute"), f.number("second")
	late := f["half"] == "p" || f["half"] == "P"
	fits := hour < 24 || hour == 24 && minute == 0 && second == 0
	if f["half"] != "" {
		fits = hour >= 1 && hour <= 12
		hour %= 12
	}
	if late {
		hour += 12
	}
	if !fits || minute > 59 || second > 59 && (second > 60 || minute != 59) {
		return time.Time{}, &notADate{text, "has an impossible time of day", exampleDates}
	}
	nanoseconds, _ := strconv.Atoi((f["fraction"] + "000000000")[:9])
	y, m, d := date.Date()
	return time.Date(y, m, d, hour, minute, second, nanoseconds, time.UTC), nil
}

// shift returns the moment at which clocks with the offset show a time. The name of
// a zone counts only if it is that of the site's zone at that moment, because EST,
// CST and the like are names of several zones (RFC 9557, 1.2, excludes them).
func (f form) shift(shown time.Time, zone *time.Location, text string) (time.Time, error) {
	if name := f["name"]; name != "" {
		t := clockTime(shown, zone)
		if site, _ := t.Zone(); name == site || name == zone.String() {
			return t, nil
		}
		why := ", whose offset is ambiguous"
		if strings.Contains(name, "/") {
			why = ", which is not the zone of the site"
		}
		return time.Time{}, &notADate{text, "names the time zone " + name + why, "the offset, as in 2026-04-07T18:30:00+02:00"}
	}
	hours, minutes := f.number("hours"), f.number("minutes")
	if hours > 23 || minutes > 59 {
		return time.Time{}, &notADate{text, "has an impossible UTC offset", exampleDates}
	}
	seconds := hours*3600 + minutes*60
	if sign := f["sign"]; sign != "" && sign != "+" {
		seconds = -seconds
	}
	return shown.Add(-time.Duration(seconds) * time.Second), nil
}
