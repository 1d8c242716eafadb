package status

import (
	"time"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/audience"
)

// Details are what the page of the operator shows besides a Daemon. Immutable.
type Details struct {
	Title, BaseURL string         // of the site
	Articles       map[string]int // published, by content directory
	Latest         []Article      // published last, newest first
	Removals       []Article      // some of those whose files are gone, held or in their grace; by file
	Hidden         Some[archive.Withheld]
	Complaints     Some[article.Problem] // without dead links
	DeadLinks      Some[article.Problem]
	Days           []audience.Day // with requests, oldest first
}

// Article is a published article.
type Article struct {
	Title, Language, URL string
	File                 string // its path below the mounts
	Published            time.Time
}

// Some is the beginning of a list.
type Some[T any] struct {
	First []T
	Of    int // the length of the whole list
}

// More returns how many elements are left out.
func (s Some[T]) More() int { return s.Of - len(s.First) }

// First returns at most a number of elements of a list.
func First[T any](list []T, most int) Some[T] {
	return Some[T]{append([]T(nil), list[:min(len(list), most)]...), len(list)}
}
