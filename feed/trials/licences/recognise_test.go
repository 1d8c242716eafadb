package licences

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// phrases identify permissive licences, in lower case with single spaces.
var phrases = []struct{ licence, phrase string }{
	{"Apache-2.0", "apache license version 2.0, january 2004"},
	{"BSD-3-Clause", "endorse or promote products derived from this software without specific prior written permission"},
	{"BSD-2-Clause", "redistribution and use in source and binary forms, with or without modification, are permitted"},
	{"ISC", "permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted"},
	{"ISC", "permission to use, copy, modify, and distribute this software for any purpose with or without fee is hereby granted"},
	{"MIT", "permission is hereby granted, free of charge, to any person obtaining a copy of this software"},
}

var (
	errUnknown  = errors.New("unknown licence; read it, and add one of its phrases if it is permissive")
	errCopyleft = errors.New("it mentions the GPL, which demands the source of the whole program; do not link the module")
)

// recognise returns the licences in a text, as SPDX identifiers.
func recognise(text string) (licences []string, err error) {
	text = strings.ToLower(strings.Join(strings.Fields(text), " "))
	if strings.Contains(text, "general public license") || strings.Contains(text, "general public licence") {
		return nil, errCopyleft
	}
	if strings.Contains(text, "all advertising materials mentioning") { // the BSD licence of four clauses
		return nil, errUnknown
	}
	for _, p := range phrases {
		if strings.Contains(text, p.phrase) {
			licences = append(licences, p.licence)
		}
	}
	if slices.Contains(licences, "BSD-3-Clause") { // its text includes that of BSD-2-Clause
		licences = slices.DeleteFunc(licences, func(l string) bool { return l == "BSD-2-Clause" })
	}
	if len(licences) == 0 {
		return nil, errUnknown
	}
	return licences, nil
}

func TestRecognise(t *testing.T) {
	const (
		mit = "Permission is hereby granted, free of charge, to any person\nobtaining a copy of this software and so on."
		bsd = "Redistribution and use in source and binary forms, with or without\nmodification, are permitted provided that:\n"
		no  = "Neither the name of X may be used to endorse or promote products derived\n   from this software without specific prior written permission."
	)
	for _, c := range []struct {
		text string
		want string
		err  error
	}{
		{mit, "MIT", nil},
		{bsd, "BSD-2-Clause", nil},
		{bsd + no, "BSD-3-Clause", nil},
		{"      Apache License\n    Version 2.0, January 2004\n", "Apache-2.0", nil},
		{"Permission to use, copy, modify, and/or distribute this software for any\npurpose with or without fee is hereby granted", "ISC", nil},
		{bsd + no + mit, "BSD-3-Clause MIT", nil},
		{bsd + no + "All advertising materials mentioning features of this software", "", errUnknown},
		{"You may look, but not touch.", "", errUnknown},
		{"", "", errUnknown},
		{"GNU GENERAL PUBLIC LICENSE\n  Version 2, June 1991", "", errCopyleft},
		{"GNU LESSER GENERAL\nPUBLIC LICENSE", "", errCopyleft},
		{"GNU Affero General Public License", "", errCopyleft},
		{mit + "\nFiles in x/ are under the GNU General Public License.", "", errCopyleft},
	} {
		got, err := recognise(c.text)
		if strings.Join(got, " ") != c.want || !errors.Is(err, c.err) {
			t.Errorf("%.40q: %q, %v; want %q, %v", c.text, got, err, c.want, c.err)
		}
	}
}
