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

// registry knows each topic, outlet and language by name, and makes those that
// are new.
type registry struct {
	*tx
	named     map[article.Name]*Topic // names that were resolved
	numbers   numbers                 // behind slugs
	hosts     map[string]*Topic       // outlets of hosts that were resolved; nil for none
	languages map[string][]*Topic     // languages of tags
}

func newRegistry() registry {
	return registry{named: map[article.Name]*Topic{}, hosts: map[string]*Topic{}, languages: map[string][]*Topic{}}
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
func (reg *registry) topic(name article.Name) *Topic {
	if t, ok := reg.named[name]; ok {
		return t
	}
	t := reg.topicOf(reg.aliases.canonical(name.Value()))
	reg.named[name] = t
	return t
}

// known gives the topic of a name, where there is one.
func (reg *registry) known(name article.Name) (*Topic, bool) {
	if t, ok := reg.named[name]; ok {
		return t, true
	}
	return reg.folded.Get(Fold(reg.aliases.canonical(name.Value())))
}

func (reg *registry) topicOf(name string) *Topic {
	fold := Fold(name)
	if t, ok := reg.folded.Get(fold); ok {
		return t
	}
	t := &Topic{Name: name, Slug: reg.numbers.unused(Slug(name), "-", func(slug string) bool {
		_, taken := reg.feeds[OfTopic].Get(slug)
		return taken
	})}
	reg.addTopic(t)
	reg.delta.Memory.Topics = append(reg.delta.Memory.Topics, *t)
	return t
}

// numbers are those behind names with which lower ones are taken, by name. With
// them a change tries no number twice.
type numbers map[string]int

// unused returns a name, or if that is taken the name with a sign and the first
// number behind it that makes it free.
func (n *numbers) unused(base, sign string, taken func(string) bool) string {
	name, i := base, (*n)[base]
	for ; ; i++ {
		if i > 0 {
			name = base + sign + strconv.Itoa(i+1)
		}
		if !taken(name) {
			if *n == nil && i > 0 {
				*n = numbers{}
			}
			if i > 0 {
				(*n)[base] = i
			}
			return name
		}
	}
}

func (reg *registry) addTopic(t *Topic) {
	reg.folded.Set(Fold(t.Name), t)
	reg.addFeed(t)
}

func (reg *registry) addFeed(t *Topic) {
	f := newFeed(t)
	f.serial = reg.serial
	reg.feeds[t.Kind].Set(t.Slug, f)
}

// topicsOf gives the topics claimed by the article itself, then those
// claimed for it by other pages, the latter in the order of their names; and
// whether some are left out, being more than an article may have.
func (reg *registry) topicsOf(own, claimed []article.Name) (topics []*Topic, crowded bool) {
	crowded = len(own)+len(claimed) > article.MaxTopics
	own = own[:min(len(own), article.MaxTopics)]
	claimed = claimed[:min(len(claimed), article.MaxTopics-len(own))]
	topics = make([]*Topic, 0, len(own)+len(claimed))
	for _, names := range [][]article.Name{own, claimed} {
		for _, name := range names {
			if t := reg.topic(name); !slices.Contains(topics, t) {
				topics = append(topics, t)
			}
		}
	}
	if len(topics) < cap(topics) { // they live long: no spare room
		topics = slices.Clone(topics)
	}
	return topics, crowded
}

// restore makes the topics that are remembered.
func (reg *registry) restore(topics []Topic) {
	for _, t := range topics {
		reg.addTopic(&Topic{Name: strings.Clone(t.Name), Slug: strings.Clone(t.Slug)})
	}
}
