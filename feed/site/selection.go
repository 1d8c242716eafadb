package site

import (
	"fmt"
	"strconv"
	"strings"

	"dateline/feed/archive"
	"dateline/feed/near"
	"dateline/feed/render"
)

// request is the parsed path of a selection.
type request struct {
	parts     []part // one per kind of names
	excepting bool   // the path has /except
	except    string
	file      string // "", "feed.rss"
}

type part struct {
	kind  archive.Kind
	words string
}

const (
	// maxOperands bounds the feeds in a selection, because each costs time to
	// evaluate.
	maxOperands = 8
	// maxParts is one more than the parts of the longest valid path: all kinds, topics
	// twice, exceptions and an archive document.
	maxParts = 13
)

// parse parses a path like /topics/A+B/sources/C/lang/D/except/E/feed.rss. ok
// reports whether it has only such parts.
func parse(path string) (q request, ok bool) {
	words := strings.SplitN(strings.TrimPrefix(path, "/"), "/", maxParts)
	for len(words) > 1 {
		kind, known := archive.KindOf(words[0])
		if !known || q.has(kind) || words[1] == "" {
			break
		}
		q.parts = append(q.parts, part{kind, words[1]})
		words = words[2:]
	}
	if len(q.parts) > 0 && len(words) > 0 && words[0] == "except" {
		q.excepting, words = true, words[1:]
		if len(words) > 0 {
			q.except, words = words[0], words[1:]
		}
	}
	q.file = strings.Join(words, "/")
	return q, len(q.parts) > 0 && (q.file == "" || isFile(q.file))
}

// has reports whether a path can have no more names of a kind. It can have topics twice:
// all of some, and any of others.
func (q request) has(k archive.Kind) bool {
	n := 0
	for _, p := range q.parts {
		if p.kind == k {
			n++
		}
	}
	return n > 1 || n > 0 && k != archive.OfTopic
}

// selection finds the page and the feeds of a topic, of articles in all of
// several topics (A+B) or in any of them (A,B), of either without other topics
// (A/except/B), and the same for outlets and languages. Each selection has one
// canonical address; other spellings are redirected to it. A part of a path cannot mix
// both signs, because it would be unclear which binds tighter: articles in A and in B or
// C are at /topics/A/topics/B,C/.
func (l lookup) selection() Answer {
	q, ok := parse(l.rest)
	if q.excepting && q.except == "" {
		return refused("except/ needs the names of topics after it")
	}
	if !ok {
		return l.unknown(Answer{Why: Nothing})
	}
	sel, a, ok := l.resolve(q)
	if !ok {
		return a
	}
	if l.in.Topic != nil {
		sel.Groups = append(sel.Groups, archive.Group{Feeds: []*archive.Feed{l.in}})
	}
	return l.subject(l.Renderer.Select(sel), q.file)
}

// resolve finds the feeds in a request. If ok is false, a says why.
func (l lookup) resolve(q request) (sel archive.Selection, a Answer, ok bool) {
	left := maxOperands
	for i, p := range append(q.parts, part{archive.OfTopic, q.except}) {
		excepted := i == len(q.parts)
		list, sign := split(l.s, p)
		switch {
		case sign == both:
			return sel, refused("join names with + (all of them) or with , (any of them), but not with both"), false
		case excepted && sign == allOf:
			return sel, refused("separate the topics after except/ with commas"), false
		}
		if left -= len(list); left < 0 {
			return sel, refused(fmt.Sprintf("a feed combines at most %d names", maxOperands)), false
		}
		feeds, a, ok := l.operands(p.kind, list)
		switch {
		case !ok:
			return sel, a, false
		case excepted:
			sel.Except = feeds
		default:
			sel.Groups = append(sel.Groups, archive.Group{Feeds: feeds, Any: sign == anyOf})
		}
	}
	return sel, Answer{}, true
}

// operands finds the feeds with some names. If ok is false, a says why.
func (l lookup) operands(k archive.Kind, names []string) (feeds []*archive.Feed, a Answer, ok bool) {
	feeds = make([]*archive.Feed, len(names))
	for i, name := range names {
		if name == "" {
			return nil, refused("a name is missing before or after a + or a comma"), false
		}
		f, known := l.s.Gathered(k, name)
		if !known {
			return nil, l.unknownName(k, name), false
		}
		feeds[i] = f
	}
	return feeds, Answer{}, true
}

// The signs between the operands of a part of a path.
const (
	allOf = "+"
	anyOf = ","
	both  = "+,"
)

// split splits a part of a path at its signs, unless the whole part is the name
// of a topic with such signs in it. It stops one operand beyond maxOperands.
func split(s *archive.Snapshot, p part) (list []string, sign string) {
	all, any := strings.Contains(p.words, allOf), strings.Contains(p.words, anyOf)
	switch _, named := s.TopicNamed(p.words); {
	case p.words == "":
		return nil, ""
	case p.kind == archive.OfTopic && named || !all && !any:
		return []string{p.words}, ""
	case all && any:
		return nil, both
	case any:
		sign = anyOf
	default:
		sign = allOf
	}
	return strings.SplitN(p.words, sign, maxOperands+1), sign
}

// unknownName answers for a name that does not exist, with suggestions. It does
// not suggest names without articles, as those may be hidden by now.
func (l lookup) unknownName(k archive.Kind, name string) Answer {
	what := [...]string{archive.OfTopic: "topic", archive.OfOutlet: "source", archive.OfLanguage: "language"}[k]
	slugs := func(yield func(string) bool) {
		for f := range allOfKind(l.s, k) {
			if f.Len() > 0 && !yield(f.Topic.Slug) {
				return
			}
		}
	}
	var list []Near
	for _, match := range near.Matches(name, slugs, 5) {
		if f, ok := l.s.Gathered(k, match); ok {
			list = append(list, Near{Name: f.Label(), Path: render.PathIn(l.in, render.TopicPath(f.Topic))})
		}
	}
	return l.unknown(Answer{Why: "there is no " + what + " " + strconv.Quote(name), Near: list})
}
