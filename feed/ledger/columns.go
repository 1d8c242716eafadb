package ledger

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"dateline/feed/archive"
)

// Conversions between rows and the values that they hold, column by column in the
// order of the tables.

func itemOf(r *row) archive.Item {
	return archive.Item{
		ID: string(r.texts[0]), Path: string(r.texts[1]),
		FirstSeen: archive.TimeOf(r.numbers[2]), Published: archive.TimeOf(r.numbers[3]), Updated: archive.TimeOf(r.numbers[4]), Removed: archive.TimeOf(r.numbers[5]),
		Prints: unpackPrints(r.texts[6]), Kept: unpackStrings(r.texts[7]),
	}
}

func itemColumns(i archive.Item) []any {
	return []any{i.ID, i.Path, archive.Seconds(i.FirstSeen), archive.Seconds(i.Published), archive.Seconds(i.Updated), archive.Seconds(i.Removed),
		packPrints(i.Prints), packStrings(i.Kept)}
}

// detail is what few items have.
type detail struct {
	id         string
	leaving    int64  // negative if the item is held
	heading    string // of a removed item, its file
	backfilled int64  // 1 if it was, 2 if it also fills the window of everything; plus adopted
	came       []archive.Came
}

func hasDetails(i archive.Item) bool {
	return !i.Leaving.IsZero() || i.Backfilled || i.Adopted || i.File != "" || len(i.Came) > 0
}

// adopted is what an adopted item adds to backfilled.
const adopted = 4

func detailOf(r *row) detail {
	d := detail{id: string(r.texts[0]), leaving: r.numbers[1], heading: string(r.texts[2]), backfilled: r.numbers[3]}
	for c := range slices.Chunk(unpackStrings(r.texts[4]), 3) {
		if len(c) < 3 {
			break
		}
		kind, _ := strconv.ParseUint(c[0], 10, 8)
		if at, err := strconv.ParseInt(c[2], 10, 64); err == nil {
			d.came = append(d.came, archive.Came{Kind: archive.Kind(kind), Name: c[1], At: archive.TimeOf(at)})
		}
	}
	return d
}

func detailColumns(i archive.Item) []any {
	leaving, backfilled := archive.Seconds(i.Leaving), int64(0)
	if i.Held {
		leaving = -leaving
	}
	switch {
	case i.Fills:
		backfilled = 2
	case i.Backfilled:
		backfilled = 1
	}
	if i.Adopted {
		backfilled += adopted
	}
	var came []string
	for _, c := range i.Came {
		came = append(came, strconv.Itoa(int(c.Kind)), c.Name, strconv.FormatInt(archive.Seconds(c.At), 10))
	}
	return []any{i.ID, leaving, cmp.Or(i.Heading, i.File), backfilled, packStrings(came)}
}

// addDetails adds details to their items. Both lists are in the order of ids.
func addDetails(items []archive.Item, details []detail) {
	for _, d := range details {
		i, ok := slices.BinarySearchFunc(items, d.id, func(i archive.Item, id string) int { return cmp.Compare(i.ID, id) })
		if ok {
			items[i].Leaving, items[i].Held = archive.TimeOf(max(d.leaving, -d.leaving)), d.leaving < 0
			if items[i].Came = d.came; items[i].Removed.IsZero() {
				items[i].Heading = d.heading
			} else {
				items[i].File = d.heading
			}
			items[i].Backfilled, items[i].Fills, items[i].Adopted = d.backfilled&^adopted > 0, d.backfilled&^adopted > 1, d.backfilled&adopted != 0
		}
	}
}

func feedOf(r *row) archive.FeedState {
	return archive.FeedState{Feed: string(r.texts[0]), Changed: archive.TimeOf(r.numbers[1]), Since: archive.TimeOf(r.numbers[2]), Oldest: archive.TimeOf(r.numbers[3])}
}

func feedColumns(f archive.FeedState) []any {
	return []any{f.Feed, archive.Seconds(f.Changed), archive.Seconds(f.Since), archive.Seconds(f.Oldest)}
}

func appearanceOf(r *row) archive.Appearance {
	return archive.Appearance{ID: string(r.texts[1]), Since: archive.TimeOf(r.numbers[2])}
}

func appearanceColumns(a archive.Appearance) []any {
	return []any{int64(1), a.ID, archive.Seconds(a.Since)}
}

func conditionsOf(r *row) archive.Conditions {
	return archive.Conditions{Zone: string(r.texts[1]), BaseURL: string(r.texts[2]), Aliases: string(r.texts[3]), Accepted: archive.TimeOf(r.numbers[4])}
}

