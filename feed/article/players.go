package article

import (
	"html"
	"net/url"
	"regexp"
	"strings"
)

// shown is what a player shows, at the address where people would open it.
type shown struct {
	word   string // the kind of player: "Video", "Audio", "Embedded"
	url    string
	poster string // a picture of it; empty if it does not follow from the address
}

// player returns a link, in HTML, to what the player at an address shows, with a
// poster if that follows from the address. title may be empty. It returns "" if
// the address is not http(s).
func player(url, title string) string {
	address, ok := webURL(strings.TrimSpace(url))
	if !ok {
		return ""
	}
	s := unwrapped(address)
	text := oneLine(title)
	if text == "" || strings.HasSuffix(strings.ToLower(text), "video player") { // the title of every YouTube player
		text = bareAddress(s.url)
	}
	var b strings.Builder
	b.WriteString(`<a href="` + html.EscapeString(URI(s.url)) + `">`)
	if s.poster != "" {
		b.WriteString(`<img src="` + html.EscapeString(s.poster) + `" alt=""/><br/>`)
	}
	b.WriteString(s.word + ": " + html.EscapeString(Shorten(text, 200)) + "</a>")
	return b.String()
}

// bareAddress returns a URL as people read it: without the scheme and "www.", and
// without the query if it is long.
func bareAddress(address string) string {
	_, rest, _ := strings.Cut(address, "://")
	rest = strings.TrimPrefix(rest, "www.")
	if path, _, _ := strings.Cut(rest, "?"); len(rest) > 80 {
		rest = path
	}
	return Shorten(strings.TrimSuffix(rest, "/"), 80)
}

// identifier matches identifiers in the addresses of players.
var identifier = regexp.MustCompile(`^[\w.-]{1,200}$`)

// unwrapped returns what the player at an absolute URL shows, or the player
// itself if its host is unknown.
func unwrapped(address string) shown {
	itself := shown{word: "Embedded", url: address}
	u, err := url.Parse(address)
	if err != nil {
		return itself
	}
	host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	if unwrap, ok := players[strings.TrimPrefix(host, "m.")]; ok {
		if s := unwrap(u.Path, u.Query()); s.url != "" {
			return s
		}
		return itself
	}
	if id, ok := strings.CutPrefix(u.Path, "/videos/embed/"); ok && identifier.MatchString(id) { // PeerTube, which anybody can host
		return shown{word: "Video", url: "https://" + u.Host + "/videos/watch/" + id}
	}
	return itself
}

// players are functions, by host, that return what a player shows from the path
// and the query of its address. They return nothing for addresses that they do
// not know.
var players = map[string]func(path string, query url.Values) shown{
	"youtube.com":          youtube,
	"youtube-nocookie.com": youtube,
	"youtu.be":             func(path string, q url.Values) shown { return youtube("/embed"+path, q) },
	"player.vimeo.com":     vimeo,
	"dailymotion.com":      below("Video", "/embed/video/", "https://www.dailymotion.com/video/"),
	"geo.dailymotion.com":  asked("Video", "video", "https://www.dailymotion.com/video/"),
	"player.bilibili.com":  bilibili,
	"player.youku.com":     below("Video", "/embed/", "https://v.youku.com/v_show/id_"),
	"v.qq.com":             asked("Video", "vid", "https://v.qq.com/x/page/"),
	"player.twitch.tv":     twitch,
	"clips.twitch.tv":      asked("Video", "clip", "https://clips.twitch.tv/"),
	"rumble.com":           below("Video", "/embed/", "https://rumble.com/embed/"),
	"streamable.com":       below("Video", "/e/", "https://streamable.com/"),
	"loom.com":             below("Video", "/embed/", "https://www.loom.com/share/"),
	"w.soundcloud.com":     soundcloud,
	"open.spotify.com":     spotify,
	"embed.music.apple.com": func(path string, _ url.Values) shown {
		return shown{word: "Audio", url: "https://music.apple.com" + path}
	},
	"embed.podcasts.apple.com": func(path string, _ url.Values) shown {
		return shown{word: "Audio", url: "https://podcasts.apple.com" + path}
	},
	"codepen.io": func(path string, _ url.Values) shown {
		return shown{word: "Embedded", url: "https://codepen.io" + strings.Replace(path, "/embed/", "/pen/", 1)}
	},
}

// below returns a function for players whose identifier follows a prefix of the
// path.
func below(word, prefix, address string) func(string, url.Values) shown {
	return func(path string, _ url.Values) shown {
		id, ok := strings.CutPrefix(strings.TrimSuffix(path, "/"), prefix)
		if !ok {
			return shown{}
		}
		return found(word, address, id)
	}
}

// asked returns a function for players whose identifier is in a field of the
// query.
func asked(word, field, address string) func(string, url.Values) shown {
	return func(_ string, query url.Values) shown { return found(word, address, query.Get(field)) }
}

func found(word, address, id string) shown {
	if !identifier.MatchString(id) {
		return shown{}
	}
	return shown{word: word, url: address + id}
}

func youtube(path string, query url.Values) shown {
	if list := query.Get("list"); strings.HasSuffix(path, "/videoseries") {
		return found("Video", "https://www.youtube.com/playlist?list=", list)
	}
	_, id, _ := strings.Cut(strings.Trim(path, "/"), "/") // embed/ID, v/ID, shorts/ID
	if path == "/watch" {
		id = query.Get("v")
	}
	s := found("Video", "https://www.youtube.com/watch?v=", id)
	if s.url == "" {
		return s
	}
	s.poster = "https://i.ytimg.com/vi/" + id + "/hqdefault.jpg"
	if start := query.Get("start"); identifier.MatchString(start) {
		s.url += "&t=" + start
	}
	return s
}

func vimeo(path string, query url.Values) shown {
	id, ok := strings.CutPrefix(path, "/video/")
	if !ok {
		return shown{}
	}
	s := found("Video", "https://vimeo.com/", id)
	if key := query.Get("h"); s.url != "" && identifier.MatchString(key) { // unlisted videos need it
		s.url += "/" + key
	}
	return s
}

func bilibili(_ string, query url.Values) shown {
	if id := query.Get("bvid"); id != "" {
		return found("Video", "https://www.bilibili.com/video/", id)
	}
	return found("Video", "https://www.bilibili.com/video/av", query.Get("aid"))
}

func twitch(_ string, query url.Values) shown {
	if id := strings.TrimPrefix(query.Get("video"), "v"); id != "" {
		return found("Video", "https://www.twitch.tv/videos/", id)
	}
	return found("Video", "https://www.twitch.tv/", query.Get("channel"))
}

// soundcloud has the address in its query. An address of the API is of no use to
// people.
func soundcloud(_ string, query url.Values) shown {
	u, ok := webURL(query.Get("url"))
	if !ok || strings.Contains(u, "//api.") {
		return shown{}
	}
	return shown{word: "Audio", url: u}
}

func spotify(path string, _ url.Values) shown {
	for _, prefix := range []string{"/embed-podcast/", "/embed/"} {
		if rest, ok := strings.CutPrefix(path, prefix); ok {
			return shown{word: "Audio", url: "https://open.spotify.com/" + rest}
		}
	}
	return shown{}
}
