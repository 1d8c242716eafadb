package generators

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"dateline/feed/article"
)

// survey is what the names of the Markdown files in a folder say.
type survey struct {
	articles int            // files that may be articles
	sections []string       // folders directly below that contain some, in order
	sizes    map[string]int // of sections, in articles
	capital  string         // one whose path has capital letters; else ""
}

// survey looks at the files below a folder, except for some of its folders. Section
// pages (_index.md) do not count.
func (r *reading) survey(dir string, except ...string) (s survey) {
	left := maxListed
	fs.WalkDir(r.files, dir, func(name string, e fs.DirEntry, err error) error {
		if left--; left < 0 {
			return fs.SkipAll
		}
		switch {
		case err != nil:
			return nil // the folder cannot be read; check says so
		case e.IsDir() && name != dir && (e.Name()[0] == '.' || e.Name() == "node_modules" || slices.Contains(except, strings.TrimPrefix(name, dir+"/"))):
			return fs.SkipDir
		}
		if !e.IsDir() && e.Name()[0] != '.' && article.IsMarkdown(name) && e.Name()[0] != '_' {
			s.add(strings.TrimPrefix(name, dir+"/"), name)
		}
		return nil
	})
	if left < 0 {
		r.note("%s: the folder has more than %d entries; those beyond were not looked at; check what the configuration says about permalinks", dir, maxListed)
	}
	return s
}

// add counts a file, whose path is rel below the folder and name below the site.
func (s *survey) add(rel, name string) {
	s.articles++
	if section, _, below := strings.Cut(rel, "/"); below {
		if s.sizes == nil {
			s.sizes = map[string]int{}
		}
		if s.sizes[section]++; s.sizes[section] == 1 {
			s.sections = append(s.sections, section)
		}
	}
	stem, _, _ := strings.Cut(path.Base(rel), ".") // without the tag of a language, as in index.zh-TW.md
	if plain := path.Join(path.Dir(rel), stem); strings.ToLower(plain) != plain {
		s.capital = name
	}
}
