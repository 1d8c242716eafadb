package article

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strconv"
)

// parserVersion has to be raised when Parse returns something else for the same
// bytes, so that files with stored results are parsed again.
const parserVersion = 8

// Key identifies everything that Parse depends on besides the bytes of a file,
// except for the name of the directory in complaints. Two parsers with the same
// key return the same results, even in different processes.
func (p *Parser) Key() string {
	o := p.options
	b := []byte("dateline article " + strconv.Itoa(parserVersion) + "\n")
	b = appendFields(b, []string{o.Mount, o.BaseURL, o.Language, o.Zone.String(), o.TopicSeparator, o.Permalink, o.Home})
	for _, key := range slices.Sorted(maps.Keys(o.People)) {
		b = appendFields(b, []string{key, o.People[key].Name, o.People[key].URL, o.People[key].Mail})
	}
	for _, list := range [][]string{o.Aliases, o.KeepWhole, o.Languages, o.Former,
		o.Grammar.Source, o.Grammar.Related, o.Grammar.Changes, o.Grammar.Context, o.Grammar.Cover} {
		b = appendFields(b, list)
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:16])
}
