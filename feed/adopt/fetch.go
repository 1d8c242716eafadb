package adopt

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

const (
	// fetchWait is how long a server may take for a whole document. Large feeds are
	// often made when they are asked for.
	fetchWait    = time.Minute
	maxRedirects = 5
)

// client follows redirects on the same host only: nothing is asked of a host that the
// operator has not named.
var client = &http.Client{
	Timeout: fetchWait,
	CheckRedirect: func(r *http.Request, via []*http.Request) error {
		switch {
		case len(via) > maxRedirects:
			return fmt.Errorf("more than %d redirects", maxRedirects)
		case !strings.EqualFold(r.URL.Hostname(), via[0].URL.Hostname()):
			return elsewhere(r.URL.String())
		}
		return nil
	},
}

// elsewhere is the error about a redirect to another host.
type elsewhere string

func (e elsewhere) Error() string { return "it redirects to another host, " + string(e) }

// fetch returns a document and its URL after redirects.
func (r *Reader) fetch(ctx context.Context, address string) (data []byte, at string, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, "", fmt.Errorf("%s: %w; nothing is adopted; give the URL of a feed", address, err)
	}
	request.Header.Set("User-Agent", r.Agent)
	request.Header.Set("Accept", "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.8")
	answer, err := client.Do(request)
	var other elsewhere
	switch {
	case errors.As(err, &other):
		return nil, "", fmt.Errorf("%s: %w; nothing is adopted; if that is the feed, give that URL", address, other)
	case err != nil:
		return nil, "", fmt.Errorf("fetching the feed: %w; nothing is adopted; try again, or download the feed and name its file", err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, "", fmt.Errorf("%s: the server answers %s; nothing is adopted; download the feed with a browser and name its file", address, answer.Status)
	}
	data, err = bounded(address, answer.Body)
	return data, answer.Request.URL.String(), err
}
