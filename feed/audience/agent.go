package audience

import (
	"slices"
	"strings"
	"sync"
)

const (
	// longestAgent bounds the part of a User-Agent that is read, in bytes.
	// Readers send some 200.
	longestAgent = 512
	// longestName bounds a name, in bytes.
	longestName = 40
	// mostAgents bounds the User-Agents whose parsed form is cached. Most sites
	// see some hundred a day.
	mostAgents = 4096

	// unnamed is the name of readers whose User-Agent is missing or has no
	// product.
	unnamed = "unnamed"
)

// agent is a parsed User-Agent.
type agent struct {
	name        string
	subscribers int
	reports     bool // it reports a number of subscribers
}

// agents caches parsed User-Agents. When it is full, it drops an arbitrary one,
// which is parsed again if it comes back.
type agents struct {
	mu    sync.Mutex
	known map[string]agent // guarded by mu
}

// read parses a User-Agent, or returns it from the cache.
func (a *agents) read(userAgent string) agent {
	userAgent = userAgent[:min(len(userAgent), longestAgent)]
	a.mu.Lock()
	read, ok := a.known[userAgent]
	a.mu.Unlock()
	if ok {
		return read
	}
	userAgent = strings.Clone(userAgent) // so that the cache does not retain a long string
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

// parse parses a User-Agent.
func parse(userAgent string) agent {
	s := strings.TrimSpace(strings.Map(printable, userAgent))
	n, ok := subscribers(strings.ToLower(s))
	return agent{strings.Clone(name(s)), n, ok} // so that the name does not retain all of s
}

// printable is for strings.Map: it turns tabs into spaces, and drops characters
// that are not printable ASCII.
func printable(r rune) rune {
	switch {
	case r == '\t':
		return ' '
	case r < ' ' || r > '~':
		return -1
	}
	return r
}

// name returns the product that identifies the reader.
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

// product returns the product at the start of s without its version and comment:
// "Tiny Tiny RSS" for "Tiny Tiny RSS/21.05 (https://tt-rss.org/)". For an address
// it returns the host.
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
		if w == "-" || isVersion(w) || strings.ContainsAny(words[i], ":=@") {
			words = words[:i]
			break
		}
	}
	return strings.Join(words, " ")
}

// isVersion reports whether a word is a version such as 3.4.1, v2 or 1.0-dev.
func isVersion(word string) bool {
	word = strings.TrimPrefix(word, "v")
	rest := strings.TrimLeft(word, "0123456789.")
	number := word[:len(word)-len(rest)]
	return number != "" && (rest == "" || strings.Contains(number, "."))
}

// common are the products that many browsers list, the most specific first. Any
// other product is more specific.
var common = []string{
	"Firefox", "Chrome", "Chromium", "Safari", "Electron",
	"AppleWebKit", "Gecko", "KHTML", "Version", "Mobile", "like", "Mozilla",
}

// browser returns the name of an agent that begins like a browser's: the product
// that follows "compatible", or else the most specific one.
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
		if !versioned { // it may be a remark, so any browser except Electron is more specific
			r = slices.Index(common, "Electron")
		}
		if r < rank && n != "" {
			best, rank = n, r
		}
	}
	return best
}

// products yields the products in s. Words before a slash are one name, as in
// Fluent Reader/1.1, except common ones, as in Mobile Safari/537.36.
func products(s string) func(yield func(name string, versioned bool) bool) {
	return func(yield func(string, bool) bool) {
		var words []string
		for w := range strings.FieldsSeq(s) {
			n, _, versioned := strings.Cut(w, "/")
			if n == "-" || isVersion(n) || strings.ContainsAny(n, ":=;,") {
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

// uncommented returns s without comments, which are in parentheses.
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