func conditionsColumns(c archive.Conditions) []any {
	return []any{int64(1), c.Zone, c.BaseURL, c.Aliases, archive.Seconds(c.Accepted)}
}

func adoptionOf(r *row) archive.Adopted {
	a := archive.Adopted{Number: r.numbers[0], Adoption: r.numbers[1], Kind: archive.AdoptedKind(r.numbers[2]), ID: string(r.texts[3]), Path: string(r.texts[4])}
	a.Was.ID = string(r.texts[5])
	var times [6]uint64
	copy(times[:], unpackPrints(r.texts[6]))
	at := func(i int) time.Time { return time.Unix(int64(times[i]), 0).UTC() }
	a.Published, a.Updated, a.Was.Published, a.Was.Updated = at(0), at(1), at(3), at(4)
	a.Was.FirstSeen, a.Was.Adopted = archive.TimeOf(int64(times[2])), times[5] != 0
	return a
}

func adoptionColumns(a archive.Adopted) []any {
	var times []uint64
	for _, t := range []time.Time{a.Published, a.Updated, a.Was.FirstSeen, a.Was.Published, a.Was.Updated} {
		times = append(times, uint64(archive.Seconds(t)))
	}
	if a.Was.Adopted {
		times = append(times, 1)
	}
	return []any{a.Number, a.Adoption, int64(a.Kind), a.ID, a.Path, a.Was.ID, packPrints(times)}
}

func moveOf(r *row) archive.Move {
	return archive.Move{From: string(r.texts[0]), To: string(r.texts[1])}
}
func moveColumns(m archive.Move) []any { return []any{m.From, m.To} }
func topicOf(r *row) archive.Topic {
	return archive.Topic{Slug: string(r.texts[0]), Name: string(r.texts[1])}
}
func topicColumns(t archive.Topic) []any { return []any{t.Slug, t.Name} }
func mountOf(r *row) string              { return string(r.texts[0]) }
func mountColumns(m string) []any        { return []any{m} }

func noticeOf(r *row) archive.Notice {
	n := archive.Notice{Number: r.numbers[0], At: archive.TimeOf(r.numbers[1]), Kind: archive.NoticeKind(r.numbers[2]),
		ID: string(r.texts[3]), Path: string(r.texts[4]), Title: string(r.texts[5]), Topics: unpackStrings(r.texts[7])}
	said := unpackStrings(r.texts[6])
	var count string
	for i, field := range []*string{&n.Was, &n.BeforeTitle, &n.Before, &n.After, &count} {
		if i < len(said) {
			*field = said[i]
		}
	}
	if n.Count, _ = strconv.Atoi(count); n.Count <= 0 {
		n.Count = 0
		return n
	}
	for _, s := range said[5:] {
		if in, err := strconv.Atoi(s); err == nil {
			n.Counts = append(n.Counts, in)
		}
	}
	return n
}

func noticeColumns(n archive.Notice) []any {
	said := []string{n.Was, n.BeforeTitle, n.Before, n.After}
	if n.Count > 0 { // few have one
		said = append(said, strconv.Itoa(n.Count))
		for _, in := range n.Counts {
			said = append(said, strconv.Itoa(in))
		}
	}
	return []any{n.Number, archive.Seconds(n.At), int64(n.Kind), n.ID, n.Path, n.Title, packStrings(said), packStrings(n.Topics)}
}

// meta is the only row of its table. The totals are those of items, moves,
// topics and mounts.
type meta struct {
	clock   int64
	minting archive.Minting
	parser  string
	totals  [4]int64
}

func metaOf(r *row) meta {
	return meta{r.numbers[1], mintingOf(string(r.texts[2])), string(r.texts[3]), [4]int64(r.numbers[4:8])}
}

func (m meta) columns() []any {
	return []any{int64(1), m.clock, mintingText(m.minting), m.parser, m.totals[0], m.totals[1], m.totals[2], m.totals[3]}
}

// mintingOf and mintingText convert how ids are made from and into lines. A ledger
// of an earlier version has only the first.
func mintingOf(text string) (m archive.Minting) {
	lines := strings.Split(text, "\n")
	m.Authority = lines[0]
	if len(lines) == 3 {
		m.FeedBase, m.Stage = lines[1], archive.Stage(lines[2])
	}
	return m
}

func mintingText(m archive.Minting) string {
	if m.Stage == "" {
		return m.Authority
	}
	return strings.Join([]string{m.Authority, m.FeedBase, string(m.Stage)}, "\n")
}
