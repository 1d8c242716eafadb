package article

import (
	"html"
	"strconv"
	"strings"
)

// An item in a feed has one enclosure, a file to play or to keep: the one in front
// matter, else the first audio file that the text links to or plays, else the cover.

// enclosureURLs are the keys of an object that may hold the address, in order of
// precedence.
var enclosureURLs = strings.Fields("url src file path href link filename mp3 m4a ogg opus mp4 webm audio enclosure video")

// readEnclosure takes the first file in a value. The value may be an address or a
// path, an object with one, a list of these, or the lines that WordPress writes: an
// address, a length and a type. Plain words and truth values are not files.
func (r *reading) readEnclosure(k key, f field) bool {
	url, object := offer(f.value)
	if lines := strings.Fields(url); len(lines) > 2 && hasScheme(url) {
		url, object = lines[0], map[string]any{"length": lines[1], "type": lines[2]}
	}
	if _, flag := truthValue(url); flag || url == "" || isName(url) {
		return false
	}
	e := r.located(ampersand.Replace(url), k.name, f.offset)
	if r.article.Enclosure = e; e == nil {
		return false
	}
	for _, d := range []*detail{&enclosureType, &enclosureLength, &enclosureDuration} {
		if s := first(object, d.keys...); s != "" {
			d.take(r, k.name+"."+d.keys[0], s, f.offset)
		}
	}
	if e.Path == "" && e.Type == "" && AssetType(withoutQuery(e.URL)) == "" {
		r.drop(f.offset, Enclosures, k.name+" "+quote(url)+" does not state its media type", "write an object with url: and type:, for example type: audio/mpeg")
		r.article.Enclosure = nil
	}
	return r.article.Enclosure != nil
}

// offer returns the first address in a value, and the object that contains it.
func offer(v any) (url string, object map[string]any) {
	switch v := v.(type) {
	case string:
		return strings.TrimSpace(v), nil
	case []any:
		for _, e := range v {
			if url, object = offer(e); url != "" {
				return url, object
			}
		}
	case map[string]any:
		for _, name := range enclosureURLs {
			if url, object = offer(v[name]); url != "" {
				if object == nil {
					object = v
				}
				return url, object
			}
		}
	}
	return "", nil
}

// isName reports whether a value is the name of a podcast, or the id of a video
// on another site.
func isName(s string) bool {
	return AssetType(s) == "" && (strings.ContainsAny(s, " \n") || !strings.ContainsAny(s, "./"))
}

// located returns the enclosure at an address, or nil if the address cannot have one.
func (r *reading) located(url, key string, offset int) *Enclosure {
	target, own := r.place.sitePath(url, r.file)
	u, web := webURL(url)
	switch {
	case own && IsAsset(target):
		r.enclosureLink = url
		return &Enclosure{Path: target, Place: r.at(offset)}
	case web && !own && hasPath(u):
		if r.refuseLongURL(Enclosures, key, u, offset) {
			return nil
		}
		return &Enclosure{URL: u, Place: r.at(offset)}
	}
	r.drop(offset, Enclosures, key+" "+quote(url)+" is neither an http(s) URL nor a file in the tree that Dateline serves", "write an http(s) URL, or the name of a file such as talk.mp3")
	return nil
}

func withoutQuery(url string) string {
	if i := strings.IndexAny(url, "?#"); i >= 0 {
		return url[:i]
	}
	return url
}

// detail is a property of an enclosure. It is in the object that has the address,
// or under keys beside that.
type detail struct {
	keys []string // in the object
	what string   // names the property in complaints
	hint string
	// set reports whether it could read the value, and sets the property unless
	// it is set already.
	set func(e *Enclosure, value string) bool
}

var (
	enclosureType = detail{[]string{"type", "mimetype", "mime"}, "media type", "write one such as audio/mpeg",
		func(e *Enclosure, s string) bool {
			s, _, _ = strings.Cut(strings.ToLower(s), ";")
			if s = strings.TrimSpace(s); !isMediaType(s) {
				return false
			}
			if e.Type == "" {
				e.Type = s
			}
			return true
		}}
	enclosureLength = detail{[]string{"length", "size", "bytes", "filesize", "sizeinbytes"}, "number of bytes", "write the size of the file in bytes",
		func(e *Enclosure, s string) bool {
			n, err := strconv.ParseInt(strings.NewReplacer(",", "", "_", "").Replace(s), 10, 64)
			if err == nil && n >= 0 && e.Length == 0 {
				e.Length = n
			}
			return err == nil && n >= 0
		}}
	enclosureDuration = detail{[]string{"duration", "durationinseconds"}, "duration", "write seconds, or hours, minutes and seconds as in 1:02:03",
		func(e *Enclosure, s string) bool {
			n, ok := seconds(s)
			if ok && e.Duration == 0 {
				e.Duration = n
			}
			return ok
		}}
)

