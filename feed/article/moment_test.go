package article

import (
	"testing"
	"time"
)

func madrid(t testing.TB) *time.Location {
	zone, err := time.LoadLocation("Europe/Madrid")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// TestParseMoment checks the forms of dates. Those without an offset are in the zone of
// Madrid.
func TestParseMoment(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		// YAML 1.1
		{"2024-01-05", "2024-01-05"},
		{"2001-12-14 21:59:43.10 -5", "2001-12-15T02:59:43.1Z"},
		{"2001-12-14t21:59:43.10-05:00", "2001-12-15T02:59:43.1Z"},
		{"2001-12-15 2:59:43.10", "2001-12-15T01:59:43.1Z"},
		{"2001-12-14 21:59:43 +05:30", "2001-12-14T16:29:43Z"},
		{"2001-12-14 21:59:43\t-5", "2001-12-15T02:59:43Z"},
		// TOML, RFC 3339
		{"2024-01-05T10:00:00", "2024-01-05T09:00:00Z"},
		{"2024-07-05T10:00:00", "2024-07-05T08:00:00Z"},
		{"2024-01-05 10:00:00.123456789Z", "2024-01-05T10:00:00.123456789Z"},
		{"2024-01-05t10:03:00z", "2024-01-05T10:03:00Z"},
		{"2024-01-05T10:00:00-00:00", "2024-01-05T10:00:00Z"},
		{"2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"},
		// Links to the note of a day, as in Obsidian
		{"[[2024-01-05]]", "2024-01-05"},
		{"[[journal/2024-01-05|Friday]]", "2024-01-05"},
		{"'[[2024-01-05]]'", "2024-01-05"},
		// ISO 8601
		{"20240105", "2024-01-05"},
		{"20240105T101500Z", "2024-01-05T10:15:00Z"},
		{"20240105T1015+0100", "2024-01-05T09:15:00Z"},
		{"20240105T101500,5+01", "2024-01-05T09:15:00.5Z"},
		{"2024-01-05T10:00Z", "2024-01-05T10:00:00Z"},
		{"2024-01-05T10Z", "2024-01-05T10:00:00Z"},
		{"2024-01-05T10:00:00,250+01", "2024-01-05T09:00:00.25Z"},
		{"2024-01-05T10:00:00+0100", "2024-01-05T09:00:00Z"},
		{"2024-01-05T10:00:00 +01:00", "2024-01-05T09:00:00Z"},
		{"2024-01-05T10:00:00−01:00", "2024-01-05T11:00:00Z"},
		{"2024-01-05T24:00:00Z", "2024-01-06T00:00:00Z"},
		{"2024-060", "2024-02-29"},
		{"2024366", "2024-12-31"},
		{"2024-W01-5", "2024-01-05"},
		{"2020W537", "2021-01-03"},
		{"2024-01-05T10:00:00+01:00[Europe/Madrid]", "2024-01-05T09:00:00Z"},
		// RFC 1123, RFC 850, C, Unix, JavaScript
		{"Fri, 05 Jan 2024 10:06:00 GMT", "2024-01-05T10:06:00Z"},
		{"Fri, 5 Jan 2024 10:06:00 UTC", "2024-01-05T10:06:00Z"},
		{"05 Jan 2024 10:06 +0130", "2024-01-05T08:36:00Z"},
		{"Friday, 05-Jan-24 10:07:00 GMT", "2024-01-05T10:07:00Z"},
		{"05-Jan-69 10:07:00 GMT", "1969-01-05T10:07:00Z"},
		{"05-Jan-68 10:07:00 GMT", "2068-01-05T10:07:00Z"},
		{"05-Jan-2024", "2024-01-05"},
		{"Fri Jan  5 10:06:00 2024", "2024-01-05T09:06:00Z"},
		{"Fri Jan  5 10:06:00 UTC 2024", "2024-01-05T10:06:00Z"},
		{"Fri Jan 05 10:06:00 +0100 2024", "2024-01-05T09:06:00Z"},
		{"Fri Jan 05 2024 10:06:00 GMT+0100 (Central European Standard Time)", "2024-01-05T09:06:00Z"},
		{"2024-01-05 10:00:00 +0000 UTC", "2024-01-05T10:00:00Z"},
		{"2024-01-05 10:00:00.5 +0100 CET", "2024-01-05T09:00:00.5Z"},
		// as people write dates
		{"2024年1月5日", "2024-01-05"},
		{"2024年1月5日 10:00", "2024-01-05T09:00:00Z"},
		{"2024/01/05 10:08", "2024-01-05T09:08:00Z"},
		{"2024/1/5", "2024-01-05"},
		{"2024.1.5", "2024-01-05"},
		{"2014-10-1 12:00:00", "2014-10-01T10:00:00Z"},
		{"2024-10-1 9:05", "2024-10-01T07:05:00Z"},
		{"2024-01-05, 10:00 utc", "2024-01-05T10:00:00Z"},
		{"2024-01-05 10:00 CET", "2024-01-05T09:00:00Z"},
		{"2024-01-05 10:00 Europe/Madrid", "2024-01-05T09:00:00Z"},
		{"Jul 08 2022", "2022-07-08"},
		{"8 July 2022", "2022-07-08"},
		{"25 Aug 2024", "2024-08-25"},
		{"8th of July, 2022", "2022-07-08"},
		{"8. July 2022", "2022-07-08"},
		{"July 8, 2022", "2022-07-08"},
		{"July 8th, 2022", "2022-07-08"},
		{"july 8,2022", "2022-07-08"},
		{"Sept. 8, 2022", "2022-09-08"},
		{"Friday, July 8, 2022", "2022-07-08"},
		{"July 8, 2022 6:30 pm", "2022-07-08T16:30:00Z"},
		{"July 8,  2022, 6:30\u202fPM", "2022-07-08T16:30:00Z"},
		{"2022-07-08\u00a010:00", "2022-07-08T08:00:00Z"},
		{"July 8, 2022 at 12:30 a.m.", "2022-07-07T22:30:00Z"},
		{"8 July 2022 18:30 -0300", "2022-07-08T21:30:00Z"},
		{"2022 Jul 8", "2022-07-08"},
		{`"2022-07-08"`, "2022-07-08"},
		{" '2022-07-08 10:00' ", "2022-07-08T08:00:00Z"},
		// only one of the numbers can be the month
		{"13/01/2024", "2024-01-13"},
		{"01/13/2024", "2024-01-13"},
		{"1.1.2024", "2024-01-01"},
		{"31-12-2024 23:59 Z", "2024-12-31T23:59:00Z"},
	} {
		got, dateOnly, err := parseMoment(test.text, madrid(t))
		s := got.Format(time.RFC3339Nano)
		if dateOnly {
			s = got.Format(time.DateOnly)
		}
		if err != nil || s != test.want {
			t.Errorf("%q is %s (%v), want %s", test.text, s, err, test.want)
		}
	}
}

