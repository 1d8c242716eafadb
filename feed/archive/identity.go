package archive

import (
	"slices"

	"dateline/feed/article"
)

// resolver decides which story belongs to each page. Its input is the arrivals of
// a change and what the snapshot knows of stories. It moves stories from page to
// page, and returns its decisions, which feeds and notices follow.
type resolver struct {
	stories
	files    *fileIndex // to put departing articles back
	releaser releaser
	declarer declarer
	matcher  matcher
	hider    hider
	minter   minter
	reviser  reviser
	lacking  bool // the ledger knows stories whose files are missing
	accepts  bool // the operator accepts removals of published articles
}

// prepare sets up the passes, which share the stories.
func (r *resolver) prepare(tx *tx, files *fileIndex, claims *claims) {
	r.files = files
	r.stories = stories{tx: tx, claims: claims, followers: map[article.PageID]int{}}
	r.declarer = declarer{&r.stories}
	r.matcher = matcher{stories: &r.stories}
	r.hider = hider{&r.stories, &r.matcher}
	r.releaser = releaser{stories: &r.stories, files: files, hider: &r.hider}
	r.minter = minter{stories: &r.stories, matcher: &r.matcher, minted: map[int64]int{}}
	r.reviser = reviser{stories: &r.stories, minter: &r.minter}
}

// settle decides which story belongs to each page that arrived. The passes are
// ordered by the strength of their evidence: declarations come before similarity,
// and continuing a story comes before a removal and before a new story. Each pass
// is in a file identity_*.go; what articles are compared by is in looks.go,
// likeness.go and title.go.
func (r *resolver) settle(a arrivals) decisions {
	r.arrivals = a
	r.matcher.start(len(a.arrived))
	r.shiftAll() // files whose page has changed
	all := r.candidates()
	r.dropNotes(all)

	each(all, func(c *candidate) { r.part(c, all) }) // pages that another story left
	r.joining = map[*story]bool{}
	r.makeRoom(all)               // departing articles whose file is another one now
	each(all, r.declarer.declare) // ids and former addresses that articles declare
	each(all, r.comeBackNow)      // stories whose other page is removed by this change
	r.hider.hideStories(all)      // stories that their authors hid
	r.matchTextless(all)          // stories whose text was lost
	r.match(all)                  // stories that moved without a declaration
	r.followStories()             // files that were renamed and ask for the same page
	each(all, r.comeBackLater)    // stories whose other page was removed earlier
	r.hider.hideBeside(all)       // stories that were copied to a hidden file before
	r.expire(all)                 // stories that expired
	r.remove(all)                 // stories whose files are gone
	r.departDropped(all)          // articles that the pages of their days dropped
	back := r.declarer.declareAgain()
	all = append(all, r.declarer.revive(slices.Concat(all, back))...)
	r.minter.mint(all)          // new stories, also of revived pages
	r.declarer.seekClashes(all) // addresses that several articles declare
	r.endTextless()
	if r.Accepted && (r.accepts || r.acceptedAhead()) {
		r.acceptLosses()
	}

	r.reviser.reviseAll(all)
	r.declarer.findLoops(all)
	return r.decisions
}

// each calls a pass for each candidate, in order.
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
