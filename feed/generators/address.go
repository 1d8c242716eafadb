package generators

import (
	"net/url"
	"path"
	"slices"
	"strings"

	"dateline/feed/hosts"
)

// examples are hosts that the skeletons of generators have where the author's belongs.
var examples = []string{"example.com", "example.org", "example.net", "yoursite.com", "your-domain.com", "yourdomain.com"}

// home sets the address of the author's site to that of a value, below which the
// site may have a path.
func (r *reading) home(v *value, below string) {
	if v.text() == "" {
		return
	}
	text := v.text()
	if strings.HasPrefix(text, "//") {
		text = "https:" + text
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || hosts.IsLoopback(u.Hostname()) {
		r.note("%s: %q is not an address that readers can reach; site.home is not set, so links to your site count as links to another one; set site.home", v.from(), v.text())
		return
	}
	if isExample(u) {
		r.note("%s: %q looks like the example of a new site; site.home is set to it; if your site has another address, correct site.home", v.from(), v.text())
	}
	u.User, u.RawQuery, u.Fragment = nil, "", ""
	r.setTo("site.home", strings.TrimRight(strings.TrimRight(u.String(), "/")+"/"+strings.Trim(below, "/"), "/"), v.from())
}

// itemLink leads items to the author's own pages, as the feeds of the generator do. It
// does not if the address of the site is that of an example, or if articles have other
// addresses there than here: an item that leads nowhere is worse than one that leads to
// its page here.
func (r *reading) itemLink() {
	i := slices.IndexFunc(r.Settings, func(s Setting) bool { return s.Key == "site.home" })
	if i < 0 || r.strays {
		return
	}
	home := r.Settings[i]
	if u, err := url.Parse(home.Value.(string)); err == nil && !isExample(u) {
		r.setTo("feeds.item_link", home.Value.(string)+"{path}", home.Origin)
	}
}

func isExample(u *url.URL) bool {
	return slices.Contains(examples, strings.TrimPrefix(u.Hostname(), "www."))
}

// homeOf sets the address of the author's site to the domain in a file called CNAME,
// which hosts of static sites use. It does not say whether readers use http or https;
// the templates of feeds may, and what they link to stays as it is.
func (r *reading) homeOf(file string, templates ...string) {
	domain, _, _ := strings.Cut(strings.TrimSpace(string(r.text(file))), "\n")
	if domain = strings.TrimSpace(domain); domain == "" {
		return
	}
	scheme := "https://"
	for _, t := range templates {
		if text := string(r.text(t)); strings.Contains(text, "http://"+domain) && !strings.Contains(text, "https://"+domain) {
			scheme = "http://"
		}
	}
	r.home(&value{file: file, line: 1, path: "the domain", raw: scheme + domain}, "")
}

// icon sets the image of the site to that of a value: an address, or a path on the
// author's site.
func (r *reading) icon(v *value) {
	name := v.text()
	if path.Ext(name) == "" {
		return // the name of a glyph, or none
	}
	if !strings.Contains(name, "://") {
		i := slices.IndexFunc(r.Settings, func(s Setting) bool { return s.Key == "site.home" })
		if i < 0 {
			return
		}
		name = r.Settings[i].Value.(string) + "/" + strings.TrimPrefix(name, "/")
	}
	r.setTo("site.icon", name, v.from())
}
