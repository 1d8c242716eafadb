package config

import (
	"bytes"
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxFindings bounds the findings in an Error, so that it stays readable. The
// rest appear after the first have been corrected.
const maxFindings = 20

// document is one configuration file being read.
type document struct {
	data []byte
	// at holds the byte offset of every key, table and list element by its
	// path: "site", "site.title", "content[0].ignore[2]".
	at map[string]int
	// flags are the names of the flags that set the value at a path, instead of the
	// file.
	flags    map[string]string
	findings []Finding
}

// finding adds a finding at a byte offset.
func (d *document) finding(offset int, key, what, hint string) {
	before := d.data[:min(offset, len(d.data))]
	start := bytes.LastIndexByte(before, '\n') + 1
	d.add(Finding{
		Line:   bytes.Count(before, []byte{'\n'}) + 1,
		Column: utf8.RuneCount(before[start:]) + 1,
		Key:    key, What: what, Hint: hint,
	})
}

func (d *document) add(f Finding) {
	if len(d.findings) < maxFindings && !slices.Contains(d.findings, f) { // a table may be refused at each of its keys
		d.findings = append(d.findings, f)
	}
}

// wrong adds a finding about the value at a path. If the file does not set it,
// its position is that of its table. If a flag sets it, that is named instead.
func (d *document) wrong(path, what, hint string) {
	if flag, ok := d.flags[path]; ok {
		d.add(Finding{Flag: flag, What: what, Hint: hint})
		return
	}
	d.finding(d.place(path), bare(path), what, hint)
}

// place returns the offset of a path, or else of the nearest table above it.
func (d *document) place(path string) int {
	for {
		if offset, ok := d.at[path]; ok {
			return offset
		}
		i := strings.LastIndexAny(path, ".[")
		if i < 0 {
			return 0
		}
		path = path[:i]
	}
}

// bare returns a path without the indexes of list elements.
func bare(path string) string {
	var b strings.Builder
	for part := range strings.SplitSeq(path, "[") {
		if _, rest, ok := strings.Cut(part, "]"); ok && b.Len() > 0 {
			part = rest
		}
		b.WriteString(part)
	}
	return b.String()
}

// sorted returns the findings in the order of the file.
func (d *document) sorted() []Finding {
	slices.SortStableFunc(d.findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return d.findings
}

// offset turns a line and a column in bytes, both from 1, into an offset.
func (d *document) offset(line, column int) int {
	start := 0
	for range line - 1 {
		start += bytes.IndexByte(d.data[start:], '\n') + 1
	}
	return start + column - 1
}

// element returns the path of an element of a list.
func element(path string, i int) string { return fmt.Sprintf("%s[%d]", path, i) }

// bareKey matches the keys that TOML takes without quotes.
var bareKey = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

// join adds a key to a path, in quotes if it would otherwise look like several
// keys.
func join(path, key string) string {
	if !bareKey.MatchString(key) {
		key = strconv.Quote(key)
	}
	if path == "" {
		return key
	}
	return path + "." + key
}
