package explain

import (
	"errors"
	"io/fs"
	"net/url"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"dateline/feed/archive"
	"dateline/feed/hosts"
)

// all answers for everything that the question may mean. A URL means one address.
// A file means the place that it has on the disk; if there never was anything, it
// means every content directory below which something has that path. Then come
// the paths of URLs, and ids. So a name that is both a file and a path of the site
// means the file first, as people complete names with their shell.
func (a *asker) all(q Question) (list []Answer) {
	if u, err := url.Parse(q.Of); err == nil && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https") {
		return []Answer{a.url(u)}
	}
	exact, below := a.owned(a.onDisk(q)), a.owned(a.belowDirectories(q.Of))
	places := slices.DeleteFunc(slices.Clone(exact), func(p place) bool { return !a.isKnown(p) })
	if len(places) == 0 {
		places = slices.DeleteFunc(slices.Clone(below), func(p place) bool { return !a.isKnown(p) })
	}
	for _, p := range places {
		list = append(list, a.file(p))
	}
	var unseen []string // what may be meant instead
	if u, err := url.Parse("/" + strings.TrimPrefix(q.Of, "/")); err == nil && (len(list) == 0 || strings.HasPrefix(q.Of, "/")) {
		switch found := a.address(u); {
		case found.State == "unseen":
			unseen = found.Text[1:]
		case !slices.ContainsFunc(list, func(b Answer) bool { return b.File == found.File }):
			list = append(list, found)
		}
	}
	if st := a.snapshot.StandingOfID(q.Of); len(list) == 0 && st.Fate != archive.Unseen {
		list = append(list, a.standing(q.Of, st))
	}
	switch {
	case len(list) > 0:
		return list
	case len(exact) > 0:
		return []Answer{a.file(exact[0])}
	case len(below) == 1:
		return []Answer{a.file(below[0])}
	}
	return []Answer{a.elsewhere(unseen)}
}

// isKnown reports whether there is anything at a place, or was. What the archive
// knows is at the place below the longest mount.
func (a *asker) isKnown(p place) bool {
	file := a.site(p)
	if own, _ := a.placeOf(file); own == p && (a.snapshot.StandingOf(file).Fate != archive.Unseen || a.below(file).files > 0) {
		return true
	}
	return !errors.Is(a.Skipped(p.directory, p.rel), fs.ErrNotExist)
}

// onDisk returns the places in content directories of a file on the disk: by its
// path as it is written or, if that is in none, as symbolic links resolve it.
func (a *asker) onDisk(q Question) (list []place) {
	file := q.Of
	if !filepath.IsAbs(file) {
		file = filepath.Join(q.In, file)
	}
	for _, resolve := range []func(string) string{filepath.Clean, real} {
		resolved := resolve(file)
		for i, d := range a.Directories {
			root, err := filepath.Abs(d.Dir)
			if err != nil {
				continue
			}
			if rel, err := filepath.Rel(resolve(root), resolved); err == nil && filepath.IsLocal(rel) {
				list = append(list, place{i, filepath.ToSlash(rel)})
			}
		}
		if len(list) > 0 {
			break
		}
	}
	return list
}

// owned returns places in the directories to which they belong: what is in a content
// directory belongs to that, and not to one around it.
func (a *asker) owned(list []place) (own []place) {
	for _, p := range list {
		for i, d := range a.Directories {
			if rel, err := filepath.Rel(d.Dir, a.name(p)); err == nil && filepath.IsLocal(rel) && len(rel) < len(p.rel) {
				p = place{i, filepath.ToSlash(rel)}
			}
		}
		if !slices.Contains(own, p) {
			own = append(own, p)
		}
	}
	return own
}

// real resolves the symbolic links in a path, whose last parts need not exist.
func real(file string) string {
	if resolved, err := filepath.EvalSymlinks(file); err == nil {
		return resolved
	}
	above := filepath.Dir(file)
	if above == file {
		return file
	}
	return filepath.Join(real(above), filepath.Base(file))
}

// belowDirectories returns the places that a relative path may mean: below a
// content directory, with the name of that directory or without it.
func (a *asker) belowDirectories(file string) (list []place) {
	if filepath.IsAbs(file) {
		return nil
	}
	rel := relative(file)
	for i, d := range a.Directories {
		for _, prefix := range []string{path.Clean(filepath.ToSlash(d.Dir)), filepath.Base(d.Dir)} {
			if below, ok := strings.CutPrefix(rel, prefix+"/"); ok {
				list = append(list, place{i, below})
				break
			}
		}
		if filepath.IsLocal(rel) {
			list = append(list, place{i, rel})
		}
	}
	return list
}

func relative(file string) string { return path.Clean(filepath.ToSlash(file)) }

// url answers for an absolute URL of the site, also at an earlier address and on the
// author's own site, or one on another site that feeds.item_link makes. Instead of
// the host of the site, that of this machine may be named, localhost or a loopback
// address with any port, because authors try articles there before they ask.
func (a *asker) url(u *url.URL) Answer {
	if at := a.linked(); at != nil {
		return a.address(at)
	}
	base, err := url.Parse(a.BaseURL)
	for _, s := range append(slices.Clone(a.Former), a.Home) {
		if at := below(u, s); at != nil && !strings.EqualFold(u.Host, base.Host) {
			return a.address(at)
		}
	}
	if err != nil || !strings.EqualFold(u.Host, base.Host) && !hosts.IsLoopback(u.Hostname()) {
		return a.answer("elsewhere", a.asked+" is not an address of this site, whose site.base_url is "+a.BaseURL+".")
	}
	if below, ok := strings.CutPrefix(u.Path, base.Path); ok && base.Path != "" {
		u.Path = below
	}
	return a.address(u)
}

// below returns the part of a URL below a site, or nil if it is not there. Whether
// it has http or https, or begins with "www.", does not matter, as in links.
func below(u *url.URL, at string) *url.URL {
	s, err := url.Parse(at)
	if err != nil || s.Host == "" || withoutWWW(u.Host) != withoutWWW(s.Host) {
		return nil
	}
	rest, ok := strings.CutPrefix(u.Path, s.Path)
	if !ok || rest != "" && rest[0] != '/' {
		return nil
	}
	return &url.URL{Path: rest, RawQuery: u.RawQuery}
}

func withoutWWW(host string) string { return strings.TrimPrefix(strings.ToLower(host), "www.") }

// linked returns the path of the article if the question is the link that
// feeds.item_link makes of it, else nil.
func (a *asker) linked() *url.URL {
	before, after, ok := strings.Cut(a.ItemLink, "{path}")
	if !ok {
		return nil
	}
	below, found := strings.CutPrefix(a.asked, before)
	below, ends := strings.CutSuffix(below, after)
	if at, err := url.Parse(below); found && ends && err == nil && strings.HasPrefix(below, "/") {
		return at
	}
	return nil
}

// elsewhere answers for what is in no content directory, with suggestions.
func (a *asker) elsewhere(suggestions []string) Answer {
	var dirs []string
	for _, d := range a.Directories {
		dirs = append(dirs, d.Dir)
	}
	answer := a.answer("elsewhere", a.asked+" is neither in a content directory ("+strings.Join(dirs, ", ")+") nor an address of the site.")
	answer.Text = append(answer.Text, suggestions...)
	return answer
}
