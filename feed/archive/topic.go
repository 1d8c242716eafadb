package archive

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"dateline/feed/article"
)

// Topic is the identity of a topic, or of what else gathers articles: it
// keeps the spelling and the slug under which it came first.
type Topic struct {
	Kind Kind
	Name string // "Donald Trump"
	Slug string // "donald-trump", stands in URLs
}

var (
	folder     = cases.Fold()
	lookAlikes = strings.NewReplacer("’", "'", "‘", "'", "ʼ", "'", "“", `"`, "”", `"`, "‐", "-", "‑", "-", "–", "-", "—", "-", "−", "-")
)

// Fold gives what two spellings of one topic have in common: Unicode NFC,
// case folded, typographic quotes and dashes as plain ones.
func Fold(name string) string {
	if isPlain(name) {
		return strings.ToLower(name)
	}
	return norm.NFC.String(folder.String(lookAlikes.Replace(norm.NFC.String(name))))
}

func isPlain(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// Slug makes a name fit for URLs: letters, marks and digits of all scripts
// are kept, folded; each run of anything else becomes a hyphen. A name of
// nothing but signs gives "topic".
func Slug(name string) string {
	var b strings.Builder
	gap := false
	for _, r := range Fold(name) {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) {
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteByte('-')
			gap = false
		}
		b.WriteRune(r)
	}
	if b.Len() == 0 {
		return "topic"
	}
	return b.String()
}

// aliases are names that stand for another: by folded name, and by the slug
// that they would have.
type aliases struct{ names, slugs map[string]string }

func newAliases(same map[string]string) aliases {
	a := aliases{map[string]string{}, map[string]string{}}
	for _, name := range slices.Sorted(maps.Keys(same)) {
		a.names[Fold(name)] = same[name]
		a.slugs[Slug(name)] = same[name]
	}
	return a
}

// canonical gives the name for which another stands, else that itself.
func (a aliases) canonical(name string) string {
	if canonical, ok := a.names[Fold(name)]; ok {
		return canonical
	}
	return name
}

// Topic gives the feed of a topic by its slug. A topic that lost its last
// article is still known, and empty; one that is an alias now is not.
func (s *Snapshot) Topic(slug string) (*Feed, bool) {
	f, ok := s.feeds[OfTopic].Get(slug)
	if ok && f.Len() == 0 {
		if t, _ := s.folded.Get(Fold(f.Topic.Name)); t != f.Topic {
			return nil, false
		}
	}
	return f, ok
}

// TopicNamed gives the topic of a name, however it is spelled, of an alias,
// or of the slug of one.
func (s *Snapshot) TopicNamed(name string) (*Topic, bool) {
	if canonical, ok := s.aliases.names[Fold(name)]; ok {
		name = canonical
	} else if canonical, ok := s.aliases.slugs[name]; ok {
		name = canonical
	}
	return s.folded.Get(Fold(name))
}

// topic gives the topic of a name, making it where it is new. Names that
// fold alike are one topic; names that only slug alike get a number.
func (n *next) topic(name article.Name) *Topic {
	if t, ok := n.named[name]; ok {
		return t
	}
	t := n.topicOf(n.aliases.canonical(name.Value()))
	n.named[name] = t
	return t
}

// known gives the topic of a name, where there is one.
func (n *next) known(name article.Name) (*Topic, bool) {
	if t, ok := n.named[name]; ok {
		return t, true
	}
	return n.folded.Get(Fold(n.aliases.canonical(name.Value())))
}

func (n *next) topicOf(name string) *Topic {
	fold := Fold(name)
	if t, ok := n.folded.Get(fold); ok {
		return t
	}
	t := &Topic{Name: name, Slug: n.unused(Slug(name), "-", func(slug string) bool {
		_, taken := n.feeds[OfTopic].Get(slug)
		return taken
	})}
	n.addTopic(t)
	n.delta.Memory.Topics = append(n.delta.Memory.Topics, *t)
	return t
}

// unused gives a name, or where that is taken the name with a sign and the
// first number behind it that makes it free. It tries none twice in a change.
func (n *next) unused(base, sign string, taken func(string) bool) string {
	name, i := base, n.numbers[base]
	for ; ; i++ {
		if i > 0 {
			name = base + sign + strconv.Itoa(i+1)
		}
		if !taken(name) {
			n.numbers[base] = i
			return name
		}
	}
}

func (n *next) addTopic(t *Topic) {
	n.folded.Set(Fold(t.Name), t)
	n.addFeed(t)
}

func (n *next) addFeed(t *Topic) {
	f := newFeed(t)
	f.serial = n.serial
	n.feeds[t.Kind].Set(t.Slug, f)
}
