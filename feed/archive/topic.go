package archive

import (
	"cmp"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"dateline/feed/article"
)

// Topic identifies a topic, an outlet or a language. It keeps its first spelling
// and slug. Names are plain text, like titles.
type Topic struct {
	Kind Kind
	Name string // "Donald Trump"
	Slug string // "donald-trump", in URLs
}

// registry finds topics, outlets and languages by name, and creates new ones. It
// caches what it resolves during a change.
type registry struct {
	*tx
	named     map[article.Name]*Topic // topics by name
	numbers   numbers                 // after slugs
	hosts     map[string]*Topic       // outlets by host; nil if the host has none
	languages map[string][]*Topic     // languages by tag
	states    map[string]feedState    // what is remembered about feeds, by key; nil but while loading
}

func newRegistry() registry {
	return registry{named: map[article.Name]*Topic{}, hosts: map[string]*Topic{}, languages: map[string][]*Topic{}}
}

// Slug returns the slug of a topic (see article.Slug): "topic" if its name has
// neither letters nor digits.
func Slug(name string) string { return cmp.Or(article.Slug(name), "topic") }

// aliases are the names that replace others, by folded name and by slug. query is
// all of them (see Conditions.Aliases).
type aliases struct {
	names, slugs map[string]string
	query        string
}

func newAliases(same map[string]string) aliases {
	a := aliases{names: map[string]string{}, slugs: map[string]string{}}
	all := url.Values{}
	for _, name := range slices.Sorted(maps.Keys(same)) {
		all.Set(name, same[name])
		a.names[article.Fold(name)] = same[name]
		a.slugs[Slug(name)] = same[name]
	}
	a.query = all.Encode()
	return a
}

// canonical returns the name that replaces a name, or the name itself.
func (a aliases) canonical(name string) string {
	if canonical, ok := a.names[article.Fold(name)]; ok {
		return canonical
	}
	return name
}

// Topic returns the feed of a topic by its slug. A topic that lost its last
// article is still known, and empty. A topic that has become an alias of another one
// is not, so that its subscribers are redirected.
func (s *Snapshot) Topic(slug string) (*Feed, bool) {
	f, ok := s.feeds[OfTopic].Get(slug)
	if ok && f.Len() == 0 {
		if t, known := s.folded.Get(article.Fold(s.aliases.canonical(f.Topic.Name))); known && t != f.Topic {
			return nil, false
		}
	}
	return f, ok
}

// TopicNamed returns the topic of a name in any spelling, of an alias, or of
// the slug of an alias.
func (s *Snapshot) TopicNamed(name string) (*Topic, bool) {
	if canonical, ok := s.aliases.names[article.Fold(name)]; ok {
		name = canonical
	} else if canonical, ok := s.aliases.slugs[name]; ok {
		name = canonical
	}
	return s.folded.Get(article.Fold(name))
}

// topic returns the topic with a name, and creates it if it is new. Names that
// fold alike are one topic; names that only have the same slug get a number.
func (reg *registry) topic(name article.Name) *Topic {
	if t, ok := reg.named[name]; ok {
		return t
	}
	t := reg.topicOf(reg.aliases.canonical(name.Value()))
	reg.named[name] = t
	return t
}

// known returns the topic with a name, if there is one.
func (reg *registry) known(name article.Name) (*Topic, bool) {
	if t, ok := reg.named[name]; ok {
		return t, true
	}
	return reg.folded.Get(article.Fold(reg.aliases.canonical(name.Value())))
}

func (reg *registry) topicOf(name string) *Topic {
	fold := article.Fold(name)
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

// numbers holds, for each name that is taken, the last number that was tried
// after it, so that no number is tried twice in a change.
type numbers map[string]int

// unused returns a name or, if it is taken, the name with a sign and the first
// free number after it.
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
	reg.folded.Set(article.Fold(t.Name), t)
	reg.addFeed(t)
}

func (reg *registry) addFeed(t *Topic) {
	f := newFeed(t, reg.options.Limits.Items)
	f.serial, f.made, f.state = reg.serial, reg.commit(), reg.states[feedKey(t)]
	reg.feeds[t.Kind].Set(t.Slug, f)
}

// topicsOf returns the topics that an article claims itself, then those that
// other pages claim for it, sorted. It also reports whether some are left out
// because there are more than an article may have.
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
	if len(topics) < cap(topics) { // they are long-lived, so spare capacity would be wasted
		topics = slices.Clone(topics)
	}
	return topics, crowded
}

// restore restores the remembered topics.
func (reg *registry) restore(topics []Topic) {
	for _, t := range topics {
		reg.addTopic(&Topic{Name: strings.Clone(t.Name), Slug: strings.Clone(t.Slug)})
	}
}
