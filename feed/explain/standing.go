package explain

import (
	"errors"
	"io/fs"
	"strings"
	"time"

	"dateline/feed/archive"
)

// standing answers for what the archive knows. name is that of the file, or what
// was asked.
func (a *asker) standing(name string, st archive.Standing) Answer {
	answer := a.answer(string(st.Fate), "")
	answer.Since, answer.Until = st.Since, st.Until
	if st.Article != nil {
		answer.File = a.nameOf(st.Article.File)
		if st.Fate != archive.HasMoved && st.Fate != archive.Taken {
			name = answer.File
		}
		answer.Title = st.Article.Title
	}
	if st.Entry != nil {
		answer.URL, answer.ID = a.urlOf(st.Entry), st.Entry.ID()
		answer.Dated, answer.Updated, answer.FirstSeen = st.Entry.Published(), st.Entry.Updated(), st.Entry.FirstSeen()
	}
	switch st.Fate {
	case archive.Stands, archive.Departs, archive.IsHeld:
		a.published(&answer, name, st)
	default:
		answer.Text = a.sentences(name, answer.URL, st)
	}
	if st.Article != nil {
		answer.Text = append(answer.Text, a.complaints(answer.File)...)
	}
	return answer
}

// sentences returns why an article is not published.
func (a *asker) sentences(name, url string, st archive.Standing) []string {
	until, others := st.Until.Format(time.RFC3339), strings.Join(a.namesOf(st.Files), " or ")
	switch st.Fate {
	case archive.IsHidden:
		return []string{name + " is hidden: " + st.Why + a.lineOf(st.Article) + "."}
	case archive.Scheduled:
		text := []string{name + " waits until " + until + ", when it is published: it is " + st.Why + "."}
		if doubt := a.snapshot.Doubt(); doubt != nil {
			text = append(text, "Time stands still until then: "+doubt.Error()+".")
		}
		return text
	case archive.Expired:
		return []string{name + " is no longer published: it expired at " + st.Since.Format(time.RFC3339) + "."}
	case archive.Waits:
		text := []string{name + " waits until " + until + ", as it may replace a published article that it resembles: " + others + "."}
		return append(text, a.busy(st)...)
	case archive.IsDropped:
		return []string{name + ` is hidden: the page of its day lists other articles and not this one, and content.superseded is "hide".`}
	case archive.Taken:
		return []string{name + " is not published: its page " + st.Article.Path + " belongs to " + others + "; rename one of the two."}
	case archive.Superseded:
		if st.Entry == nil {
			return []string{name + " is superseded by another file, which is not published now."}
		}
		return []string{name + " is superseded by " + a.nameOf(st.Entry.File) + ", which is published at " + url + "."}
	case archive.HasMoved:
		return []string{name + " has moved: its article is " + a.nameOf(st.Entry.File) + " now, at " + url + ", to which the former address leads (" + a.redirects() + ")."}
	case archive.IsRemoved:
		if st.Since.IsZero() {
			return []string{name + " is gone without a trace: its author had hidden it before its file went."}
		}
		return []string{name + " was removed at " + st.Since.Format(time.RFC3339) + ", after its file had gone; its address answers 410."}
	case archive.IsReserved:
		return []string{name + " is that of an item of another feed that was adopted without an article; an article that appears there, or has this id in front matter, takes over the id."}
	case archive.IsDayPage:
		return []string{name + " is the page of a day: it lists articles, and is none itself."}
	}
	return []string{name + " is a file beside articles, which they may show or link; it is no article."}
}

// published completes the answer for a published article.
func (a *asker) published(answer *Answer, name string, st archive.Standing) {
	answer.Published, answer.Feeds = true, a.feeds(st.Entry)
	first := name + " is published at " + answer.URL
	if p := answer.Feeds[0]; p.Place == 0 {
		first += ", but the window of " + p.Feed + " does not show it: " + p.Why
	}
	gone := "the page of its day no longer lists it"
	if a.isMissing(st.Article.File) {
		gone = "its file is gone"
	}
	var more []string
	switch st.Fate {
	case archive.Departs:
		first += "; it will be removed at " + st.Until.Format(time.RFC3339) + ", as " + gone
		more = append(a.busy(st), "Dateline waits for a file that takes its place; dateline accept removes it at once.")
	case archive.IsHeld:
		first += ", although " + gone
		more = []string{"So many files of " + a.directoryOf(st.Article.File) + " are gone that the removal is held; bring them back, or run: dateline accept."}
	}
	seen := "in the first import"
	if !answer.FirstSeen.IsZero() {
		seen = answer.FirstSeen.Format(time.RFC3339)
	}
	answer.Text = append(append([]string{first + "."}, more...),
		"Its title is "+st.Entry.Name()+".", "Its id is "+answer.ID+origin(st.Entry)+".",
		"It was published "+answer.Dated.Format(time.RFC3339)+", updated "+answer.Updated.Format(time.RFC3339)+", first seen "+seen+".")
}

// origin says where the id of an entry is from, if it was not minted here.
func origin(e *archive.Entry) string {
	if e.Adopted() {
		return ", which an adopted feed had"
	}
	return ""
}

// busy tells that a change of files is not over, which puts off what waits.
func (a *asker) busy(st archive.Standing) []string {
	if !a.Publisher.Busy(st.Article.File) {
		return nil
	}
	return []string{"That is put off while version control changes files there: it holds its lock."}
}

// isMissing reports whether the file of a site path is not on the disk.
func (a *asker) isMissing(file string) bool {
	p, ok := a.placeOf(file)
	return ok && errors.Is(a.Skipped(p.directory, p.rel), fs.ErrNotExist)
}

func (a *asker) directoryOf(file string) string {
	p, ok := a.placeOf(file)
	if !ok {
		return "the site"
	}
	return a.Directories[p.directory].Dir
}
