package feed

import (
	"dateline/feed/archive"
	"testing"
)

func BenchmarkDetails(b *testing.B) {
	dir := b.TempDir()
	p := newPublisher(b, dir)
	var files []File
	for _, name := range writeTree(b, dir, 100000) {
		files = append(files, File{Path: name})
	}
	p.Apply(Batch{Changed: files})
	b.ResetTimer()
	for b.Loop() {
		p.Withheld()
	}
	b.StopTimer()
	s := p.Current().Snapshot
	for i := 0; i < 2; i++ {
		_ = s.Departing()
	}
	_ = archive.Pending{}
	b.Log(s.Global().Len(), len(p.Current().Problems))
}
