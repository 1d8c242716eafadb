package serve

import (
	"iter"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Conditional requests (RFC 9110, 13). If-None-Match is compared weakly, so that
// a document counts as the same in any coding. The forms that proxies turn our
// ETags into are understood too: W/"tag", "tag-gzip", "tag;gzip", tag.

// conditional reports whether a request has a validator.
func conditional(r *http.Request) bool {
	return r.Header["If-None-Match"] != nil || r.Header["If-Modified-Since"] != nil
}

// isRecent reports whether the second of Last-Modified is not over, so that the
// document may have been another one in the same second.
func (d *ready) isRecent(now time.Time) bool { return now.Sub(d.Modified) < time.Second }

// unmodified returns the head of a 304 if the client has the document already,
// else nil. selected is the coding that the client would get.
//
// A client that asks by time alone has it if the time is the Last-Modified that it
// was sent, or one at which this process had made these very bytes. A time between
// the two may be that of an answer from before the change was published.
func (d *ready) unmodified(r *http.Request, selected *coded, now time.Time) *head {
	if lists := r.Header["If-None-Match"]; len(lists) > 0 {
		return d.known(lists, selected)
	}
	since := r.Header["If-Modified-Since"]
	if len(since) == 0 || d.Modified.IsZero() {
		return nil
	}
	t, err := http.ParseTime(since[0])
	if err != nil || d.isRecent(now) || !t.Equal(d.Modified) && !(t.After(d.Modified) && t.After(d.made)) {
		return nil
	}
	return d.same[selected.coding]
}

// known looks for the document in lists of validators. It returns a head with the
// ETag of the coding that the client has, by which a cache finds its copy.
func (d *ready) known(lists []string, selected *coded) *head {
	for v := range entries(lists) {
		if v == "*" {
			return d.same[selected.coding]
		}
		tag, coding := opaque(v)
		if tag != d.tag || tag == "" {
			continue
		}
		if same := d.same[coding]; same != nil {
			return same
		}
		return d.same[""]
	}
	return nil
}

// entries returns the elements of list fields (RFC 9110, 5.6.1), without
// surrounding space.
func entries(lists []string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, list := range lists {
			for more := true; more; {
				var entry string
				if entry, list, more = strings.Cut(list, ","); !yield(strings.Trim(entry, " \t")) {
					return
				}
			}
		}
	}
}

// opaque splits a validator into its tag and the coding that follows it.
func opaque(v string) (tag, coding string) {
	v = strings.TrimPrefix(v, "W/")
	v = strings.TrimPrefix(v, "w/")
	v = strings.TrimPrefix(v, `"`)
	v = strings.TrimSuffix(v, `"`)
	i := strings.IndexAny(v, `-;"`)
	if i < 0 {
		return v, ""
	}
	return v[:i], strings.TrimLeft(v[i:], `-;"`)
}

// precondition reports whether a document meets If-Match and If-Unmodified-Since.
func (d *ready) precondition(r *http.Request, selected *coded) bool {
	if lists := r.Header["If-Match"]; len(lists) > 0 {
		for v := range entries(lists) {
			if v == "*" || v != "" && v == d.etag(selected.coding) {
				return true
			}
		}
		return false
	}
	until := r.Header["If-Unmodified-Since"]
	if len(until) == 0 || d.Modified.IsZero() {
		return true
	}
	t, err := http.ParseTime(until[0])
	return err != nil || !d.Modified.After(t)
}

// maxRanges is how many ranges one request may have. With more, the client gets
// the whole document, because a long list may cost more than that.
const maxRanges = 8

// ranged reports whether a request is for ranges of the unencoded document.
func ranged(r *http.Request) bool {
	list := r.Header["Range"]
	return len(list) == 1 && r.Method == http.MethodGet && strings.Count(list[0], ",") < maxRanges
}

// partsOf returns a request for the same ranges, for http.ServeContent, without
// the conditions, which have been checked already.
func partsOf(r *http.Request) *http.Request {
	parts := *r
	parts.Header = http.Header{}
	if ranged(r) {
		parts.Header["Range"], parts.Header["If-Range"] = r.Header["Range"], r.Header["If-Range"]
	}
	return &parts
}

// selected returns the coding in which a client gets the document: the smallest
// that it accepts (RFC 9110, 12.5.3).
func (d *ready) selected(accepted []string) *coded {
	p := d.packed.Load()
	if p.gzip == nil && p.brotli == nil || len(accepted) == 0 {
		return &d.identity
	}
	gzip, brotli := accepts(accepted)
	switch {
	case p.brotli != nil && brotli > 0 && brotli >= gzip:
		return p.brotli
	case p.gzip != nil && gzip > 0:
		return p.gzip
	}
	return &d.identity
}

// accepts parses Accept-Encoding. It returns the weights of gzip and brotli in
// thousandths; a coding that is not listed has the weight of *.
func accepts(lists []string) (gzip, brotli int) {
	const unnamed = -1
	gzip, brotli = unnamed, unnamed
	any := 0
	for entry := range entries(lists) {
		coding, parameters, _ := strings.Cut(entry, ";")
		switch coding = strings.Trim(coding, " \t"); {
		case strings.EqualFold(coding, "gzip"), strings.EqualFold(coding, "x-gzip"):
			gzip = weight(parameters)
		case strings.EqualFold(coding, "br"):
			brotli = weight(parameters)
		case coding == "*":
			any = weight(parameters)
		}
	}
	if gzip == unnamed {
		gzip = any
	}
	if brotli == unnamed {
		brotli = any
	}
	return gzip, brotli
}

// weight parses "q=0.5" and returns thousandths: 1000 if there is no weight, 0 if
// it is malformed.
func weight(parameters string) int {
	parameters = strings.Trim(parameters, " \t")
	if parameters == "" {
		return 1000
	}
	q, ok := strings.CutPrefix(strings.ToLower(parameters), "q=")
	if !ok {
		return 0
	}
	whole, fraction, _ := strings.Cut(q, ".")
	notDigit := func(c rune) bool { return c < '0' || c > '9' }
	if whole != "0" && whole != "1" || len(fraction) > 3 || strings.ContainsFunc(fraction, notDigit) {
		return 0
	}
	n := int(whole[0]-'0') * 1000
	for i, unit := 0, 100; i < len(fraction); i, unit = i+1, unit/10 {
		n += int(fraction[i]-'0') * unit
	}
	return min(n, 1000)
}

// wantsDelta reports whether a client accepts a feed without the items that it
// has: "A-IM: feed" (RFC 3229).
func wantsDelta(r *http.Request) bool {
	for manipulation := range entries(r.Header["A-Im"]) {
		name, parameters, _ := strings.Cut(manipulation, ";")
		if strings.EqualFold(strings.TrimSpace(name), "feed") && weight(parameters) > 0 {
			return true
		}
	}
	return false
}

// has returns the sums of the items that a client has, as its validators show.
func (h *Handler) has(r *http.Request) (items []uint64, ok bool) {
	for v := range entries(r.Header["If-None-Match"]) {
		tag, _ := opaque(v)
		if items, ok := h.versions.GetIfPresent(tag); ok {
			return items, true
		}
	}
	return nil, false
}

// remember stores which items a version of a feed has, for deltas.
func (h *Handler) remember(d *ready) {
	if len(d.Items) == 0 || d.Partial {
		return
	}
	sums := slices.Collect(func(yield func(uint64) bool) {
		for _, it := range d.Items {
			if !yield(it.Sum) {
				return
			}
		}
	})
	h.versions.Set(d.tag, sums)
}
