package archive

import (
	"cmp"
	"maps"
	"path"
	"slices"
	"strings"
)

// What happens to many articles at once, as when a mount is changed, is told in
// one notice, so that it does not push out everything else. The notice says how
// many they are, and below which addresses. A subscriber of a topic is told how
// many of these belong to the topic.

const (
	// fewTold is the greatest number of articles of a change of which subscribers
	// are told one by one, for each kind of notice.
	fewTold = 20
	// maxCounted bounds the topics of a notice about many articles: those with the
	// most articles.
	maxCounted = 100
)

// scope is what the decisions that share a notice have in common.
type scope struct {
	kind    NoticeKind
	was, is string // of moved articles: where they were and where they are (prefixes)
	content int    // of others: the content directory
}

// describe returns the notices of decisions, without numbers and times.
func (n *next) describe(events []decision) (notices []*Notice) {
	counts := map[NoticeKind]int{}
	for _, d := range events {
		counts[d.kind]++
	}
	var many []decision
	for _, d := range events {
		if counts[d.kind] > fewTold {
			many = append(many, d)
		} else {
			notices = append(notices, n.noticeOf(d))
		}
	}
	groups := n.gather(many)
	for _, p := range slices.SortedFunc(maps.Keys(groups), scope.compare) {
		if list := groups[p]; len(list) == 1 {
			notices = append(notices, n.noticeOf(list[0]))
		} else {
			notices = append(notices, n.summaryOf(p, list))
		}
	}
	return notices
}

// gather groups decisions by what they have in common. If there are many groups of
// a kind, they become one.
func (n *next) gather(events []decision) map[scope][]decision {
	all, kinds := map[scope][]decision{}, map[NoticeKind]int{}
	for _, d := range events {
		p := n.scopeOf(d)
		if all[p] = append(all[p], d); len(all[p]) == 1 {
			kinds[p.kind]++
		}
	}
	groups := map[scope][]decision{}
	for p, list := range all {
		if kinds[p.kind] > fewTold {
			p = scope{kind: p.kind}
		}
		groups[p] = append(groups[p], list...)
	}
	return groups
}

func (n *next) scopeOf(d decision) scope {
	p := scope{kind: d.kind}
	if d.kind == Moved {
		p.was, p.is = prefixes(d.was.Path, n.entryOf(d).Path)
	} else {
		p.content = n.contentOf(d.was.File)
	}
	return p
}

func (p scope) compare(q scope) int {
	return cmp.Or(cmp.Compare(p.kind, q.kind), cmp.Compare(p.content, q.content), cmp.Compare(p.was, q.was), cmp.Compare(p.is, q.is))
}

// prefixes returns the directories between which an article moved: what is left of
// its paths without the last segments that both end with.
func prefixes(was, is string) (string, string) {
	a, b := path.Dir(was), path.Dir(is)
	if path.Base(was) == path.Base(is) {
		for a != "/" && b != "/" && path.Base(a) == path.Base(b) && a != b {
			a, b = path.Dir(a), path.Dir(b)
		}
	}
	return strings.TrimSuffix(a, "/") + "/", strings.TrimSuffix(b, "/") + "/"
}

// summaryOf returns one notice of several decisions.
func (n *next) summaryOf(p scope, list []decision) *Notice {
	notice := &Notice{Kind: p.kind, Count: len(list), Was: p.was, Path: p.is}
	var was, is []string
	counts := map[string]int{}
	for _, d := range list {
		e := n.entryOf(d)
		was, is = append(was, d.was.Path), append(is, e.Path)
		for _, t := range e.Topics {
			counts[t.Slug]++
		}
	}
	if notice.Path == "" {
		notice.Path = directoryOf(is)
		if p.kind == Moved {
			notice.Was = directoryOf(was)
		}
	}
	topics := slices.SortedFunc(maps.Keys(counts), func(a, b string) int { return cmp.Or(counts[b]-counts[a], cmp.Compare(a, b)) })
	notice.Topics = slices.Clip(topics[:min(len(topics), maxCounted)])
	for _, slug := range notice.Topics {
		notice.Counts = append(notice.Counts, counts[slug])
	}
	return notice
}

// directoryOf returns the deepest directory that is above all paths.
func directoryOf(paths []string) string {
	dir := path.Dir(paths[0])
	for _, p := range paths {
		for !Within(p, dir) {
			dir = path.Dir(dir)
		}
	}
	return strings.TrimSuffix(dir, "/") + "/"
}

// In returns the number of articles of a topic that a notice is about.
func (n *Notice) In(slug string) int {
	i := slices.Index(n.Topics, slug)
	switch {
	case i < 0:
		return 0
	case i < len(n.Counts):
		return n.Counts[i]
	}
	return 1
}
