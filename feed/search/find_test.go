package search

import (
	"math"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
)

// TestParts compares what is found around moments with a plain list, for articles of
// which a part counts.
func TestParts(t *testing.T) {
	db, err := open(filepath.Join(t.TempDir(), "x.search"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	r := rand.New(rand.NewPCG(1, 2))
	q, _ := Parse("a")
	var newest []int64
	for at := int64(300); at > -300; at -= 1 + r.Int64N(3) {
		text := "b"
		if r.IntN(3) > 0 {
			text, newest = "a", append(newest, at)
		}
		if _, err := db.Exec(`INSERT INTO articles (rowid, body) VALUES (?, ?)`, at, text); err != nil {
			t.Fatal(err)
		}
	}
	for range 2000 {
		modulus := 1 + r.Int64N(40)
		has := func(at int64) bool { return at%modulus == 0 }
		want := slices.DeleteFunc(slices.Clone(newest), func(at int64) bool { return !has(at) })
		req := Request{Query: q, Most: 1 + r.IntN(20), Counted: []int{0, 0, 5, 50, 1000}[r.IntN(5)], Has: has}
		if modulus == 1 && r.IntN(2) == 0 {
			req.Has = nil
		}
		req.From = Cursor{Side(r.IntN(3)), r.Int64N(700) - 350}
		if r.IntN(20) == 0 {
			req.From.Moment = []int64{math.MinInt64, math.MaxInt64}[r.IntN(2)]
		}
		h, err := scan{t.Context(), db, q, req.Has}.hits(req)
		if err != nil {
			t.Fatal(err)
		}
		from, until := 0, len(want)
		for i, at := range slices.Backward(want) {
			if req.From.Side == Before && at >= req.From.Moment {
				from = max(from, i+1)
			}
			if req.From.Side == After && at <= req.From.Moment {
				until = i
			}
		}
		if req.From.Side == After {
			from = max(0, until-req.Most)
		}
		until = min(until, from+req.Most)
		part := want[from:until]
		if !slices.Equal(h.Moments, part) || h.Newer != (from > 0) || h.Older != (until < len(want)) {
			t.Fatalf("%+v of %d: %v %v %v, want %v from %d until %d", req, len(want), h.Moments, h.Newer, h.Older, part, from, until)
		}
		counted := max(req.Counted, req.Most)
		if h.Count != min(counted, len(want)) || h.More != (len(want) > counted) {
			t.Errorf("%+v of %d: counts %d, %v", req, len(want), h.Count, h.More)
		}
	}
}
