package watch

import (
	"path"
	"regexp"
	"strings"
)

// A synchroniser that finds two versions of a file keeps both: one under its name, the other as a copy beside it.
//
//	post.sync-conflict-20260101-120000-ABCDEFG.md    Syncthing
//	post (Ada's conflicted copy 2026-01-01).md       Dropbox, Obsidian
//	post (conflicted copy 2026-01-01 120000).md      Nextcloud
//	post (Case Conflict).md                          Dropbox, beside Post.md
//	post (SFConflict ada@example.org 2026-01-01).md  Seafile
//	post_conflict-20260101-120000.md                 ownCloud
//
// Such a copy is left out as long as its original exists, because two versions of one article would both be published.
// Once the original is gone, the copy is the only version left, and counts.
var (
	afterStem = regexp.MustCompile(`(?i)\.sync-conflict-|_conflict-\d`)
	inGroup   = regexp.MustCompile(`(?i)conflicted copy|case conflict|sfconflict`)
)

// originals returns the names of the files that name may be a copy of, the likeliest first, or nothing if name does not
// look like a copy. A copy of a copy may be a copy of any file before it in the chain.
func originals(name string) (names []string) {
	ext := path.Ext(name)
	stem := strings.TrimSuffix(name, ext)
	cut := func(at int) { names = append(names, stem[:at]+ext) }
	for _, at := range afterStem.FindAllStringIndex(stem, -1) {
		cut(at[0])
	}
	if at := inGroup.FindStringIndex(stem); at != nil {
		for i := 1; i < at[0]; i++ {
			if stem[i:i+2] == " (" {
				cut(i)
			}
		}
	}
	return names
}

// copied returns the name of the file in the same directory that name is a conflicting copy of.
func (r *reading) copied(name string) (original string, ok bool) {
	if !strings.Contains(strings.ToLower(name), "conflict") {
		return "", false
	}
	for _, o := range originals(name) {
		if original, ok = r.beside(o); ok && original != name {
			return original, true
		}
	}
	return "", false
}

// beside returns the file of this directory with the given name, ignoring case: on a file system that folds case, case
// may be what the conflict is about.
func (r *reading) beside(name string) (as string, ok bool) {
	if r.folded == nil {
		r.folded = make(map[string]string, len(r.entries))
		for _, e := range r.entries {
			if !e.IsDir() {
				r.folded[strings.ToLower(e.Name())] = e.Name()
			}
		}
	}
	as, ok = r.folded[strings.ToLower(name)]
	return as, ok
}
