package config

import (
	"fmt"
	"slices"
	"strings"
)

// CutStatic splits an element of Content.Static into a directory and its path on the
// site: "assets" and "/assets" for "assets:/assets", "static" and "/" for "static". On
// Windows, C:/static has to be written C:\static or C:/static:/ for that reason.
func CutStatic(s string) (dir, at string) {
	if i := strings.LastIndex(s, ":/"); i >= 0 {
		return s[:i], s[i+1:]
	}
	return s, "/"
}

// static checks static directories. A directory of articles is none, since all files
// of a static directory are public. Neither is the directory of the configuration,
// in which there are drafts and backups.
func (d *document) static(path string, c *Content) {
	for i := range c.Static {
		at := element(path+".static", i)
		dir, place := CutStatic(c.Static[i])
		switch same := sameDir(dir); {
		case strings.TrimSpace(dir) == "":
			d.wrong(at, "is empty", `name a directory of files that stand at the root of the site: "static"`)
		case strings.Trim(same, "./") == "":
			d.wrong(at, fmt.Sprintf("%q contains the configuration, and would make everything beside it public", dir), `name the directories that are public, each with its path on the site: "assets:/assets"`)
		case same == sameDir(c.Dir):
			d.wrong(at, fmt.Sprintf("%q is the directory of articles, whose files have their addresses already", dir), "remove it from the list")
		case slices.Contains(c.Static[:i], c.Static[i]):
			d.wrong(at, fmt.Sprintf("%q is listed twice", c.Static[i]), "keep one of the two")
		case place != "/" && d.prefix(at, &place):
			c.Static[i] = dir + ":" + place
		}
	}
}
