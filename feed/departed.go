package feed

import (
	"maps"
	"slices"
	"time"

	"dateline/feed/archive"
)

// logDepartures logs which articles a change lets depart, and which are back, each
// with its file or, if they are many, their number in each directory. Held ones have
// a line of their own when they begin. It returns the number of articles that are
// back, by directory.
func (p *Publisher) logDepartures(was, is *archive.Snapshot, changes []archive.Change) (returned map[*content]int) {
	gone, back, returned := map[*content][]string{}, map[*content][]string{}, map[*content]int{}
	until := map[*content]time.Time{}
	for _, change := range changes {
		c, _ := p.locate(change.File)
		if c == nil { // its directory is no longer configured
			c = p.contents[0]
		}
		departed, departs := was.Departs(change.File), is.Departs(change.File)
		switch {
		case departs && !departed:
			gone[c] = append(gone[c], p.fileName(change.File))
			if end := is.GraceEnd(change.File); end.After(until[c]) {
				until[c] = end
			}
		case departed && !departs && (change.Article != nil):
			back[c] = append(back[c], p.fileName(change.File))
			returned[c]++
		}
	}
	before, now := heldBy(was), heldBy(is)
	for _, c := range p.contents {
		if now[c.Mount] == before[c.Mount] {
			p.logFiles(c, gone[c], "the file of an article is gone; the article stays published until its grace ends", "the files of articles are gone; the articles stay published until their grace ends", "until", until[c].UTC().Format(time.RFC3339))
		}
		if now[c.Mount] < before[c.Mount] {
			p.logFiles(c, back[c], "the file of an article whose removal was held is back; nothing was removed", "the files of articles whose removal was held are back; nothing was removed")
		} else {
			p.logFiles(c, back[c], "the file of an article is back before its grace ended; nothing was removed", "the files of articles are back before their grace ended; nothing was removed")
		}
	}
	p.logDropped(was, is)
	if n := len(is.Waiting()); n > 0 {
		p.log.Debug("new articles wait until it is clear whether they replace published ones", "articles", n)
	}
	return returned
}

// logDropped logs which articles depart because the pages of their days no longer list
// them, and which of these are listed again, in directories that hide such articles.
func (p *Publisher) logDropped(was, is *archive.Snapshot) {
	if !slices.ContainsFunc(p.contents, func(c *content) bool { return c.HideSuperseded }) {
		return
	}
	before, now := dropped(was), dropped(is)
	left, back := map[*content][]string{}, map[*content][]string{}
	for _, file := range slices.Sorted(maps.Keys(now)) {
		if _, dropped := before[file]; !dropped {
			c, _ := p.locate(file)
			left[c] = append(left[c], p.fileName(file))
		}
	}
	for _, file := range slices.Sorted(maps.Keys(before)) {
		_, dropped := now[file]
		if e, shown := is.Entry(before[file]); !dropped && !is.Departs(file) && shown && e.File == file {
			c, _ := p.locate(file)
			back[c] = append(back[c], p.fileName(file))
		}
	}
	for _, c := range p.contents {
		p.logFiles(c, left[c], "the page of its day no longer lists an article; the article stays published until its grace ends", "the pages of their days no longer list articles; the articles stay published until their grace ends", "until", p.graceEnd(c))
		p.logFiles(c, back[c], "the page of its day lists an article again before its grace ended; nothing was removed", "the pages of their days list articles again before their grace ended; nothing was removed")
	}
}

// dropped returns the paths of the articles that depart although their files are there,
// by file.
func dropped(s *archive.Snapshot) map[string]string {
	paths := map[string]string{}
	for _, a := range s.Departing() {
		if !s.Departs(a.File) {
			paths[a.File] = a.Path
		}
	}
	return paths
}

// graceEnd returns when a grace that begins now ends in a directory.
func (p *Publisher) graceEnd(c *content) string {
	return p.now().Add(c.Grace).UTC().Format(time.RFC3339)
}

// logFiles logs a line for each file of a directory, or one for all if there are too
// many.
func (p *Publisher) logFiles(c *content, files []string, one, many string, args ...any) {
	if len(files) > maxNamed {
		p.log.Info(many, append([]any{"dir", c.Dir, "articles", len(files)}, args...)...)
		return
	}
	for _, f := range files {
		p.log.Info(one, append([]any{"file", f}, args...)...)
	}
}
