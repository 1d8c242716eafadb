package article

import (
	"cmp"
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestEnclosure checks enclosures in front matter, as many generators write them.
func TestEnclosure(t *testing.T) {
	const mp3 = "https://cdn.example/one.mp3"
	for front, want := range map[string]string{
		`enclosure: {url: "` + mp3 + `", length: 12345, type: audio/mpeg}`: mp3 + " audio/mpeg 12345 0",
		"enclosure: " + mp3: mp3 + " - 0 0",
		"enclosure: [" + mp3 + ", https://cdn.example/two.mp3]":                              mp3 + " - 0 0",
		"enclosures:\n- mp3: " + mp3 + "\n  size: 7":                                         mp3 + " - 7 0",
		"enclosure: |\n  " + mp3 + "\n  12345\n  audio/mpeg\n  a:1:{x}":                      mp3 + " audio/mpeg 12345 0",
		`enclosure: "` + mp3 + `\r\n12345\r\naudio/mpeg\r\n"`:                                mp3 + " audio/mpeg 12345 0",
		"audio: sounds/two.mp3":                                                              "/talks/sounds/two.mp3 - 0 0",
		"audio: ./sounds/two%20b.mp3#t=10":                                                   "/talks/sounds/two b.mp3 - 0 0",
		"audio: //cdn.example/one.mp3?a=1&amp;b=2":                                           "https://cdn.example/one.mp3?a=1&b=2 - 0 0",
		"audio:\n  ogg: a.ogg\n  mp3: a.mp3":                                                 "/talks/a.mp3 - 0 0",
		"podcast:\n  url: /sounds/two.mp3\n  duration: 754":                                  "/sounds/two.mp3 - 0 754",
		"podcast:\n  episode: 3\n  audio: {src: a.opus, bytes: \"1,234\"}\n  duration: 1":    "/talks/a.opus - 1234 0",
		"podcast: true\naudio: a.mp3":                                                        "/talks/a.mp3 - 0 0",
		"podcast: \"The show: of sheds\"\naudio: a.mp3":                                      "/talks/a.mp3 - 0 0",
		"podcast: {title: x, episode: 4}\nvideo: a.mp4":                                      "/talks/a.mp4 - 0 0",
		"podcast_file: " + mp3 + "\npodcast_duration: \"01:06:45\"\npodcast_bytes: 34153476": mp3 + " - 34153476 4005",
		"podcast_link: " + mp3 + "\npodcast_file_size: 13.7 MB\npodcast_length: 13654375":    mp3 + " - 13654375 0",
		"audio: " + mp3 + "\nlength: 2668168\nduration: 02:47":                               mp3 + " - 2668168 167",
		"itunes: {duration: 47}\naudio: " + mp3:                                              mp3 + " - 0 47",
		"audio: {url: " + mp3 + ", duration: 5}\nduration: 9":                                mp3 + " - 0 5",
		"audio: https://example.org/talks/a.mp3":                                             "/talks/a.mp3 - 0 0",
		"video: https://cdn.example/four.MP4?x":                                              "https://cdn.example/four.MP4?x - 0 0",
		"video: {url: \"https://cdn.example/four\", type: \"video/MP4; codecs=x\"}":          "https://cdn.example/four video/mp4 0 0",
		"video: abcDEF12345":                                                                 "",
		"video: true":                                                                        "",
		"duration: soon\nlength: long":                                                       "",
		"video: https://video.example/watch?v=1":                                             "! video https://video.example/watch?v=1 does not state its media type",
		"audio: talk":                                                                        "",
		"audio: a/talk":                                                                      "! audio a/talk is neither an http(s) URL nor a file in the tree that Dateline serves",
		"audio: javascript:alert(1).mp3":                                                     "! audio javascript:alert(1).mp3 is neither an http(s) URL nor a file in the tree that Dateline serves",
		"audio: player.html":                                                                 "! audio player.html is neither an http(s) URL nor a file in the tree that Dateline serves",
		"audio: https://cdn.example/":                                                        "! audio https://cdn.example/ is neither an http(s) URL nor a file in the tree that Dateline serves",
		"audio: https://cdn.example/" + strings.Repeat("x", maxURL) + ".mp3":                 "! audio https://cdn.example/xxx",
		"audio: {url: " + mp3 + ", length: -5}":                                              "! audio.length -5 is not a number of bytes",
		"audio: {url: " + mp3 + ", length: 1e400}":                                           "! audio.length 1e400 is not a number of bytes",
		"audio: {url: " + mp3 + ", type: mp3}":                                               "! audio.type mp3 is not a media type",
		"audio: " + mp3 + "\nduration: soon":                                                 "! duration soon is not a duration",
		"audio: " + mp3 + "\naudio_length: 99999999999999999999":                             "! audio_length 99999999999999999999 is not a number of bytes",
	} {
		r := talk(front, "")
		got := ""
		if x := r.Article.Enclosure; x != nil {
			got = fmt.Sprintf("%s%s %s %d %d", x.URL, x.Path, cmp.Or(x.Type, "-"), x.Length, x.Duration)
		}
		if len(r.Problems) > 0 {
			p := r.Problems[0]
			if got = "! " + p.What; len(r.Problems) > 1 || p.About != Enclosures || p.Line < 3 || p.Effect != PublishedWithout {
				t.Errorf("%s: problems %v", front, r.Problems)
			}
		}
		if !strings.HasPrefix(got, want) || want == "" && got != "" {
			t.Errorf("%s: got %q, want %q", front, got, want)
		}
	}
}

// talk parses an article with some front matter and text.
func talk(front, body string) Result {
	p := NewParser(Options{Mount: "/", BaseURL: "https://example.org", Language: "en", Zone: time.UTC, Grammar: languages()})
	return p.Parse("talks/a.md", []byte("---\ndate: 2024-10-01\n"+front+"\n---\n# T\n\n"+body+"\n"))
}

// TestAudioOfText checks that the first audio file to which the text links is the
// enclosure, unless front matter has one.
func TestAudioOfText(t *testing.T) {
	for body, want := range map[string]string{
		"The [hum](hum.mp3) and [another](b.mp3).":                                        "/talks/hum.mp3",
		"The [paper](a.pdf), the [film](a.mp4), the [hum](https://x.example/a.ogg?a&b#c)": "https://x.example/a.ogg?a&b#c",
		"`[hum](hum.mp3)` is code, as is `<a href=\"https://x.example/a.mp3\">`.":         "",
		"<a href='/hum.OGG'>hum</a>":                                                      "/hum.OGG",
		"See https://x.example/a.mp3 .":                                                   "https://x.example/a.mp3",
		"![hum](hum.png) [mp3](https://x.example/mp3) [m](mailto:a@x.mp3)":                "",
		"[long](https://x.example/" + strings.Repeat("x", maxURL) + ".mp3)":               "",
	} {
		got := ""
		x := talk("", body).Article.Enclosure
		if x != nil {
			got = x.URL + x.Path
		}
		if got != want || x != nil && x.Place != (Place{}) {
			t.Errorf("%.100s: got %+v, want %q", body, x, want)
		}
		if x := talk("audio: first.mp3", body).Article.Enclosure; x == nil || x.Path != "/talks/first.mp3" || x.Place != (Place{3, 8}) {
			t.Errorf("%.100s: front matter offers %+v", body, x)
		}
	}
}

func TestSeconds(t *testing.T) {
	for s, want := range map[string]int64{
		"754": 754, "754.9": 754, "0": 0, "12:34": 754, "1:02:03": 3723, "01:06:45": 4005, "0:00:07.5": 7, "90:00": 5400,
		"PT12M34S": 754, "pt1h": 3600, "P1DT2H": 93600, "754s": 754, "12m34s": 754, "1h2m": 3720, "1h02m03": 3723, "12 min": 720, "12 Minutes, 34 seconds": 754, "1 hr. 2 min.": 3720,
	} {
		if got, ok := seconds(s); got != want || !ok {
			t.Errorf("%q: %d, %v", s, got, ok)
		}
	}
	for _, s := range []string{"", "soon", "-5", "1:99", "1:2:3:4", ":", "1:", ":30", "12m1h", "5 m 3 m", "754ms", "PT", "99999999999999999999", "9999999999h", "1000:00:00:00", "400 days", "1e9", "12.34.56", "5 fortnights"} {
		if got, ok := seconds(s); ok {
			t.Errorf("%q: %d", s, got)
		}
	}
}
