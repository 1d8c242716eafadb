package audience

import (
	"strconv"
	"strings"
)

// mostSubscribers bounds a report, so that an absurd one does not spoil the sum.
const mostSubscribers = 10_000_000

// subscribers returns how many subscribers a User-Agent in lower case reports, in
// one of the forms "12 subscribers", "12 readers", "(12 users)",
// "subscribers=12", "subscribers: 12", "subscriber count: 12". It looks for
// subscribers first, then for readers, then for users, because the latter words
// have other meanings too.
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
			if ok && !startsWithLetter(rest) && (plural || noun == "subscriber" || n == 1) {
				return n, true
			}
		}
	}
	return 0, false
}

// countAfter parses "=12" or ": 12" at the start of s.
func countAfter(s string) (n int, ok bool) {
	if s == "" || s[0] != '=' && s[0] != ':' {
		return 0, false
	}
	s = strings.TrimLeft(s[1:], " ")
	digits := s[:len(s)-len(strings.TrimLeft(s, "0123456789"))]
	return number(digits)
}

// countBefore parses "12 " at the end of s, unless it is part of a word, a
// version, an address or a longer number.
func countBefore(s string) (n int, ok bool) {
	s = strings.TrimRight(s, " ")
	before := strings.TrimRight(s, "0123456789")
	if before != "" && !strings.ContainsRune(" (;:=[", rune(before[len(before)-1])) {
		return 0, false
	}
	return number(s[len(before):])
}

// number parses digits; ok is false if there are none, or if the number is too
// large.
func number(digits string) (n int, ok bool) {
	n, err := strconv.Atoi(digits)
	if err != nil || n > mostSubscribers {
		return 0, false
	}
	return n, true
}

// startsWithLetter reports whether s starts with a letter, and so continues the
// word before it.
func startsWithLetter(s string) bool {
	return s != "" && s[0] >= 'a' && s[0] <= 'z'
}
