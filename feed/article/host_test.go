package article

import "testing"

func TestASCIIHost(t *testing.T) {
	for in, want := range map[string]string{
		"https://bäcker.example/brötchen":    "https://xn--bcker-gra.example/brötchen",
		"https://BÄCKER.Example":             "https://xn--bcker-gra.example",
		"https://ba\u0308cker.example?q=ä":   "https://xn--bcker-gra.example?q=ä",
		"https://b%C3%A4cker.example/":       "https://xn--bcker-gra.example/",
		"https://b%c3%a4cker.example#ä":      "https://xn--bcker-gra.example#ä",
		"https://%61.example/":               "https://a.example/",
		"//中国.example/x":                     "//xn--fiqs8s.example/x",
		"https://例え。テスト/":                    "https://xn--r8jz45g.xn--zckzah/",
		"https://straße.example":             "https://xn--strae-oqa.example",
		"https://مثال.example/":              "https://xn--mgbh0fb.example/",
		"https://ä:ö@bäcker.example:8443/":   "https://ä:ö@xn--bcker-gra.example:8443/",
		"ftp://bäcker.example":               "ftp://xn--bcker-gra.example",
		"https://_dmarc.ä.example":           "https://_dmarc.xn--4ca.example",
		"https://a--b.ä.example":             "https://a--b.xn--4ca.example",
		"https://A_b.Example:80/":            "https://A_b.Example:80/",
		"https://xn--bcker-gra.example/":     "https://xn--bcker-gra.example/",
		"https://[2001:db8::1]:80/ä":         "https://[2001:db8::1]:80/ä",
		"https://[fe80::1%25eth0]/":          "https://[fe80::1%25eth0]/",
		"mailto:ä@bäcker.example":            "mailto:ä@bäcker.example",
		"mailto:a@b.example?body=//bäcker/":  "mailto:a@b.example?body=//bäcker/",
		"/ä/b":                               "/ä/b",
		"x/https://bäcker.example":           "x/https://bäcker.example",
		"":                                   "",
		"https://a.example/?u=//bäcker.test": "https://a.example/?u=//bäcker.test",
		// Hosts that IDNA refuses.
		"https://ä..example/":        "",
		"https://a／b.example/":       "",
		"https://ä b.example/":       "",
		"https://ä\u200db.example/":  "",
		"https://%E4.example/":       "",
		"https://%zz.example/":       "",
		"https://%00.example/":       "",
		"https://a%2Fb.example/":     "",
		"https://אa.example/":        "",
		"https://\u0301ä.example/":   "",
		"https://xn--a.ä.example/":   "",
		"https://💩\ufffd.example/":   "",
		"https://" + long + "/":      "",
		"https://⒈.ä.example/":       "",
		"https://ä.example:80:80/":   "",
		"https://ä@b@ö.example%3F/x": "",
	} {
		if got, ok := asciiHost(in); got != want || ok != (want != "" || in == "") {
			t.Errorf("%q: got %q, %v, want %q", in, got, ok, want)
		}
	}
}

// long is a label that is too long when it is converted to ASCII.
const long = "ääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääää.example"
