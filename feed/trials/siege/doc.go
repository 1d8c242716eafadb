// Package siege attacks the real daemon over TCP, as the open internet does.
//
// It consists of tests. Every answer must be a documented one: a complete feed,
// a 304, or a refusal whose status says why.
package siege
