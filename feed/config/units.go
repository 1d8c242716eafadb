package config

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Percent is a share in hundredths, from 0 to 100: "20%".
type Percent int

func (p Percent) String() string { return strconv.Itoa(int(p)) + "%" }

// Hours is a whole number of hours.
type Hours int

// Duration returns the same time as a time.Duration.
func (h Hours) Duration() time.Duration { return time.Duration(h) * time.Hour }

// Days is a whole number of days: "30d".
type Days int

// Duration returns the same time as a time.Duration.
func (d Days) Duration() time.Duration { return time.Duration(d) * 24 * time.Hour }

func (d Days) String() string { return strconv.Itoa(int(d)) + "d" }

// parsed parses a string value; what describes the valid ones for the message.
func parsed[T any](d *document, s setting, text, what string, parse func(string) (T, error)) T {
	value, err := parse(text)
	d.must(s.path, err == nil, fmt.Sprintf("%q is not %s", text, what), expect(s).hint)
	return value
}

// zone refuses the zone of the machine: the same files must make the same feeds
// anywhere.
func zone(s string) (*time.Location, error) {
	if s == "" || s == "Local" {
		return nil, errors.New("the zone of the machine")
	}
	return time.LoadLocation(s)
}

func percent(s string) (Percent, error) {
	digits, _ := strings.CutSuffix(s, "%")
	n, err := strconv.ParseUint(digits, 10, 8)
	if p := Percent(n); err == nil && n <= 100 && p.String() == s {
		return p, nil
	}
	return 0, strconv.ErrSyntax
}

func days(s string) (Days, error) {
	digits, _ := strings.CutSuffix(s, "d")
	n, err := strconv.ParseUint(digits, 10, 31)
	if d := Days(n); err == nil && d.String() == s {
		return d, nil
	}
	return 0, strconv.ErrSyntax
}
