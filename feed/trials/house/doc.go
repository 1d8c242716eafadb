// Package house tests that the repository keeps the rules it states about itself.
//
// It consists of tests. They read sources and papers as text, so files for
// other systems count too: ARCHITECTURE.md is compared with the imports,
// package comments with what packages export, and the commands in
// CONTRIBUTING.md and .ci with the tests and flags that exist.
package house
