package archive

import (
	"cmp"
	"iter"
	"slices"
	"strings"

	"dateline/feed/article"
)

// Sheet is a page without a date, "about.md", that the operator named. It is in no
// list and no feed, and has no story: of its Entry, only what follows from its file is
// set, and nothing that needs an id or a time may be asked of it. Immutable.
//
// There are as many sheets as the configuration names, so they are looked through
// one by one, and their links are resolved again with every change.
type Sheet struct {
	*Entry
	serial uint32          // of the snapshot that last changed it
	dead   bool            // links are dead or miss what is meant
	files  map[string]bool // files beside it that it shows or links to
}

// Serial returns the serial of the snapshot that last changed the sheet, its links or its
// picture.
func (p *Sheet) Serial() uint32 { return p.serial }

func (p *Sheet) compare(other *Sheet) int {
	return cmp.Or(cmp.Compare(p.Path, other.Path), cmp.Compare(p.File, other.File))
}

// Sheets returns the pages without a date that have an address: an article with the
// same one comes first, and so does the first of several files that ask for it.
func (s *Snapshot) Sheets() iter.Seq[*Sheet] {
	return func(yield func(*Sheet) bool) {
		for i, p := range s.sheets {
			if s.holderOfSheet(i) == "" && !yield(p) {
				return
			}
		}
	}
}

// holderOfSheet returns the file to which the address of a sheet belongs, or "" if it is
// its own.
func (s *Snapshot) holderOfSheet(i int) string {
	p := s.sheets[i]
	if e, ok := s.Entry(p.Path); ok {
		return e.File
	}
	if i > 0 && s.sheets[i-1].Path == p.Path {
		return s.sheets[slices.IndexFunc(s.sheets, func(first *Sheet) bool { return first.Path == p.Path })].File
	}
	return ""
}

// Sheet returns the page without a date at a path.
func (s *Snapshot) Sheet(path string) (*Sheet, bool) {
	i := slices.IndexFunc(s.sheets, func(p *Sheet) bool { return p.Path == path })
	if i < 0 || s.holderOfSheet(i) != "" {
		return nil, false
	}
	return s.sheets[i], true
}

// sheetOf returns the index of the sheet of a file, or -1.
func (s *Snapshot) sheetOf(file string) int {
	return slices.IndexFunc(s.sheets, func(p *Sheet) bool { return p.File == file })
}

// isOnSheet reports whether a sheet shows a file or links to it.
func (s *Snapshot) isOnSheet(file string) bool {
	return slices.ContainsFunc(s.sheets, func(p *Sheet) bool { return p.files[file] })
}

// SheetSerial returns the serial of the snapshot that last added, changed or removed a
// sheet.
func (s *Snapshot) SheetSerial() uint32 { return s.sheeted }

// sheetProblems returns the complaints about sheets.
func (s *Snapshot) sheetProblems() (all []article.Problem) {
	for i, p := range s.sheets {
		if holder := s.holderOfSheet(i); holder != "" {
			all = append(all, article.Problem{File: p.File, About: article.Addresses, What: "its address " + p.Path + " is that of " + holder,
				Effect: "the page is not shown", Hint: "write another permalink in its front matter, or rename one of the two"})
		}
		if p.dead {
			all = append(all, s.problemsOf(p.Article, p.Links)...)
		}
	}
	return all
}

// applySheet sets the sheet of a file, or drops it if a is nil.
func (x *fileIndex) applySheet(file string, a *article.Article) {
	i := x.sheetOf(file)
	switch {
	case i < 0 && a == nil, i >= 0 && a == x.sheets[i].Article:
		return
	case i >= 0:
		x.touchSheet(x.sheets[i].Article)
		x.sheets = slices.Delete(slices.Clone(x.sheets), i, i+1)
	}
	x.sheeted = x.serial
	if a == nil {
		return
	}
	x.touchSheet(a)
	x.sheets = append(slices.Clip(x.sheets), &Sheet{Entry: &Entry{Article: a}, serial: x.serial})
	slices.SortFunc(x.sheets, (*Sheet).compare)
}

// touchSheet records that links to a sheet may lead elsewhere now.
func (x *fileIndex) touchSheet(a *article.Article) {
	for _, key := range append(namesOf(a), article.Page(a.Path), article.Page(article.PagePath(a.File))) {
		x.links.touch(key, partOf(key))
	}
}

// settleSheets resolves what sheets show and where their links lead.
func (l *linker) settleSheets() {
	for i, p := range l.sheets {
		now := l.settled(p)
		if p.files != nil && slices.Equal(p.Links, now.Links) && p.dead == now.dead && sameAsset(p.Picture, now.Picture) {
			continue
		}
		if l.sheeted != l.serial {
			l.sheets, l.sheeted = slices.Clone(l.sheets), l.serial
		}
		l.sheets[i] = now
	}
}

// settled returns a sheet with the links and the picture that it has now.
func (l *linker) settled(p *Sheet) *Sheet {
	to := l.linksOf(p.Article, nil)
	now := &Sheet{Entry: &Entry{Article: p.Article, Links: to.urls}, serial: l.serial, dead: to.dead, files: map[string]bool{}}
	if p.CoverPath != "" {
		now.Picture = l.asset(p.CoverPath)
		now.files[l.FileOf(p.CoverPath)] = true
	}
	for i, f := range p.References {
		if name := strings.TrimSuffix(now.Links[i], f.Suffix); strings.HasPrefix(name, article.AssetPath("")) {
			now.files[l.FileOf(f.Path)] = true
		}
	}
	return now
}

// findSheet returns the sheet at the target of a reference.
func (l *linker) findSheet(f *article.Reference, pages []string) (lead, bool) {
	return l.sheetThat(f, func(p *Sheet) bool { return p.File == f.Path || slices.Contains(pages, p.Path) })
}

// findSheetNamed returns the sheet that a name means, or a dead lead.
func (l *linker) findSheetNamed(f *article.Reference) lead {
	to, ok := l.sheetThat(f, func(p *Sheet) bool {
		return fitOf(f.Name, article.PagePath(p.File), p.Path) != none || foldName(p.Title) == foldName(f.Name)
	})
	if !ok {
		return lead{dead: true}
	}
	return to
}

// sheetThat returns the first sheet that a reference means.
func (l *linker) sheetThat(f *article.Reference, isMeant func(*Sheet) bool) (lead, bool) {
	for i, p := range l.sheets {
		if isMeant(p) && !l.isSheetTaken(i) {
			return l.atPartOf(p.Article, article.PageURI(p.Path), f.Suffix), true
		}
	}
	return lead{}, false
}

// isSheetTaken reports whether the address of a sheet belongs to an article, which will
// be published with this change or is, or to another sheet.
func (l *linker) isSheetTaken(i int) bool {
	p := l.sheets[i]
	return l.standing(article.Page(p.Path)) != nil || i > 0 && l.sheets[i-1].Path == p.Path
}
