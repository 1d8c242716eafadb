//go:build unix

package main

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"dateline/feed/adopt"
)

// same is the script command "same OLD NEW [id|time|link]...". It compares an old
// feed, a file, with one of Dateline, a URL: each item of the old feed that NEW does
// not have, or that differs in one of the three, fails the script. Without words it
// compares all three.
func same(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 2 || neg {
		ts.Fatalf("usage: same OLD NEW [id|time|link]...")
	}
	read := func(name string) *adopt.Feed {
		if !strings.Contains(name, "://") {
			name = ts.MkAbs(name)
		}
		f, err := (&adopt.Reader{}).Read(context.Background(), name)
		ts.Check(err)
		return f
	}
	words := args[2:]
	if len(words) == 0 {
		words = []string{"id", "time", "link"}
	}
	known := map[string]bool{}
	for _, it := range read(args[1]).Items {
		known[key(it, words)] = true
	}
	old := read(args[0])
	if len(old.Items) == 0 {
		ts.Fatalf("%s has no items", args[0])
	}
	for _, it := range old.Items {
		if !it.Published.IsZero() && !known[key(it, words)] { // Hugo's feed has pages without a date
			ts.Fatalf("%s has no such item: %s", args[1], key(it, words))
		}
	}
}

// key returns what an item says, in some words of same.
func key(it *adopt.Item, words []string) string {
	var parts []string
	for _, w := range words {
		parts = append(parts, map[string]string{"id": it.ID, "time": it.Published.UTC().String(), "link": it.Link}[w])
	}
	return strings.Join(parts, " ")
}

// TestGenerated runs the scripts that adopt the feed of a small site, which a real
// generator makes.
func TestGenerated(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "generated"),
		RequireExplicitExec: true,
		Setup:               reserve,
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"await": await, "same": same},
	})
}
