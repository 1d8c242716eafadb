package serve

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"dateline/feed/archive"
	"dateline/feed/near"
	"dateline/feed/printable"
	"dateline/feed/render"
)

// A request for a selection, as its path has it.
type request struct {
	parts     []part // of a kind each
	excepting bool   // it has /except
	except    string
	file      string // "", "feed.rss"
}

type part struct {
	kind  archive.Kind
	words string
}

// maxOperands is how many feeds a selection may name.
const maxOperands = 8

// maxParts is one more than a path with all kinds, exceptions and an archive
// document has.
const maxParts = 11

// parse reads a path: /topics/A+B/sources/C/lang/D/except/E/feed.rss. Not ok
// is one that has other parts.
func parse(path string) (q request, ok bool) {
	words := strings.SplitN(strings.TrimPrefix(path, "/"), "/", maxParts)
	for len(words) > 1 {
		kind, known := render.KindOf(words[0])
		repeated := slices.ContainsFunc(q.parts, func(p part) bool { return p.kind == kind })
		if !known || repeated || words[1] == "" {
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

// selection serves the page and the feeds of a topic, of all of some topics
// (A+B), of any of them (A,B), of either without others (A/except/B), and
// the same with outlets and languages. Each has one address; other spellings
// lead there.
func (h *Handler) selection(w *answer, r *http.Request, s *archive.Snapshot) {
	q, ok := parse(r.URL.Path)
	if q.excepting && q.except == "" {
		refuse(w, "nothing is excepted; name topics behind except/")
		return
	}
	if !ok {
		h.missing(w, r, s, nothing)
		return
	}
	sub, ok := h.selected(w, r, s, q)
	if !ok {
		return
	}
	h.subject(w, r, s, sub, q.file)
}

// selected resolves the operands of a request. Where it cannot, it answers.
func (h *Handler) selected(w *answer, r *http.Request, s *archive.Snapshot, q request) (sub render.Subject, ok bool) {
	var sel archive.Selection
	left := maxOperands
	for i, p := range append(q.parts, part{archive.OfTopic, q.except}) {
		excepted := i == len(q.parts)
		list, sign := operands(s, p)
		switch {
		case sign == both:
			refuse(w, "write either + (all of) or , (any of) between two")
			return sub, false
		case excepted && sign == allOf:
			refuse(w, "write , between topics behind except/")
			return sub, false
		}
		if left -= len(list); left < 0 {
			refuse(w, fmt.Sprintf("at most %d make a feed", maxOperands))
			return sub, false
		}
		feeds, ok := h.find(w, r, s, p.kind, list)
		switch {
		case !ok:
			return sub, false
		case excepted:
			sel.Except = feeds
		default:
			sel.Groups = append(sel.Groups, archive.Group{Feeds: feeds, Any: sign == anyOf})
		}
	}
	return h.Renderer.Select(sel), true
}

// find gives the feeds of operands. Where one is missing, it answers.
func (h *Handler) find(w *answer, r *http.Request, s *archive.Snapshot, k archive.Kind, operands []string) ([]*archive.Feed, bool) {
	feeds := make([]*archive.Feed, len(operands))
	for i, word := range operands {
		if word == "" {
			refuse(w, "something is missing beside a sign")
			return nil, false
		}
		f, known := s.Gathered(k, word)
		if !known {
			h.missing(w, r, s, h.unknown(s, k, word))
			return nil, false
		}
		feeds[i] = f
	}
	return feeds, true
}

// What stands between the operands of a part of a path.
const (
	allOf = "+"
	anyOf = ","
	both  = "+,"
)

// operands splits a part of a path at its signs, unless it is the name of a
// topic with such signs in it. There are no more than one too many.
func operands(s *archive.Snapshot, p part) (list []string, sign string) {
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

// unknown says what there is not, and what may have been meant: nothing that
// has no article, as what it had may be hidden by now.
func (h *Handler) unknown(s *archive.Snapshot, k archive.Kind, word string) string {
	what := [...]string{archive.OfTopic: "topic", archive.OfOutlet: "source", archive.OfLanguage: "language"}[k]
	all := s.Of(k)
	if k == archive.OfTopic {
		all = s.Topics()
	}
	slugs := func(yield func(string) bool) {
		for f := range all {
			if f.Len() > 0 && !yield(f.Topic.Slug) {
				return
			}
		}
	}
	var text strings.Builder
	text.WriteString("no " + what + " " + strconv.Quote(word) + "\n")
	for i, match := range near.Matches(word, slugs, 5) {
		if i == 0 {
			text.WriteString("\nnear it:\n")
		}
		if f, ok := s.Gathered(k, match); ok {
			text.WriteString(f.Label() + "  " + h.BaseURL + render.TopicPath(f.Topic) + "\n")
		}
	}
	return printable.Text(text.String())
}

// refuse answers a path that cannot mean anything.
func refuse(w *answer, why string) {
	http.Error(w, why, http.StatusBadRequest)
}
