package feed

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"time"

	"dateline/feed/archive"
)

// edits are what a change did to files, for the log: one line in text, a list in
// JSON.
type edits []edit

type edit struct {
	What string `json:"what"` // of archive.Edit
	File string `json:"file"` // by the name that the operator knows
	From string `json:"from,omitempty"`
}

// String returns "new news/a.md, renamed news/b.md -> news/c.md".
func (list edits) String() string {
	texts := make([]string, len(list))
	for i, e := range list {
		texts[i] = e.What + " " + e.File
		if e.From != "" {
			texts[i] = e.What + " " + e.From + " -> " + e.File
		}
	}
	return strings.Join(texts, ", ")
}

// edits returns edits by the names that the operator knows, in their order.
func (p *Publisher) edits(list []archive.Edit) edits {
	named := make(edits, len(list))
	for i, e := range list {
		named[i] = edit{e.Kind, p.fileName(e.File), ""}
		if e.From != "" {
			named[i].From = p.fileName(e.From)
		}
	}
	slices.SortFunc(named, func(a, b edit) int { return strings.Compare(a.File, b.File) })
	return named
}

// logPublished logs what a change published, with the files if they are few. All
// names of a larger change are only for debugging.
func (p *Publisher) logPublished(d archive.Delta, took time.Duration) {
	level, files := slog.LevelInfo, len(d.Edits)
	if d.Added+d.Changed+d.Removed+d.Renamed == 0 {
		level = slog.LevelDebug
	}
	about := []any{"new", d.Added, "changed", d.Changed, "renamed", d.Renamed, "removed", d.Removed,
		"feeds", len(d.Feeds), "articles", p.snapshot.Global().Len(), "took", took.Round(time.Microsecond)}
	if files > 0 && files <= maxNamed {
		about = append(about, "files", p.edits(d.Edits))
	}
	p.log.Log(context.Background(), level, "published", about...)
	if files <= maxNamed || !p.log.Enabled(context.Background(), slog.LevelDebug) {
		return
	}
	for _, e := range p.edits(d.Edits) {
		p.log.Debug("published a file", "what", e.What, "file", e.File, "from", e.From)
	}
}

// logScheduled logs when the new articles of a change will be published, and at
// the start only which one is next.
func (p *Publisher) logScheduled(was *archive.Snapshot, changes []archive.Change, start bool) {
	if next := p.snapshot.Due(); start {
		if !next.IsZero() {
			p.log.Info("this article is scheduled next", "file", p.fileName(p.snapshot.NextFile()), "at", p.inZone(next))
		}
		return
	}
	var files []string
	var times []time.Time
	for _, c := range changes {
		if at := p.snapshot.Appears(c.File); !at.IsZero() && !at.Equal(was.Appears(c.File)) {
			files, times = append(files, p.fileName(c.File)), append(times, at)
		}
	}
	if len(files) > maxNamed {
		p.log.Info("articles will be published later", "articles", len(files), "from", p.inZone(slices.MinFunc(times, time.Time.Compare)))
		return
	}
	for i := range files {
		p.log.Info("an article will be published later", "file", files[i], "at", p.inZone(times[i]))
	}
}

// inZone returns a time as authors write it, in the zone of the site.
func (p *Publisher) inZone(t time.Time) string {
	if p.archive.Zone != nil {
		t = t.In(p.archive.Zone)
	}
	return t.Format(time.RFC3339)
}