// read reads a key beside an enclosure. If there is no enclosure, the key means
// something else.
func (d *detail) read(r *reading, k key, f field) bool {
	s, ok := f.value.(string)
	return ok && r.article.Enclosure != nil && d.take(r, k.name, s, f.offset)
}

// take reads a value, and reports whether it could.
func (d *detail) take(r *reading, key, value string, offset int) bool {
	ok := d.set(r.article.Enclosure, strings.TrimSpace(value))
	if !ok {
		r.drop(offset, Enclosures, key+" "+quote(value)+" is not a "+d.what, d.hint)
	}
	return ok
}

// isMediaType reports whether s is a media type in lower case without parameters
// (RFC 6838, 4.2).
func isMediaType(s string) bool {
	kind, sub, ok := strings.Cut(s, "/")
	odd := func(c rune) bool { return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyz0123456789.+-_", c) }
	return ok && kind != "" && sub != "" && len(s) < 128 && !strings.ContainsFunc(kind, odd) && !strings.ContainsFunc(sub, odd)
}

// offerAudio makes the first audio file that the text links to or plays the
// enclosure, unless front matter has one. The enclosure has no place, because the
// link is already checked.
func (r *reading) offerAudio() {
	a := r.article
	for rest := a.HTML; a.Enclosure == nil; {
		_, value, found := strings.Cut(rest, `="`)
		if !found {
			return
		}
		value, rest, _ = strings.Cut(value, `"`)
		if index, own := strings.CutPrefix(value, referenceScheme); own {
			if i, err := strconv.Atoi(index); err == nil && i < len(a.References) && isAudio(a.References[i].Path) {
				a.Enclosure = &Enclosure{URL: a.References[i].URLAt(r.options.Home), Path: a.References[i].Path}
			}
		} else if strings.HasPrefix(value, "http") && isAudio(withoutQuery(value)) && len(value) <= maxURL {
			a.Enclosure = &Enclosure{URL: html.UnescapeString(value)}
		}
	}
}

func isAudio(file string) bool { return strings.HasPrefix(AssetType(file), "audio/") }

// seconds reads a duration of up to a year: "754", "754.2", "12:34", "1:02:03",
// "PT12M34S" (ISO 8601), "754s", "12m34s", "1 hour 2 min".
func seconds(s string) (n int64, ok bool) {
	const year = 366 * 24 * 3600
	s = strings.ToLower(strings.Join(strings.Fields(s), ""))
	if strings.Contains(s, ":") {
		n, ok = clock(s)
	} else {
		n, ok = withUnits(s)
	}
	return n, ok && n <= year
}

// clock reads "12:34" and "1:02:03", and drops fractions.
func clock(s string) (n int64, ok bool) {
	parts := strings.Split(s, ":")
	for i, p := range parts {
		if i == len(parts)-1 {
			p, _, _ = strings.Cut(p, ".")
		}
		v, err := strconv.ParseUint(p, 10, 24)
		if err != nil || i > 0 && v > 59 {
			return 0, false
		}
		n = 60*n + int64(v)
	}
	return n, len(parts) < 4
}

// units are the units of durations, in seconds.
var units = func() map[string]int64 {
	all := map[string]int64{"": 1}
	for names, size := range map[string]int64{"d day days": 86400, "h hr hrs hour hours": 3600, "m min mins minute minutes": 60, "s sec secs second seconds": 1} {
		for name := range strings.FieldsSeq(names) {
			all[name] = size
		}
	}
	return all
}()

// withUnits reads numbers with their units, in descending order. A number without
// a unit is in seconds.
func withUnits(s string) (n int64, ok bool) {
	s, last := strings.TrimPrefix(strings.TrimPrefix(s, "p"), "t"), int64(86401)
	for s != "" {
		digits := s[:len(s)-len(strings.TrimLeft(s, "0123456789"))]
		if s = s[len(digits):]; strings.HasPrefix(s, ".") {
			s = strings.TrimLeft(s[1:], "0123456789")
		}
		unit := s[:len(s)-len(strings.TrimLeft(s, "abcdefghijklmnopqrstuvwxyz"))]
		s = strings.TrimLeft(s[len(unit):], ",.")
		size := units[strings.TrimSuffix(unit, "t")] // the T in P1DT2H
		v, err := strconv.ParseUint(digits, 10, 32)
		if err != nil || size == 0 || size >= last {
			return 0, false
		}
		n, last, ok = n+int64(v)*size, size, true
	}
	return n, ok
}
