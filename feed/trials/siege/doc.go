// Package siege attacks the real daemon over TCP, as the open internet does.
//
// It is tests alone. What every answer may be is documented in the README:
// a whole feed, a 304, or a refusal with a status that says why.
package siege
