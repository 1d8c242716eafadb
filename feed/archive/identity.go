package archive

import (
	"slices"

	"dateline/feed/article"
)

// resolver decides which story stands at each page. It takes the arrivals of a
// change and what the snapshot knows of stories, and hands on decisions, which
// feeds and notices follow. Its passes write to the stories of pages alone.
type resolver struct {
	stories
	declarer declarer
	matcher  matcher
	hider    hider
	minter   minter
	reviser  reviser
	lacking  bool // files are missing to what is remembered
}

// init has the passes share the stories.
func (r *resolver) init(tx *tx, files *fileIndex, claims *claims) {
	r.stories = stories{tx: tx, files: files, claims: claims, followers: map[article.PageID]int{}}
	r.declarer = declarer{&r.stories}
	r.matcher = matcher{stories: &r.stories}
	r.hider = hider{&r.stories, &r.matcher}
	r.minter = minter{stories: &r.stories, minted: map[int64]int{}}
	r.reviser = reviser{stories: &r.stories, minter: &r.minter}
}

// settle decides which story stands at each page that arrived. The order of its
// passes is the order in which signs count: what an author says comes before what
// looks alike, and a story that can be taken up comes before a removal and a new
// story.
func (r *resolver) settle() decisions {
	for _, s := range r.files.shifts { // files whose page is another one
		r.shift(s)
	}
	all := r.candidates()
	r.matcher.start(len(all))
	r.dropNotes(all)

	each(all, r.part)             // pages that other stories left
	each(all, r.declarer.declare) // what articles say of their stories
	each(all, r.comeBackNow)      // stories that return from a page that is gone with this change
	r.hider.hideStories(all)      // stories that are hidden
	r.matcher.match(all)          // stories that moved without a word
	each(all, r.comeBackLater)    // stories that return from a page that went before
	r.hider.hideBeside(all)       // stories that were hidden elsewhere before
	r.expire(all)                 // stories whose time is over
	r.remove(all)                 // stories whose file is gone
	back := r.declarer.declareAgain()
	all = append(all, r.declarer.revive(slices.Concat(all, back))...) // pages that an alias took
	r.minter.mint(all)                                                // new stories
	r.declarer.seekClashes(all)                                       // addresses that several declare

	r.reviser.reviseAll(all)
	r.declarer.findLoops(all)
	return r.decisions
}

// each calls a pass for each candidate, in their order.
func each(all []*candidate, pass func(*candidate)) {
	for _, c := range all {
		pass(c)
	}
}

// dropNotes drops the complaints about pages whose file changed.
func (r *resolver) dropNotes(all []*candidate) {
	for _, c := range all {
		if c.file {
			r.notes.Delete(c.id)
		}
	}
}
