package audience

import (
	"slices"
	"strconv"
	"strings"
	"sync"
)

const (
	// longestAgent bounds the part of a User-Agent that is read, in bytes:
	// what readers send has some 200.
	longestAgent = 512
	// longestName bounds a name, in bytes.
	longestName = 40
	// mostSubscribers bounds a report; more is absurd.
	mostSubscribers = 10_000_000
	// mostAgents bounds the User-Agents whose reading is kept. Most sites see
	// some hundred a day.
	mostAgents = 4096

	unnamed = "unnamed"
)

// agent is what a User-Agent says.
type agent struct {
	name        string
	subscribers int
	reports     bool // whether it tells subscribers
}

// agents keeps the readings of User-Agents. When it is full, any of them
// gives way: it is read again when it comes again.
type agents struct {
	mu    sync.Mutex
	known map[string]agent // guarded by mu
}

// read gives what a User-Agent says.
func (a *agents) read(userAgent string) agent {
	userAgent = userAgent[:min(len(userAgent), longestAgent)]
	a.mu.Lock()
	read, ok := a.known[userAgent]
	a.mu.Unlock()
	if ok {
		return read
	}
	userAgent = strings.Clone(userAgent) // it is part of a longer one
	read = parse(userAgent)
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.known) >= mostAgents {
		for k := range a.known {
			delete(a.known, k)
			break
		}
	}
	a.known[userAgent] = read
	return read
}

// parse reads a User-Agent.
func parse(userAgent string) agent {
	s := strings.TrimSpace(strings.Map(printable, userAgent))
	n, ok := subscribers(strings.ToLower(s))
	return agent{strings.Clone(name(s)), n, ok} // s is long
}

// printable drops what is not printable ASCII.
func printable(r rune) rune {
	switch {
	case r == '\t':
		return ' '
	case r < ' ' || r > '~':
		return -1
	}
	return r
}

// name gives the product that identifies the reader.
func name(s string) string {
	n := ""
	if strings.HasPrefix(s, "Mozilla/") {
		n = browser(s)
	} else {
		n = product(s)
	}
	if n == "" {
		return unnamed
	}
	return strings.TrimSpace(n[:min(len(n), longestName)])
}

// product gives what stands at the start of s, without version and comment,
// such as "Tiny Tiny RSS" of "Tiny Tiny RSS/21.05 (https://tt-rss.org/)". Of
// an address it gives the host.
func product(s string) string {
	s = strings.TrimLeft(s, ` +"'`)
	s = strings.TrimPrefix(strings.TrimPrefix(s, "https://"), "http://")
	if i := strings.IndexAny(s, `/(;,[{|"`); i >= 0 {
		s = s[:i]
	}
	words := strings.Fields(s)
	for i, w := range words {
		if i == 0 {
			words[0], _, _ = strings.Cut(w, ":")
		}
		if w == "-" || version(w) || strings.ContainsAny(words[i], ":=@") {
			words = words[:i]
			break
		}
	}
	return strings.Join(words, " ")
}

// version reports whether a word is one, such as 3.4.1, v2 or 1.0-dev.
func version(word string) bool {
	word = strings.TrimPrefix(word, "v")
	rest := strings.TrimLeft(word, "0123456789.")
	number := word[:len(word)-len(rest)]
	return number != "" && (rest == "" || strings.Contains(number, "."))
}

// common are products that many browsers name, those that say most first.
// A product that is not among them says more.
var common = []string{
	"Firefox", "Chrome", "Chromium", "Safari", "Electron",
	"AppleWebKit", "Gecko", "KHTML", "Version", "Mobile", "like", "Mozilla",
}

// browser names an agent that begins as browsers do: what it says it is
// compatible as, else the product that says most.
//
//	Mozilla/5.0 (compatible; BazQux/2.4; +https://bazqux.com/fetcher; 1 subscribers)
//	Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0
func browser(s string) string {
	if _, as, ok := strings.Cut(s, "compatible;"); ok {
		as, _, _ = strings.Cut(as, ")")
		for part := range strings.SplitSeq(as, ";") {
			if n := product(part); n != "" {
				return n
			}
		}
	}
	best, rank := "Mozilla", len(common)
	for n, versioned := range products(uncommented(s)) {
		r := slices.Index(common, n)
		if !versioned { // it may be a remark
			r = slices.Index(common, "Electron")
		}
		if r < rank && n != "" {
			best, rank = n, r
		}
	}
	return best
}

// products goes through the products that s names. Words before a slash are
// one name, common ones apart: Fluent Reader/1.1, Mobile Safari/537.36.
func products(s string) func(yield func(name string, versioned bool) bool) {
	return func(yield func(string, bool) bool) {
		var words []string
		for w := range strings.FieldsSeq(s) {
			n, _, versioned := strings.Cut(w, "/")
			if n == "-" || version(n) || strings.ContainsAny(n, ":=;,") {
				break
			}
			if versioned || !slices.Contains(common, n) {
				words = append(words, n)
			}
			if versioned {
				if !yield(strings.Join(words, " "), true) {
					return
				}
				words = words[:0]
			}
		}
		if len(words) > 0 {
			yield(strings.Join(words, " "), false)
		}
	}
}

// uncommented is s without what stands in parentheses.
func uncommented(s string) string {
	var b strings.Builder
	depth := 0
	for _, c := range []byte(s) {
		switch {
		case c == '(':
			depth++
			b.WriteByte(' ')
		case c == ')':
			depth = max(0, depth-1)
		case depth == 0:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// subscribers finds how many a User-Agent in lower case reports, in one of
// the forms "12 subscribers", "12 readers", "(12 users)", "subscribers=12",
// "subscribers: 12", "subscriber count: 12". Subscribers are looked for
// first, then readers, then users.
func subscribers(s string) (n int, ok bool) {
	for _, noun := range []string{"subscriber", "reader", "user"} {
		for i := 0; ; {
			found := strings.Index(s[i:], noun)
			if found < 0 {
				break
			}
			before, after := s[:i+found], s[i+found+len(noun):]
			i += found + len(noun)
			rest, plural := strings.CutPrefix(after, "s")
			if n, ok = countAfter(strings.TrimPrefix(rest, " count")); ok {
				return n, true
			}
			// "RSS 2 Reader" is a name.
			n, ok = countBefore(before)
			if ok && !letter(rest) && (plural || noun == "subscriber" || n == 1) {
				return n, true
			}
		}
	}
	return 0, false
}

// countAfter reads "=12" or ": 12".
func countAfter(s string) (n int, ok bool) {
	if s == "" || s[0] != '=' && s[0] != ':' {
		return 0, false
	}
	s = strings.TrimLeft(s[1:], " ")
	digits := s[:len(s)-len(strings.TrimLeft(s, "0123456789"))]
	return number(digits)
}

// countBefore reads "12 " at the end of s, unless it is part of a word, a
// version, an address or a longer number.
func countBefore(s string) (n int, ok bool) {
	s = strings.TrimRight(s, " ")
	before := strings.TrimRight(s, "0123456789")
	if before != "" && !strings.ContainsRune(" (;:=[", rune(before[len(before)-1])) {
		return 0, false
	}
	return number(s[len(before):])
}

func number(digits string) (n int, ok bool) {
	n, err := strconv.Atoi(digits)
	if err != nil || n > mostSubscribers {
		return 0, false
	}
	return n, true
}

// letter reports whether a word goes on with s.
func letter(s string) bool {
	return s != "" && (s[0] >= 'a' && s[0] <= 'z')
}
