package render

import "testing"

// TestPlayer checks that an enclosure gets a player, unless the body has one or a
// link.
func TestPlayer(t *testing.T) {
	const link = `<a href="https://x.example/a.mp3?b&amp;c">a.mp3</a>`
	audio := &media{url: "https://x.example/a.mp3?b&c", mediaType: "audio/mpeg"}
	for _, c := range []struct {
		body string
		m    *media
		want string
	}{
		{"<p>Text.</p>", nil, ""},
		{"<p>Text.</p>", audio, `<p><audio src="https://x.example/a.mp3?b&amp;c" controls preload="none">` + link + "</audio></p>\n"},
		{`<p>` + link + `</p>`, audio, ""},
		{`<audio controls="" src="https://x.example/a.mp3?b&amp;c"></audio>`, audio, ""},
		{`<video controls=""><source src="https://x.example/a.mp3?b&amp;c"></video>`, audio, ""},
		{`<a href="https://x.example/a.mp3">another</a>`, audio, `<p><audio src="https://x.example/a.mp3?b&amp;c" controls preload="none">` + link + "</audio></p>\n"},
		{"", &media{url: "https://x.example/a%3Cb%3E%20%FF.zip", mediaType: "application/zip"}, `<p><a href="https://x.example/a%3Cb%3E%20%FF.zip">a%3Cb%3E%20%FF.zip</a></p>` + "\n"},
		{"", &media{url: "https://x.example/a%3Cb%3E.zip", mediaType: "application/zip"}, `<p><a href="https://x.example/a%3Cb%3E.zip">a&lt;b&gt;.zip</a></p>` + "\n"},
	} {
		if got := player(c.body, c.m); got != c.want {
			t.Errorf("%s: got %s, want %s", c.body, got, c.want)
		}
	}
}
