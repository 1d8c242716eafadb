package site

import (
	"slices"
	"testing"
)

// TestHelp checks that each text about feeds has one address, which All lists, and that
// others lead there.
func TestHelp(t *testing.T) {
	tr := whole(t)
	s := tr.snapshot()
	var all []string
	for a := range tr.All(s) {
		all = append(all, a.Path)
	}
	for _, c := range []struct {
		path   string
		status Status
		to     string
	}{
		{"/help/", Found, "/help/"}, {"/help", Moved, "/help/"}, {"/help/en/", Moved, "/help/"}, {"/help/en", Moved, "/help/"},
		{"/help/zh/", Found, "/help/zh/"}, {"/help/zh", Moved, "/help/zh/"}, {"/help/fr/", Found, "/help/fr/"},
		{"/help/xx/", Unknown, ""}, {"/helper", Unknown, ""}, {"/help/zh/x", Unknown, ""},
	} {
		a := tr.Lookup(s, c.path, "")
		if a.Status != c.status || a.Path != c.to {
			t.Errorf("%s is %v, %q, want %v, %q", c.path, a.Status, a.Path, c.status, c.to)
		}
		if c.status == Found && (!slices.Contains(all, c.path) || a.Make().Path != c.path) {
			t.Errorf("%s is not among the addresses of the site, or its document is at %s", c.path, a.Make().Path)
		}
	}
}
