package adopt

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"strings"

	"dateline/feed/article"
)

const (
	// maxFeed bounds a document. The largest feeds that publishers offer, of podcasts
	// with all their episodes, have about ten megabytes.
	maxFeed = 32 << 20
	// maxPages bounds the pages of a feed that are followed. WordPress has ten items on
	// a page.
	maxPages = 500
	// maxItems bounds the items of a feed.
	maxItems = 200_000
)

// Reader reads feeds.
type Reader struct {
	Stdin io.Reader // the feed that is named "-"
	Agent string    // User-Agent of requests
}

// Read reads a feed from a file, from an http or https URL, or from standard input,
// which is "-". It follows the links of a URL's feed to pages with older items (RFC
// 5005: next, prev-archive; next_url of JSON Feed), on the same host. The error says
// what is wrong, that nothing is adopted, and a hint.
func (r *Reader) Read(ctx context.Context, name string) (*Feed, error) {
	data, address, err := r.document(ctx, name)
	if err != nil {
		return nil, err
	}
	f, err := parse(name, address, data)
	if err != nil {
		return nil, err
	}
	if address == "" && f.next != "" {
		f.complain(article.File, "the feed goes on at "+f.next, "items there count as unknown to subscribers", "give that page, too, as another argument")
	} else if address != "" {
		err = r.follow(ctx, f)
	}
	if len(f.Items) > maxItems {
		return nil, fmt.Errorf("%s: the feed has more than %d items; nothing is adopted; give only those that subscribers still receive", name, maxItems)
	}
	f.tell()
	return f, err
}

// document returns the bytes of a feed and the URL at which they were, if any.
func (r *Reader) document(ctx context.Context, name string) (data []byte, address string, err error) {
	switch u, parsed := url.Parse(name); {
	case name == "-":
		data, err = bounded("standard input", r.Stdin)
		return data, "", err
	case parsed == nil && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https"):
		return r.fetch(ctx, name)
	case strings.Contains(name, "://"):
		return nil, "", fmt.Errorf("%s: this is not an http or https URL; nothing is adopted; download the feed and name its file", name)
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, "", fmt.Errorf("reading the feed: %w; nothing is adopted; give the file or the URL of a feed", err)
	}
	defer file.Close()
	data, err = bounded(name, file)
	return data, "", err
}

// bounded reads a document that is not too long.
func bounded(name string, from io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(from, maxFeed+1))
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return nil, fmt.Errorf("%s: the feed is not complete: %w; nothing is adopted; try again", name, err)
	case err != nil:
		return nil, fmt.Errorf("%s: reading the feed: %w; nothing is adopted; try again", name, err)
	case len(data) > maxFeed:
		return nil, fmt.Errorf("%s: the feed is larger than %d MB; nothing is adopted; give its pages one by one, or a feed with fewer items", name, maxFeed>>20)
	}
	return data, nil
}

// follow reads the pages with older items. If one cannot be read, there is no
// adoption, because what is missing would be shown as new.
func (r *Reader) follow(ctx context.Context, f *Feed) error {
	seen := map[string]bool{f.URL: true}
	for f.next != "" && !seen[f.next] {
		if f.Pages == maxPages {
			f.complain(article.File, fmt.Sprintf("the feed has more than %d pages", maxPages), "items of the others count as unknown to subscribers", "give the page "+f.next+" as another argument")
			return nil
		}
		if !sameHost(f.URL, f.next) {
			f.complain(article.File, "the feed goes on at another host, "+f.next, "items there count as unknown to subscribers", "give that page, too, as another argument")
			return nil
		}
		seen[f.next] = true
		data, address, err := r.fetch(ctx, f.next)
		if err != nil {
			return err
		}
		page, err := parse(f.next, address, data)
		if err != nil {
			return err
		}
		for _, it := range page.Items {
			it.Feed = f
		}
		f.Items, f.Problems = append(f.Items, page.Items...), append(f.Problems, page.Problems...)
		f.Pages, f.next = f.Pages+1, page.next
		if len(f.Items) > maxItems {
			return nil
		}
	}
	return nil
}

func sameHost(a, b string) bool {
	u, err := url.Parse(a)
	v, other := url.Parse(b)
	return err == nil && other == nil && strings.EqualFold(u.Hostname(), v.Hostname())
}
