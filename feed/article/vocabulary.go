package article

import "strings"

// word is a row of the vocabulary: a meaning that keys of front matter can have.
type word struct {
	keys []key
	// all means that every key counts, not only the first one that can be used.
	all bool
	// read reads the value of a key, which is not empty, and reports whether it
	// could use it.
	read func(r *reading, k key, f field) bool
	// hides is set instead of read if the key can hide the article.
	hides func(value string) verdict
	// inside means that the keys do not open a metadata block, because sentences
	// may begin with these words.
	inside bool
}

// vocabulary lists the meanings of keys of front matter. The rows are read in this
// order, because some depend on earlier ones, and so are the keys of a row: the
// first key that is set wins, and keys at the top win over those in params and
// extra (see tables). In keys, case, "-" and "_" do not matter; "a.b" is b in the
// object a. To support another generator, add its key to the row.
var vocabulary = []word{
	{keys: keys("language lang locale"), read: (*reading).readLanguage},
	{keys: keys("title"), read: (*reading).readTitle},
	{keys: keys("id"), read: (*reading).readID},

	// Keys that hide. The first one that does is the reason.
	{keys: keys("draft"), hides: whenTrue},
	{keys: keys("published"), hides: whenFalseOrDate},
	{keys: keys("publish"), hides: whenFalse},
	{keys: keys("status"), hides: hidingWords("draft autodraft pending private hidden unlisted unpublished skip trash scheduled future")},
	{keys: keys("visibility"), hides: hidingWords("draft private hidden unlisted password")},
	{keys: keys("isDraft private unlisted headless eleventyExcludeFromCollections"), all: true, hides: whenTrue},
	{keys: keys("hidden encrypted encrypt"), all: true, hides: hidingWords("true")},
	{keys: keys("public dg-publish isPublished visible listed render"), all: true, hides: hidingWords("false")},
	{keys: keys("build.render"), hides: hidingWords("never false")},
	{keys: keys("build.list"), hides: hidingWords("never false local")},
	{keys: keys("password"), hides: whenSet},
	{keys: keys("permalink"), hides: hidingWords("false")},
	{keys: keys("publishDate pubDate published"), read: (*reading).readAppears},
	{keys: keys("expiryDate unpublishDate"), read: (*reading).readExpires},
	{keys: keys("noindex robotsNoIndex robots.noindex seo.noindex sitemapExclude sitemap.exclude sitemap.disable sitemap.ignore"), all: true,
		read: (*reading).readNoIndex},
	{keys: keys("robots seo.robots"), all: true, read: (*reading).readRobots},
	{keys: keys("sitemap"), read: (*reading).readSitemap},

	{keys: keys("date published pubDate publishDate publishedAt datePublished created createdAt date.created date.published dateCreated createdDate " +
		"publishedDate pubDatetime publishDatetime datetime"), read: (*reading).readDate},
	{keys: keys("updated lastmod last_modified_at modified updatedDate updatedAt dateModified date.updated date.modified lastModified lastUpdated " +
		"modifiedDate modDatetime last_update.date"), read: (*reading).readUpdated},
	{keys: keys("summary description excerpt abstract subtitle teaser"), read: (*reading).readSummary},
	{keys: keys("topics tags categories"), all: true, read: (*reading).readTopics},
	{keys: keys("tag category"), all: true, read: (*reading).readTopic},
	{keys: keys("taxonomies"), read: (*reading).readTaxonomies},
	{keys: keys("keywords"), read: (*reading).readKeywords},
	{keys: keys("author by byline"), read: (*reading).readAuthors},
	{keys: keys("authors"), read: (*reading).readAuthors},
	{keys: keys("author_url"), read: (*reading).readAuthorURL},
	{keys: keys("aliases alias redirect_from redirects"), all: true, read: (*reading).readAliases},
	{keys: keys("source sources"), all: true, read: (*reading).readSources},
	{keys: keys("image cover images heroImage hero thumbnail featured_image banner teaser header.image header.teaser header.overlayImage " +
		"og_image coverImage featureImage socialImage thumbnail-img cover-img share-img index_img banner_img"), read: (*reading).readCover},
	{keys: keys("enclosure enclosures audio audio_file audio_url podcast podcast_file podcast_url podcast_link podcast_audio episode.audio mp3 mp3_url video video_file video_url"),
		read: (*reading).readEnclosure, inside: true},
	{keys: keys("enclosure_type audio_type podcast_type mime_type"), read: enclosureType.read, inside: true},
	{keys: keys("enclosure_length audio_length audio_size audio_bytes podcast_bytes podcast_length podcast_size podcast_file_size file_size length"),
		read: enclosureLength.read, inside: true},
	{keys: keys("enclosure_duration audio_duration podcast_duration itunes_duration itunes.duration duration"), read: enclosureDuration.read, inside: true},

	{keys: keys("permalink url path slug"), all: true, read: (*reading).readAddress},
}

// key is a key of front matter: its name as the generator writes it, and its path
// in the metadata.
type key struct{ name, path string }

func keys(names string) (list []key) {
	for name := range strings.FieldsSeq(names) {
		list = append(list, key{name, keyName(name)})
	}
	return list
}

// isKey reports whether a name (see keyName) is that of a key which has a meaning
// in any object.
func isKey(name string) bool { return known[name] }

var known = func() map[string]bool {
	set := map[string]bool{}
	for _, w := range vocabulary {
		if w.inside {
			continue
		}
		for _, k := range w.keys {
			top, _, _ := strings.Cut(k.path, ".")
			set[top] = true
		}
	}
	return set
}()

// metadata fills the article from front matter. Keys that are not in the
// vocabulary are ignored.
func (r *reading) metadata(meta metadata) {
	tables := meta.tables()
	for i := range vocabulary {
		r.meaning(&vocabulary[i], tables)
	}
}

// meaning reads what the tables have under the keys of a word. All keys in one
// table come before those in the next.
func (r *reading) meaning(w *word, tables []metadata) {
	for _, meta := range tables {
		for _, k := range w.keys {
			f, ok := meta[k.path]
			if !ok || isEmpty(f.value) {
				continue
			}
			if used := r.readWord(w, k, f); used && !w.all {
				return
			}
		}
	}
}

func (r *reading) readWord(w *word, k key, f field) (used bool) {
	if w.hides != nil {
		return r.readFlag(w, k, f)
	}
	return w.read(r, k, f)
}
