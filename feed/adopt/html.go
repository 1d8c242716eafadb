package adopt

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// notFeed returns the error about a document that is not a feed. If that is a page
// that names its feeds, so does the error.
func notFeed(name, address string, data []byte) error {
	switch {
	case bytes.HasPrefix(data, []byte("\x1f\x8b")):
		return fmt.Errorf("%s: this is compressed with gzip; nothing is adopted; unpack it and name that file", name)
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		return fmt.Errorf("%s: this is in UTF-16; nothing is adopted; convert it to UTF-8, with that in its first line, and name that file", name)
	}
	head := bytes.ToLower(data[:min(len(data), maxHead)])
	if !bytes.Contains(head, []byte("<html")) && !bytes.Contains(head, []byte("<!doctype html")) {
		return fmt.Errorf("%s: this is not a feed (RSS, Atom or JSON Feed); nothing is adopted; give the file or the URL of a feed", name)
	}
	feeds := alternates(address, data[:min(len(data), maxHead)])
	if len(feeds) == 0 {
		return fmt.Errorf("%s: this is HTML, not a feed; nothing is adopted; give the address to which readers have subscribed", name)
	}
	return fmt.Errorf("%s: this is HTML, not a feed; nothing is adopted; its feeds are: %s", name, strings.Join(feeds, " "))
}

// alternates returns the feeds that a page names in its head.
func alternates(address string, data []byte) (list []string) {
	z := html.NewTokenizer(bytes.NewReader(data))
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		t := z.Token()
		if t.Data != "link" || kind != html.StartTagToken && kind != html.SelfClosingTagToken {
			continue
		}
		a := map[string]string{}
		for _, x := range t.Attr {
			a[x.Key] = x.Val
		}
		feed := slices.Contains([]string{"application/rss+xml", "application/atom+xml", "application/feed+json", "application/json"}, strings.ToLower(a["type"]))
		if href := absolute(address, strings.TrimSpace(a["href"])); feed && href != "" && slices.Contains(strings.Fields(strings.ToLower(a["rel"])), "alternate") && len(list) < 10 {
			list = append(list, href)
		}
	}
	return list
}

// letters returns the first n letters and digits of the text of HTML, in lower case:
// what stays the same when different programs render the same Markdown.
func letters(content string, n int) string {
	var b []rune
	z := html.NewTokenizer(strings.NewReader(content))
	hidden := 0
	for kind := z.Next(); kind != html.ErrorToken && len(b) < n; kind = z.Next() {
		name, _ := z.TagName()
		silent := string(name) == "script" || string(name) == "style"
		switch {
		case kind == html.StartTagToken && silent:
			hidden++
		case kind == html.EndTagToken && silent:
			hidden = max(hidden-1, 0)
		case kind == html.TextToken && hidden == 0:
			b = appendLetters(b, string(z.Text()), n)
		}
	}
	return string(b)
}
