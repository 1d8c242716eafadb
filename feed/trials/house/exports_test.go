package house

import (
	"go/doc"
	"maps"
	"slices"
	"strings"
	"testing"
)

// most is how many names a package may export without giving a reason.
const most = 15

// TestExports checks that a package that exports more gives the reason in a line
// of its comment that begins with "It exports".
func TestExports(t *testing.T) {
	all := repository(t)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		p, err := all[name].documentation()
		if err != nil {
			t.Error(err)
			continue
		}
		n := exported(p)
		reason := strings.HasPrefix(p.Doc, "It exports") || strings.Contains(p.Doc, "\nIt exports")
		if n > most && !reason {
			t.Errorf("%s exports %d names, more than %d; keep some to itself, or give the reason in a line of its comment that begins with \"It exports\"", name, n, most)
		}
	}
}

// exported counts names as go doc -short lists them: a group of constants or
// variables counts once, methods and fields do not count.
func exported(p *doc.Package) int {
	n := len(p.Consts) + len(p.Vars) + len(p.Funcs) + len(p.Types)
	for _, typ := range p.Types {
		n += len(typ.Consts) + len(typ.Vars) + len(typ.Funcs)
	}
	return n
}
