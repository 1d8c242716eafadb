package config

import (
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

// Duration gives the same time as Go has it.
func (h Hours) Duration() time.Duration { return time.Duration(h) * time.Hour }

const (
	durationHint = `write a number with a unit: "300ms", "5s", "10m", "1h30m"`
	percentHint  = `write a whole number from 0 to 100 with its sign: "20%"`
	zoneHint     = `write "UTC" or a name of the IANA database, such as "Europe/Berlin"`
)

// notParsed says why a string is no value of a type.
type notParsed struct{ what, hint string }

// parsed reads a value that TOML holds as a string.
func parsed[T any](d *document, path string, x any, parse func(string) (T, *notParsed)) (value T, ok bool) {
	s, ok := x.(string)
	if !ok {
		return value, false
	}
	value, bad := parse(s)
	if bad != nil {
		d.wrong(path, bad.what, bad.hint)
	}
	return value, true
}

func duration(s string) (time.Duration, *notParsed) {
	v, err := time.ParseDuration(s)
	if err != nil {
		return 0, &notParsed{fmt.Sprintf("%q is not a duration", s), durationHint}
	}
	return v, nil
}

// zone refuses the zone of the machine: the same files must give the same
// feeds anywhere.
func zone(s string) (*time.Location, *notParsed) {
	v, err := time.LoadLocation(s)
	if err != nil || s == "" || s == "Local" {
		return nil, &notParsed{fmt.Sprintf("%q is not a time zone that this machine knows", s), zoneHint}
	}
	return v, nil
}

func percent(s string) (Percent, *notParsed) {
	digits, signed := strings.CutSuffix(s, "%")
	n, err := strconv.ParseUint(digits, 10, 8)
	if p := Percent(n); signed && err == nil && n <= 100 && p.String() == s {
		return p, nil
	}
	return 0, &notParsed{fmt.Sprintf("%q is not a percentage", s), percentHint}
}
