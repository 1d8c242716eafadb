package ledger

import (
	"cmp"
	"context"
	"slices"

	"dateline/feed/archive"
)

// Save writes changes, together with everything that could not be saved before,
// in one transaction. If it fails, everything is kept for the next Save or Retry.
func (l *Ledger) Save(c Changes) error {
	l.unsaved = merge(l.unsaved, c)
	if l.together {
		return nil
	}
	return l.Retry()
}

// Commit writes what was saved since Open or the last Commit, if the ledger was
// opened with Options.Together, in one transaction. Unlike Save, it keeps nothing
// that it cannot write: Close drops it.
func (l *Ledger) Commit() error { return l.Retry() }

// Retry saves what could not be saved before. It fails if the ledger cannot be
// written, even if there is nothing to save.
func (l *Ledger) Retry() error {
	if l.db != nil && l.unsaved.empty() {
		return nil
	}
	if l.db == nil {
		if err := l.reserve(); err != nil {
			return err
		}
		if _, err := l.open(); err != nil {
			return err
		}
	}
	if l.unsaved.empty() {
		return nil
	}
	if err := l.keepPlace(); err != nil {
		return unwritable(l.path, err)
	}
	if err := write(l.db, l.unsaved); err != nil {
		if isDamage(err) { // opening it again repairs it
			l.db.Close()
			l.db = nil
		}
		return unwritable(l.path, err)
	}
	renamed := len(l.unsaved.Dropped) > 0
	l.unsaved, l.backupDue = Changes{}, true
	if renamed { // an older backup would bring the former ids back
		l.backUp(context.Background())
	}
	l.backUpDaily()
	return nil
}

func (c Changes) empty() bool {
	lists := len(c.Items) + len(c.Dropped) + len(c.Adoptions) + len(c.Unadopted) + len(c.Moves) + len(c.Topics) + len(c.Forgotten) + len(c.Mounts) + len(c.Feeds) + len(c.Notices) + len(c.Withdrawn) + len(c.Files) + len(c.Days)
	return lists == 0 && c.Appearance == archive.Appearance{} && c.Conditions == archive.Conditions{} && c.Clock.IsZero() && c.Minting == archive.Minting{} && c.Parser == ""
}

// merge returns the changes of both; if they conflict, the later ones count.
func merge(earlier, later Changes) Changes {
	c := later
	dropped := map[string]bool{}
	for _, id := range later.Dropped {
		dropped[id] = true
	}
	items := slices.DeleteFunc(slices.Clone(earlier.Items), func(i archive.Item) bool { return dropped[i.ID] })
	c.Items = latest(items, later.Items, func(i archive.Item) string { return i.ID })
	c.Dropped = latest(earlier.Dropped, later.Dropped, func(id string) string { return id })
	adoptions := slices.DeleteFunc(slices.Clone(earlier.Adoptions), func(a archive.Adopted) bool { return slices.Contains(later.Unadopted, a.Number) })
	c.Adoptions = latest(adoptions, later.Adoptions, func(a archive.Adopted) int64 { return a.Number })
	c.Unadopted = latest(earlier.Unadopted, later.Unadopted, func(number int64) int64 { return number })
	c.Moves = latest(earlier.Moves, later.Moves, func(m archive.Move) string { return m.From })
	forgotten := map[string]bool{}
	for _, slug := range later.Forgotten {
		forgotten[slug], forgotten[archive.FeedOfTopic(slug)] = true, true
	}
	known := slices.DeleteFunc(slices.Clone(earlier.Topics), func(t archive.Topic) bool { return forgotten[t.Slug] })
	c.Topics = latest(known, later.Topics, func(t archive.Topic) string { return t.Slug })
	c.Forgotten = latest(earlier.Forgotten, later.Forgotten, func(slug string) string { return slug })
	feeds := slices.DeleteFunc(slices.Clone(earlier.Feeds), func(f archive.FeedState) bool { return forgotten[f.Feed] })
	c.Feeds = latest(feeds, later.Feeds, func(f archive.FeedState) string { return f.Feed })
	c.Mounts = latest(earlier.Mounts, later.Mounts, func(m string) string { return m })
	told := slices.DeleteFunc(slices.Clone(earlier.Notices), func(n archive.Notice) bool { return slices.Contains(later.Withdrawn, n.Number) })
	c.Notices = latest(told, later.Notices, func(n archive.Notice) int64 { return n.Number })
	c.Withdrawn = latest(earlier.Withdrawn, later.Withdrawn, func(number int64) int64 { return number })
	c.Files = latest(earlier.Files, later.Files, func(f File) string { return f.File })
	c.Days = moreRequests(earlier.Days, later.Days)
	if c.Clock.IsZero() {
		c.Clock = earlier.Clock
	}
	c.Appearance = cmp.Or(later.Appearance, earlier.Appearance)
	c.Conditions = cmp.Or(later.Conditions, earlier.Conditions)
	c.Minting = cmp.Or(later.Minting, earlier.Minting)
	c.Parser = cmp.Or(later.Parser, earlier.Parser)
	return c
}

// latest returns the last value of each key, in the order of keys.
func latest[T any, K cmp.Ordered](earlier, later []T, key func(T) K) []T {
	list := slices.Concat(later, earlier)
	slices.Reverse(list[:len(later)])
	slices.Reverse(list[len(later):])
	slices.SortStableFunc(list, func(a, b T) int { return cmp.Compare(key(a), key(b)) })
	return slices.CompactFunc(list, func(a, b T) bool { return key(a) == key(b) })
}
