package main

import (
	"os"
	"regexp"
	"testing"
)

// What "dateline version" prints is what a user looks up in the changelog.
func TestVersionIsTheLatestInChangelog(t *testing.T) {
	changelog, err := os.ReadFile("CHANGELOG.md")
	if err != nil {
		t.Fatal(err)
	}
	latest := regexp.MustCompile(`(?m)^## (\S+) \(\d{4}-\d\d-\d\d\)$`).FindSubmatch(changelog)
	if latest == nil {
		t.Fatal("CHANGELOG.md has no entry such as ## 1.2.3 (2026-11-30)")
	}
	if got := string(latest[1]); got != version {
		t.Errorf("the latest entry of CHANGELOG.md is %s, version is %s", got, version)
	}
}
