package archive

import (
	"cmp"
	"math/bits"
	"runtime"
	"slices"
	"sync"

	"dateline/feed/article"
)

// placed is a value and its page.
type placed[T any] struct {
	page article.PageID
	it   T
}

// pageOf makes placed values sortable by byPage.
func (p placed[T]) pageOf() article.PageID { return p.page }

// placeAll computes n values and their pages. It uses all processors if there
// are many.
func placeAll[T any](n int, place func(i int) placed[T]) []placed[T] {
	all := make([]placed[T], n)
	const few = 1000
	part := max(few, n/runtime.GOMAXPROCS(0)+1)
	var working sync.WaitGroup
	for begin := 0; begin < n; begin += part {
		working.Go(func() {
			for i := begin; i < min(n, begin+part); i++ {
				all[i] = place(i)
			}
		})
	}
	working.Wait()
	return all
}

// byPage sorts by page, which is the order of the tree of pages and therefore
// good for processor caches. Values of one page keep their order. Ids of pages
// are hashes and spread evenly, so their first bits put each value of a long list
// almost in its place.
func byPage[T interface{ pageOf() article.PageID }](list []T) []T {
	order := func(a, b T) int { return cmp.Compare(a.pageOf(), b.pageOf()) }
	const short = 256
	if len(list) < short {
		slices.SortStableFunc(list, order)
		return list
	}
	shift := 64 - bits.Len(uint(len(list)/4))
	ends := make([]int, 1<<(64-shift))
	for i := range list {
		ends[list[i].pageOf()>>shift]++
	}
	sum := 0
	for i, n := range ends {
		ends[i], sum = sum, sum+n
	}
	sorted := make([]T, len(list))
	for i := range list {
		end := &ends[list[i].pageOf()>>shift]
		sorted[*end] = list[i]
		*end++
	}
	begin := 0
	for _, end := range ends {
		slices.SortStableFunc(sorted[begin:end], order)
		begin = end
	}
	return sorted
}
