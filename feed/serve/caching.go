package serve

import (
	"fmt"
	"time"

	"dateline/feed/render"
	"dateline/feed/site"
)

// staleIfError is how long a cache may serve a stale copy while this site cannot
// be reached: long enough for the operator to notice.
const staleIfError = 24 * time.Hour

// caching returns the Cache-Control of a document: how long a cache may use it
// without asking (RFC 9111), while asking, and if asking fails (RFC 5861).
//
// A reader's own cache delays news for one reader, a shared one for all, so the
// latter asks again after SharedAge. A stale copy is shown while asking for no
// longer than that either; hence a cache that asks in the background delays news
// by at most twice SharedAge. With a SharedAge of 0, shared caches always ask.
//
// By RFC 9111, s-maxage forbids shared caches to use stale copies. Those that
// honour stale-if-error nevertheless, as nginx does, need it to bridge a restart.
//
// The name of an archive document changes with its contents, and a file beside
// articles hardly ever changes, so shared caches may keep both as long as others.
func (h *Handler) caching(kind site.Kind, fresh time.Duration) string {
	if fresh == render.Forever {
		return fmt.Sprintf("public, max-age=%d, immutable", int(fresh.Seconds()))
	}
	fresh = max(fresh, h.MinAge)
	shared := fresh
	if kind != site.Covers {
		shared = min(fresh, h.SharedAge)
	}
	value := fmt.Sprintf("max-age=%d", int(fresh.Seconds()))
	if shared < fresh {
		value += fmt.Sprintf(", s-maxage=%d", int(shared.Seconds()))
	}
	if shared > 0 {
		value += fmt.Sprintf(", stale-while-revalidate=%d", int(shared.Seconds()))
	}
	return value + fmt.Sprintf(", stale-if-error=%d", int(staleIfError.Seconds()))
}

// cachingNothing returns the Cache-Control of the answer that there is nothing at
// an address, or that it leads elsewhere. Something may appear there at any time,
// so caches of every sort keep the answer only as long as they would least keep a
// document.
//
// That holds for 301, too. It tells subscribers and search engines which address
// to use from now on (RFC 9110, 15.4.2), not that no article ever comes to the
// former one: its author may write one, or take an alias back. Without a time,
// caches choose one themselves (RFC 9111, 4.2.2), and browsers keep a redirect for
// months. No redirect of the site is an exception, because every spelling of a
// path may become the name of a file. The redirect of a page to the author's own site
// is not permanent at all (302), as the configuration may bring the page back.
func (h *Handler) cachingNothing() string {
	return fmt.Sprintf("max-age=%d", int(min(h.MinAge, h.SharedAge).Seconds()))
}

// passing is the Cache-Control of an answer about the present state of this
// process or its client, which says nothing about the address. The answer that a
// precondition fails is one of them: a cache that kept it with the time of the
// document could give it to a request without the precondition.
const passing = "no-store"
