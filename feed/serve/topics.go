package serve

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"dateline/feed/archive"
	"dateline/feed/near"
	"dateline/feed/render"
)

// topics serves what is below /topics/: the page and the feeds of a topic,
// of all of some topics (A+B), of any of them (A,B), and of either without
// others (A,B/except/C). Each has one address; other spellings lead there.
func (h *Handler) topics(w http.ResponseWriter, r *http.Request, s *archive.Snapshot, rest string) {
	parts := strings.SplitN(rest, "/", 5)
	words, except := parts[0], ""
	parts = parts[1:]
	if len(parts) > 0 && parts[0] == "except" {
		if len(parts) == 1 || parts[1] == "" {
			refuse(w, "nothing is excepted; name topics behind except/")
			return
		}
		except, parts = parts[1], parts[2:]
	}
	file, slash := strings.Join(parts, "/"), len(parts) > 0
	format, feed := strings.CutPrefix(file, "feed.")
	if words == "" || file != "" && !(feed && render.Format(format).Known()) {
		notFound(w)
		return
	}
	sub, ok := h.selected(w, s, words, except)
	if !ok {
		return
	}
	path := "/topics/" + rest
	switch plain, _ := url.PathUnescape(sub.Path); {
	case !slash || path != plain+file:
		h.redirect(w, sub.Path+file)
	case feed:
		h.feed(w, r, s, sub, render.Format(format))
	default:
		h.send(w, r, sub.Path, sub.Revision, func() render.Document { return h.Renderer.List(sub) })
	}
}

// selected resolves the operands of a path. Where it cannot, it answers.
func (h *Handler) selected(w http.ResponseWriter, s *archive.Snapshot, words, except string) (sub render.Subject, ok bool) {
	wanted, sign := operands(s, words)
	unwanted, exceptSign := operands(s, except)
	switch {
	case sign == both:
		refuse(w, "write either + (all of) or , (any of) between topics")
		return sub, false
	case exceptSign == both || exceptSign == allOf:
		refuse(w, "write , between topics behind except/")
		return sub, false
	case len(wanted)+len(unwanted) > render.MaxOperands:
		refuse(w, fmt.Sprintf("at most %d topics make a feed", render.MaxOperands))
		return sub, false
	}
	var feeds [render.MaxOperands]*archive.Feed
	for i, slug := range append(wanted, unwanted...) {
		if slug == "" {
			refuse(w, "a topic is missing beside a sign")
			return sub, false
		}
		f, known := find(s, slug)
		if !known {
			h.unknownTopic(w, s, slug)
			return sub, false
		}
		feeds[i] = f
	}
	n := len(wanted)
	group := archive.Group{Feeds: feeds[:n], Any: sign == anyOf}
	return h.Renderer.Select(archive.Selection{Groups: []archive.Group{group}, Except: feeds[n : n+len(unwanted)]}), true
}

// What stands between the operands of a part of a path.
const (
	allOf = "+"
	anyOf = ","
	both  = "+,"
)

// operands splits a part of a path at its signs, unless it is the name of a
// topic with such signs in it. There are no more than one too many.
func operands(s *archive.Snapshot, part string) (list []string, sign string) {
	if part == "" {
		return nil, ""
	}
	all, any := strings.Contains(part, allOf), strings.Contains(part, anyOf)
	switch _, named := s.TopicNamed(part); {
	case named || !all && !any:
		return []string{part}, ""
	case all && any:
		return nil, both
	case any:
		sign = anyOf
	default:
		sign = allOf
	}
	return strings.SplitN(part, sign, render.MaxOperands+1), sign
}

// find gives the feed of a topic by its slug, or by its name in another
// spelling.
func find(s *archive.Snapshot, slug string) (*archive.Feed, bool) {
	if f, ok := s.Topic(slug); ok {
		return f, true
	}
	t, ok := s.TopicNamed(slug)
	if !ok {
		return nil, false
	}
	return s.Topic(t.Slug)
}

// unknownTopic names the topics that may have been meant.
func (h *Handler) unknownTopic(w http.ResponseWriter, s *archive.Snapshot, slug string) {
	var text strings.Builder
	text.WriteString("no topic " + strconv.Quote(slug) + "\n")
	slugs := func(yield func(string) bool) {
		for f := range s.Topics() {
			if !yield(f.Topic.Slug) {
				return
			}
		}
	}
	for i, match := range near.Matches(slug, slugs, 5) {
		if i == 0 {
			text.WriteString("\nnear it:\n")
		}
		f, _ := s.Topic(match)
		text.WriteString(f.Topic.Name + "  " + h.BaseURL + render.TopicPath(f.Topic) + "\n")
	}
	http.Error(w, text.String(), http.StatusNotFound)
}

// refuse answers a path that cannot mean anything.
func refuse(w http.ResponseWriter, why string) {
	http.Error(w, why, http.StatusBadRequest)
}
