package explain

import (
	"fmt"
	"strings"

	"dateline/feed/archive"
	"dateline/feed/render"
)

// feeds returns where an entry is in each of its feeds: that of everything, those
// of its topics, outlets and languages, those of its year, month and day.
func (a *asker) feeds(e *archive.Entry) (list []Place) {
	for f := range a.snapshot.FeedsOf(e) {
		list = append(list, a.placeIn(render.Of(f), e))
	}
	day := a.Renderer.DateOf(e.Published())
	for _, date := range []string{day[:len("2006")], day[:len("2006-01")], day} {
		if sub, ok := a.Renderer.OfDate(a.snapshot, a.snapshot.Global(), date); ok {
			list = append(list, a.placeIn(sub, e))
		}
	}
	return list
}

func (a *asker) placeIn(sub render.Subject, e *archive.Entry) Place {
	in := a.snapshot.Place(sub.Entries, e)
	p := Place{Feed: sub.FeedPath(render.Atom), Place: in.At, Of: in.Of, Absent: in.Absent}
	if in.At > 0 {
		return p
	}
	p.Why = because(in)
	if v, ok := a.Renderer.VolumeOf(sub, e); ok {
		p.Archive = sub.VolumePath(v, render.Atom)
	}
	return p
}

// because returns in words why a feed does not show an entry.
func because(in archive.Placement) string {
	switch in.Absent {
	case archive.Crowded:
		if in.Newer == 1 {
			return "a newer article fills it (feeds.items)"
		}
		return fmt.Sprintf("%d newer articles fill it (feeds.items)", in.Newer)
	case archive.TooLarge:
		return "with it, the feed would be larger than feeds.max_bytes"
	case archive.TooOld:
		return "its date was more than feeds.late back when it was first seen"
	case archive.OfBackfill:
		return "it came with a backfill, which is not shown as new"
	case archive.TopicLate:
		return "it joined this list more than feeds.late after it was published"
	}
	return "it came, or came back, behind the oldest article that the feed held"
}

// Line returns the place on one line.
func (p Place) Line() string {
	if p.Place > 0 {
		return fmt.Sprintf("%s: %d of %d", p.Feed, p.Place, p.Of)
	}
	line := p.Feed + ": not there: " + p.Why
	if p.Archive != "" {
		line += "; it is in " + p.Archive
	}
	return strings.TrimSpace(line)
}
