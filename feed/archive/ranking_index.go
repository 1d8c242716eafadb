package archive

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"dateline/feed/article"
)

// Order is how an Index is sorted.
type Order uint8

// The orders: most articles first, by the alphabet of the language, newest article
// first. What is equal is ordered by name.
const (
	BySize Order = iota
	ByName
	ByRecency
	orders = iota
)

// Naming says what a list calls the things in it.
type Naming struct {
	Language string // BCP 47, whose alphabet orders the names
	// Names returns the names by which a thing is found. The first one is shown and
	// decides the order. They follow from Language and the feed.
	Names func(*Feed) []string
}

// Index is a Ranking with names, in which one can search. The orders are sorted when
// they are first asked for.
type Index struct {
	language string
	list     []Ranked // that of the ranking
	names    []named  // parallel to list

	mu     sync.Mutex      // guards orders
	orders [orders][]int32 // places in list; nil until asked for
	before inheritance     // immutable
}

// named holds the names of a Ranked.
type named struct {
	names  []string
	folded string // all of them, a line each
	key    []byte // the place of the first one in the alphabet
}

// Listed is a Ranked with its names.
type Listed struct {
	Ranked
	Names []string
}

// Index returns the ranking of a kind with names.
func (s *Snapshot) Index(in *Feed, k Kind, as Naming) *Index {
	r := s.Ranking(in, k)
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.index == nil || r.index.language != as.Language {
		r.index, r.older = s.newIndex(r.list, k, as, cmp.Or(r.index, r.older)), nil
	}
	return r.index
}

// newIndex names what is in a ranking. older is an earlier index, or nil.
func (s *Snapshot) newIndex(list []Ranked, k Kind, as Naming, older *Index) *Index {
	x := &Index{language: as.Language, list: list, names: make([]named, len(list))}
	tag, _ := language.Parse(as.Language) // an unknown language has the order of Unicode
	alphabet, buffer := collate.New(tag), new(collate.Buffer)
	x.inherit(older)
	for i := range x.names {
		if n := &x.names[i]; n.names == nil || k == OfOutlet && x.before.changed(i) {
			f, _ := s.feeds[k].Get(list[i].Slug)
			n.names = as.Names(f)
			n.folded = foldAll(n.names)
			n.key = bytes.Clone(alphabet.KeyFromString(buffer, n.names[0]))
			buffer.Reset()
		}
	}
	return x
}

// foldAll folds names, a line each.
func foldAll(names []string) string {
	folded := make([]string, len(names))
	for i, name := range names {
		folded[i] = article.FoldLoosely(name)
	}
	if len(folded) == 1 && folded[0] == names[0] {
		return names[0] // shares its memory
	}
	return strings.Join(folded, "\n")
}

// inheritance is what an index takes from an earlier one. It does not refer to that
// index, which would keep alive all before it.
type inheritance struct {
	list   []Ranked        // of the earlier index
	orders [orders][]int32 // those that were asked for
	to     []int32         // by place in the earlier list: the place, or -1
	same   []bool          // by place: the feed has not changed
}

// changed reports whether the feed of a thing is not that of the earlier index.
func (h *inheritance) changed(i int) bool { return h.same == nil || !h.same[i] }

// inherit takes over the names and the orders of an earlier index in the same language.
func (x *Index) inherit(older *Index) {
	if older == nil || older.language != x.language {
		return
	}
	h := inheritance{list: older.list, to: make([]int32, len(older.list)), same: make([]bool, len(x.list))}
	older.mu.Lock()
	h.orders = older.orders
	older.mu.Unlock()
	for i := range h.to {
		h.to[i] = -1
	}
	at := 0
	for i, r := range x.list {
		for at < len(h.list) && h.list[at].Topic != r.Topic && h.list[at].Slug < r.Slug {
			at++
		}
		if at < len(h.list) && h.list[at].Topic == r.Topic {
			h.to[at], h.same[i] = int32(i), h.list[at].serial == r.serial
			x.names[i] = older.names[at]
		}
	}
	x.before = h
}

