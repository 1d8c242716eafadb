package article

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// hostNames converts host names to ASCII as browsers do (UTS 46 with the options
// of the URL standard). Underscores, and hyphens in any position, are allowed
// because they are in use.
var hostNames = idna.New(idna.MapForLookup(), idna.BidiRule(), idna.Transitional(false), idna.StrictDomainName(false),
	idna.CheckHyphens(false), idna.VerifyDNSLength(true))

// asciiHost returns a URL with its host as it is in DNS (IDNA, RFC 5891):
// "https://bäcker.example/ä" becomes "https://xn--bcker-gra.example/ä", even if
// the host is percent-encoded. An ASCII host, an IP address and a URL without
// "//" do not change. It reports whether the host is valid.
func asciiHost(u string) (string, bool) {
	from, to := authority(u)
	if i := strings.LastIndexByte(u[from:to], '@'); i >= 0 {
		from += i + 1
	}
	name := u[from:to]
	if strings.HasPrefix(name, "[") || isASCII(name) && strings.IndexByte(name, '%') < 0 {
		return u, true
	}
	if i := strings.LastIndexByte(name, ':'); i >= 0 {
		to = from + i
		name = u[from:to]
	}
	name, err := url.PathUnescape(name)
	if err != nil || !utf8.ValidString(name) {
		return "", false
	}
	ascii, err := hostNames.ToASCII(name)
	if err != nil || strings.ContainsFunc(ascii, notInHost) {
		return "", false
	}
	return u[:from] + ascii + u[to:], true
}

// elsewhere returns a URL of another site as it is written in feeds. If its host
// is not valid, it complains and returns "".
func (r *reading) elsewhere(about Subject, what, url string, offset int) string {
	u, ok := asciiHost(url)
	if !ok {
		r.drop(offset, about, what+" "+quote(url)+" has a host name that is not valid", "correct the host name")
		return ""
	}
	r.reportStrayPercent(about, what, u, offset)
	return URI(u)
}

// reportStrayPercent complains about a % that URI has to escape, because the
// server may know the resource under another URL.
func (r *reading) reportStrayPercent(about Subject, what, url string, offset int) {
	if hasStrayPercent(url) {
		r.report(offset, Problem{About: about, What: what + " " + quote(url) + " has a % that does not begin an escape, so it is not a valid URL", Effect: "the % is written as %25",
			Hint: "write %25 for a percent sign"})
	}
}

// authority returns where the authority of a URL (RFC 3986, 3.2) begins and ends,
// or 0 for both if the URL has none.
func authority(u string) (from, to int) {
	from = len(scheme(u))
	if from > 0 {
		from++ // the colon
	}
	if !strings.HasPrefix(u[from:], "//") {
		return 0, 0
	}
	from += len("//")
	if i := strings.IndexAny(u[from:], "/?#"); i >= 0 {
		return from, from + i
	}
	return from, len(u)
}

// notInHost reports whether a character cannot be part of a host. It is needed
// because IDNA turns "／" into a slash.
func notInHost(c rune) bool {
	return c >= utf8.RuneSelf || c != '-' && c != '_' && c != '.' && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z')
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
