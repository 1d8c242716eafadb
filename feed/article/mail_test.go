package article

import (
	"strings"
	"testing"
)

var mailNames = []struct{ text, name, mail string }{
	{"Ann Lee", "Ann Lee", ""},
	{"Ann Lee <ann@mail.example>", "Ann Lee", "ann@mail.example"},
	{"Ann Lee<ann@mail.example>", "Ann Lee", "ann@mail.example"},
	{`"Lee, Ann" <ann.lee+x@mail.example>`, "Lee, Ann", "ann.lee+x@mail.example"},
	{"Ann Lee <ann@localhost>", "Ann Lee", "ann@localhost"},
	{"Ann Lee <mailto:ann@mail.example>", "Ann Lee", "ann@mail.example"},
	{"Ann Lee (ann@mail.example)", "Ann Lee", "ann@mail.example"},
	{"Ann Lee [ann@mail.example]", "Ann Lee", "ann@mail.example"},
	{"Ann Lee ann@mail.example", "Ann Lee", "ann@mail.example"},
	{"Ann Lee, ann@mail.example.", "Ann Lee", "ann@mail.example"},
	{"Ann Lee – ann@mail.example", "Ann Lee", "ann@mail.example"},
	{"ann@mail.example (Ann Lee)", "Ann Lee", "ann@mail.example"},
	{"ann@mail.example Ann (the elder) Lee", "Ann (the elder) Lee", "ann@mail.example"},
	{"MAILTO:ann@mail.example", "ann", "ann@mail.example"},
	{"<ann@mail.example>", "ann", "ann@mail.example"},
	{"ann@localhost", "ann", "ann@localhost"},
	{"安 <an@邮件.example>", "安", "an@邮件.example"},
	{"Ann <a@mail.example> and Bo <b@mail.example>", "Ann and Bo", "a@mail.example"},
	{"@ann", "@ann", ""},
	{"@ann@social.example", "@ann@social.example", ""},
	{"Ann (@ann)", "Ann (@ann)", ""},
	{"Ann @ Home", "Ann @ Home", ""},
	{"P@ul", "P", "P@ul"},
	{"P@ul Lee", "P@ul Lee", ""},
	{"ann@", "ann@", ""},
	{"Ann <https://ann:x@mail.example/>", "Ann <https://ann:x@mail.example/>", ""},
	{"Ann <https://mail.example/@ann.lee>", "Ann <https://mail.example/@ann.lee>", ""},
}

// TestCutMail checks the forms in which a name and an address are written.
func TestCutMail(t *testing.T) {
	for _, test := range mailNames {
		if name, mail := cutMail(test.text); name != test.name || mail != test.mail {
			t.Errorf("%q: name %q, mail %q; want %q and %q", test.text, name, mail, test.name, test.mail)
		}
	}
}

// TestReadAuthors checks that a setting names one author, or several with
// addresses, whose names show none.
func TestReadAuthors(t *testing.T) {
	for text, want := range map[string][]Author{
		"": nil, "Lee, Ann": {{Name: "Lee, Ann"}}, "Ann &amp; Co": {{Name: "Ann & Co"}}, "ann&#64;mail.example": {{Name: "ann", Mail: "ann@mail.example"}},
		"Ann <https://ann.example/>":                       {{Name: "Ann", URL: "https://ann.example/"}},
		"Ann <javascript:alert(1)>":                        {{Name: "Ann"}},
		"Ann <a@mail.example>, b@mail.example (Bo)":        {{Name: "Ann", Mail: "a@mail.example"}, {Name: "Bo", Mail: "b@mail.example"}},
		"Ann <" + strings.Repeat("a", 250) + "@b.example>": {{Name: "Ann"}},
	} {
		got := ReadAuthors(text)
		same := len(got) == len(want)
		for i := range got {
			same = same && got[i] == want[i]
		}
		if !same {
			t.Errorf("%q: got %+v, want %+v", text, got, want)
		}
	}
}

// FuzzMail checks that no name shows an address, however it is written.
func FuzzMail(f *testing.F) {
	for _, test := range mailNames {
		f.Add(test.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		name, mail := cutMail(text)
		if again, other := cutMail(name); mail != "" && strings.Contains(other, ".") {
			t.Errorf("%q has the name %q, in which %q stands besides %q", text, name, other, again)
		}
		if mail == "" && name != text || mail != "" && (name == "" || !strings.Contains(text, mail)) {
			t.Errorf("%q: name %q, mail %q", text, name, mail)
		}
		for _, a := range ReadAuthors(text) {
			if _, mail := cutMail(a.Name); a.Name == "" || strings.Contains(mail, ".") || !isASCII(a.Mail) {
				t.Errorf("%q names %+v", text, a)
			}
		}
	})
}
