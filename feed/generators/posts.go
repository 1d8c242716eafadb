package generators

import (
	"bytes"
	"io/fs"
	"path"
	"slices"
	"strings"

	"dateline/feed/article"
)

// markdown returns the Markdown files below a folder in order, without those that are
// hidden and those of programs.
func (r *reading) markdown(dir string) (names []string) {
	r.walk(dir, func(name string) {
		if article.IsMarkdown(name) {
			names = append(names, name)
		}
	})
	return names
}

// walk calls visit with the files below a folder in order, up to a limit. Hidden
// files and folders, those whose name begins with an underscore, and the modules of
// programs are left out.
func (r *reading) walk(dir string, visit func(name string)) {
	left := maxListed
	fs.WalkDir(r.files, dir, func(name string, e fs.DirEntry, err error) error {
		left--
		base := path.Base(name)
		switch {
		case left < 0:
			return fs.SkipAll
		case err != nil:
			return nil
		case name != dir && strings.ContainsAny(base[:1], "._") || base == "node_modules":
			if e.IsDir() {
				return fs.SkipDir
			}
		case e.Type().IsRegular():
			visit(name)
		}
		return nil
	})
}

// missing notes the directories of articles that do not exist.
func (r *reading) missing() {
	for _, c := range r.Contents {
		told := slices.ContainsFunc(r.Notes, func(n string) bool { return strings.Contains(n, "the folder "+c.Dir+" does not exist") })
		if !told && !r.isFolder(c.Dir) {
			r.note("%s: the folder %s does not exist, so nothing is published from it; name the folder of the articles in [[content]]", c.Origin, c.Dir)
		}
	}
}

// maxHead is how much of an article is read for its front matter.
const maxHead = 16 << 10

// frontMatter returns the front matter of a file, or nil.
func (r *reading) frontMatter(name string) *value {
	if !r.isFile(name) {
		return nil
	}
	data, err := readUpTo(r.files, name, maxHead)
	if err != nil {
		return nil
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	fence := string(data[:min(3, len(data))])
	end := bytes.Index(data, []byte("\n"+fence))
	if fence != "---" && fence != "+++" || end < 0 || invalid(data[:end]) >= 0 {
		return nil
	}
	head := bytes.Clone(data[:end+1])
	head[0] = '#' // the line of the fence stays as a comment, so that lines count from the top
	d := &decoder{file: name, data: head, left: maxValues}
	read := d.yaml
	if fence == "+++" {
		read = d.toml
	}
	v, _ := read() // if it is broken, the article will say so
	return v
}