// order returns the places of all things in an order.
func (x *Index) order(o Order) []int32 {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.orders[ByName] == nil {
		x.orders[ByName] = x.sorted(ByName, func(a, b int32) int {
			return cmp.Or(bytes.Compare(x.names[a].key, x.names[b].key), cmp.Compare(a, b))
		})
	}
	if x.orders[o] == nil {
		place := make([]int32, len(x.list))
		for at, i := range x.orders[ByName] {
			place[i] = int32(at)
		}
		x.orders[o] = x.sorted(o, func(a, b int32) int {
			first, second := &x.list[a], &x.list[b]
			if o == ByRecency {
				return cmp.Or(cmp.Compare(second.newest, first.newest), cmp.Compare(place[a], place[b]))
			}
			return cmp.Or(cmp.Compare(second.Count, first.Count), cmp.Compare(place[a], place[b]))
		})
	}
	return x.orders[o]
}

// sorted sorts the places of all things. Things whose feeds have not changed keep the
// order that they had in the earlier index, and only the others are sorted.
func (x *Index) sorted(o Order, compare func(a, b int32) int) []int32 {
	kept := x.kept(o)
	fresh := make([]int32, 0, len(x.list)-len(kept))
	for i := range x.list {
		if len(kept) == 0 || x.before.changed(i) {
			fresh = append(fresh, int32(i))
		}
	}
	slices.SortFunc(fresh, compare)
	all := make([]int32, 0, len(x.list))
	for _, i := range kept {
		for len(fresh) > 0 && compare(fresh[0], i) < 0 {
			all, fresh = append(all, fresh[0]), fresh[1:]
		}
		all = append(all, i)
	}
	return append(all, fresh...)
}

// kept returns the places of the things that have not changed, in an order of the
// earlier index. It is empty if that was never asked for.
func (x *Index) kept(o Order) (list []int32) {
	for _, was := range x.before.orders[o] {
		if i := x.before.to[was]; i >= 0 && x.before.same[i] {
			list = append(list, i)
		}
	}
	return list
}

// Len returns how many things there are.
func (x *Index) Len() int { return len(x.list) }

// Page returns a part of what a query finds, in an order, and how many it finds. An
// empty query finds everything. The query itself comes first, then names in which a word
// begins with it, then those that contain it elsewhere.
func (x *Index) Page(query string, by Order, skip, n int) (list []Listed, total int) {
	places := x.order(by)
	if query = article.FoldLoosely(query); query != "" {
		places = x.matching(query, places)
	}
	total = len(places)
	for _, i := range places[min(skip, total):min(skip+n, total)] {
		list = append(list, Listed{x.list[i], x.names[i].names})
	}
	return list, total
}

// matching returns the places where a folded query matches.
func (x *Index) matching(query string, places []int32) []int32 {
	var exact, first, others []int32
	for _, i := range places {
		switch begins, holds := match(x.names[i].folded, query); {
		case begins && slices.Contains(strings.Split(x.names[i].folded, "\n"), query):
			exact = append(exact, i)
		case begins:
			first = append(first, i)
		case holds:
			others = append(others, i)
		}
	}
	return slices.Concat(exact, first, others)
}

// match reports whether a word of a text begins with a query, and whether the text
// contains it.
func match(text, query string) (begins, holds bool) {
	for at := 0; ; {
		i := strings.Index(text[at:], query)
		if i < 0 {
			return false, holds
		}
		at += i
		if before, _ := utf8.DecodeLastRuneInString(text[:at]); at == 0 || !unicode.IsLetter(before) && !unicode.IsDigit(before) && !unicode.IsMark(before) {
			return true, true
		}
		_, size := utf8.DecodeRuneInString(text[at:])
		at, holds = at+size, true
	}
}
