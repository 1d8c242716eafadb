package site

import (
	"fmt"
	"testing"

	"dateline/feed/render"
)

// TestIndexAddresses checks which addresses the parts of lists have, at the root and
// below a mount.
func TestIndexAddresses(t *testing.T) {
	files := map[string]string{}
	for i := range 201 {
		files[fmt.Sprintf("zh/2026/04/7/%d.md", i)] = fmt.Sprintf("---\ndate: 2026-04-07\ntopics: [Topic %d]\n---\n# Article %d\n", i, i)
	}
	mounted := looks
	mounted.Directories = []render.Directory{{Mount: "/zh", Language: "zh"}}
	tr := publish(t, mounted, files)
	for _, c := range []struct{ address, want string }{
		{"/topics/", "found /topics/"},
		{"/topics/?page=2", "found /topics/?page=2"},
		{"/topics/?page=2&x=y", "found /topics/?page=2"},
		{"/topics/?sort=name&page=2", "found /topics/?page=2&sort=name"},
		{"/topics/?page=3", "unknown see /topics/?page=2"},
		{"/topics/?page=1", "found /topics/"},
		{"/topics/?q=&sort=size", "found /topics/"},
		{"/topics/?q=+topic++7", "found /topics/?q=topic+7"},
		{"/topics/?q=topic+7&page=2", "unknown see /topics/?q=topic+7"},
		{"/topics/?q=topic&page=2", "found /topics/?page=2&q=topic"},
		{"/topics/?page=0", "refused"},
		{"/topics/?sort=x", "refused"},
		{"/zh/topics/?page=2", "found /zh/topics/?page=2"},
		{"/zh/topics/?page=3", "unknown see /zh/topics/?page=2"},
		{"/zh/sources/?sort=recency", "found /zh/sources/?sort=recency"},
		{"/lang/?page=2", "unknown see /lang/"},
	} {
		a := tr.LookupURI(tr.snapshot(), c.address)
		got := a.Status.String()
		if a.Path != "" {
			got += " " + a.Path
		}
		if a.See != "" {
			got += " see " + a.See
		}
		if got != c.want {
			t.Errorf("%s is %s, want %s", c.address, got, c.want)
		}
		if a.Status == Found && a.Make().Path != a.Path {
			t.Errorf("%s renders %s", a.Path, a.Make().Path)
		}
	}
}