// TestRefusedMoments checks the complaints about text that is not a date, may mean two
// dates, or is in a form that is not read.
func TestRefusedMoments(t *testing.T) {
	const example = "2026-04-07 or 2026-04-07T18:30:00+02:00"
	for _, test := range []struct{ text, why, instead string }{
		{"next spring", "is not a date", example},
		{"", "is not a date", example},
		{"2024-02-30", "is not a calendar date", "2024-02-29"},
		{"2024-13-05", "is not a calendar date", "2024-05-13"},
		{"2024-02-30 10:00", "is not a calendar date", "2024-02-29"},
		{"30 February 2024", "is not a calendar date", "2024-02-29"},
		{"31/02/2024", "is not a calendar date", "2024-02-29"},
		{"0800-01-05", "is outside the years 1000 to 9999", example},
		{"0800-02-30", "is not a calendar date", "2000-02-29"},
		{"2023-366", "is not a calendar date", example},
		{"2024-W53-1", "is not a calendar date", example},
		{"04/01/2024", "is ambiguous: it may be 4 January or 1 April", "2024-01-04 or 2024-04-01"},
		{"04-01-2024", "is ambiguous: it may be 4 January or 1 April", "2024-01-04 or 2024-04-01"},
		{"4.1.2024 10:00", "is ambiguous: it may be 4 January or 1 April", "2024-01-04 or 2024-04-01"},
		{"04/01/24", "has a two-digit year", example},
		{"24-01-05 10:00", "has a two-digit year", example},
		{"2024-01", "has no day", example},
		{"2024", "has no day", example},
		{"Spring 2024", "has no day", example},
		{"1704448800", "is a Unix timestamp, which Dateline does not read", "2024-01-05T10:00:00Z"},
		{"1704448800000", "is a Unix timestamp, which Dateline does not read", "2024-01-05T10:00:00Z"},
		{"2024-01-05 10:00 EST", "names the time zone EST, whose offset is ambiguous", "the offset, as in 2026-04-07T18:30:00+02:00"},
		{"2024-07-05 10:00 CET", "names the time zone CET, whose offset is ambiguous", "the offset, as in 2026-04-07T18:30:00+02:00"},
		{"Fri, 05 Jan 2024 10:06:00 PST", "names the time zone PST, whose offset is ambiguous", "the offset, as in 2026-04-07T18:30:00+02:00"},
		{"2024-01-05 10:00 America/Lima", "names the time zone America/Lima, which is not the zone of the site", "the offset, as in 2026-04-07T18:30:00+02:00"},
		{"2024-01-05 25:00", "has an impossible time of day", example},
		{"2024-01-05 10:61", "has an impossible time of day", example},
		{"2024-01-05 13:00 pm", "has an impossible time of day", example},
		{"2024-01-05 10:00 +99:00", "has an impossible UTC offset", example},
		{"9999-12-31T23:59:59-05:00", "is outside the years 1000 to 9999", example},
		{"1000-01-01T00:00:00+05:00", "is outside the years 1000 to 9999", example},
		{"2024-01-05 and later", "is in a format that Dateline does not read", example},
		{"2024-01-05 +01:00", "is in a format that Dateline does not read", example},
		{"July 8", "is in a format that Dateline does not read", example},
		{"[[2024-01-05", "is in a format that Dateline does not read", example},
		{"[[]]", "is not a date", example},
		{"5 janvier 2024", "is in a format that Dateline does not read", example},
		{"12024-01-05", "is in a format that Dateline does not read", example},
		{"10:00:00", "is in a format that Dateline does not read", example},
	} {
		_, _, err := parseMoment(test.text, madrid(t))
		e, ok := err.(*notADate)
		if !ok || e.why != test.why || e.instead != test.instead {
			t.Errorf("%q: %v, want that it %s; write %s", test.text, err, test.why, test.instead)
		}
	}
}

