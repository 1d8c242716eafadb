package article

import (
	"strings"
	"testing"
)

func TestPlayer(t *testing.T) {
	for _, c := range []struct{ url, title, link, text, poster string }{
		{url: "https://www.youtube.com/embed/abcDEF12345?rel=0", title: "A <film>", link: "https://www.youtube.com/watch?v=abcDEF12345", text: "Video: A &lt;film&gt;", poster: "https://i.ytimg.com/vi/abcDEF12345/hqdefault.jpg"},
		{"//www.youtube-nocookie.com/embed/a-_b?start=90", "YouTube video player", "https://www.youtube.com/watch?v=a-_b&amp;t=90", "Video: youtube.com/watch?v=a-_b&amp;t=90", "https://i.ytimg.com/vi/a-_b/hqdefault.jpg"},
		{"https://youtu.be/abc", "", "https://www.youtube.com/watch?v=abc", "Video: youtube.com/watch?v=abc", "https://i.ytimg.com/vi/abc/hqdefault.jpg"},
		{"https://m.youtube.com/watch?v=abc", "", "https://www.youtube.com/watch?v=abc", "Video: youtube.com/watch?v=abc", "https://i.ytimg.com/vi/abc/hqdefault.jpg"},
		{"http://www.youtube.com/v/abc", "", "https://www.youtube.com/watch?v=abc", "Video: youtube.com/watch?v=abc", "https://i.ytimg.com/vi/abc/hqdefault.jpg"},
		{"https://www.youtube.com/embed/videoseries?list=PL1", "", "https://www.youtube.com/playlist?list=PL1", "Video: youtube.com/playlist?list=PL1", ""},
		{`https://www.youtube.com/embed/"><b>`, "", "", "", ""},
		{"https://www.youtube.com/embed/a%22b", "", "https://www.youtube.com/embed/a%22b", "Embedded: youtube.com/embed/a%22b", ""},
		{"https://player.vimeo.com/video/12?h=ab", "", "https://vimeo.com/12/ab", "Video: vimeo.com/12/ab", ""},
		{"https://www.dailymotion.com/embed/video/x1", "", "https://www.dailymotion.com/video/x1", "Video: dailymotion.com/video/x1", ""},
		{"//player.bilibili.com/player.html?aid=1&bvid=BV1&cid=2", "", "https://www.bilibili.com/video/BV1", "Video: bilibili.com/video/BV1", ""},
		{"//player.bilibili.com/player.html?aid=1", "", "https://www.bilibili.com/video/av1", "Video: bilibili.com/video/av1", ""},
		{"https://tube.example/videos/embed/0a-1b", "", "https://tube.example/videos/watch/0a-1b", "Video: tube.example/videos/watch/0a-1b", ""},
		{"https://w.soundcloud.com/player/?url=https%3A//soundcloud.com/a/b&color=x", "Song", "https://soundcloud.com/a/b", "Audio: Song", ""},
		{"https://w.soundcloud.com/player/?url=https%3A//api.soundcloud.com/tracks/1", "", "https://w.soundcloud.com/player/?url=https%3A//api.soundcloud.com/tracks/1", "Embedded: w.soundcloud.com/player/?url=https%3A//api.soundcloud.com/tracks/1", ""},
		{"https://w.soundcloud.com/player/?url=javascript:x", "", "https://w.soundcloud.com/player/?url=javascript:x", "Embedded: w.soundcloud.com/player/?url=javascript:x", ""},
		{"https://open.spotify.com/embed/track/1", "", "https://open.spotify.com/track/1", "Audio: open.spotify.com/track/1", ""},
		{"https://player.twitch.tv/?video=v12&parent=x", "", "https://www.twitch.tv/videos/12", "Video: twitch.tv/videos/12", ""},
		{"https://clips.twitch.tv/embed?clip=Ab", "", "https://clips.twitch.tv/Ab", "Video: clips.twitch.tv/Ab", ""},
		{"https://codepen.io/a/embed/b?height=3", "", "https://codepen.io/a/pen/b", "Embedded: codepen.io/a/pen/b", ""},
		{"https://docs.example/sheet?x=1&y=2", "", "https://docs.example/sheet?x=1&amp;y=2", "Embedded: docs.example/sheet?x=1&amp;y=2", ""},
		{"https://maps.example/?" + strings.Repeat("a", 100), "", "https://maps.example/?" + strings.Repeat("a", 100), "Embedded: maps.example", ""},
		{"javascript:alert(1)", "x", "", "", ""},
		{"dateline:0", "x", "", "", ""},
		{"about:blank", "", "", "", ""},
	} {
		want := ""
		if c.link != "" {
			want = `<a href="` + c.link + `">`
			if c.poster != "" {
				want += `<img src="` + c.poster + `" alt=""/><br/>`
			}
			want += c.text + "</a>"
		}
		if got := player(c.url, c.title); got != want {
			t.Errorf("player at %s\ngot  %s\nwant %s", c.url, got, want)
		}
	}
}
