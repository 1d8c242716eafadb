package archive

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/feed/article"
)

// maxGUID bounds the id of an adopted item, in bytes. Addresses that are longer than
// this are no links either.
const maxGUID = 4000

// CheckAdoptions returns why With cannot adopt a list of items, or nil: two of them
// are for one id or one article, a file holds no article, or the id of an article
// cannot be one or is that of another story.
func (s *Snapshot) CheckAdoptions(list []Adoption) error {
	ids, stories := map[string]bool{}, map[article.PageID]string{}
	for i := range list {
		a := &list[i]
		if fault := faultOfID(a.ID); fault != "" {
			return fmt.Errorf("id %.100q %s", a.ID, fault)
		}
		if ids[a.ID] {
			return fmt.Errorf("id %q is there twice", a.ID)
		}
		ids[a.ID] = true
		if a.File == "" {
			continue
		}
		at, err := s.adopterOf(a)
		if err != nil {
			return err
		}
		if other, twice := stories[at]; twice {
			return fmt.Errorf("%s and %s are one article, which cannot have both id %q and another one", other, a.File, a.ID)
		}
		stories[at] = a.File
	}
	return nil
}

// KnowsID reports whether an id is or was that of a story, or is reserved for one. It
// is compared to the letter.
func (s *Snapshot) KnowsID(id string) bool {
	_, known := s.holderOf(id)
	return known
}

// adopterOf returns the page of the story that takes over an id.
func (s *Snapshot) adopterOf(a *Adoption) (article.PageID, error) {
	id := s.pageOf(a.File)
	if s.articleOf(id, a.File) == nil {
		return 0, fmt.Errorf("%s, for id %q, is not a file with an article", a.File, a.ID)
	}
	at := s.holder(id)
	holder, taken := s.holderOf(a.ID)
	switch {
	case !taken || holder == at:
		return at, nil
	case holder == nowhere:
		return 0, fmt.Errorf("id %q, for %s, was that of an article that has another one now", a.ID, a.File)
	}
	p := s.page(holder)
	switch {
	case p.story == nil || p.story.isReserved():
		return at, nil
	case p.article != nil:
		return 0, fmt.Errorf("id %q, for %s, is that of %s", a.ID, a.File, p.article.File)
	}
	return 0, fmt.Errorf("id %q, for %s, is that of an article that was removed", a.ID, a.File)
}

// faultOfID returns why a text cannot be the id of an item, as a predicate, or "".
func faultOfID(id string) string {
	switch {
	case strings.TrimSpace(id) == "":
		return "is empty"
	case len(id) > maxGUID:
		return fmt.Sprintf("has %d bytes (at most %d)", len(id), maxGUID)
	case !utf8.ValidString(id) || article.XML(id) != id || strings.ContainsFunc(id, unicode.IsControl):
		return "has characters that feeds cannot hold"
	}
	return ""
}