// FuzzMoment checks that RFC 3339 can express everything that is read as a date, and
// that it means the same moment.
func FuzzMoment(f *testing.F) {
	for _, s := range []string{"2001-12-14 21:59:43.10 -5", "20240105T101500Z", "2024-W01-5", "2024-060", "Fri, 05 Jan 2024 10:06:00 GMT",
		"Friday, 05-Jan-24 10:07:00 GMT", "Fri Jan  5 10:06:00 UTC 2024", "July 8th, 2022 at 6:30 pm", "13/01/2024", "04/01/2024", "2024-01-05 10:00 EST"} {
		f.Add(s)
	}
	zone := madrid(f)
	f.Fuzz(func(t *testing.T, s string) {
		got, dateOnly, err := parseMoment(s, zone)
		if err != nil {
			if e, ok := err.(*notADate); !ok || e.why == "" || e.instead == "" {
				t.Errorf("%q: %v says nothing", s, err)
			}
			return
		}
		layout := time.RFC3339Nano
		if dateOnly {
			layout = time.DateOnly
		}
		again, only, err := parseMoment(got.Format(layout), zone)
		if err != nil || only != dateOnly || !again.Equal(got) || got.Location() != time.UTC {
			t.Errorf("%q is %s, and that is %s (%v)", s, got, again, err)
		}
	})
}

// rfc3339 returns the same moment as the expressions.
func TestRFC3339(t *testing.T) {
	taken := 0
	for _, s := range []string{"2026-04-07T18:30:00Z", "2026-04-07T18:30:00+02:00", "2026-04-07T18:30:00.5-03:30", "2026-04-07T18:30:00,123456789012Z",
		"2026-04-07T24:00:00Z", "2026-06-30T23:59:60Z", "2026-02-30T10:00:00Z", "2026-04-07T18:30:00+24:00", "2026-04-07T18:30:00+01:60",
		"0999-12-31T23:59:59Z", "1000-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00", "2026-04-07T8:30:00Z", "2026-04-07T18:30:00z", "2026-04-07t18:30:00Z",
		"2026-04-07T18:30:00+0200", "2026-04-07T18:30:00"} {
		fast, ok := rfc3339(s)
		if !ok {
			continue
		}
		taken++
		if slow, dateOnly, err := readMoment(s, time.UTC); err != nil || dateOnly || !slow.Equal(fast) || fast.Location() != time.UTC {
			t.Errorf("%s: %v, in other ways %v %v %v", s, fast, slow, dateOnly, err)
		}
	}
	if taken < 4 {
		t.Errorf("%d were taken", taken)
	}
}
