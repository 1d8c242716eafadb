package article

import (
	"fmt"
	"slices"
	"strconv"
	"unicode/utf8"
)

// Bounds of the lists in an article, as each name becomes a feed or a part of one.
// Articles of real archives stay below a tenth of these.
const (
	// MaxTopics is the most topics that an article can have.
	MaxTopics = 100
	// maxName bounds the name of a topic, a source or an author, in characters.
	maxName = 200
	// maxLinks bounds each of these: the sources of an article, its related
	// articles, its earlier paths and its authors.
	maxLinks = 100
	// maxURL bounds the URLs of sources, covers and related pages, in bytes.
	maxURL = 2048
	// maxClaims bounds the topics that an article claims for other articles, and
	// maxListed those that the page of a day claims.
	maxClaims = 1000
	maxListed = 10_000
)

// full reports, once for each list, that the list has no room for the item at an
// offset.
func (r *reading) full(about Subject, what string, most, offset int) {
	if slices.Contains(r.overfull, what) {
		return
	}
	r.overfull = append(r.overfull, what)
	r.report(offset, Problem{About: about, What: "more than " + strconv.Itoa(most) + " " + what, Effect: "only the first " + strconv.Itoa(most) + " are used",
		Hint: "remove the others"})
}

// join adds names to the topics of an article, without duplicates, as long as
// there is room.
func (r *reading) join(topics, names []Name, offset int) []Name {
	for _, n := range names {
		if slices.Contains(topics, n) {
			continue
		}
		if len(topics) == MaxTopics {
			r.full(Topics, "topics", MaxTopics, offset)
			break
		}
		topics = append(topics, n)
	}
	return topics
}

// addClaims adds a mention of an article, and claims topics for it as long as
// there are fewer claims than most.
func (r *reading) addClaims(list []Claim, most int, path string, topics []Name, offset int) []Claim {
	if room := max(0, most-len(list)); len(topics) > room {
		r.full(Topics, "topics claimed for other articles", most, offset)
		topics = topics[:room]
	}
	return append(list, claims(path, topics)...)
}

// acceptTopic reports whether a name is short enough to be a topic, and complains if
// it is not. A longer one is prose, or a list with an unknown separator.
func (r *reading) acceptTopic(name string, offset int) bool {
	n := length(name)
	if n > maxName {
		r.report(offset, Problem{About: Topics, What: fmt.Sprintf("topic %s has %d characters (at most %d)", quote(name), n, maxName), Effect: "it is not used as a topic",
			Hint: "write a short name, and separate names with a comma and a space"})
	}
	return n <= maxName
}

// cutName shortens a name that is only displayed, such as that of a source, and
// complains if it does.
func (r *reading) cutName(about Subject, what, name string, offset int) string {
	if n := length(name); n > maxName {
		r.report(offset, Problem{About: about, What: fmt.Sprintf("%s %s has %d characters (at most %d)", what, quote(name), n, maxName), Effect: "its end is cut off",
			Hint: "write a short name"})
	}
	return Shorten(name, maxName)
}

// refuseLongURL reports whether a URL is too long to be kept, and complains if it is.
func (r *reading) refuseLongURL(about Subject, what, url string, offset int) bool {
	if len(url) > maxURL {
		r.drop(offset, about, fmt.Sprintf("%s %s has %d bytes (at most %d)", what, quote(url), len(url), maxURL), "write a shorter URL")
	}
	return len(url) > maxURL
}

// length returns the number of characters in s, or its bytes if those are at most
// maxName: callers only compare it with maxName, and most names are short.
func length(s string) int {
	if len(s) <= maxName {
		return len(s)
	}
	return utf8.RuneCountInString(s)
}
