package feed

import (
	"time"

	"dateline/feed/archive"
)

// logDepartures logs which articles a change lets depart, and which are back, each
// with its file or, if they are many, their number. Held ones have a line of their
// own when they begin. It returns the number of articles that are back.
func (p *Publisher) logDepartures(was, is *archive.Snapshot, changes []archive.Change) (returned int) {
	var gone, back []string
	var until time.Time
	for _, c := range changes {
		departed, departs := was.Departs(c.File), is.Departs(c.File)
		switch {
		case departs && !departed:
			gone = append(gone, p.fileName(c.File))
			if dir, _ := p.locate(c.File); dir != nil {
				until = p.now().Add(dir.Grace)
			}
		case departed && !departs && (c.Article != nil):
			back = append(back, p.fileName(c.File))
		}
	}
	if is.Held() == was.Held() {
		p.logFiles(gone, "the file of an article is gone; the article stays published until its grace ends", "the files of articles are gone; the articles stay published until their grace ends", "until", until.UTC().Format(time.RFC3339))
	}
	if is.Held() < was.Held() {
		p.logFiles(back, "the file of an article whose removal was held is back; nothing was removed", "the files of articles whose removal was held are back; nothing was removed")
	} else {
		p.logFiles(back, "the file of an article is back before its grace ended; nothing was removed", "the files of articles are back before their grace ended; nothing was removed")
	}
	if n := len(is.Waiting()); n > 0 {
		p.log.Debug("new articles wait until it is clear whether they replace published ones", "articles", n)
	}
	return len(back)
}

// logFiles logs a line for each file, or one for all if there are too many.
func (p *Publisher) logFiles(files []string, one, many string, args ...any) {
	if len(files) > maxNamed {
		p.log.Info(many, append([]any{"articles", len(files)}, args...)...)
		return
	}
	for _, f := range files {
		p.log.Info(one, append([]any{"file", f}, args...)...)
	}
}
