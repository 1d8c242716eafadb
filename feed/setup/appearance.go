package setup

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"

	"dateline/feed/config"
)

// Appearance identifies what decides the contents of documents besides the
// articles: a version of the program, and a configuration except for what belongs
// to the machine. So two machines that serve the same articles agree about it.
func Appearance(c *config.Config, version string) string {
	same := *c
	same.Server, same.Ledger, same.Log, same.Watch = config.Server{}, config.Ledger{}, config.Log{}, config.Watch{}
	same.Site.FirstStart = true
	same.Feeds.SharedMaxAge = 0
	for _, path := range []*string{&same.Site.Icon, &same.Site.Logo, &same.Site.CSS, &same.Pages.Templates} {
		if !config.IsURL(*path) {
			*path = "" // what the files contain counts, not where they are
		}
	}
	same.Content = slices.Clone(c.Content)
	for i := range same.Content {
		d := &same.Content[i]
		d.Dir, d.Authors, d.Ignore = "", nil, nil // other articles and authors are changes of articles
	}
	text, err := json.Marshal(&same)
	if err != nil {
		panic(err) // a configuration holds only what JSON has
	}
	look, err := json.Marshal(Theme(c).Sums())
	if err != nil {
		panic(err) // they are texts
	}
	sum := sha256.Sum256(slices.Concat(text, []byte(version), look))
	return hex.EncodeToString(sum[:16])
}
