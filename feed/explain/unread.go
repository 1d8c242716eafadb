package explain

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"syscall"

	"dateline/feed"
	"dateline/feed/archive"
	"dateline/feed/article"
)

// file answers for a place: by what the archive knows of its file, else by what is
// on the disk.
func (a *asker) file(p place) Answer {
	name, file := a.name(p), a.site(p)
	var answer Answer
	switch st := a.snapshot.StandingOf(file); {
	case st.Fate == archive.Unseen:
		answer = a.unread(p, name)
	case st.Fate != archive.Taken || st.Article.File == file:
		answer = a.standing(name, st)
	default: // nothing is known of the file itself, but its page is that of another one
		if answer = a.unread(p, name); answer.State == "undated" || answer.State == "unseen" {
			answer = a.standing(name, st)
		}
	}
	if answer.File == "" {
		answer.File = name
	}
	if err := a.Skipped(p.directory, p.rel); answer.Published && err != nil && !isNoFile(err) {
		answer.Text = append(answer.Text, "Its file is not read now: "+err.Error()+".")
	}
	return answer
}

// isNoFile reports whether a file is not read because there is none.
func isNoFile(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.EISDIR)
}

// sheet answers for the file of a page without a date.
func (a *asker) sheet(name string, of *article.Article) Answer {
	answer := a.answer("page", name+" is a page without a date, and is in no feed.")
	answer.File, answer.Title = name, of.Title
	if shown, ok := a.snapshot.Sheet(of.Path); ok && shown.Article == of {
		answer.Published, answer.URL = true, a.BaseURL+article.PageURI(of.Path)
		answer.Text[0] = name + " is a page without a date, at " + answer.URL + "; it is in no feed."
	}
	answer.Text = append(answer.Text, a.complaints(name)...)
	return answer
}

// unread answers for a file about which the archive knows nothing.
func (a *asker) unread(p place, name string) Answer {
	if known, ok := a.snapshot.File(a.site(p)); ok && known.Page != nil {
		return a.sheet(name, known.Page)
	}
	if known := a.problems(name); slices.ContainsFunc(known, func(p article.Problem) bool { return p.Fatal }) {
		i := slices.IndexFunc(known, func(p article.Problem) bool { return p.Fatal })
		answer := a.answer("broken", name+" is not published: "+known[i].What+placeOfProblem(known[i])+".")
		answer.Text = append(answer.Text, a.complaints(name)...)
		return answer
	}
	switch err := a.Skipped(p.directory, p.rel); {
	case errors.Is(err, fs.ErrNotExist) && a.below(a.site(p)).files == 0:
		answer := a.answer("unseen", "There is no file "+name+", and there never was an article of it that the ledger knows.")
		return a.suggest(answer, a.near(p.rel))
	case isNoFile(err):
		return a.directory(p, name)
	case err != nil:
		return a.skipped(name, err)
	case feed.IsAuthors(path.Dir(p.rel), path.Base(p.rel)):
		return a.answer("authors", name+" describes authors; it is no article.")
	case article.IsSection(path.Base(p.rel)):
		return a.answer("section", name+" is the page of a section; it is no article.")
	case article.IsAsset(p.rel):
		return a.answer("asset", name+" is a file beside articles, which they may show or link; it is no article.")
	}
	answer := a.answer("undated", name+" has no date, so it is no article.")
	answer.Text = append(answer.Text, "Write a date in its front matter, as a heading, or into its path.")
	return answer
}

// skipped answers for a file that is not read, of which an error says "what;
// effect; hint".
func (a *asker) skipped(name string, err error) Answer {
	what, rest, _ := strings.Cut(err.Error(), "; ")
	effect, hint, _ := strings.Cut(rest, "; ")
	answer := a.answer("skipped", name+" is not read: "+what+".")
	answer.Text = append(answer.Text, "Effect: "+effect+".", "Hint: "+hint+".")
	return answer
}

// contained counts articles below a directory.
type contained struct{ files, published, departing int }

// below counts the articles below a site path.
func (a *asker) below(dir string) (n contained) {
	for known := range a.snapshot.Articles() {
		if !archive.Within(known.File, dir) {
			continue
		}
		n.files++
		if e, ok := a.snapshot.Entry(known.Path); ok && e.File == known.File {
			n.published++
		}
		if a.snapshot.Departs(known.File) {
			n.departing++
		}
	}
	return n
}

// directory answers for a directory.
func (a *asker) directory(p place, name string) Answer {
	n := a.below(a.site(p))
	answer := a.answer("directory", fmt.Sprintf("%s is a directory, with %d of %d articles published.", name, n.published, n.files))
	if n.departing > 0 {
		answer.Text = append(answer.Text, fmt.Sprintf("Published although their files are gone: %d.", n.departing))
	}
	answer.Text = append(answer.Text, a.complaints(name)...)
	return answer
}

// suggest adds names to an answer that nothing was found.
func (a *asker) suggest(answer Answer, names []string) Answer {
	if names = names[:min(len(names), maxNear)]; len(names) > 0 {
		answer.Text = append(answer.Text, "Near it: "+strings.Join(names, ", ")+".")
	}
	return answer
}
