// Package licences lists the licences of the modules that are linked into the
// binary.
//
// It consists of tests. modules.txt has a line for each module that a build for
// any of the released platforms links, with the SPDX identifiers of the
// licences in its LICENSE files:
//
//	github.com/klauspost/compress Apache-2.0 AND BSD-3-Clause AND MIT
//
// The test reads these files in the module cache. It fails if the list is not
// exact, if it does not recognise a licence, or if a licence requires publishing
// the source of the whole program, as the GPL does. Modules that only tests or
// tools use do not count.
package licences
