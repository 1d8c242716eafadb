package archive

import (
	"maps"
	"slices"
	"unique"

	"dateline/feed/article"
)

// forgetTopics forgets the topics whose feed has neither an entry nor a
// tombstone, and that only one story ever had: a story that is removed, or
// that has more topics than an article may have. So a topic lives until the
// first start after the tombstone of its only story has expired, and until
// then its feed shows the removal.
//
// It forgets none while there are unreadable files, or if topics leave articles
// without a trace (Options.Fleeting), because then it is unknown how many stories
// had a topic.
func (n *next) forgetTopics(items []Item) {
	h := holdings{&n.registry, map[*Topic]*holding{}}
	n.feeds[OfTopic].Scan(func(_ string, f *Feed) bool {
		if f.Len() == 0 && f.tombstones == nil {
			h.of[f.Topic] = &holding{}
		}
		return true
	})
	if len(h.of) == 0 || n.identity.lacking || n.options.Fleeting {
		return
	}
	h.countAll(items)
	for _, t := range slices.SortedFunc(maps.Keys(h.of), (*Topic).compare) {
		if h.of[t].stories == 1 {
			n.writer.dropTopic(t)
		}
	}
}

// holding counts the stories that have a topic. A story that may come back to
// the topic counts twice, which keeps the topic.
type holding struct {
	stories int
	last    int // number of the story that was counted last, from 1
}

// holdings counts the stories of the topics that may be forgotten.
type holdings struct {
	*registry
	of map[*Topic]*holding
}

// countAll counts the topics that stories are remembered to have, and those
// that files claim.
func (h *holdings) countAll(items []Item) {
	counted := map[*page]bool{}
	for i, it := range items {
		var a *article.Article
		weight := 1
		if p, ok := h.pages.Get(article.Page(it.Path)); ok && it.Path != "" && p.story != nil && p.story.idAt(it.Path) == it.ID {
			counted[p], a = true, p.article
			if !p.story.isRemoved() && p.entry == nil {
				weight = 2
			}
		}
		for _, name := range it.Kept {
			h.count(unique.Make(name), i+1, weight)
		}
		h.countArticle(a, i+1, weight)
	}
	story := len(items)
	for _, d := range h.due {
		if story++; !counted[d.page] {
			h.countArticle(d.article, story, 2)
		}
	}
	h.dayPages.Scan(func(_ string, d *article.Day) bool {
		story++
		for _, c := range d.Articles {
			h.count(c.Topic, story, 2)
		}
		return true
	})
}

func (h *holdings) countArticle(a *article.Article, story, weight int) {
	if a == nil {
		return
	}
	for _, name := range a.Topics {
		h.count(name, story, weight)
	}
	for _, c := range a.Related {
		h.count(c.Topic, story, weight)
	}
}

func (h *holdings) count(name article.Name, story, weight int) {
	if name == (article.Name{}) {
		return
	}
	t, _ := h.known(name)
	if c := h.of[t]; c != nil && c.last != story {
		c.stories, c.last = c.stories+weight, story
	}
}

// dropTopic forgets a topic.
func (w *feedWriter) dropTopic(t *Topic) {
	w.feeds[t.Kind].Delete(t.Slug)
	if known, _ := w.folded.Get(article.Fold(t.Name)); known == t {
		w.folded.Delete(article.Fold(t.Name))
	}
	delete(w.visible, t)
	w.delta.Memory.Forgotten = append(w.delta.Memory.Forgotten, t.Slug)
}
