package article

import (
	"path"
	"slices"
	"strings"

	"golang.org/x/text/language"
)

// markdownExtensions are the extensions of Markdown files, in any case.
var markdownExtensions = []string{".md", ".markdown", ".mdown", ".mkd", ".mdx", ".qmd", ".rmd"}

// Extensions returns the extensions of files that may be articles, in lower case
// and with the dot.
func Extensions() []string { return slices.Clone(markdownExtensions) }

// IsMarkdown reports whether a file is Markdown by its name, so that a link to it
// can only mean an article.
func IsMarkdown(file string) bool { return hasExtension(file, markdownExtensions...) }

// hasExtension reports whether a file has one of some extensions, in any case.
func hasExtension(file string, extensions ...string) bool {
	ext := path.Ext(file)
	return slices.Contains(extensions, ext) || slices.Contains(extensions, strings.ToLower(ext))
}

// PagePath returns the path of the page of a file, or of a link to a page:
// without the extension of Markdown or .html, and without a slash at its end.
//
// An article in a folder of its own (a bundle) has the path of the folder:
// "/x/index.md" becomes "/x". So does "/2026-04-07-x/README.md", because a README
// makes a bundle of a folder that is named with a date and a slug. If the path of
// the folder is reserved or that of a day, the file keeps its name:
// "/2026/04/07/index.md" becomes "/2026/04/07/index". Only the path counts, so
// that a link determines its page regardless of the content of the file.
func PagePath(file string) string {
	ext := path.Ext(file)
	if !IsMarkdown(file) && !strings.EqualFold(ext, ".html") {
		ext = ""
	}
	page := strings.TrimSuffix(file[:len(file)-len(ext)], "/")
	dir, base := path.Split(page)
	name, tag := cutLanguage(base)
	if folder := strings.TrimSuffix(dir, "/"); isFolderName(name) && ownsFolder(folder, name) {
		return folder + base[len(base)-len(tag):]
	}
	return page
}

// PagesAt returns the paths of the pages that an address may mean, the likeliest
// first.
//
// The address itself comes first, as "/README.md" is the page of README.md.md. Then
// comes the page whose spellings include "/x/", "/x.html", "/x/index.html" and
// "/x.md". The index of a folder whose path is reserved or that of a day has a
// page of its own beside that of the folder; each of the two is meant if the
// other does not exist. Last come the same pages for the composed form of the
// address (see Composed).
func PagesAt(address string) []string {
	address = PageAt(address)
	plain := strings.TrimSuffix(address, "/")
	if IsMarkdown(plain) || path.Ext(plain) == ".html" {
		plain = strings.TrimSuffix(plain, path.Ext(plain))
	}
	pages := []string{address, PagePath(address), plain, strings.TrimSuffix(plain, "/index")}
	if index := plain + "/index"; PagePath(index) == index {
		pages = append(pages, index)
	}
	if composed := Composed(address); composed != address {
		pages = append(pages, PagesAt(composed)...)
	}
	return pages
}

// WithoutDate returns the name of a file without the date at its beginning:
// "2026-04-07-x" becomes "x".
func WithoutDate(name string) string {
	if isDatedName(name) {
		_, _, _, n := scanDate(name, "-")
		return name[n+1:]
	}
	return name
}

// ownsFolder reports whether the page of a file with that name, an index or a
// README, is the page of its folder.
func ownsFolder(folder, name string) bool {
	if folder == "" || Reserved(folder) {
		return false
	}
	if _, day, _ := folderDate(folder); day {
		return false
	}
	return strings.EqualFold(name, "index") || isDatedName(path.Base(folder))
}

// isFolderName reports whether the page of a file, by its name without the
// extension, may be that of its folder.
func isFolderName(name string) bool {
	return strings.EqualFold(name, "index") || strings.EqualFold(name, "readme")
}

// isDatedName reports whether a name begins with a date and continues with a
// slug: "2026-04-07-x".
func isDatedName(name string) bool {
	_, _, _, n := scanDate(name, "-")
	return n > 0 && len(name) > n+1 && strings.IndexByte("-_", name[n]) >= 0
}

// cutLanguage cuts the language from the name of a file without its extension, as
// Hugo writes it: "index.zh-CN" becomes "index" and ".zh-CN". Only language codes
// of two letters (ISO 639-1) count, as "notes.old" is not in the language Mochi.
func cutLanguage(name string) (rest, tag string) {
	dot := strings.LastIndexByte(name, '.')
	if dot < 1 {
		return name, ""
	}
	code, _, _ := strings.Cut(name[dot+1:], "-")
	if _, err := language.Parse(name[dot+1:]); err != nil || len(code) != 2 {
		return name, ""
	}
	return name[:dot], name[dot:]
}
