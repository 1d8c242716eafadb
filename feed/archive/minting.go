package archive

import (
	"cmp"
	"slices"
	"strings"

	"dateline/feed/hosts"
)

// Minting is how the ids of a site are made.
type Minting struct {
	Authority string // of new tag URIs: "example.org,2026"
	// FeedBase is the base URL with which the ids of feeds begin for ever if the
	// ledger is one of version 0.11.0 or earlier, whose feeds had their first
	// addresses for ids. It is empty if the ids of feeds are tag URIs.
	FeedBase string
	Stage    Stage
}

// Stage is how long the ids of a site stay. It is empty in a ledger of version
// 0.11.0 or earlier, whose ids are permanent.
type Stage string

// The stages. Ids are provisional while the host of the site is private and its
// operator chose no authority, since that is how a site is tried out. The first
// start with a public host or an authority mints them anew, and from then on they
// are permanent. They are permanent, too, once a client from elsewhere has polled a
// feed.
const (
	Provisional Stage = "provisional"
	Permanent   Stage = "permanent"
)

// Reminted is what a start changed because ids were provisional until then.
type Reminted struct {
	IDs      int    // of items that are not removed
	From, To string // authorities
}

// Provisional reports whether ids may be minted anew.
func (s *Snapshot) Provisional() bool { return s.minting.Stage == Provisional }

// Reminted returns what loading the snapshot changed about ids. IDs is 0 if they
// stayed.
func (s *Snapshot) Reminted() Reminted { return s.reminted }

// FeedBase returns the base URL with which the ids of feeds begin, or "" if these
// are tag URIs (see TagURI).
func (s *Snapshot) FeedBase() string { return s.minting.FeedBase }

// restoreMinting decides how ids are made, from what memory says of that. A ledger
// with stories that says nothing is one of version 0.11.0 or earlier: its feeds keep
// the ids that follow from the base URL that it had, or from that of now if it does
// not know it. One without stories has told nobody anything.
func (s *Snapshot) restoreMinting(m Memory) {
	s.minting = m.Minting
	if s.minting.Stage == "" && len(m.Items) > 0 {
		s.minting.FeedBase = cmp.Or(m.Conditions.BaseURL, s.options.BaseURL)
		s.minting.Stage = Permanent
	}
	if s.minting.Stage == Provisional && !s.options.isTrial() {
		to := s.options.Authority
		if to == "" { // the site began in the year that its ids have had until now
			_, year, _ := strings.Cut(s.minting.Authority, ",")
			to = s.options.Host + "," + year
		}
		s.reminted = Reminted{From: s.minting.Authority, To: to}
		s.minting.Authority, s.minting.Stage = to, Permanent
	}
	if s.minting.Authority != "" && s.options.Authority == "" {
		tag := tagOf(s.minting.Authority)
		s.tag = &tag
	}
}

// isTrial reports whether ids would be provisional: the host is private, and there
// is no authority.
func (o *Options) isTrial() bool { return o.Authority == "" && hosts.IsPrivate(o.Host) }

// setMinting records how ids are made, in the first change and when they become
// permanent.
func (n *next) setMinting() {
	if n.minting.Authority == "" {
		n.minting.Authority = authorityOf(*n.tag)
	}
	if n.minting.Stage == "" {
		n.minting.Stage = Permanent
		if n.options.isTrial() {
			n.minting.Stage = Provisional
		}
	}
	if n.Polled {
		n.minting.Stage = Permanent
	}
	if n.minting != n.old.minting {
		n.delta.Memory.Minting = n.minting
	}
}

// remint returns a memory whose provisional ids are minted anew, and what has to be
// added to the ledger for that. Ids that an article says in full and those of other
// feeds stay: nobody minted them. A path that is an id follows, because such a story
// stands at the page of its id (see stories.join).
func (s *Snapshot) remint(m Memory, files []Change) (minted, added Memory) {
	from, to := tagOf(s.reminted.From), tagOf(s.reminted.To)
	if from == to {
		return m, added
	}
	said := map[string]bool{}
	for _, c := range files {
		if c.Article != nil && strings.HasPrefix(c.Article.ID, from) {
			said[c.Article.ID] = true
		}
	}
	taken := make(map[string]bool, len(m.Items))
	for i := range m.Items {
		taken[m.Items[i].ID] = true
	}
	fresh := map[string]string{}
	items := make([]Item, len(m.Items))
	var unused numbers
	for i, it := range m.Items {
		rest, ours := strings.CutPrefix(it.ID, from)
		if items[i] = it; !ours || it.Adopted || said[it.ID] {
			continue
		}
		id := unused.unused(to+rest, ";", func(id string) bool { return taken[id] })
		taken[id], fresh[it.ID] = true, id
		if it.Path == it.ID {
			items[i].Path = id
		}
		items[i].ID = id
		s.reminted.IDs += truth(it.Removed.IsZero())
		added.Items = append(added.Items, items[i])
		added.Dropped = append(added.Dropped, it.ID)
	}
	m.Items = items
	m.Notices, added.Notices = renamed(m.Notices, func(n *Notice) *string { return &n.ID }, fresh)
	m.Adoptions, added.Adoptions = renamed(m.Adoptions, func(a *Adopted) *string { return &a.Was.ID }, fresh)
	return m, added
}

// renamed returns a list whose elements have other ids, and those that differ.
func renamed[T any](list []T, id func(*T) *string, fresh map[string]string) (all, changed []T) {
	all = slices.Clone(list)
	for i := range all {
		at := id(&all[i])
		if other, ok := fresh[*at]; ok {
			*at = other
			changed = append(changed, all[i])
		}
	}
	return all, changed
}
