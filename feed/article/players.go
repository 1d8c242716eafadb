package article

import (
	"html"
	"net/url"
	"regexp"
	"strings"
)

// shown is what a player shows, as people would open it.
type shown struct {
	word   string // for what it is
	url    string
	poster string // a picture of it, empty if the address tells of none
}

// player returns HTML, a link, that leads to what a player at an address shows,
// with its poster where the address tells; title may be empty. It returns ""
// for what is not http(s).
func player(url, title string) string {
	address, ok := webURL(strings.TrimSpace(url))
	if !ok {
		return ""
	}
	s := unwrapped(address)
	text := oneLine(title)
	if text == "" || strings.HasSuffix(strings.ToLower(text), "video player") { // which is what YouTube calls each
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

// bareAddress returns a URL as people read it: without scheme, "www." and what
// follows its path, unless that is all it has.
func bareAddress(address string) string {
	_, rest, _ := strings.Cut(address, "://")
	rest = strings.TrimPrefix(rest, "www.")
	if path, _, _ := strings.Cut(rest, "?"); len(rest) > 80 {
		rest = path
	}
	return Shorten(strings.TrimSuffix(rest, "/"), 80)
}

// identifier is one that players put into addresses.
var identifier = regexp.MustCompile(`^[\w.-]{1,200}$`)

// unwrapped returns what the player at an absolute URL shows, itself if its
// host is none that is known.
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
	if id, ok := strings.CutPrefix(u.Path, "/videos/embed/"); ok && identifier.MatchString(id) { // PeerTube, on anybody's host
		return shown{word: "Video", url: "https://" + u.Host + "/videos/watch/" + id}
	}
	return itself
}

// players make what is shown of the path and the query of a player's address,
// by host; of an address that they do not know, nothing.
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

// below returns what an identifier behind a prefix of the path leads to.
func below(word, prefix, address string) func(string, url.Values) shown {
	return func(path string, _ url.Values) shown {
		id, ok := strings.CutPrefix(strings.TrimSuffix(path, "/"), prefix)
		return found(word, address, id, ok)
	}
}

// asked returns what an identifier in a field of the query leads to.
func asked(word, field, address string) func(string, url.Values) shown {
	return func(_ string, query url.Values) shown { return found(word, address, query.Get(field), true) }
}

func found(word, address, id string, ok bool) shown {
	if !ok || !identifier.MatchString(id) {
		return shown{}
	}
	return shown{word: word, url: address + id}
}

func youtube(path string, query url.Values) shown {
	if list := query.Get("list"); strings.HasSuffix(path, "/videoseries") {
		return found("Video", "https://www.youtube.com/playlist?list=", list, true)
	}
	_, id, _ := strings.Cut(strings.Trim(path, "/"), "/") // embed/ID, v/ID, shorts/ID
	if path == "/watch" {
		id = query.Get("v")
	}
	s := found("Video", "https://www.youtube.com/watch?v=", id, true)
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
	s := found("Video", "https://vimeo.com/", id, ok)
	if key := query.Get("h"); s.url != "" && identifier.MatchString(key) { // an unlisted video needs it
		s.url += "/" + key
	}
	return s
}

func bilibili(_ string, query url.Values) shown {
	if id := query.Get("bvid"); id != "" {
		return found("Video", "https://www.bilibili.com/video/", id, true)
	}
	return found("Video", "https://www.bilibili.com/video/av", query.Get("aid"), true)
}

func twitch(_ string, query url.Values) shown {
	if id := strings.TrimPrefix(query.Get("video"), "v"); id != "" {
		return found("Video", "https://www.twitch.tv/videos/", id, true)
	}
	return found("Video", "https://www.twitch.tv/", query.Get("channel"), true)
}

// soundcloud has an address in the query; one of its interface for programs
// shows people nothing.
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
